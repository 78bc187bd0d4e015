"""What mail does because of a domain event: plans it, writes it and hands it over. See docs/mail.md.

Each may run twice: a mail has the same Message-ID again, and what was mailed is marked when the server has it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import structlog

from crm.accounts.models import User
from crm.accounts.sessions import viewer_of
from crm.clock import CITY_ZONE, city_date
from crm.domain_events import MailDue, NoticeGiven, ScheduleDue
from crm.mail_settings import MailServer, read_sender
from crm.notices.mail.kinds import kinds_at_once
from crm.notices.mail.letters import Letter, write_digest, write_notices, write_question
from crm.notices.mail.message import host_of, make_message
from crm.notices.mail.models import Mail, MailChoices, MailKind
from crm.notices.mail.proof import is_waiting, token_for
from crm.notices.mail.queries import (
    choices_of,
    digest_readers,
    notices_to_mail,
    what_waits,
)
from crm.notices.mail.smtp import PACE, Answer, Pace, Verdict, post
from crm.notices.models import Notice, NoticeKind
from crm.notices.service import tell
from crm.outbox import FOR_A_DAY
from crm.unit_of_work import OutsideHandler, UnitOfWork

log = structlog.get_logger()
TOGETHER = timedelta(minutes=5)  # what is new within so long comes in one mail
AFTERWARDS = timedelta(seconds=30)  # clocks of two machines differ: a notice of the last second is in it too
EVENING = time(18)  # what was to come in the morning is not sent after that
MOST_REFUSALS = 3


def bundle_notice(uow: UnitOfWork, event: NoticeGiven) -> None:
    """Records MailDue for a reader who wants such notices at once: one mail for all of the same five minutes."""
    notice = uow.session.get(Notice, event.notice_id)
    if uow.settings.mail_server is None or notice is None or notice.read_at is not None:
        return
    choices = choices_of(uow.session, uow.viewer, notice.user_id)
    if choices is None or notice.kind not in kinds_at_once(choices):
        return
    until = end_of_five_minutes(uow.now)
    uow.record(
        MailDue(notice.user_id, MailKind.NOTICES.value, until),
        dedupe_key=f"mail:{notice.user_id}:{until.isoformat()}",
        not_before=until + AFTERWARDS,
    )


def plan_digests(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Records MailDue for every reader who wants a digest today; once a day."""
    if uow.settings.mail_server is None:
        return
    for user_id in digest_readers(uow.session, uow.viewer, uow.today):
        uow.record(
            MailDue(user_id, MailKind.DIGEST.value, uow.now), dedupe_key=f"digest:{user_id}:{uow.today}"
        )


def end_of_five_minutes(now: datetime) -> datetime:
    """The end of the five minutes in which the instant lies; later than the instant.

    >>> end_of_five_minutes(datetime(2026, 11, 23, 9, 4, 59, tzinfo=UTC)).time()
    datetime.time(9, 5)
    >>> end_of_five_minutes(datetime(2026, 11, 23, 9, 5, tzinfo=UTC)).time()
    datetime.time(9, 10)
    """
    seconds = int(TOGETHER.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, UTC)


def _is_day(now: datetime) -> bool:
    return now.astimezone(CITY_ZONE).time() < EVENING


@dataclass(frozen=True)
class Question:
    """A mail that is ready, the server that takes it, and the notices that it tells of."""

    server: MailServer
    sender: str
    recipient: str
    content: bytes
    our_host: str
    notice_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Posted:
    """What the server answered to a mail."""

    answer: Answer
    recipient: str
    notice_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class _Written:
    address: str
    letter: Letter
    notice_ids: tuple[UUID, ...] = ()


def ask_for_mail(uow: UnitOfWork, event: MailDue) -> Question | None:
    """The mail, written from the state as it is now; None where there is nothing to say any more, or nobody to tell."""
    settings, server, delivery_id = uow.settings, uow.settings.mail_server, uow.delivery_id
    user = uow.session.get(User, event.user_id)
    choices = choices_of(uow.session, uow.viewer, event.user_id)
    if server is None or delivery_id is None or user is None or choices is None:
        return None
    if user.left_on is not None and user.left_on <= uow.today:
        return None
    written = _WRITERS[MailKind(event.kind)](uow, event, user, choices)
    if written is None:
        return None
    return Question(
        server=server,
        sender=read_sender(settings.mail_from).addr_spec,
        recipient=written.address,
        content=make_message(written.letter, settings, written.address, delivery_id, event.at),
        our_host=host_of(settings.public_url),
        notice_ids=written.notice_ids,
    )


