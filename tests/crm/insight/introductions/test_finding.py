"""Over whom somebody gets to a party: from stored lines to the three best chains."""

from collections.abc import Callable
from uuid import UUID

import pytest

from crm.errors import NotFound
from crm.insight.introductions.finding import Introducing, IntroductionReading, introduction_reading
from crm.insight.report import fresh_report
from crm.parties.models import Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.insight.city import TODAY, City

TRUST, WORK, KNOWN = Strength.TRUSTS_US, Strength.WORKS_TOGETHER, Strength.ACQUAINTED
AddUser = Callable[..., Viewer]
Counting = Callable[[], object]


@pytest.fixture
def karim(add_user: AddUser) -> Viewer:
    """A colleague."""
    return add_user("karim", name="Karim Bouzid")


def find(work: Work, viewer: Viewer, target: UUID) -> IntroductionReading:
    with work.reading(viewer) as uow:
        return introduction_reading(uow.session, viewer, fresh_report(uow.session, SYSTEM, TODAY), target)


def names(one: Introducing) -> list[str | None]:
    return [step.box.name for step in one.way.steps]


def test_own_chains_and_those_of_the_team_come_best_first(
    city: City, work: Work, nora: Viewer, karim: Viewer
) -> None:
    amina, youssef, target = city.person("Amina"), city.person("Youssef"), city.organisation("Dhulka")
    city.knows(nora, amina, WORK)
    city.knows(nora, youssef, KNOWN, 10)
    city.tie(amina, target, WORK)
    city.tie(youssef, target, TRUST)
    city.knows(karim, target, KNOWN)

    reading = find(work, nora, target)

    assert [(names(one), round(one.way.strength, 3)) for one in reading.mine.live] == [
        (["Nora Peeters", "Amina", "Dhulka"], 0.49),
        (["Nora Peeters", "Youssef", "Dhulka"], 0.433),  # 0.5 x 2^(-10/180) x 0.9
    ]
    assert [names(one) for one in reading.team.live] == [["Karim Bouzid", "Dhulka"]]
    assert reading.mine.live[0].ids == (nora.user_id, amina, target)
    assert [step.last_contact_on for step in reading.mine.live[0].way.steps] == [None, TODAY, TODAY]
    assert (reading.mine.once, reading.team.once) == (None, None)


def test_who_opens_the_door_ends_a_chain_without_a_date(city: City, work: Work, nora: Viewer) -> None:
    hodan, circle, ended = city.person("Hodan"), city.community("Dhulka"), city.person("Oud")
    city.knows(nora, hodan, TRUST)
    city.knows(nora, ended, TRUST)
    city.opens(hodan, circle)
    city.opens(ended, circle, until=TODAY)

    reading = find(work, nora, circle)

    assert [(names(one), one.opens) for one in reading.mine.live] == [
        (["Nora Peeters", "Hodan", "Dhulka"], True)
    ]
    assert reading.mine.live[0].ids == (nora.user_id, hodan, circle)
    assert [step.last_contact_on for step in reading.mine.live[0].way.steps] == [None, TODAY, None]


def test_where_no_chain_is_alive_the_one_that_was_is_told(
    city: City, work: Work, nora: Viewer, karim: Viewer
) -> None:
    amina, target = city.person("Amina"), city.organisation("Dhulka")
    city.knows(nora, amina, TRUST, 1500)
    city.tie(amina, target, TRUST, 1500)

    reading = find(work, nora, target)

    assert reading.mine.live == ()
    assert reading.mine.once is not None
    assert names(reading.mine.once) == ["Nora Peeters", "Amina", "Dhulka"]
    assert [step.is_quiet for step in reading.mine.once.way.steps] == [False, True, True]
    assert (reading.team.live, reading.team.once) == ((), None)  # we do not know


def test_colleague_in_the_middle_is_asked_and_not_walked_through(
    city: City, work: Work, nora: Viewer, karim: Viewer
) -> None:
    amina, target = city.person("Amina"), city.organisation("Dhulka")
    city.knows(nora, amina, TRUST)
    city.knows(karim, amina, TRUST)
    city.knows(karim, target, TRUST)

    reading = find(work, nora, target)

    assert (reading.mine.live, reading.mine.once) == ((), None)
    assert [names(one) for one in reading.team.live] == [["Karim Bouzid", "Dhulka"]]


def test_whom_the_viewer_may_not_know_of_is_not_found(
    city: City, work: Work, nora: Viewer, add_user: AddUser
) -> None:
    person, manager = city.person("Amina"), add_user("annelies", Role.MANAGER)
    with pytest.raises(NotFound):
        find(work, manager, person)
    with pytest.raises(NotFound):
        find(work, nora, UUID(int=7))


def test_archived_party_is_reached_over_nobody(city: City, work: Work, nora: Viewer) -> None:
    target = city.organisation("Dhulka", archived_on=TODAY)
    city.knows(nora, target, TRUST)
    reading = find(work, nora, target)
    assert (reading.mine.live, reading.mine.once, reading.team.live) == ((), None, ())
