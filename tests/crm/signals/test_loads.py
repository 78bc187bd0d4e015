"""What was asked of somebody and given back in 90 days, counted over contacts and signals told back."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from crm.contacts.load import Load
from crm.contacts.models import Topic
from crm.signals.models import Signal, SignalState
from crm.signals.queries import loads, waiting
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.contacts.parts import add_service
from tests.crm.insight.city import NOW, TODAY, City

FIRST_DAY = TODAY - timedelta(days=90)
DAY_BEFORE = TODAY - timedelta(days=91)


@pytest.fixture
def city(work: Work) -> City:
    """An empty city."""
    return City(work)


def load_of(city: City, party: UUID, viewer: Viewer = SYSTEM) -> Load | None:
    with city.work.reading(viewer) as uow:
        return loads(uow.session, viewer, TODAY, [party]).get(party)


def who_waits(city: City) -> dict[UUID, Load]:
    with city.work.reading(SYSTEM) as uow:
        return waiting(uow.session, SYSTEM, TODAY)


def tell_back(city: City, nora: Viewer, contact: UUID, at: datetime, state: SignalState) -> None:
    assert nora.user_id is not None
    row = Signal(
        created_at=NOW,
        changed_at=NOW,
        owner_id=nora.user_id,
        contact_id=contact,
        theme=Topic.HOUSING,
        text="De lift is stuk.",
        heard_on=FIRST_DAY,
        state=state,
        told_back_at=at,
    )
    city.add(row)


def test_contacts_of_the_last_ninety_days_count_once_on_each_side(city: City, nora: Viewer) -> None:
    hodan, other = city.person("Hodan"), city.person("Iemand")
    for on in (FIRST_DAY, TODAY):
        city.contact(nora, hodan, other, on=on, asked_of_them=True, gave_back=True)
    city.contact(nora, hodan, on=DAY_BEFORE, asked_of_them=True, gave_back=True)
    city.contact(nora, hodan, asked_of_them=True, withdrawn_at=NOW)
    city.contact(nora, hodan)
    assert load_of(city, hodan) == Load(2, 2)
    assert load_of(city, other) == Load(2, 2)
    assert load_of(city, city.person("Nooit gevraagd")) is None


def test_a_signal_told_back_in_that_time_is_given_back_and_not_counted_twice(
    city: City, nora: Viewer
) -> None:
    hodan = city.person("Hodan")
    old = city.contact(nora, hodan, on=DAY_BEFORE)
    new = city.contact(nora, hodan, on=FIRST_DAY, gave_back=True)
    tell_back(city, nora, old, NOW, SignalState.TOLD_BACK)
    tell_back(city, nora, new, NOW, SignalState.TOLD_BACK)
    assert load_of(city, hodan) == Load(0, 2)
    third, fourth = city.contact(nora, hodan), city.contact(nora, hodan)
    tell_back(city, nora, third, NOW, SignalState.ANSWERED)
    tell_back(city, nora, fourth, NOW - timedelta(days=200), SignalState.TOLD_BACK)
    assert load_of(city, hodan) == Load(0, 2)


def test_a_city_service_that_was_there_is_not_the_one_that_was_asked(city: City, nora: Viewer) -> None:
    hodan, service = city.person("Hodan"), add_service(city.work, nora)
    for _ in range(3):
        city.contact(nora, hodan, service, asked_of_them=True)
    assert who_waits(city) == {hodan: Load(3, 0)}
    assert load_of(city, service) is None


def test_waiting_are_those_of_whom_much_was_asked_for_little(city: City, nora: Viewer) -> None:
    much, twice, fair = city.person("Veel"), city.person("Twee"), city.organisation("Eerlijk")
    for _ in range(3):
        city.contact(nora, much, asked_of_them=True)
        city.contact(nora, fair, asked_of_them=True, gave_back=True)
    for _ in range(2):
        city.contact(nora, twice, asked_of_them=True)
    assert who_waits(city) == {much: Load(3, 0)}


def test_who_may_not_see_persons_reads_nothing_of_them(city: City, nora: Viewer) -> None:
    hodan, club = city.person("Hodan"), city.organisation("Turnkring")
    city.contact(nora, hodan, club, asked_of_them=True)
    read = {
        role: (
            load_of(city, hodan, Viewer(nora.user_id, role)),
            load_of(city, club, Viewer(nora.user_id, role)),
        )
        for role in (Role.CONSULTANT, Role.MANAGER, Role.ORGANISER)
    }
    assert read == {
        Role.CONSULTANT: (Load(1, 0), Load(1, 0)),
        Role.MANAGER: (None, Load(1, 0)),
        Role.ORGANISER: (None, None),
    }
