"""The timing check: one event, better moments, a year of occurrences, against `holidays`, and 100,000 stored events."""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import holidays
from sqlalchemy import insert, update

from crm import migrate
from crm.accounts.models import User
from crm.agenda.calendars import service
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.models import EventFormat, EventKind, EventState, Flag, ParticipationEvent, Precision
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Format, Observance, Tag
from crm.agenda.observances.windows import CITY_ZONE
from crm.agenda.suggestions import suggest
from crm.agenda.timing import EventToCheck, check
from crm.clock import FixedClock
from crm.db import Database, new_id
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.benchmarks.measuring import Row, measure, row_of
from workers.delivery import deliver_due
from workers.subscriptions import TABLE, subscriptions

MANY = 100_000
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AUDIENCES: tuple[tuple[Tag, ...], ...] = (
    (Tag.GENERAL_PUBLIC,),
    (Tag.ISLAM_GENERAL, Tag.FAMILIES),
    (Tag.ISLAM_TR, Tag.WOMEN),
    (Tag.JEWISH, Tag.GENERAL_PUBLIC),
    (Tag.ORTHODOX_GENERAL, Tag.FAMILIES),
    (Tag.YOUTH,),
    (Tag.SENIORS,),
    (Tag.FAMILIES, Tag.CHILDREN),
    (Tag.ISLAM_MA,),
    (Tag.NEWCOMERS, Tag.GENERAL_PUBLIC),
)
FORMATS = (Format.MEETING, Format.MEAL, Format.WORKSHOP)
FOODS = (None, "koffie", "broodjes")
EVENING = EventToCheck(
    start=datetime(2027, 2, 23, 19, 30, tzinfo=CITY_ZONE),
    end=datetime(2027, 2, 23, 21, 30, tzinfo=CITY_ZONE),
    audience=frozenset({Tag.ISLAM_MA, Tag.FAMILIES, Tag.JEWISH}),
)


def measure_timing(store: Path) -> list[Row]:
    """The rule alone first, then with a store of its own; the demo city is not touched."""
    calendar = Calendar()
    events = _events(MANY)
    return [
        measure("one timing check", 1, lambda: check(EVENING, calendar), times=200),
        measure("one timing check, nothing kept", 20, lambda: check(EVENING, Calendar()), times=50),
        measure(
            "three better moments", 20, lambda: suggest(EVENING, calendar, date(2026, 11, 22)), times=100
        ),
        _year(),
        *_against_holidays(events),
        _rule_alone(events),
        *_stored(store.with_name("timing.db")),
    ]


def _events(count: int) -> list[EventToCheck]:
    """Events of a spring with Ramadan, Eid, Easter and Pesach in it, at any hour, for ten audiences."""
    chance = Random(3)
    found = []
    for _ in range(count):
        start = datetime(2027, 2, 1, 8, tzinfo=CITY_ZONE) + timedelta(
            days=chance.randrange(75), hours=chance.randrange(13)
        )
        found.append(
            EventToCheck(
                start=start,
                end=start + timedelta(hours=2),
                audience=frozenset(chance.choice(AUDIENCES)),
                format=chance.choice(FORMATS),
                food=chance.choice(FOODS),
            )
        )
    return found


def _year() -> Row:
    """A year that nobody asked for yet, of every key: another one each time, since what is worked out is kept."""
    years = iter(range(2015, 2046))

    def one() -> None:
        year = next(years)
        Calendar().occurrences(date(year, 1, 1), date(year, 12, 31))

    return measure("a year of occurrences for all keys", 50, one, times=27, warm=3)


