"""Readings of notices: a row knows only its kind and what it is about, so the sentence is made here, when it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from crm.accounts.access import may_confirm_dates, may_keep_webhooks, may_see_all_events, may_see_persons
from crm.accounts.queries import names_of
from crm.agenda.calendars.asking import confirm_address
from crm.agenda.calendars.models import DateQuestion
from crm.agenda.calendars.queries import answers_to
from crm.agenda.history import told_before
from crm.agenda.models import Flag, ParticipationEvent
from crm.agenda.queries import flag_changes, open_warnings
from crm.db import Page, paginate
from crm.followups.models import FollowUp
from crm.notices.models import Notice, NoticeKind
from crm.notices.schemas import NoticeFilter
from crm.notices.sentences import (
    GONE,
    date_awaited,
    event_near,
    flag_raised,
    follow_up_due,
    handed_over,
    introduction_answered,
    introduction_asked,
    mail_stopped,
    parties_handed_over,
    quiet,
    verdict_changed,
    webhook_given_up,
)
from crm.parties.models import Party
from crm.parties.queries import party_labels
from crm.text import Text
from crm.viewer import Viewer
from crm.webhooks.models import Webhook

_ABOUT_FOLLOW_UPS = (NoticeKind.FOLLOW_UP_DUE, NoticeKind.FOLLOW_UP_HANDED_OVER)
_ABOUT_FLAGS = (NoticeKind.FLAG_RAISED, NoticeKind.VERDICT_CHANGED)


@dataclass(frozen=True)
class ReadableNotice:
    """A notice as its reader sees it; `href` is empty where its subject is gone."""

    id: UUID
    kind: NoticeKind
    text: Text
    href: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class _Said:
    text: Text
    href: str


_MAIL_STOPPED = _Said(mail_stopped(), "/me/mail")


def notices(
    session: Session,
    viewer: Viewer,
    today: date,
    wanted: NoticeFilter | None = None,
    language: str | None = None,
) -> Page[ReadableNotice]:
    """One page of the viewer's own notices: unread first, then the newest.

    The number of queries does not grow with the notices. What the viewer may not see (any more) is not named.

    Args:
        today: for how many days are left.
        language: of the names of observances; the viewer's own when left out.
    """
    asked = wanted or NoticeFilter.model_validate({})
    statement = select(Notice).where(Notice.user_id == viewer.user_id)
    if asked.unread:
        statement = statement.where(col(Notice.read_at).is_(None))
    ordered = statement.order_by(
        col(Notice.read_at).is_not(None), col(Notice.created_at).desc(), col(Notice.id).desc()
    )
    found = paginate(session, ordered, asked.page, asked.size)
    spoken = language or viewer.language
    said = {
        **_about_follow_ups(session, viewer, found.items),
        **_about_flags(session, viewer, found.items, spoken),
        **_about_events(session, viewer, found.items, today, spoken),
        **_about_dates(session, viewer, found.items, spoken),
        **_about_networks(session, viewer, found.items),
        **_about_introductions(session, viewer, found.items),
        **_about_colleagues(session, viewer, found.items),
        **{row.id: _MAIL_STOPPED for row in found.items if row.kind == NoticeKind.MAIL_STOPPED},
        **_about_webhooks(session, viewer, found.items),
    }
    items = [_readable(row, said.get(row.id, _Said(GONE, ""))) for row in found.items]
    return Page(items, found.number, found.size, found.total)


def unread_count(session: Session, viewer: Viewer) -> int:
    """How many notices the viewer has not read."""
    unread = select(func.count()).where(Notice.user_id == viewer.user_id, col(Notice.read_at).is_(None))
    return session.exec(unread).one()


def _readable(row: Notice, said: _Said) -> ReadableNotice:
    return ReadableNotice(row.id, row.kind, said.text, said.href, row.created_at, row.read_at)


def _about_follow_ups(session: Session, viewer: Viewer, rows: Iterable[Notice]) -> dict[UUID, _Said]:
    concerned = [row for row in rows if row.kind in _ABOUT_FOLLOW_UPS]
    if not concerned:
        return {}
    statement = select(FollowUp).where(col(FollowUp.id).in_({row.about_id for row in concerned}))
    if not may_see_persons(viewer):  # those outside the team have only what their own events need
        statement = statement.where(col(FollowUp.event_id).is_not(None), FollowUp.owner_id == viewer.user_id)
    found = {one.id: one for one in session.exec(statement)}
    sentence = {NoticeKind.FOLLOW_UP_DUE: follow_up_due, NoticeKind.FOLLOW_UP_HANDED_OVER: handed_over}
    return {
        row.id: _Said(sentence[row.kind](found[row.about_id]), _place_of(viewer, found[row.about_id]))
        for row in concerned
        if row.about_id in found
    }


def _place_of(viewer: Viewer, follow_up: FollowUp) -> str:
    has_list = may_see_persons(viewer)
    return f"/follow-ups/{follow_up.id}/change" if has_list else f"/events/{follow_up.event_id}"


def _about_flags(
    session: Session, viewer: Viewer, rows: Iterable[Notice], language: str
) -> dict[UUID, _Said]:
    concerned = [row for row in rows if row.kind in _ABOUT_FLAGS]
    if not concerned:
        return {}
    statement = (
        select(Flag, ParticipationEvent)
        .join(ParticipationEvent, col(ParticipationEvent.id) == Flag.event_id)
        .where(col(Flag.id).in_({row.about_id for row in concerned}))
    )
    if not may_see_all_events(viewer):
        statement = statement.where(ParticipationEvent.organiser_id == viewer.user_id)
    found = {flag.id: (flag, event) for flag, event in session.exec(statement)}
    changes = flag_changes(session, viewer, list(found))
    said = {}
    for row in concerned:
        if row.about_id not in found:
            continue
        flag, event = found[row.about_id]
        if row.kind == NoticeKind.FLAG_RAISED:
            text = flag_raised(flag, event, language)
        else:
            before = told_before(changes.get(flag.id, ()))
            text = verdict_changed(flag, event, language, None if before is None else before.level)
        said[row.id] = _Said(text, f"/events/{event.id}")
    return said


def _about_events(
    session: Session, viewer: Viewer, rows: Iterable[Notice], today: date, language: str
) -> dict[UUID, _Said]:
    concerned = {row.id: row.about_id for row in rows if row.kind == NoticeKind.EVENT_NEAR}
    if not concerned:
        return {}
    statement = select(ParticipationEvent).where(col(ParticipationEvent.id).in_(set(concerned.values())))
    if not may_see_all_events(viewer):
        statement = statement.where(ParticipationEvent.organiser_id == viewer.user_id)
    found = {event.id: event for event in session.exec(statement)}
    warnings = open_warnings(session, viewer, list(found))
    return {
        key: _Said(
            event_near(found[event_id], warnings.get(event_id, ()), today, language), f"/events/{event_id}"
        )
        for key, event_id in concerned.items()
        if event_id in found
    }


def _about_dates(
    session: Session, viewer: Viewer, rows: Iterable[Notice], language: str
) -> dict[UUID, _Said]:
    concerned = {row.id: row.about_id for row in rows if row.kind == NoticeKind.DATE_AWAITED}
    if not concerned or not may_confirm_dates(viewer):
        return {}
    wanted = set(concerned.values())
    questions = {
        one.id: one for one in session.exec(select(DateQuestion).where(col(DateQuestion.id).in_(wanted)))
    }
    answers = answers_to(session, viewer, questions.values())
    return {
        key: _Said(
            date_awaited(questions[question_id], answers.get(question_id), language),
            _confirm_page(questions[question_id]),
        )
        for key, question_id in concerned.items()
        if question_id in questions
    }


def _confirm_page(question: DateQuestion) -> str:
    return confirm_address(question.observance, question.authority, question.calculated_on)


def _about_networks(session: Session, viewer: Viewer, rows: Iterable[Notice]) -> dict[UUID, _Said]:
    concerned = {row.id: row.about_id for row in rows if row.kind == NoticeKind.NETWORK_QUIET}
    if not concerned:
        return {}
    labels = party_labels(session, viewer, concerned.values())
    parties = session.exec(select(Party).where(col(Party.id).in_(set(labels))))
    spoken = {party.id: party.last_contact_on for party in parties}
    return {
        key: _Said(quiet(labels[party_id].name, spoken[party_id]), labels[party_id].href)
        for key, party_id in concerned.items()
        if party_id in labels
    }


_INTRODUCTIONS = {
    NoticeKind.INTRODUCTION_ASKED: (introduction_asked, "/introductions/requests?side=to_me"),
    NoticeKind.INTRODUCTION_ANSWERED: (introduction_answered, "/introductions/requests"),
}


def _about_introductions(session: Session, viewer: Viewer, rows: Iterable[Notice]) -> dict[UUID, _Said]:
    concerned = [row for row in rows if row.kind in _INTRODUCTIONS]
    labels = party_labels(session, viewer, {row.about_id for row in concerned})
    said = {}
    for row in concerned:
        if row.about_id in labels:
            sentence, href = _INTRODUCTIONS[row.kind]
            said[row.id] = _Said(sentence(labels[row.about_id].name), href)
    return said


def _about_colleagues(session: Session, viewer: Viewer, rows: Iterable[Notice]) -> dict[UUID, _Said]:
    concerned = [row for row in rows if row.kind == NoticeKind.PARTIES_HANDED_OVER]
    names = names_of(session, viewer, {row.about_id for row in concerned})
    return {
        row.id: _Said(parties_handed_over(names[row.about_id]), f"/communities?owner_id={row.user_id}")
        for row in concerned
        if row.about_id in names
    }


def _about_webhooks(session: Session, viewer: Viewer, rows: Iterable[Notice]) -> dict[UUID, _Said]:
    concerned = {row.id: row.about_id for row in rows if row.kind == NoticeKind.WEBHOOK_GIVEN_UP}
    if not concerned or not may_keep_webhooks(viewer):
        return {}
    wanted = select(Webhook).where(col(Webhook.id).in_(set(concerned.values())))
    found = {one.id: one for one in session.exec(wanted)}
    return {
        key: _Said(webhook_given_up(found[about].name, found[about].is_on), f"/webhooks/{about}")
        for key, about in concerned.items()
        if about in found
    }
