"""From a stored event, or one that is still being planned, to what the timing check needs. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID

from crm.agenda.models import EventFormat, Flag, FlagState, ParticipationEvent, Precision
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Certainty, Format, Level, Observance, Reason, Tag
from crm.agenda.observances.windows import CITY_ZONE, at_local, settle
from crm.agenda.schemas import EventMove, TimingQuestion
from crm.agenda.timing import Clash, EventToCheck, Verdict, check
from crm.agenda.wall_clock import Note, settle_end, settle_start

LEVELS = {level.word: level for level in Level}
"""The levels by the word that is stored."""

WARNING_LEVELS = (Level.MEDIUM.word, Level.HIGH.word)
"""What an owner is told of; a low level is a remark beside a good moment."""

_KNOWN_TAGS = {tag.value: tag for tag in Tag}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """From when to when, in UTC. Without a known hour: from the first midnight to the one after the last day."""

    starts_at: datetime
    ends_at: datetime


def moment_of(question: TimingQuestion) -> Moment:
    """The instants of local dates and hours; skipped hours move forward, double ones are the first."""
    return _read_moment(question).moment


@dataclass(frozen=True)
class _ReadMoment:
    moment: Moment
    notes: tuple[Note, ...] = ()


def _read_moment(question: TimingQuestion) -> _ReadMoment:
    last_on = question.end_on or question.start_on
    if question.start_hour is None or question.end_hour is None:
        return _ReadMoment(
            Moment(at_local(question.start_on, time(0)), at_local(last_on + _ONE_DAY, time(0)))
        )
    start = settle_start(datetime.combine(question.start_on, question.start_hour), CITY_ZONE)
    end = settle_end(datetime.combine(last_on, question.end_hour), CITY_ZONE)
    starts_at, ends_at = start.at.astimezone(UTC), end.at.astimezone(UTC)
    return _ReadMoment(
        Moment(starts_at, max(starts_at, ends_at)),  # both inside the hour that summer time skips
        tuple(each.note for each in (start, end) if each.note is not None),
    )


def moved_moment(event: ParticipationEvent, wanted: EventMove) -> Moment:
    """The event's moment at another local start, with the same length on the clock."""
    start = event.starts_at.astimezone(CITY_ZONE).replace(tzinfo=None)
    length = event.ends_at.astimezone(CITY_ZONE).replace(tzinfo=None) - start
    hour = (
        start.time() if wanted.start_hour is None or event.precision != Precision.HOUR else wanted.start_hour
    )
    begin = datetime.combine(wanted.start_on, hour)
    starts_at = settle(begin, CITY_ZONE).astimezone(UTC)
    return Moment(starts_at, max(starts_at, settle(begin + length, CITY_ZONE).astimezone(UTC)))


def first_on(event: ParticipationEvent) -> date:
    """The first date in the city on which the event goes on."""
    return event.starts_at.astimezone(CITY_ZONE).date()


def last_on(event: ParticipationEvent) -> date:
    """The last date in the city on which the event goes on; an end at midnight belongs to the day before."""
    return _last_day(Moment(event.starts_at, event.ends_at))


def _last_day(moment: Moment) -> date:
    last = max(moment.starts_at, moment.ends_at - timedelta(microseconds=1))
    return last.astimezone(CITY_ZONE).date()


def _checked_end(moment: Moment, precision: Precision) -> datetime:
    """The end as the check reads it: without a known hour only its date counts, which is the last day's."""
    if precision == Precision.DAY:
        return at_local(_last_day(moment), time(23, 59)).astimezone(CITY_ZONE)
    return moment.ends_at.astimezone(CITY_ZONE)


def at_moment(event: EventToCheck, moment: Moment) -> EventToCheck:
    """The same event at another moment."""
    precision = Precision.DAY if event.hour_unknown else Precision.HOUR
    start = moment.starts_at.astimezone(CITY_ZONE)
    return replace(event, start=start, end=_checked_end(moment, precision))


def audience_of(ticked: Iterable[str], invited_calendars: Iterable[str]) -> frozenset[Tag]:
    """What the organiser ticked, joined with what the invited said of themselves; nothing is derived from anything else.

    >>> sorted(audience_of(["families"], ["jewish", "a calendar that we do not know"]))
    [<Tag.FAMILIES: 'families'>, <Tag.JEWISH: 'jewish'>]
    """
    return frozenset(_KNOWN_TAGS[tag] for tag in (*ticked, *invited_calendars) if tag in _KNOWN_TAGS)


