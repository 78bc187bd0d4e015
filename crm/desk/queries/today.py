"""What Today shows: what waits for the viewer, in a number of queries that does not grow with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, case, col, or_, select

from crm.accounts.access import (
    may_confirm_dates,
    may_list_network,
    may_log,
    may_note_attendance,
    may_read_signals,
    may_see_all_events,
)
from crm.accounts.models import User
from crm.accounts.queries import colleagues, names_of
from crm.agenda.attendance.queries import uncounted_events
from crm.agenda.calendars.announcers import date_question
from crm.agenda.calendars.queries import dates_to_confirm
from crm.agenda.checking import WARNING_LEVELS
from crm.agenda.models import EventState, Flag, FlagState, ParticipationEvent, Precision
from crm.agenda.observances.effects import Matrix
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.queries import EventRow, events, flags_of
from crm.agenda.schemas import EventFilter
from crm.agenda.thresholds.queries import Booking, bookings_of_organiser
from crm.agenda.thresholds.questions import say_task
from crm.agenda.verdicts import level_word, say_flag
from crm.agenda.weights.queries import stored_matrix
from crm.clock import city_date, milliseconds
from crm.contacts.models import Topic
from crm.contacts.queries import ContactView, contacts_by
from crm.followups.models import FollowUp, FollowUpState
from crm.followups.queries import open_follow_ups_of
from crm.i18n import translate
from crm.notices.queries import ReadableNotice, notices, unread_count
from crm.notices.schemas import NoticeFilter
from crm.parties.models import Party, PartyKind
from crm.parties.queries import PartyLabel, party_labels
from crm.queue import QueueDepth, queue_depth
from crm.signals.models import SignalState
from crm.signals.queries import Matter, open_signals_of, overdue_signals
from crm.viewer import Role, Viewer

MOST_NOTICES, MOST_NETWORKS, MOST_LOGGED, MOST_EVENTS = 3, 6, 5, 8
_A_WEEK = timedelta(days=6)
_LOGGED_WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class ToDo:
    """A follow-up of the viewer, with whom it is about, or the event that needs it."""

    id: UUID
    what: str
    due_on: date
    party: PartyLabel | None
    event_id: UUID | None = None


@dataclass(frozen=True)
class BookingLine:
    """Something to arrange for an event of the viewer's own, by its last booking date; `id` is its answer's."""

    id: UUID
    what: str
    event_id: UUID
    starts_at: datetime
    ends_at: datetime
    precision: Precision
    book_by_on: date
    is_late: bool


@dataclass(frozen=True)
class EventLine:
    """A coming event: the word of its verdict, and why, heaviest first; `is_open` where somebody must decide."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    precision: Precision
    place: str | None
    level: str
    word: str
    is_open: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class UncountedEvent:
    """A past event of the viewer's own, of which nobody said how many came."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    precision: Precision
    place: str | None


@dataclass(frozen=True)
class QuietNetwork:
    """An organisation or community that nobody has spoken to for long."""

    party: PartyLabel
    last_contact_on: date
    owner_name: str | None
    is_mine: bool


@dataclass(frozen=True)
class SignalLine:
    """A matter that waits: for an answer, or for its answer to be told back."""

    id: UUID
    theme: Topic
    text: str
    state: SignalState
    answer_by: date | None
    is_late: bool
    joined_count: int
    service_id: UUID | None
    service: str | None


@dataclass(frozen=True)
class DateLine:
    """A date that an authority is about to announce, and that somebody is to confirm: the question, and where to."""

    observance: Observance
    authority: Authority
    question: str
    expected_on: date
    href: str


@dataclass(frozen=True)
class Today:
    """The day of one viewer. What the viewer's role has no part in is empty."""

    notices: tuple[ReadableNotice, ...] = ()
    unread: int = 0
    overdue: tuple[ToDo, ...] = ()
    due_today: tuple[ToDo, ...] = ()
    this_week: tuple[ToDo, ...] = ()
    events: tuple[EventLine, ...] = ()
    event_total: int = 0
    uncounted: tuple[UncountedEvent, ...] = ()
    bookings: tuple[BookingLine, ...] = ()
    quiet: tuple[QuietNetwork, ...] = ()
    signals: tuple[SignalLine, ...] = ()
    logged: tuple[ContactView, ...] = ()
    colleagues: tuple[User, ...] = field(default=(), repr=False)
    queue: QueueDepth | None = None
    dates: tuple[DateLine, ...] = ()


