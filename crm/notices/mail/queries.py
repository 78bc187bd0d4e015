"""Readings for mail: what a user chose, who gets a digest, and what there is to say; never about whom."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from crm.accounts.access import may_confirm_dates, may_log, may_read_signals
from crm.accounts.models import User
from crm.agenda.calendars.queries import dates_to_confirm
from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.queries import open_warnings
from crm.agenda.thresholds.queries import bookings_of_organiser
from crm.clock import city_date
from crm.followups.queries import open_follow_ups_of
from crm.notices.mail.models import DigestDays, Mail, MailChoices, MailKind
from crm.notices.mail.proof import is_proof, is_waiting
from crm.notices.mail.schemas import AddressState, MailChoicesRead, WantedState
from crm.notices.models import Notice, NoticeKind
from crm.notices.queries import unread_count
from crm.settings import Settings
from crm.signals.queries import overdue_signals
from crm.viewer import Viewer

# What was not mailed within so long stays in the app: the tries of a delivery take a day.
MAILED_WITHIN = timedelta(days=2)
SATURDAY = 5


def choices_of(session: Session, viewer: Viewer, user_id: UUID | None) -> MailChoices | None:
    """What a user chose; None where they never did. Only for themselves and for the system, which sends."""
    if viewer.user_id not in (None, user_id):
        return None
    return session.exec(select(MailChoices).where(MailChoices.user_id == user_id)).first()


def mail_choices(session: Session, viewer: Viewer, settings: Settings, now: datetime) -> MailChoicesRead:
    """The viewer's own choices, with whether mail reaches them."""
    assert viewer.user_id is not None
    found = choices_of(session, viewer, viewer.user_id) or MailChoices(user_id=viewer.user_id, created_at=now)
    state = AddressState.STOPPED if found.stopped_at else AddressState.WORKING
    wanted = WantedState.REFUSED if found.asked_at is None else WantedState.EXPIRED
    if is_waiting(found, now):
        wanted = WantedState.WAITING
    return MailChoicesRead(
        is_on=settings.mail_server is not None,
        address=found.address,
        state=state if found.address else AddressState.NONE,
        wanted_address=found.wanted_address,
        wanted_state=wanted if found.wanted_address else None,
        digest=found.digest,
        reminders_at_once=found.reminders_at_once,
        warnings_at_once=found.warnings_at_once,
    )


def may_be_confirmed(session: Session, viewer: Viewer, token: str, now: datetime) -> bool:
    """Whether the token confirms the address that waits for the viewer."""
    user = session.get(User, viewer.user_id)
    choices = choices_of(session, viewer, viewer.user_id)
    return user is not None and choices is not None and is_proof(token, user, choices, now)


def asked_lately(session: Session, viewer: Viewer, now: datetime) -> int:
    """How many mails of the last day asked the viewer to confirm an address."""
    asked = select(func.count()).where(
        Mail.user_id == viewer.user_id,
        Mail.kind == MailKind.ADDRESS,
        col(Mail.created_at) > now - timedelta(days=1),
    )
    return session.exec(asked).one()


def digest_readers(session: Session, viewer: Viewer, today: date) -> list[UUID]:
    """The users who want a digest on that day, and whom mail reaches."""
    days = [DigestDays.DAILY, *([DigestDays.WEEKDAYS] if today.weekday() < SATURDAY else [])]
    statement = (
        select(MailChoices.user_id)
        .join(User, col(User.id) == MailChoices.user_id)
        .where(
            col(MailChoices.address).is_not(None),
            col(MailChoices.stopped_at).is_(None),
            col(MailChoices.digest).in_(days),
            or_(col(User.left_on).is_(None), col(User.left_on) > today),
        )
        .order_by(col(MailChoices.user_id))
    )
    return list(session.exec(statement))


def notices_to_mail(
    session: Session, viewer: Viewer, kinds: Collection[NoticeKind], until: datetime
) -> list[Notice]:
    """The viewer's notices of these kinds that are neither read nor mailed, given before the instant."""
    statement = select(Notice).where(
        Notice.user_id == viewer.user_id,
        col(Notice.kind).in_(kinds),
        col(Notice.read_at).is_(None),
        col(Notice.mailed_at).is_(None),
        col(Notice.created_at) < until,
        col(Notice.created_at) >= until - MAILED_WITHIN,
    )
    return list(session.exec(statement.order_by(col(Notice.created_at), col(Notice.id))))


@dataclass(frozen=True)
class Waiting:
    """How much of each kind waits for one reader on a morning. Only numbers."""

    late: int = 0  # follow-ups that were due before today
    due_today: int = 0
    bookings: int = 0  # what is to be arranged for their events by today
    warned: int = 0  # their events with a warning that waits for a decision
    signals: int = 0  # their signals whose answer was wanted before today
    dates: int = 0  # dates of observances to confirm
    unread: int = 0  # notices

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to say."""
        return self == Waiting()


def what_waits(session: Session, viewer: Viewer, now: datetime) -> Waiting:
    """What waits for the viewer, as their own pages would count it."""
    assert viewer.user_id is not None
    today = city_date(now)
    counted: Counter[str] = Counter()
    if may_log(viewer):
        for one in open_follow_ups_of(session, viewer, viewer.user_id, today):
            counted["due_today" if one.due_on == today else "late"] += 1
    else:
        mine = bookings_of_organiser(session, viewer, viewer.user_id, now)
        counted["bookings"] = sum(one.book_by_on <= today for one in mine)
    if may_read_signals(viewer):
        counted["signals"] = len(overdue_signals(session, viewer, today, viewer.user_id))
    if may_confirm_dates(viewer):
        counted["dates"] = len(dates_to_confirm(session, viewer, today))
    coming = select(ParticipationEvent.id).where(
        ParticipationEvent.organiser_id == viewer.user_id,
        ParticipationEvent.state == EventState.PLANNED,
        col(ParticipationEvent.ends_at) > now,
    )
    counted["warned"] = len(open_warnings(session, viewer, session.exec(coming).all()))
    counted["unread"] = unread_count(session, viewer)
    return Waiting(**counted)
