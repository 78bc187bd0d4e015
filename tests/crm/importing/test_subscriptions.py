"""Subscriptions: due once a day, fetched outside any transaction, and settled once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlmodel import select

from crm import outbox
from crm.agenda.calendars.models import ImportedCalendar, Meaning
from crm.clock import FixedClock, milliseconds
from crm.db import Database
from crm.domain_events import CalendarDue, ScheduleDue
from crm.importing import service
from crm.importing.contents import Contents, Day
from crm.importing.handlers import (
    ask_for_calendar,
    call_for_calendar,
    find_due_calendars,
    read_due_calendar,
)
from crm.settings import Settings
from crm.unit_of_work import Reaction, Subscriptions, Work
from crm.viewer import SYSTEM, Viewer
from scheduler.jobs import JOBS
from scheduler.run import tick
from tests.conftest import NOW
from tests.crm.importing.conftest import Days, Recorded
from tests.crm.importing.ics import FAIR, calendar
from tests.crm.outside.tls import ADDRESS, HOST, Serve, TlsServer, WayTo, http_answer
from workers.delivery import deliver, deliver_due

OLD = Day("Oude dag", date(2027, 1, 2), date(2027, 1, 2))
FETCHED = [("KV Mechelen - Antwerp", "2027-01-16"), ("Meikermis", "2027-05-01")]


@pytest.fixture
def settings(database: Database) -> Settings:
    """The administrator named one host."""
    return Settings(database_url=database.url, calendar_hosts=HOST)


@pytest.fixture
def work_with(
    database: Database, clock: FixedClock, settings: Settings, way_to: WayTo
) -> Callable[..., Work]:
    """Work that reaches that server on this machine instead of the internet."""

    def make(server: TlsServer, allowed: Settings = settings) -> Work:
        handler = replace(read_due_calendar, call=partial(call_for_calendar, way=way_to(server)))
        table: dict[str, tuple[Reaction]] = {
            "CalendarDue": (handler,),
            "ScheduleDue/read_calendars": (find_due_calendars,),
        }
        return Work(database, Subscriptions(table), clock, allowed)

    return make


@pytest.fixture
def key(work: Work, run_deliveries: Callable[[], int]) -> UUID:
    """A subscription that was read before."""
    with work.writing(SYSTEM) as uow:
        made = ImportedCalendar(
            created_at=NOW,
            changed_at=NOW,
            name="Wedstrijden",
            meaning=Meaning.TRAFFIC,
            level="low",
            address=ADDRESS,
        )
        uow.session.add(made)
        uow.session.flush()
        service.store_contents(uow, made, Contents((OLD,)))
        made_id = made.id
    run_deliveries()
    return made_id


def _calendar(database: Database, key: UUID) -> ImportedCalendar:
    with database.reading() as session:
        return session.get_one(ImportedCalendar, key)


def _ask(work: Work, key: UUID) -> None:
    with work.writing(SYSTEM) as uow:
        uow.record(CalendarDue(key))


def test_a_subscription_is_read_and_its_days_replaced(
    work_with: Callable[..., Work], serve: Serve, key: UUID, days: Days, database: Database
) -> None:
    server = serve()
    work = work_with(server)
    _ask(work, key)
    assert deliver_due(work) == 1
    assert days(key) == FETCHED
    read = _calendar(database, key)
    assert (read.read_at, read.failure, len(server.asked)) == (NOW, None, 1)


def test_reading_twice_changes_nothing_and_a_calendar_that_is_gone_asks_nobody(
    work_with: Callable[..., Work], serve: Serve, key: UUID, days: Days, recorded: Recorded, hilde: Viewer
) -> None:
    server = serve()
    work = work_with(server)
    for _ in range(2):
        _ask(work, key)
        deliver_due(work)
    assert (days(key), len(server.asked), len(recorded("CalendarChanged"))) == (FETCHED, 2, 2)
    with work.writing(hilde) as uow:
        service.remove_calendar(uow, key)
    _ask(work, key)
    assert (deliver_due(work), len(server.asked), days()) == (1, 2, [])


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (http_answer(b"<html>not here</html>"), "not_a_calendar"),
        (http_answer(b"", "404 Not Found"), "refused"),
        (http_answer(b"", "302 Found", "Location: https://127.0.0.1/"), "leads_elsewhere"),
        (http_answer(calendar(FAIR).encode()[:-30]), "ends_too_early"),
    ],
    ids=["no calendar", "none there", "elsewhere", "cut"],
)
def test_a_reading_that_fails_keeps_the_days_and_says_why(
    work_with: Callable[..., Work],
    serve: Serve,
    key: UUID,
    days: Days,
    database: Database,
    answer: bytes,
    failure: str,
) -> None:
    work = work_with(serve(answer=answer))
    _ask(work, key)
    deliver_due(work)
    found = _calendar(database, key)
    assert (found.failure, found.failed_at, days(key)) == (failure, NOW, [("Oude dag", "2027-01-02")])
    with database.reading() as session:
        asked = select(outbox.Delivery).where(outbox.Delivery.handler == read_due_calendar.name)
        assert [row.state.value for row in session.exec(asked)] == ["done"]


def test_a_host_that_was_taken_off_the_list_is_no_longer_asked(
    work_with: Callable[..., Work], serve: Serve, key: UUID, database: Database
) -> None:
    server = serve()
    work = work_with(server, Settings(database_url=database.url))
    _ask(work, key)
    deliver_due(work)
    assert (_calendar(database, key).failure, server.called) == ("host_not_allowed", [])


def test_a_calendar_that_is_removed_during_the_call_stays_removed(
    work_with: Callable[..., Work], serve: Serve, key: UUID, hilde: Viewer, days: Days, way_to: WayTo
) -> None:
    server = serve()
    work = work_with(server)
    _ask(work, key)
    with work.database.writing() as session:
        (delivery,) = outbox.queue_due(session, milliseconds(NOW))

    def remove_meanwhile(_host: str) -> list[str]:
        with work.writing(hilde) as uow:
            service.remove_calendar(uow, key)
        return ["127.0.0.1"]

    way = way_to(server, resolve=remove_meanwhile)
    handler = replace(read_due_calendar, call=partial(call_for_calendar, way=way))
    own = Work(work.database, Subscriptions({"CalendarDue": (handler,)}), work.clock, work.settings)
    deliver(own, delivery.delivery_id)
    assert (len(server.asked), days()) == (1, [])


def test_a_file_is_never_asked_for(work: Work, hilde: Viewer, key: UUID, database: Database) -> None:
    with work.writing(hilde) as uow:
        uow.session.get_one(ImportedCalendar, key).address = None
    with work.reading(SYSTEM) as uow:
        assert ask_for_calendar(uow, CalendarDue(key)) is None


def test_every_subscription_is_due_once_a_day(work: Work, key: UUID, recorded: Recorded) -> None:
    due = ScheduleDue("read_calendars", NOW, date(2026, 11, 23))
    for event in (due, due, replace(due, local_date=date(2026, 11, 24))):
        with work.writing(SYSTEM) as uow:
            find_due_calendars(uow, event)
    assert recorded("CalendarDue") == [f'CalendarDue {{"calendar_id": "{key}"}}'] * 2


@pytest.mark.parametrize("on", [date(2026, 11, 24), date(2027, 3, 28), date(2027, 10, 31)])
def test_the_job_is_due_at_half_past_four_in_the_city_also_when_the_clock_changes(
    work: Work, clock: FixedClock, recorded: Recorded, on: date
) -> None:
    jobs = [job for job in JOBS if job.name == "read_calendars"]
    at = datetime(on.year, on.month, on.day, 2 if on.month == 3 else 3, 30, tzinfo=UTC)
    clock.instant = at - timedelta(hours=12)
    tick(work, jobs)
    fired = []
    for instant in (at - timedelta(seconds=1), at, at + timedelta(seconds=1), at + timedelta(hours=1)):
        clock.instant = instant
        fired.append(tick(work, jobs))
    assert fired == [0, 1, 0, 0]
    assert len(recorded("ScheduleDue")) == 1