def today_of(session: Session, viewer: Viewer, now: datetime, quiet_after_days: int, language: str) -> Today:
    """The viewer's day at that instant.

    Consultants get what is theirs; managers and administrators what is late or warned in the whole city, without
    persons; organisers their own events. Whoever has no list of follow-ups reads here what is to be booked.

    Args:
        language: of the sentences about events and notices.
    """
    today = city_date(now)
    wanted = NoticeFilter(page=1, unread=True, size=MOST_NOTICES)
    told = notices(session, viewer, today, wanted, language)
    found, total = _coming_events(session, viewer, now, language)
    day = Today(
        notices=tuple(told.items),
        unread=told.total,
        events=found,
        event_total=total,
        uncounted=_uncounted(session, viewer, now),
        dates=_dates_to_confirm(session, viewer, today, language),
    )
    if may_log(viewer) and viewer.user_id is not None:
        return _with_own_work(session, viewer, viewer.user_id, now, quiet_after_days, day)
    late = overdue_signals(session, viewer, today)
    return replace(
        day,
        signals=_signal_lines(session, viewer, late, now),
        bookings=_bookings(session, viewer, now, language),
        queue=queue_depth(session, milliseconds(now)) if viewer.has_role(Role.ADMINISTRATOR) else None,
    )


def _with_own_work(
    session: Session, viewer: Viewer, user_id: UUID, now: datetime, quiet_after_days: int, day: Today
) -> Today:
    today = city_date(now)
    to_do = _to_do(session, viewer, user_id, today)
    return replace(
        day,
        overdue=tuple(one for one in to_do if one.due_on < today),
        due_today=tuple(one for one in to_do if one.due_on == today),
        this_week=tuple(one for one in to_do if one.due_on > today),
        quiet=quiet_networks(session, viewer, today - timedelta(days=quiet_after_days)),
        signals=_signal_lines(session, viewer, open_signals_of(session, viewer, user_id), now),
        logged=tuple(contacts_by(session, viewer, user_id, now - _LOGGED_WITHIN, MOST_LOGGED)),
        colleagues=tuple(colleagues(session, viewer, today)),
    )


def counts_for(session: Session, viewer: Viewer, now: datetime) -> dict[str, int]:
    """What the frame of every page counts, in two queries: "notices" unread, and "today" with what is due as well."""
    unread = unread_count(session, viewer)
    return {"notices": unread, "today": _due_count(session, viewer, now) + unread}


def _due_count(session: Session, viewer: Viewer, now: datetime) -> int:
    today = city_date(now)
    if may_log(viewer):
        mine = select(func.count()).where(
            FollowUp.owner_id == viewer.user_id,
            FollowUp.state == FollowUpState.OPEN,
            FollowUp.due_on <= today,
        )
        return session.exec(mine).one()
    return sum(one.book_by_on <= today for one in _own_bookings(session, viewer, now))


def _own_bookings(session: Session, viewer: Viewer, now: datetime) -> list[Booking]:
    return [] if viewer.user_id is None else bookings_of_organiser(session, viewer, viewer.user_id, now)


def _bookings(session: Session, viewer: Viewer, now: datetime, language: str) -> tuple[BookingLine, ...]:
    """What is to be arranged for the viewer's events, the first booking date first."""
    return tuple(
        BookingLine(
            id=one.answer.id,
            what=say_task(one.answer.question, one.answer.detail, one.event.title, language),
            event_id=one.event.id,
            starts_at=one.event.starts_at,
            ends_at=one.event.ends_at,
            precision=one.event.precision,
            book_by_on=one.book_by_on,
            is_late=one.book_by_on < city_date(now),
        )
        for one in _own_bookings(session, viewer, now)
    )


def quiet_networks(session: Session, viewer: Viewer, before: date) -> tuple[QuietNetwork, ...]:
    """The networks last spoken to before that day: the viewer's own first, then the longest silent; at most six.

    Networks that nobody looks after are in it: they are the ones that get lost when a colleague leaves.
    """
    if not may_list_network(viewer):
        return ()
    is_mine = col(Party.owner_id) == viewer.user_id
    found = session.exec(
        select(Party)
        .where(
            or_(Party.kind == PartyKind.ORGANISATION, Party.kind == PartyKind.COMMUNITY),
            col(Party.last_contact_on) < before,
            col(Party.archived_on).is_(None),
        )
        .order_by(case((is_mine, 0), else_=1), col(Party.last_contact_on), col(Party.id))
        .limit(MOST_NETWORKS)
    ).all()
    owners = names_of(session, viewer, {party.owner_id for party in found})
    return tuple(
        QuietNetwork(
            PartyLabel(party.id, party.name, party.kind),
            party.last_contact_on,
            owners.get(party.owner_id) if party.owner_id else None,
            party.owner_id == viewer.user_id,
        )
        for party in found
        if party.last_contact_on is not None
    )


