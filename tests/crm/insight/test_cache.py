"""The report is kept while nothing changes, and made anew when something does."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from crm.contacts.schemas import ContactCreate
from crm.contacts.service import log_contact
from crm.db import Database, new_id
from crm.domain_events import TieChanged
from crm.errors import NotFound
from crm.insight.handlers import raise_network_version
from crm.insight.models import NetworkVersion
from crm.insight.report import ReachReport, fresh_report, reach_report, report_in_passing
from crm.parties.models import Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from graph.reach import Status
from tests.crm.insight.city import NOW, TODAY, City


def read(work: Work) -> ReachReport:
    with work.reading(SYSTEM) as uow:
        return reach_report(uow.session, SYSTEM, TODAY)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent while the block runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


def test_report_is_kept_while_nothing_changes_and_equals_a_fresh_one(
    city: City, work: Work, nora: Viewer
) -> None:
    group, place = city.group("somali"), city.place()
    city.knows(nora, city.community("Dhulka", (group,), (place,)), Strength.TRUSTS_US)
    first = read(work)
    assert read(work) is first
    with work.reading(SYSTEM) as uow:
        assert fresh_report(uow.session, SYSTEM, TODAY) == first


def test_contact_that_is_logged_counts_at_once(
    city: City, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    assert read(work).cells[0].status == Status.UNKNOWN
    with work.writing(nora) as uow:
        log_contact(
            uow,
            ContactCreate.model_validate(
                {
                    "happened_at": NOW,
                    "channel": "visit",
                    "party_ids": [network],
                    "group_itself_heard": True,
                }
            ),
        )
    run_deliveries()
    cell = read(work).cells[0]
    assert (cell.status, cell.heard_on, cell.reach.reach) == (Status.SINGLE, TODAY, 0.5)


def test_version_rises_whatever_the_row_and_however_often(work: Work) -> None:
    gone = TieChanged(new_id())
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            raise_network_version(uow, gone)
    with work.reading(SYSTEM) as uow:
        rows = uow.session.exec(select(NetworkVersion)).all()
        assert [(row.id, row.version) for row in rows] == [(1, 2)]


def test_raised_version_makes_the_report_anew(city: City, work: Work, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    first = read(work)
    city.knows(nora, network, Strength.TRUSTS_US)
    assert read(work) is first  # rows changed behind the services' back
    with work.writing(SYSTEM) as uow:
        raise_network_version(uow, TieChanged(new_id()))
    assert read(work).cells[0].status == Status.SINGLE


def test_what_no_event_tells_of_counts_at_once(
    city: City, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    group, place = city.group("somali"), city.place()
    assert read(work).cells[0].residents is None
    city.figure(group, place, 50)
    assert read(work).cells[0].residents is not None
    before = len(read(work).network.nodes)
    add_user("karim")
    assert len(read(work).network.nodes) == before + 1


def test_number_of_queries_does_not_grow(city: City, work: Work, database: Database, nora: Viewer) -> None:
    counts = []
    for size in (1, 12):
        for number in range(size):
            group, place = city.group(f"g{size}-{number}"), city.place(f"p{size}-{number}")
            network, person = city.community(f"N{number}", (group,), (place,)), city.person()
            city.knows(nora, person, Strength.TRUSTS_US)
            city.tie(person, network, Strength.TRUSTS_US)
            city.contact(nora, network, person, group_itself_heard=True)
        for _ in range(2):
            with counted(database) as sent, work.reading(SYSTEM) as uow:
                reach_report(uow.session, SYSTEM, TODAY)
            counts.append(len([one for one in sent if one.lstrip().upper().startswith("SELECT")]))
    assert counts == [12, 2, 12, 2]


def test_corner_of_a_page_shows_a_large_network_as_it_was_a_moment_ago(
    city: City, work: Work, nora: Viewer
) -> None:
    def shown(after: timedelta, large_from: int) -> ReachReport:
        with work.reading(nora) as uow:
            return report_in_passing(uow.session, nora, TODAY, NOW + after, large_from)

    city.knows(nora, city.community("Dhulka", (city.group("somali"),), (city.place(),)), Strength.TRUSTS_US)
    first = shown(timedelta(0), 1)
    with work.writing(SYSTEM) as uow:
        raise_network_version(uow, TieChanged(new_id()))
    assert shown(timedelta(minutes=14), 1) is first
    assert shown(timedelta(minutes=14), 10_000) is not first
    assert shown(timedelta(minutes=15), 1) is read(work)


def test_several_who_ask_at_once_get_the_same_report(city: City, work: Work, nora: Viewer) -> None:
    city.knows(nora, city.community("Dhulka", (city.group("somali"),), (city.place(),)), Strength.TRUSTS_US)
    with ThreadPoolExecutor(4) as readers:
        found = [done.result() for done in [readers.submit(read, work) for _ in range(4)]]
    assert all(one is found[0] for one in found)


def test_corner_of_a_page_is_closed_to_those_who_read_no_report(city: City, work: Work, nora: Viewer) -> None:
    read(work)
    organiser = Viewer(new_id(), Role.ORGANISER, "Bram")
    with work.reading(organiser) as uow, pytest.raises(NotFound):
        report_in_passing(uow.session, organiser, TODAY, NOW, 1)
