"""Imported calendars in the store: replaced whole or not at all, and what changes is told."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from crm.agenda.calendars.models import ImportedCalendar, ImportedDay, Meaning
from crm.clock import FixedClock
from crm.db import Database
from crm.errors import Conflict, NotAllowed
from crm.importing import service
from crm.importing.contents import Contents, Day, Skipped
from crm.importing.failures import Failure, LeftOut
from crm.importing.schemas import CalendarSource, CalendarUpdate
from crm.unit_of_work import Work
from crm.viewer import Viewer
from tests.conftest import NOW
from tests.crm.importing.conftest import Days, Recorded

FIRST, SECOND, THIRD = (
    Day(f"Dag {number}", on, on)
    for number, on in enumerate((date(2027, 1, 16), date(2027, 2, 6), date(2027, 3, 6)), 1)
)
WANTED = CalendarSource(name="Wedstrijden", meaning=Meaning.TRAFFIC, content="x")


def _add(work: Work, viewer: Viewer, *days: Day) -> UUID:
    with work.writing(viewer) as uow:
        return service.add_calendar(uow, WANTED, Contents(days)).id


def _read(work: Work, viewer: Viewer, key: UUID, *days: Day, skipped: tuple[Skipped, ...] = ()) -> None:
    with work.writing(viewer) as uow:
        service.read_calendar(uow, key, Contents(days, skipped))


def _calendar(database: Database, key: UUID) -> ImportedCalendar:
    with database.reading() as session:
        return session.get_one(ImportedCalendar, key)


def _ids(database: Database) -> dict[str, UUID]:
    with database.reading() as session:
        return {row.title: row.id for row in session.exec(select(ImportedDay))}


def test_the_same_file_twice_changes_nothing(
    work: Work, hilde: Viewer, database: Database, recorded: Recorded, clock: FixedClock
) -> None:
    key = _add(work, hilde, FIRST, SECOND)
    before, told = _ids(database), recorded("CalendarChanged")
    clock.instant += timedelta(days=1)
    _read(work, hilde, key, FIRST, SECOND)
    assert (_ids(database), recorded("CalendarChanged")) == (before, told)
    assert _calendar(database, key).read_at == NOW + timedelta(days=1)
    assert told == [
        f'CalendarChanged {{"calendar_id": "{key}", "first_on": "2027-01-16", "last_on": "2027-02-06"}}'
    ]


def test_a_newer_file_replaces_what_differs_and_tells_between_which_dates(
    work: Work, hilde: Viewer, database: Database, days: Days, recorded: Recorded
) -> None:
    key = _add(work, hilde, FIRST, SECOND)
    kept = _ids(database)["Dag 1"]
    _read(work, hilde, key, FIRST, THIRD, skipped=(Skipped("Kapot", LeftOut.NO_START),))
    assert days() == [("Dag 1", "2027-01-16"), ("Dag 3", "2027-03-06")]
    assert _ids(database)["Dag 1"] == kept
    assert recorded("CalendarChanged")[-1].endswith('"first_on": "2027-02-06", "last_on": "2027-03-06"}')
    assert _calendar(database, key).skipped == [["Kapot", "no_start"]]


def test_nothing_is_half_stored(work: Work, hilde: Viewer, days: Days) -> None:
    key = _add(work, hilde, FIRST)

    def read_and_fail() -> None:
        with work.writing(hilde) as uow:
            service.read_calendar(uow, key, Contents((SECOND, THIRD)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read_and_fail()
    assert days() == [("Dag 1", "2027-01-16")]


def test_a_calendar_that_weighs_otherwise_is_told_over_all_its_days_and_an_empty_one_never(
    work: Work, hilde: Viewer, recorded: Recorded
) -> None:
    key, empty = _add(work, hilde, FIRST, THIRD), _add(work, hilde)
    for one in (key, empty):
        with work.writing(hilde) as uow:
            service.update_calendar(uow, one, CalendarUpdate(name="Wedstrijden", level="high", version=1))
    with work.writing(hilde) as uow:
        service.remove_calendar(uow, empty)
    assert len(recorded("CalendarChanged")) == 2
    assert recorded("CalendarChanged")[-1].endswith('"first_on": "2027-01-16", "last_on": "2027-03-06"}')


def test_saving_what_stands_there_changes_nothing(
    work: Work, hilde: Viewer, database: Database, recorded: Recorded
) -> None:
    key = _add(work, hilde, FIRST)
    with work.writing(hilde) as uow:
        wanted = CalendarUpdate(name=WANTED.name, meaning=WANTED.meaning, level=WANTED.level, version=1)
        service.update_calendar(uow, key, wanted)
    assert (_calendar(database, key).version, len(recorded("CalendarChanged"))) == (1, 1)


def test_a_failed_reading_keeps_the_days_and_a_good_one_forgets_the_failure(
    work: Work, hilde: Viewer, database: Database, days: Days
) -> None:
    key = _add(work, hilde, FIRST)
    with work.writing(hilde) as uow:
        service.note_failure(uow, uow.session.get_one(ImportedCalendar, key), Failure.NO_ANSWER)
    failed = _calendar(database, key)
    assert (failed.failure, failed.failed_at, len(days())) == ("no_answer", NOW, 1)
    _read(work, hilde, key, FIRST)
    read = _calendar(database, key)
    assert (read.failure, read.failed_at) == (None, None)


def test_only_administrators_command_and_files_are_no_subscriptions(
    work: Work, hilde: Viewer, nora: Viewer
) -> None:
    key = _add(work, hilde, FIRST)
    with pytest.raises(NotAllowed):
        _add(work, nora, FIRST)
    commands: list[Callable[..., object]] = [service.refresh_calendar, service.remove_calendar]
    for command in commands:
        with pytest.raises(NotAllowed), work.writing(nora) as uow:
            command(uow, key)
    with pytest.raises(Conflict), work.writing(hilde) as uow:
        service.refresh_calendar(uow, key)


def test_thousands_of_days_are_stored_and_replaced_quickly(work: Work, hilde: Viewer, days: Days) -> None:
    many = [Day(f"Dag {n}", date(2027, 1, 1) + timedelta(days=n % 900), date(2027, 1, 1) + timedelta(days=n % 900)) for n in range(5000)]  # fmt: skip
    key = _add(work, hilde, *many)
    _read(work, hilde, key, *many[1:], FIRST)
    assert (len(days()), days()[-1][0] != "") == (5000, True)