class Judged(Protocol):
    """What the check reads of a stored event: the row itself, or these columns of it."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    precision: Precision
    audience: list[str]
    format: EventFormat
    food: str | None
    is_online: bool
    is_decision: bool
    celebrates: str | None


def to_check(
    event: Judged, invited_calendars: Iterable[str] = (), neighbourhood: str | None = None
) -> EventToCheck | None:
    """The stored event for the timing check; None where only its period is known: no day of it is judged."""
    if event.precision == Precision.PERIOD:
        return None
    return EventToCheck(
        id=str(event.id),
        title=event.title,
        start=event.starts_at.astimezone(CITY_ZONE),
        end=_checked_end(Moment(event.starts_at, event.ends_at), event.precision),
        hour_unknown=event.precision == Precision.DAY,
        neighbourhood=neighbourhood,
        audience=audience_of(event.audience, invited_calendars),
        format=Format(event.format.value),
        food=event.food,
        online=event.is_online,
        decision=event.is_decision,
        is_celebration_of=None if event.celebrates is None else Observance(event.celebrates),
    )


def question_to_check(question: TimingQuestion, invited_calendars: Iterable[str] = ()) -> EventToCheck | None:
    """The event that is being planned, for the same check; None where only its period is known."""
    if question.precision is Precision.PERIOD:
        return None
    read = _read_moment(question)
    return EventToCheck(
        start=read.moment.starts_at.astimezone(CITY_ZONE),
        end=_checked_end(read.moment, question.precision),
        hour_unknown=question.precision is Precision.DAY,
        audience=audience_of(question.audience, invited_calendars),
        format=Format(question.format.value),
        food=question.food,
        online=question.is_online,
        decision=question.is_decision,
        is_celebration_of=question.celebrates,
        notes=read.notes,
    )


def judge(event: EventToCheck | None, calendar: Calendar) -> Verdict:
    """The verdict on an event; without clashes where its days are not known."""
    return Verdict(Level.NONE) if event is None else check(event, calendar)


class Said(Protocol):
    """What a flag says of its clash: the row itself, or these columns of it."""

    observance: str
    title: str | None
    level: str
    certainty: str
    reason_codes: list[str]
    clash_starts_at: datetime
    clash_ends_at: datetime
    sunset_at: datetime | None
    source: str
    until_on: date


def said_by(clash: Clash) -> dict[str, Any]:
    """What the columns of a flag say of a clash."""
    return {
        "observance": clash.observance.value,
        "title": clash.title or None,
        "level": clash.level.word,
        "certainty": clash.certainty.value,
        "reason_codes": [reason.value for reason in clash.reasons],
        "clash_starts_at": clash.starts_at,
        "clash_ends_at": clash.ends_at,
        "sunset_at": clash.sunset_at,
        "source": clash.source[:300],
        "until_on": clash.until_on,
    }


def says(flag: Said, clash: Clash) -> bool:
    """Whether a flag says already what the check finds."""
    return all(getattr(flag, name) == value for name, value in said_by(clash).items())


def is_said(flags: Sequence[Said], clashes: Sequence[Clash]) -> bool:
    """Whether the flags of an event that stand say exactly what the check finds: there is nothing to settle."""
    if len(flags) != len(clashes):
        return False
    known = {flag.observance: flag for flag in flags}
    return all(
        clash.observance.value in known and says(known[clash.observance.value], clash) for clash in clashes
    )


def clash_of(flag: Flag) -> Clash:
    """The clash that a flag stores, with its hours in the city: its texts are rebuilt from it."""
    sunset_at = flag.sunset_at
    return Clash(
        observance=Observance(flag.observance),
        level=LEVELS[flag.level],
        certainty=Certainty(flag.certainty),
        reasons=tuple(Reason(code) for code in flag.reason_codes),
        starts_at=flag.clash_starts_at.astimezone(CITY_ZONE),
        ends_at=flag.clash_ends_at.astimezone(CITY_ZONE),
        sunset_at=None if sunset_at is None else sunset_at.astimezone(CITY_ZONE),
        source=flag.source,
        until_on=flag.until_on,
        title=flag.title or "",
    )


def highest_level(flags: Iterable[Flag]) -> Level:
    """The highest level of the flags that stand: open or overruled."""
    standing = (LEVELS[flag.level] for flag in flags if flag.state != FlagState.LIFTED)
    return max(standing, default=Level.NONE)
