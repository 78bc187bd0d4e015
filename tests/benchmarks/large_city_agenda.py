"""The participation events of a large city: whom they invite, what they coincide with, who came, what is arranged."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from crm.agenda.attendance.models import Attendance, Counting
from crm.agenda.models import (
    EventInvitation,
    EventKind,
    EventState,
    Flag,
    FlagChange,
    FlagState,
    ParticipationEvent,
)
from crm.agenda.thresholds.models import AnswerState, Threshold, ThresholdAnswer
from crm.folding import fold
from tests.benchmarks.bulk import Rows

if TYPE_CHECKING:
    from tests.benchmarks.large_city import City

_TITLES = ("Buurtavond", "Luistersessie", "Ouderavond", "Infomarkt wonen", "Workshop taal", "Dialoogavond")
_CLASHES = (
    ("ramadan", "high", "confirmed", ["day_fast", "iftar", "evening_prayer"]),
    ("summer_break", "high", "fixed", ["family_holiday"]),
    ("jumuah", "medium", "local", ["friday_prayer"]),
    ("purim", "low", "calculated", ["feast_day"]),
)
_AHEAD_DAYS = 540
_VERSIONED = ("id", "created_at", "changed_at", "version")


def agenda_rows(city: "City") -> Iterator[Rows]:
    """All events with what belongs to them, by table."""
    planned = [_Planned(city, number) for number in range(city.size.events)]
    event: tuple[str, ...] = (
        *_VERSIONED,
        "title",
        "search",
        "kind",
        "starts_at",
        "ends_at",
        "place",
        "neighbourhood_id",
    )
    event = (*event, "organiser_id", "state")
    yield Rows(ParticipationEvent, event, (one.row(city) for one in planned))
    invited = ((one.key, party) for one in planned for party in _invited(city))
    yield Rows(EventInvitation, ("event_id", "party_id"), invited)
    flag: tuple[str, ...] = (
        *_VERSIONED,
        "event_id",
        "observance",
        "level",
        "certainty",
        "reason_codes",
        "clash_starts_at",
    )
    flag = (*flag, "clash_ends_at", "source", "until_on", "state")
    flags = [row for one in planned for row in _flags(city, one)]
    yield Rows(Flag, flag, iter(flags))
    told = ("id", "created_at", "flag_id", "level", "certainty")
    yield Rows(FlagChange, told, ((city.key(row[1]), row[1], row[0], row[6], row[7]) for row in flags[::2]))
    came: tuple[str, ...] = (*_VERSIONED, "event_id", "counting", "total", "noted_by_id")
    yield Rows(
        Attendance,
        came,
        (
            (
                city.key(one.ends_at),
                one.ends_at,
                one.ends_at,
                1,
                one.key,
                Counting.COUNTED,
                10 + number % 40,
                one.organiser,
            )
            for number, one in enumerate(planned)
            if one.ends_at < city.now and (city.happens(0.8) or one.ends_at < city.now - timedelta(days=90))
        ),
    )
    answer: tuple[str, ...] = (
        *_VERSIONED,
        "event_id",
        "question",
        "state",
        "follow_up_id",
        "answered_by_id",
        "answered_at",
    )
    yield Rows(ThresholdAnswer, answer, (row for one in planned for row in _answers(city, one)))


class _Planned:
    """One event before it is written."""

    def __init__(self, city: "City", number: int) -> None:
        days = (city.now - city.start).days + _AHEAD_DAYS
        moment = city.start + timedelta(days=days * (number + 1) / city.size.events)
        self.starts_at = moment.replace(hour=18, minute=30, second=0, microsecond=0)
        self.ends_at = self.starts_at + timedelta(hours=2)
        self.made_at: datetime = min(self.starts_at - timedelta(days=40), city.now)
        self.key: UUID = city.key(self.made_at)
        # Consultants organise too; they are asked how many came.
        self.organiser = city.chance.choice(city.organisers if city.happens(0.8) else city.consultants)
        self.number = number

    def row(self, city: "City") -> tuple[object, ...]:
        """The values of its row."""
        title = f"{_TITLES[self.number % len(_TITLES)]} {self.number}"
        state = EventState.CANCELLED if city.happens(0.02) else EventState.PLANNED
        kind, place = city.chance.choice(list(EventKind)), city.chance.choice(city.places)
        born = (self.key, self.made_at, self.made_at, 1)
        return (
            *born,
            title,
            fold(title),
            kind,
            self.starts_at,
            self.ends_at,
            "Zaal 1",
            place,
            self.organiser,
            state,
        )


def _invited(city: "City") -> set[UUID]:
    return {city.pick(city.organisations), city.pick(city.communities)} if city.happens(0.8) else set()


def _flags(city: "City", one: _Planned) -> Iterator[tuple[Any, ...]]:
    for observance, level, certainty, reasons in _CLASHES:
        if not city.happens(0.3):
            continue
        open_one = one.ends_at > city.now and city.happens(0.3)
        state = FlagState.OPEN if open_one else FlagState.LIFTED
        born = (city.key(one.made_at), one.made_at, one.made_at, 1)
        until = one.ends_at.date()
        yield (
            *born,
            one.key,
            observance,
            level,
            certainty,
            reasons,
            one.starts_at,
            one.ends_at,
            "Bron",
            until,
            state,
        )


def _answers(city: "City", one: _Planned) -> Iterator[tuple[object, ...]]:
    for question in list(Threshold)[:3]:
        state = AnswerState.IN_ORDER
        if one.starts_at > city.now and city.happens(0.1):
            state = AnswerState.TO_ARRANGE
        born = (city.key(one.made_at), one.made_at, one.made_at, 1)
        yield (*born, one.key, question, state, city.key(one.made_at), one.organiser, one.made_at)
