"""What the agenda does because of a domain event: events are checked again and flags follow.

Each handler may run twice: a flag that says already what the check finds is left alone, and records nothing.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.checking import first_on, judge, last_on, to_check
from crm.agenda.flagging import settle_flags
from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.observances.windows import CITY_ZONE, at_local
from crm.agenda.queries import (
    events_between,
    events_inviting,
    flags_of,
    invited_calendars,
)
from crm.domain_events import (
    CalendarChanged,
    EventCancelled,
    EventChanged,
    EventPlanned,
    ObservanceConfirmed,
    PartyChanged,
    ScheduleDue,
)
from crm.unit_of_work import UnitOfWork

AHEAD = timedelta(days=200)
# Ramadan lasts thirty days, and a confirmed feast also moves the end of what comes before it.
AROUND = timedelta(days=45)
BESIDE = timedelta(days=1)


def check_event(uow: UnitOfWork, event: EventPlanned | EventChanged | EventCancelled) -> None:
    """Checks the moment of one event and settles its flags; a cancelled event has none."""
    found = uow.session.get(ParticipationEvent, event.event_id)
    if found is not None:
        _check_all(uow, [found])


def check_around(uow: UnitOfWork, event: ObservanceConfirmed) -> None:
    """Checks every planned event within reach of an observance whose date was confirmed."""
    confirmed = uow.session.get(DateConfirmation, event.confirmation_id)
    if confirmed is None:
        return
    noon = datetime.combine(confirmed.start_on, time(12), CITY_ZONE)
    _check_all(uow, events_between(uow.session, uow.viewer, noon - AROUND, noon + AROUND))


def check_on_days(uow: UnitOfWork, event: CalendarChanged) -> None:
    """Checks every coming event on or beside the days of an imported calendar that changed."""
    begin = max(uow.now, at_local(event.first_on, time(0)) - BESIDE)
    _check_all(
        uow, events_between(uow.session, uow.viewer, begin, at_local(event.last_on, time(0)) + 2 * BESIDE)
    )


def check_next_days(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Checks every planned event of the next 200 days: a calendar may have learned something."""
    _check_all(uow, events_between(uow.session, uow.viewer, uow.now, uow.now + AHEAD))


def check_inviting(uow: UnitOfWork, event: PartyChanged) -> None:
    """Checks the coming events that invite an organisation or community that changed: perhaps its calendars did."""
    _check_all(uow, events_inviting(uow.session, uow.viewer, event.party_id, uow.now))


def _check_all(uow: UnitOfWork, events: Sequence[ParticipationEvent]) -> None:
    if not events:
        return
    ids = [event.id for event in events]
    calendar = stored_calendar(
        uow.session, uow.viewer, first=min(map(first_on, events)), last=max(map(last_on, events))
    )
    calendars = invited_calendars(uow.session, uow.viewer, ids)
    flags = flags_of(uow.session, uow.viewer, ids)
    for event in events:
        clashes = (
            judge(to_check(event, calendars.get(event.id, ())), calendar).clashes
            if event.state == EventState.PLANNED
            else ()
        )
        settle_flags(uow, event, flags.get(event.id, []), clashes)
