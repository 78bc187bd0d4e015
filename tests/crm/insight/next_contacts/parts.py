"""A city in which Youssef is the one to speak to: he opens one network, and works with Amina, who opens another."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crm.insight.next_contacts import service
from crm.insight.next_contacts.models import DismissalReason
from crm.insight.next_contacts.schemas import DismissalCreate
from crm.insight.next_contacts.suggesting import NextUp, Suggestion, next_up, seen_now
from crm.insight.service import raise_version
from crm.parties.models import Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.crm.insight.city import TODAY, City

BUSY = DismissalReason.BUSY


@dataclass
class Around:
    """Ids of that city, and what the tests ask of it."""

    city: City
    nora: Viewer
    youssef: UUID
    amina: UUID
    somali: UUID
    women: UUID
    place: UUID

    @property
    def work(self) -> Work:
        return self.city.work

    def next_up(self, today: date = TODAY, hours: int | None = None) -> NextUp:
        """Next contacts, of the store as it is now."""
        with self.work.writing(SYSTEM) as uow:
            raise_version(uow)  # rows are added directly here, without domain events
        with self.work.reading(self.nora) as uow:
            return next_up(uow.session, self.nora, today, hours)

    def proposed(self, today: date = TODAY) -> list[str]:
        """The names of those who are proposed, in order."""
        return [one.party.name for one in self.next_up(today).suggestions]

    def first(self) -> Suggestion:
        """The first suggestion."""
        return self.next_up().suggestions[0]

    def put_off(self, party: UUID, **fields: object) -> UUID:
        """Puts somebody off, as the store is now; gives the id of the decision."""
        with self.work.reading(self.nora) as uow:
            seen = seen_now(uow.session, self.nora, TODAY, party)
        wanted = DismissalCreate.model_validate({"reason": BUSY, "seen": seen} | fields)
        with self.work.writing(self.nora) as uow:
            return service.dismiss_next_contact(uow, party, wanted).id


def make_around(city: City, nora: Viewer) -> Around:
    """Makes that city. Nora met Youssef once, long ago."""
    place, somali, women = city.place(), city.group("somali"), city.group("women")
    circle = city.community("Vrouwenkring", (women,), (place,))
    network = city.community("Dhulka", (somali,), (place,))
    youssef, amina = city.person("Youssef"), city.person("Amina")
    city.opens(youssef, circle)
    city.opens(amina, network)
    city.tie(youssef, amina, Strength.WORKS_TOGETHER, days_ago=10)
    city.knows(nora, youssef, Strength.KNOWS_US, days_ago=900)
    city.figure(somali, place, 826)
    return Around(city, nora, youssef, amina, somali, women, place)