def _to_do(session: Session, viewer: Viewer, owner_id: UUID, today: date) -> list[ToDo]:
    """What is due within a week, the earliest first; on a Friday that is Monday too."""
    found = open_follow_ups_of(session, viewer, owner_id, today + _A_WEEK)
    parties = party_labels(session, viewer, (row.party_id for row in found))
    return [
        ToDo(row.id, row.what, row.due_on, parties.get(row.party_id) if row.party_id else None, row.event_id)
        for row in found
    ]


def _dates_to_confirm(session: Session, viewer: Viewer, today: date, language: str) -> tuple[DateLine, ...]:
    """What the viewer can confirm; nothing outside the days on which an authority speaks."""
    if not may_confirm_dates(viewer):
        return ()
    return tuple(
        DateLine(
            each.observance,
            each.authority,
            translate(language, date_question(each.observance, language)),
            each.expected_on,
            each.href,
        )
        for each in dates_to_confirm(session, viewer, today)
    )


def _coming_events(
    session: Session, viewer: Viewer, now: datetime, language: str
) -> tuple[tuple[EventLine, ...], int]:
    """Own warned events of a consultant, all own events of an organiser, everybody's warned ones for the others."""
    sees_all = may_see_all_events(viewer)
    wanted = EventFilter(
        page=1,
        size=MOST_EVENTS,
        when="upcoming",
        state=EventState.PLANNED,
        is_mine=may_log(viewer) or not sees_all,
        is_warned=sees_all,
    )
    found = events(session, viewer, wanted, now)
    flags = flags_of(session, viewer, [row.event.id for row in found.items])
    matrix = stored_matrix(session, viewer)
    lines = tuple(_event_line(row, flags.get(row.event.id, []), matrix, language) for row in found.items)
    return lines, found.total


def _uncounted(session: Session, viewer: Viewer, now: datetime) -> tuple[UncountedEvent, ...]:
    if viewer.user_id is None or not may_note_attendance(viewer, viewer.user_id):
        return ()
    return tuple(
        UncountedEvent(row.id, row.title, row.starts_at, row.ends_at, row.precision, row.place)
        for row in uncounted_events(session, viewer, viewer.user_id, now)
    )


def _event_line(row: EventRow, flags: Sequence[Flag], matrix: Matrix, language: str) -> EventLine:
    event: ParticipationEvent = row.event
    warning = [flag for flag in flags if flag.state == FlagState.OPEN and flag.level in WARNING_LEVELS]
    return EventLine(
        id=event.id,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        precision=event.precision,
        place=event.place,
        level=row.level.word,
        word=level_word(row.level, language),
        is_open=row.is_open,
        reasons=tuple(say_flag(flag, matrix, language).text for flag in warning),
    )


def _signal_lines(
    session: Session, viewer: Viewer, matters: Sequence[Matter], now: datetime
) -> tuple[SignalLine, ...]:
    """Late ones first, then answers that nobody told back, then what still waits."""
    if not may_read_signals(viewer):
        return ()
    today = city_date(now)
    services = party_labels(session, viewer, (matter.signal.service_id for matter in matters))
    lines = [_signal_line(matter, services, today) for matter in matters]
    return tuple(sorted(lines, key=lambda line: (not line.is_late, line.state != SignalState.ANSWERED)))


def _signal_line(matter: Matter, services: dict[UUID, PartyLabel], today: date) -> SignalLine:
    row = matter.signal
    service = services.get(row.service_id) if row.service_id else None
    return SignalLine(
        id=row.id,
        theme=row.theme,
        text=row.text,
        state=row.state,
        answer_by=row.answer_by,
        is_late=row.state == SignalState.OPEN and row.answer_by is not None and row.answer_by < today,
        joined_count=matter.joined_count,
        service_id=row.service_id,
        service=service.name if service else None,
    )
