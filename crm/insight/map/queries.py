"""Names for the map: read for one viewer when it is shown, never kept with the network."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from crm.accounts.access import may_see_persons
from crm.accounts.models import User
from crm.db import matches
from crm.errors import NotAllowed
from crm.folding import fold
from crm.parties.models import Party, PartyKind
from crm.parties.queries import PartyLabel
from crm.viewer import Role, Viewer

ASKED_ONE_BY_ONE = 1_000
"""Above this all names are read: a long list of ids is slower than the table."""


@dataclass(frozen=True)
class NodeLabel:
    """How a node is named; a colleague has no page, and no last contact."""

    name: str
    href: str | None = None
    last_contact_on: date | None = None


def node_labels(session: Session, viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, NodeLabel]:
    """The labels of colleagues and parties, by id; in two queries.

    Raises:
        NotAllowed: the viewer sees no persons.
    """
    if not may_see_persons(viewer):
        raise NotAllowed
    colleagues = select(User.id, User.name)
    parties = rows_of(col(Party.id), col(Party.name), col(Party.kind), col(Party.last_contact_on))
    if len(ids) <= ASKED_ONE_BY_ONE:
        colleagues = colleagues.where(col(User.id).in_(ids))
        parties = parties.where(col(Party.id).in_(ids))
    found = {key: NodeLabel(name) for key, name in session.exec(colleagues)}
    for key, name, kind, last in session.connection().execute(parties):
        found[key] = NodeLabel(name, PartyLabel(key, name, PartyKind(kind)).href, last)
    return found


def found_on_map(session: Session, viewer: Viewer, words: str, limit: int) -> dict[UUID, str]:
    """Colleagues and parties whose name has those words, by name; at most so many of each, in two queries.

    Raises:
        NotAllowed: the viewer sees no persons.
    """
    if not may_see_persons(viewer):
        raise NotAllowed
    if not fold(words).split():
        return {}
    parties = (
        select(Party.id, Party.name)
        .where(matches(Party.search, words), col(Party.archived_on).is_(None))
        .order_by(Party.name, col(Party.id))
        .limit(limit)
    )
    team = select(User.id, User.name).where(User.role == Role.CONSULTANT).order_by(User.name)
    wanted = fold(words).split()
    colleagues = {key: name for key, name in session.exec(team) if all(word in fold(name) for word in wanted)}
    return dict(list(colleagues.items())[:limit]) | dict(session.exec(parties).all())
