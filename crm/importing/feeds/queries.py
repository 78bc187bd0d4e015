"""Readings of feeds: whose a secret address is, and what that user's feed holds."""

import hmac
from datetime import date, time

from sqlalchemy import func
from sqlmodel import Session, col, select

from crm.accounts.models import User
from crm.accounts.sessions import viewer_of
from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.observances.windows import at_local
from crm.followups.models import FollowUp, FollowUpState
from crm.importing.feeds.diary import ONE_DAY, DueDay
from crm.importing.feeds.models import CalendarFeed
from crm.importing.feeds.tokens import hash_token
from crm.viewer import Viewer


def feed_of(session: Session, viewer: Viewer) -> CalendarFeed | None:
    """The viewer's own feed; None where there is no address that answers."""
    return session.exec(select(CalendarFeed).where(CalendarFeed.user_id == viewer.user_id)).first()


def owner_of(session: Session, viewer: Viewer | None, token: str, today: date) -> Viewer | None:
    """Whose secret address it is; None where nobody has it, it was revoked, or its user has left."""
    wanted = hash_token(token)
    found = session.exec(
        select(CalendarFeed, User)
        .join(User, col(User.id) == CalendarFeed.user_id)
        .where(CalendarFeed.token_hash == wanted)
    ).first()
    if found is None:
        return None
    feed, user = found
    has_left = user.left_on is not None and user.left_on <= today
    return None if has_left or not hmac.compare_digest(feed.token_hash, wanted) else viewer_of(user)


def own_events(session: Session, viewer: Viewer, first: date, last: date) -> list[ParticipationEvent]:
    """The planned events that the viewer organises and that touch the dates, by start."""
    return list(
        session.exec(
            select(ParticipationEvent)
            .where(
                ParticipationEvent.organiser_id == viewer.user_id,
                ParticipationEvent.state == EventState.PLANNED,
                ParticipationEvent.ends_at > at_local(first, time(0)),
                ParticipationEvent.starts_at < at_local(last + ONE_DAY, time(0)),
            )
            .order_by(col(ParticipationEvent.starts_at), col(ParticipationEvent.id))
        )
    )


def own_due_days(session: Session, viewer: Viewer, first: date, last: date) -> dict[date, DueDay]:
    """On which days the viewer has open follow-ups between the dates, and how many; never what they are."""
    found = session.exec(
        select(col(FollowUp.due_on), func.count(), func.max(col(FollowUp.changed_at)))
        .where(
            FollowUp.owner_id == viewer.user_id,
            FollowUp.state == FollowUpState.OPEN,
            FollowUp.due_on >= first,
            FollowUp.due_on <= last,
        )
        .group_by(col(FollowUp.due_on))
        .order_by(col(FollowUp.due_on))
    )
    return {on: DueDay(count, changed_at) for on, count, changed_at in found}
