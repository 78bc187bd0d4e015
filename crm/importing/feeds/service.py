"""Commands on the secret address of one's own feed."""

from crm.domain_events import FeedMade, FeedRevoked
from crm.errors import NotAllowed
from crm.importing.feeds.models import CalendarFeed
from crm.importing.feeds.queries import feed_of
from crm.importing.feeds.tokens import fresh_token, hash_token
from crm.unit_of_work import UnitOfWork


def make_feed(uow: UnitOfWork) -> str:
    """Gives the viewer a fresh address; the one before answers no longer. Records FeedMade.

    Returns:
        The token, which is shown once: only its hash is stored.
    """
    if uow.viewer.user_id is None:
        raise NotAllowed
    revoke_feed(uow)
    token = fresh_token()
    made = CalendarFeed(created_at=uow.now, user_id=uow.viewer.user_id, token_hash=hash_token(token))
    uow.session.add(made)
    uow.session.flush()
    uow.record(FeedMade(made.id))
    return token


def revoke_feed(uow: UnitOfWork) -> None:
    """Makes the viewer's address answer no longer. Records FeedRevoked; where there is none, nothing changes."""
    known = feed_of(uow.session, uow.viewer)
    if known is not None:
        uow.session.delete(known)
        uow.session.flush()
        uow.record(FeedRevoked(known.id))
