"""What the agenda does because of a domain event: events are checked again and flags follow.

Each handler may run twice: a flag that says already what the check finds is left alone, and records nothing.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import col, select

from crm.agenda.calendars.models import DateConfirmation, ImportedCalendar
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.checking import Judged, is_said, judge, to_check
from crm.agenda.flagging import settle_flags
from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.observances.windows import CITY_ZONE, at_local
from crm.agenda.queries import (
    Position,
    events_inviting,
    flags_of,
    invited_calendars,
    judged_between,
    said_of,
    warned_events,
)
from crm.agenda.timing import Clash
from crm.clock import city_date
from crm.domain_events import (
    CalendarChanged,
    ConfirmationWithdrawn,
    EffectChanged,
    EventCancelled,
    EventChanged,
    EventDrewNear,
    EventPlanned,
    ObservanceConfirmed,
    PartyChanged,
    ScheduleDue,
    TimingCheckReached,
)
from crm.unit_of_work import UnitOfWork

AHEAD = timedelta(days=200)
FAR_AHEAD = timedelta(days=400)
MARKS_DAYS = (21, 7)  # how long before an event its owner hears of warnings that wait
# Ramadan lasts thirty days, and a confirmed feast also moves the end of what comes before it.
AROUND = timedelta(days=45)
AT_ONCE = 500
"""How many events are checked in one transaction."""
BESIDE = timedelta(days=1)


def check_event(uow: UnitOfWork, event: EventPlanned | EventChanged | EventCancelled) -> None:
    """Checks the moment of one event and settles its flags; a cancelled event has none."""
    found = uow.session.get(ParticipationEvent, event.event_id)
    if found is not None:
        _check_all(uow, [found])


def check_around(uow: UnitOfWork, event: ObservanceConfirmed | ConfirmationWithdrawn) -> None:
    """Checks every planned event within reach of an observance whose date was confirmed, or is awaited again."""
    confirmed = uow.session.get(DateConfirmation, event.confirmation_id)
    if confirmed is None:
        return
    noon = datetime.combine(confirmed.start_on, time(12), CITY_ZONE)
    cause = "confirmation" if confirmed.withdrawn_at is None else "withdrawal"
    _check_span(uow, noon - AROUND, noon + AROUND, f"{cause}:{confirmed.id}")


def check_on_days(uow: UnitOfWork, event: CalendarChanged) -> None:
    """Checks every coming event on or beside the days of an imported calendar that changed."""
    begin = max(uow.now, at_local(event.first_on, time(0)) - BESIDE)
    end = at_local(event.last_on, time(0)) + 2 * BESIDE
    calendar = uow.session.get(ImportedCalendar, event.calendar_id)
    state = "removed" if calendar is None else f"{calendar.version}:{calendar.read_at}"
    _check_span(uow, begin, end, f"calendar:{event.calendar_id}:{state}")


def check_next_days(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Checks every planned event of the next 200 days: a calendar may have learned something."""
    _check_span(uow, uow.now, uow.now + AHEAD, f"day:{event.local_date}")


def check_further(uow: UnitOfWork, event: TimingCheckReached) -> None:
    """Goes on with a check of many events where it was left."""
    _check_span(uow, event.first, event.last, event.cause, Position(event.starts_at, event.event_id))


def check_coming_year(uow: UnitOfWork, event: EffectChanged) -> None:
    """Checks every planned event of the next 400 days: what weighs on them is no longer the same."""
    _check_span(uow, uow.now, uow.now + FAR_AHEAD, f"effect:{event.change_id}")


def find_near_events(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Records EventDrewNear for every coming event with a warning that waits, 21 and 7 days before it.

    A mark that passed while nothing ran is caught up with later, and the nearest one only.
    """
    latest = at_local(uow.today + timedelta(days=max(MARKS_DAYS) + 1), time(0))
    for found in warned_events(uow.session, uow.viewer, uow.now, latest):
        starts_on = city_date(found.starts_at)
        mark_days = min(mark for mark in MARKS_DAYS if (starts_on - uow.today).days <= mark)
        uow.record(
            EventDrewNear(found.id, mark_days), dedupe_key=f"event_near:{found.id}:{starts_on}:{mark_days}"
        )


def check_inviting(uow: UnitOfWork, event: PartyChanged) -> None:
    """Checks the coming events that invite an organisation or community that changed: perhaps its calendars did."""
    _check_all(uow, events_inviting(uow.session, uow.viewer, event.party_id, uow.now))


def _check_span(
    uow: UnitOfWork, first: datetime, last: datetime, cause: str, after: Position | None = None
) -> None:
    """Checks the planned events that touch the instants, some hundreds in one transaction.

    Records TimingCheckReached when more are left: no transaction holds the store for long, and a check that a dead
    process left goes on where it was.
    """
    found = judged_between(uow.session, uow.viewer, first, last, after, AT_ONCE)
    _settle_changed(uow, found)
    if len(found) == AT_ONCE:
        reached = found[-1]
        uow.record(
            TimingCheckReached(first, last, reached.starts_at, reached.id, cause),
            dedupe_key=f"timing:{cause}:{reached.id}",
        )


def _settle_changed(uow: UnitOfWork, events: Sequence[Judged]) -> None:
    """Settles the planned events whose flags no longer say what the check finds; the others are not even loaded."""
    ids = [event.id for event in events]
    found = _judge_all(uow, events)
    said = said_of(uow.session, uow.viewer, ids)
    changed = [key for key in ids if not is_said(said.get(key, []), found[key])]
    if not changed:
        return
    flags = flags_of(uow.session, uow.viewer, changed)
    rows = select(ParticipationEvent).where(col(ParticipationEvent.id).in_(changed))
    for event in uow.session.exec(rows).all():
        settle_flags(uow, event, flags.get(event.id, []), found[event.id])


def _judge_all(uow: UnitOfWork, events: Sequence[Judged]) -> dict[UUID, tuple[Clash, ...]]:
    calendar = stored_calendar(uow.session, uow.viewer)
    calendars = invited_calendars(uow.session, uow.viewer, [event.id for event in events])
    return {
        event.id: judge(to_check(event, calendars.get(event.id, ())), calendar).clashes for event in events
    }


def _check_all(uow: UnitOfWork, events: Sequence[ParticipationEvent]) -> None:
    """Settles the flags of a few events; a cancelled one has none."""
    if not events:
        return
    found = _judge_all(uow, events)
    flags = flags_of(uow.session, uow.viewer, [event.id for event in events])
    for event in events:
        clashes = found[event.id] if event.state == EventState.PLANNED else ()
        settle_flags(uow, event, flags.get(event.id, []), clashes)
