"""Days of imported calendars in the check: they are named, weigh as somebody said, and follow their calendar."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from crm.agenda.calendars.imported import occurrence_of, weight_of
from crm.agenda.calendars.models import ImportedCalendar, ImportedDay, Meaning
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.models import Flag, FlagState
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Level, Observance, Tag
from crm.agenda.timing import check
from crm.agenda.words import LANGUAGES, clash_text
from crm.domain_events import CalendarChanged
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.agenda.events import BRUSSELS, event
from tests.conftest import NOW
from tests.crm.agenda.conftest import Planner, Recorded

Clients = Callable[[str | None], TestClient]
Flags = Callable[[UUID], dict[str, Flag]]
Run = Callable[[], int]

MATCH_ON = date(2027, 1, 19)  # a Tuesday without anything else
TITLE = "KV Mechelen {sunset} - Antwerp"
EVENING = {
    "start_on": "2027-01-14",
    "start_hour": "19:30",
    "end_hour": "21:30",
    "audience": ["general_public"],
}


def _match(level: str = "medium", *audience: str, title: str = TITLE, hours: bool = True) -> Calendar:
    weight = weight_of("Wedstrijden", Meaning.SAME_PEOPLE, level, audience)
    begin, end = (datetime(2027, 1, 19, hour, tzinfo=BRUSSELS) for hour in (20, 22))
    day = occurrence_of(weight, title, MATCH_ON, MATCH_ON, begin if hours else None, end if hours else None)
    return Calendar(imported=(day,))


def _evening(start: str = "19:30", end: str = "21:30", *audience: Tag) -> Any:
    return event(f"2027-01-19T{start}", f"2027-01-19T{end}", *(audience or (Tag.GENERAL_PUBLIC,)))


def test_a_clash_names_the_day_as_its_calendar_does_in_every_language() -> None:
    (clash,) = check(_evening(), _match()).clashes
    assert (clash.observance, clash.level, clash.title, clash.source) == (
        Observance.IMPORTED, Level.MEDIUM, TITLE, "Wedstrijden",
    )  # fmt: skip
    assert [clash_text(clash).in_language(language) for language in LANGUAGES] == [
        f"{TITLE}. Veel mensen die je uitnodigt zijn daar. Kies liever een andere dag. Ingevoerde datum.",
        f"{TITLE}. Many people you invite are there. Better choose another day. Imported date.",
        f"{TITLE}. Beaucoup de personnes que vous invitez y sont. Choisissez plutôt un autre jour. Date importée.",
    ]


@pytest.mark.parametrize(
    ("meaning", "sentence"),
    [
        (Meaning.TRAFFIC, "Het verkeer in de stad is dan anders. Geef mensen meer tijd om er te raken."),
        (Meaning.CLOSED, "Het is dan gesloten. Kies liever een andere dag."),
        (Meaning.NOTE, "Deze dag staat in een ingevoerde kalender. Kijk na of het dezelfde mensen raakt."),
    ],
)
def test_what_a_day_means_decides_what_is_said(meaning: Meaning, sentence: str) -> None:
    weight = weight_of("Kalender", meaning, "low", ())
    day = occurrence_of(weight, "Dag", MATCH_ON, MATCH_ON, None, None)
    (clash,) = check(_evening(), Calendar(imported=(day,))).clashes
    assert clash_text(clash).nl == f"Dag. {sentence} Ingevoerde datum."


def test_hours_count_with_travel_and_a_whole_day_all_day() -> None:
    assert check(_evening("17:00", "19:10"), _match()).level is Level.NONE
    assert check(_evening("17:00", "19:20"), _match()).level is Level.MEDIUM
    assert check(_evening("10:00", "11:00"), _match(hours=False)).level is Level.MEDIUM


@pytest.mark.parametrize(
    ("level", "audience", "invited", "expected"),
    [
        ("high", (), Tag.SENIORS, Level.HIGH),
        ("high", ("youth",), Tag.YOUTH, Level.HIGH),
        ("high", ("youth",), Tag.SENIORS, Level.NONE),
        ("high", ("youth",), Tag.GENERAL_PUBLIC, Level.MEDIUM),
        ("low", ("youth",), Tag.GENERAL_PUBLIC, Level.NONE),
        ("high", ("a tag of later",), Tag.SENIORS, Level.HIGH),
    ],
)
def test_a_day_counts_for_those_who_were_chosen(
    level: str, audience: tuple[str, ...], invited: Tag, expected: Level
) -> None:
    assert check(_evening("19:30", "21:30", invited), _match(level, *audience)).level is expected


def test_days_over_months_are_found_once_from_each_side() -> None:
    weight = weight_of("Kalender", Meaning.NOTE, "low", ())
    long = occurrence_of(weight, "Lang", date(2026, 12, 20), date(2027, 2, 10), None, None)
    short = occurrence_of(weight, "Kort", MATCH_ON, MATCH_ON, None, None)
    calendar = Calendar(imported=(long, short))

    def titles(first: date, last: date) -> list[str]:
        return [each.title for each in calendar.occurrences(first, last) if each.title]

    assert titles(date(2026, 12, 1), date(2027, 3, 1)) == ["Lang", "Kort"]
    assert titles(MATCH_ON, MATCH_ON) == ["Lang", "Kort"]
    assert titles(date(2027, 2, 1), date(2027, 2, 28)) == ["Lang"]
    assert titles(date(2027, 2, 11), date(2027, 4, 1)) == []
    calculated = Calendar(imported=(long,), calculated_only=True).occurrences(MATCH_ON, MATCH_ON)
    assert [each for each in calculated if each.title] == []


def _import(work: Work, *days: ImportedDay, level: str = "medium") -> UUID:
    """Stores a calendar as importing does, and tells what changed."""
    with work.writing(SYSTEM) as uow:
        calendar = ImportedCalendar(
            created_at=NOW, changed_at=NOW, name="Wedstrijden", meaning=Meaning.SAME_PEOPLE, level=level
        )
        uow.session.add(calendar)
        uow.session.flush()
        for day in days:
            day.calendar_id = calendar.id
            uow.session.add(day)
        uow.session.flush()
        first, last = min(day.start_on for day in days), max(day.end_on for day in days)
        uow.record(CalendarChanged(calendar.id, first, last))
        return calendar.id


def _day(title: str, on: date) -> ImportedDay:
    return ImportedDay(created_at=NOW, calendar_id=UUID(int=0), title=title, start_on=on, end_on=on)


def test_an_import_flags_coming_events_on_its_days_and_names_them_everywhere(
    client_of: Clients,
    work: Work,
    nora: Viewer,
    plan: Planner,
    run_deliveries: Run,
    flags: Flags,
    recorded: Recorded,
) -> None:
    concerned, other = plan(nora, **EVENING), plan(nora, **EVENING | {"start_on": "2027-01-21"})
    run_deliveries()
    assert (flags(concerned), flags(other)) == ({}, {})
    _import(work, _day("KV Mechelen - Antwerp", date(2027, 1, 14)))
    run_deliveries()
    flag = flags(concerned)["imported"]
    assert (flag.title, flag.level, flag.certainty, flag.source, flag.state) == (
        "KV Mechelen - Antwerp", "medium", "imported", "Wedstrijden", FlagState.OPEN,
    )  # fmt: skip
    assert (flags(other), recorded()) == ({}, ["FlagRaised"])
    client = client_of("nora")
    page = client.get(f"/events/{concerned}").text
    assert "KV Mechelen - Antwerp. Veel mensen die je uitnodigt zijn daar." in page
    assert "KV Mechelen - Antwerp: gemeld als" in page
    assert "KV Mechelen - Antwerp" in client.get("/notices").text
    (listed,) = [
        one
        for one in client.get("/api/v1/timing/occurrences?from=2027-01-14&to=2027-01-14").json()
        if one["observance"] == "imported"
    ]
    assert (listed["name"], listed["certainty"], listed["source"]) == (
        "KV Mechelen - Antwerp", "imported", "Wedstrijden",
    )  # fmt: skip
    assert "KV Mechelen - Antwerp" in client.get("/observances?year=2027&month=1").text
    live = client.post("/api/v1/timing/check", json=EVENING).json()
    assert [clash["name"] for clash in live["clashes"]] == ["KV Mechelen - Antwerp"]


def test_running_the_handler_twice_tells_once_and_removed_days_lift_the_flag(
    work: Work, nora: Viewer, plan: Planner, run_deliveries: Run, flags: Flags, recorded: Recorded
) -> None:
    on = date(2027, 1, 14)
    event_id = plan(nora, **EVENING)
    key = _import(work, _day("Wedstrijd", on))
    run_deliveries()
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            uow.record(CalendarChanged(key, on, on))
    run_deliveries()
    assert recorded() == ["FlagRaised"]
    with work.writing(SYSTEM) as uow:
        for row in _stored_days(uow.session):
            uow.session.delete(row)
        uow.session.get_one(ImportedCalendar, key).version += 1  # as reading it again does
        uow.record(CalendarChanged(key, on, on))
    run_deliveries()
    assert (flags(event_id)["imported"].state, recorded()) == (
        FlagState.LIFTED,
        ["FlagRaised", "VerdictChanged"],
    )


def _stored_days(session: Session) -> list[ImportedDay]:
    """Every stored day."""
    return list(session.exec(select(ImportedDay)))


def test_somebody_who_went_on_is_asked_again_when_it_is_another_match(
    client_of: Clients, work: Work, nora: Viewer, plan: Planner, run_deliveries: Run, flags: Flags
) -> None:
    event_id = plan(nora, **EVENING)
    key = _import(work, _day("Wedstrijd", date(2027, 1, 14)))
    run_deliveries()
    overruled = client_of("nora").post(
        f"/api/v1/flags/{flags(event_id)['imported'].id}/overrule", json={"reason": "De zaal is dan vrij."}
    )
    assert overruled.status_code == 200
    with work.writing(SYSTEM) as uow:
        (row,) = _stored_days(uow.session)
        row.title = "Bekerfinale"
        uow.session.get_one(ImportedCalendar, key).version += 1
        uow.record(CalendarChanged(key, row.start_on, row.end_on))
    run_deliveries()
    flag = flags(event_id)["imported"]
    assert (flag.title, flag.state) == ("Bekerfinale", FlagState.OPEN)


def test_a_past_event_is_left_alone(
    work: Work, nora: Viewer, plan: Planner, run_deliveries: Run, flags: Flags
) -> None:
    past = plan(nora, **EVENING | {"start_on": "2026-11-10"})
    run_deliveries()
    _import(work, _day("Wedstrijd", date(2026, 11, 10)))
    run_deliveries()
    assert flags(past) == {}


def test_days_are_loaded_once_for_one_state_of_the_store(
    work: Work, nora: Viewer, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    _import(work, *(_day(f"{days}", MATCH_ON + timedelta(days=days)) for days in (-400, 0, 400)))
    with work.reading(nora) as uow:
        calendar = stored_calendar(uow.session, nora)
    assert [each.title for each in calendar.imported] == ["-400", "0", "400"]
    assert [each.title for each in calendar.occurrences(MATCH_ON, MATCH_ON) if each.title] == ["0"]
    with work.reading(nora) as uow, count_queries() as seen:
        assert stored_calendar(uow.session, nora) is calendar
    assert len(seen) == 3  # confirmed dates, calendars and weights, no days
    with work.reading(nora) as uow:
        assert stored_calendar(uow.session, nora, calculated_only=True).imported == ()