def call_mail_server(question: Question, pace: Pace = PACE) -> Posted:
    """Hands the mail over.

    Raises:
        NotSent: the server did not take it now; it is tried for a day.
    """
    answer = post(
        question.server, question.sender, question.recipient, question.content, question.our_host, pace
    )
    return Posted(answer, question.recipient, question.notice_ids)


def settle_mail(uow: UnitOfWork, event: MailDue, posted: Posted) -> None:
    """Keeps what became of the mail; after three refusals for good the address gets none any more."""
    is_sent = posted.answer.verdict is Verdict.ACCEPTED
    assert uow.delivery_id is not None
    uow.session.add(
        Mail(
            id=uow.delivery_id,
            created_at=event.at,
            user_id=event.user_id,
            kind=MailKind(event.kind),
            sent_at=uow.now if is_sent else None,
            refused_at=None if is_sent else uow.now,
            code=posted.answer.code,
        )
    )
    for notice_id in posted.notice_ids:
        notice = uow.session.get(Notice, notice_id, with_for_update=True)
        if notice is not None:
            notice.mailed_at = uow.now
    log.info("mail.settled", kind=event.kind, verdict=posted.answer.verdict.value, code=posted.answer.code)
    choices = choices_of(uow.session, uow.viewer, event.user_id)
    if choices is None:
        return
    uow.session.refresh(choices, with_for_update=True)
    _note_answer(uow, event, choices, posted)


def _note_answer(uow: UnitOfWork, event: MailDue, choices: MailChoices, posted: Posted) -> None:
    """Counts refusals in a row, for the address as it is now: it may have been changed during the call."""
    has_failed = posted.answer.verdict is Verdict.NO_SUCH_ADDRESS
    if event.kind == MailKind.ADDRESS and has_failed:
        if choices.wanted_address == posted.recipient and choices.asked_at == event.at:
            choices.asked_at = None
            _tell_failed(uow, choices)
    elif event.kind != MailKind.ADDRESS and choices.address == posted.recipient:
        choices.refusals = choices.refusals + 1 if has_failed else 0
        if choices.refusals >= MOST_REFUSALS and choices.stopped_at is None:
            choices.stopped_at = uow.now
            _tell_failed(uow, choices)


def _tell_failed(uow: UnitOfWork, choices: MailChoices) -> None:
    key = f"mail_stopped:{choices.user_id}:{uow.now.isoformat()}"
    tell(uow, choices.user_id, NoticeKind.MAIL_STOPPED, choices.id, key)


def _write_digest(uow: UnitOfWork, event: MailDue, user: User, choices: MailChoices) -> _Written | None:
    is_late = city_date(event.at) != uow.today or not _is_day(uow.now)
    if choices.address is None or choices.stopped_at is not None or is_late:
        return None
    reader = viewer_of(user)
    waiting = what_waits(uow.session, reader, uow.now)
    if waiting.is_nothing:
        return None
    return _Written(choices.address, write_digest(reader, waiting, uow.today))


def _write_notices(uow: UnitOfWork, event: MailDue, user: User, choices: MailChoices) -> _Written | None:
    reader, kinds = viewer_of(user), kinds_at_once(choices)
    found = notices_to_mail(uow.session, reader, kinds, event.at)
    if choices.address is None or not found:
        return None
    letter = write_notices(reader, [notice.kind for notice in found])
    return _Written(choices.address, letter, tuple(notice.id for notice in found))


def _write_question(uow: UnitOfWork, event: MailDue, user: User, choices: MailChoices) -> _Written | None:
    if choices.wanted_address is None or choices.asked_at != event.at or not is_waiting(choices, uow.now):
        return None
    letter = write_question(viewer_of(user), uow.settings.city, token_for(user, choices))
    return _Written(choices.wanted_address, letter)


_WRITERS = {
    MailKind.DIGEST: _write_digest,
    MailKind.NOTICES: _write_notices,
    MailKind.ADDRESS: _write_question,
}

send_mail = OutsideHandler("notices.send_mail", ask_for_mail, call_mail_server, settle_mail, retry=FOR_A_DAY)