def _against_holidays(events: Sequence[EventToCheck]) -> list[Row]:
    """The dates of the same events, asked of `holidays` per event and day as its manual shows: one country's list.

    That answers less (legal and school holidays of Belgium alone), so the ratio flatters it.
    """
    some = events[:300]
    calendar = Calendar()

    def ours() -> None:
        for event in some:
            check(event, calendar)

    def theirs() -> None:
        for event in some:
            on = event.first_on
            while on <= event.last_on:
                found = holidays.country_holidays(
                    "BE", subdiv="Flemish", categories=("public", "school"), language="nl", years=on.year
                )
                found.get(on)
                on += timedelta(days=1)

    mine: list[float] = []
    other: list[float] = []
    for run, spent in ((ours, mine), (theirs, other)) * 3:
        started = time.perf_counter()
        run()
        spent.append(time.perf_counter() - started)
    ratio = min(other) / min(mine)
    # At least 20 times: printed as how much of the allowed time ours takes.
    return [
        row_of(
            f"ours for 300 events (holidays takes {ratio:.0f} times as long)",
            min(other) * 50,
            [min(mine) * 1000],
        )
    ]


def _rule_alone(events: Sequence[EventToCheck]) -> Row:
    calendar = Calendar()
    started = time.perf_counter()
    for event in events:
        check(event, calendar)
    return row_of(f"{MANY:,} checks, the rule alone", 5, [time.perf_counter() - started], "s")


def _stored(path: Path) -> list[Row]:
    """Every stored event checked again after the date of Eid was corrected: reading, judging, writing what changed.

    Once for the check alone, and once with the notices to the owners whose verdict changed.
    """
    settings = Settings(database_url=f"sqlite:///{path}")
    migrate.upgrade(settings.database_url)
    database = Database(settings.database_url)
    clock = FixedClock(NOW + timedelta(days=365))  # of past events nobody is told anything
    told = {"FlagRaised", "VerdictChanged"}
    alone = Subscriptions({topic: reactions for topic, reactions in TABLE.items() if topic not in told})
    work = Work(database, alone, clock, settings)
    viewer = _fill(work)
    _confirm(work, viewer, date(2027, 3, 10))
    deliver_due(work)
    with work.writing(SYSTEM) as uow:  # as if their owners had been told then
        uow.session.connection().execute(update(Flag).values(reported_at=NOW))
    clock.instant = NOW
    rows = [_row_of_check(work, viewer, date(2027, 3, 9), "checked again", 20)]
    everything = Work(database, subscriptions, clock, settings)
    rows.append(_row_of_check(everything, viewer, date(2027, 3, 10), "checked again and owners told", 30))
    database.close()
    return rows


def _row_of_check(work: Work, viewer: Viewer, on: date, what: str, goal_s: float) -> Row:
    _confirm(work, viewer, on)
    started = time.perf_counter()
    deliver_due(work)
    return row_of(f"{MANY:,} stored events {what}", goal_s, [time.perf_counter() - started], "s")


def _fill(work: Work) -> Viewer:
    with work.writing(SYSTEM) as uow:
        user = User(
            created_at=NOW,
            changed_at=NOW,
            name="Nora",
            login="nora",
            password_hash="-",
            role=Role.CONSULTANT,
            language="nl",
        )
        uow.session.add(user)
        uow.session.flush()
        viewer = Viewer(user.id, user.role, user.name)
        rows = [_row(event, user.id) for event in _events(MANY)]
        uow.session.connection().execute(insert(ParticipationEvent), rows)
    return viewer


def _row(event: EventToCheck, organiser_id: UUID) -> dict[str, object]:
    return {
        "id": new_id(),
        "created_at": NOW,
        "changed_at": NOW,
        "version": 1,
        "title": "Buurtmoment",
        "search": "buurtmoment",
        "kind": EventKind.WORKSHOP,
        "starts_at": event.start.astimezone(UTC),
        "ends_at": event.end.astimezone(UTC),
        "precision": Precision.HOUR,
        "organiser_id": organiser_id,
        "audience": [tag.value for tag in event.audience],
        "format": EventFormat(event.format.value),
        "food": event.food,
        "is_online": False,
        "is_decision": False,
        "state": EventState.PLANNED,
    }


def _confirm(work: Work, viewer: Viewer, on: date) -> None:
    wanted = DateConfirm(
        observance=Observance.EID_AL_FITR, year=2027, start_on=on, source="Moslimraad van België"
    )
    with work.writing(viewer) as uow:
        service.confirm_date(uow, wanted)
