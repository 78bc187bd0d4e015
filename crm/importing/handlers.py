"""What importing does because of a domain event: subscriptions are read again, one delivery each."""

from dataclasses import dataclass
from datetime import date

from crm.agenda.calendars.models import ImportedCalendar
from crm.domain_events import CalendarDue, ScheduleDue
from crm.importing import queries, service
from crm.importing.apart import read_apart
from crm.importing.contents import Contents
from crm.importing.failures import CannotRead, Failure
from crm.importing.fetching import fetch
from crm.outside.connection import INTERNET, Way
from crm.unit_of_work import OutsideHandler, UnitOfWork


@dataclass(frozen=True)
class Question:
    """What the outside is asked: an address, the hosts that may be asked at all, and the day of asking."""

    address: str
    allowed: frozenset[str]
    today: date


def find_due_calendars(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Records CalendarDue for every subscription, once a day."""
    for key in queries.subscriptions(uow.session, uow.viewer):
        uow.record(CalendarDue(key), dedupe_key=f"calendar:{key}:{event.local_date}")


def ask_for_calendar(uow: UnitOfWork, event: CalendarDue) -> Question | None:
    """The address to ask; None where the calendar is gone, or came from a file."""
    calendar = uow.session.get(ImportedCalendar, event.calendar_id)
    if calendar is None or calendar.address is None:
        return None
    return Question(calendar.address, uow.settings.allowed_hosts, uow.today)


def call_for_calendar(question: Question, way: Way = INTERNET) -> Contents | Failure:
    """What stands at the address, or why it cannot be read."""
    try:
        return read_apart(fetch(question.address, question.allowed, way), question.today)
    except CannotRead as refused:
        return refused.failure


def settle_calendar(uow: UnitOfWork, event: CalendarDue, answer: Contents | Failure) -> None:
    """Stores what was read, or why nothing was; a calendar that was removed meanwhile stays removed."""
    calendar = uow.session.get(ImportedCalendar, event.calendar_id, with_for_update=True)
    if calendar is None:
        return
    if isinstance(answer, Failure):
        service.note_failure(uow, calendar, answer)
    else:
        service.store_contents(uow, calendar, answer)


read_due_calendar = OutsideHandler(
    "importing.read_due_calendar", ask_for_calendar, call_for_calendar, settle_calendar
)
