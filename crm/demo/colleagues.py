"""The users of the demo city. All are invented; their logins are their first names."""

from dataclasses import dataclass
from datetime import date, timedelta

from crm.accounts.models import User
from crm.accounts.passwords import hash_password
from crm.demo.draft import Draft, months_before, workday
from crm.viewer import Role

PASSWORD = "welkom-in-mechelen"  # noqa: S105  (printed by `bereik demo`; the city holds nothing real)
LEFT = "wim"
LEAVING = "pieter"


@dataclass(frozen=True)
class Colleague:
    """A user, and for a consultant the neighbourhoods whose networks are theirs."""

    name: str
    role: Role
    places: tuple[str, ...] = ()
    language: str = "nl"

    @property
    def login(self) -> str:
        """The first name, in lower case."""
        return self.name.split()[0].lower()


COLLEAGUES = (
    Colleague("Nora Peeters", Role.CONSULTANT, ("mechelen-noord",)),
    Colleague("Elke Somville", Role.CONSULTANT, ("centrum",)),
    Colleague("Karim Bouzid", Role.CONSULTANT, ("arsenaal",)),
    Colleague("Sofie Lauwers", Role.CONSULTANT, ("nekkerspoel",)),
    Colleague("Dilan Erdem", Role.CONSULTANT, ("mechelen-zuid",)),
    Colleague("Joris Daems", Role.CONSULTANT, ("battel", "walem")),
    Colleague("Amal Chakir", Role.CONSULTANT, ("muizen", "hombeek")),
    Colleague("Pieter Verelst", Role.CONSULTANT, ("leest", "heffen")),
    Colleague("Esther Mbuyi", Role.CONSULTANT, (), "fr"),
    Colleague("Wim Goossens", Role.CONSULTANT),
    Colleague("Annelies Roels", Role.MANAGER),
    Colleague("Rachid Ouali", Role.MANAGER, (), "fr"),
    Colleague("Bram Verlooy", Role.ORGANISER),
    Colleague("Ninos Malke", Role.ORGANISER),
    Colleague("Hilde Coppens", Role.ADMINISTRATOR),
)
CONSULTANTS = tuple(each.login for each in COLLEAGUES if each.role is Role.CONSULTANT and each.login != LEFT)


def left_on(today: date) -> date:
    """The last day of the consultant who left: nine months ago."""
    return workday(months_before(today, 9))


def leaves_on(today: date) -> date:
    """The first day on which the consultant who leaves is no longer there: in five weeks."""
    return workday(today + timedelta(weeks=5))


def owner_of(places: tuple[str, ...], position: int) -> str:
    """The login of the consultant for a network: by its first neighbourhood, else in turn."""
    for each in COLLEAGUES:
        if places and places[0] in each.places:
            return each.login
    return CONSULTANTS[position % len(CONSULTANTS)]


def add_colleagues(draft: Draft) -> None:
    """Adds the users, with one password for all."""
    password_hash = hash_password(PASSWORD)
    last_days = {LEFT: left_on(draft.today), LEAVING: leaves_on(draft.today)}
    for each in COLLEAGUES:
        draft.users[each.login] = draft.add(
            User(
                **draft.born_versioned(draft.founded_at),
                name=each.name,
                login=each.login,
                password_hash=password_hash,
                role=each.role,
                language=each.language,
                left_on=last_days.get(each.login),
            )
        )
