"""The places of the product and who sees them, in the order of the menu."""

from dataclasses import dataclass

from crm.text import mark
from crm.viewer import Role, Viewer

_C, _M, _O, _A = Role.CONSULTANT, Role.MANAGER, Role.ORGANISER, Role.ADMINISTRATOR


@dataclass(frozen=True)
class Place:
    """One entry of the menu; `on_phone` puts it in the bar at the bottom of a phone, under a shorter name."""

    key: str
    href: str
    icon: str
    label: str
    roles: tuple[Role, ...]
    on_phone: bool = False
    phone_label: str = ""


PLACES = (
    Place("today", "/", "house", mark("Today"), (_C, _M, _O, _A), on_phone=True),
    Place("people", "/people", "users", mark("People"), (_C,), on_phone=True, phone_label=mark("Network")),
    Place("organisations", "/organisations", "building-2", mark("Organisations"), (_C, _M, _A)),
    Place("communities", "/communities", "share-2", mark("Networks"), (_C, _M, _A)),
    Place("follow_ups", "/follow-ups", "list-checks", mark("Follow-ups"), (_C,)),
    Place("signals", "/signals", "megaphone", mark("Signals"), (_C, _M)),
    Place("events", "/events", "calendar-days", mark("Agenda"), (_C, _M, _O, _A), on_phone=True),
    Place(
        "reach",
        "/reach",
        "grid-3x3",
        mark("Whom do we not reach yet?"),
        (_C, _M, _A),
        on_phone=True,
        phone_label=mark("Reach"),
    ),
    Place("webhooks", "/webhooks", "link-2", mark("Connections"), (_A,)),
    Place("operations", "/operations", "settings", mark("Behind the scenes"), (_A,)),
)


def places_for(viewer: Viewer | None) -> tuple[Place, ...]:
    """The places that the viewer may open."""
    return () if viewer is None else tuple(place for place in PLACES if viewer.role in place.roles)
