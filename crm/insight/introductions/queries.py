"""Readings of questions for an introduction: everybody reads their own, and those asked of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, case, col, select

from crm.accounts.queries import names_of
from crm.db import Page, paginate
from crm.errors import NotFound
from crm.followups.models import FollowUp
from crm.insight.introductions.models import OPEN, Introduction
from crm.insight.introductions.rights import is_party_to, may_answer
from crm.insight.introductions.schemas import IntroductionFilter, Side
from crm.parties.queries import PartyLabel, party_labels
from crm.viewer import Viewer


@dataclass(frozen=True)
class Link:
    """One node of a chain by its name; `href` is empty for a colleague."""

    id: UUID
    name: str
    href: str


@dataclass(frozen=True)
class IntroductionView:
    """A question with its follow-up, in names. `target` and links of the chain are missing where they are gone."""

    row: Introduction
    follow_up: FollowUp
    asker: str
    target: PartyLabel | None
    chain: tuple[Link, ...]
    may_answer: bool
    may_close: bool


def introductions(session: Session, viewer: Viewer, wanted: IntroductionFilter) -> Page[IntroductionView]:
    """One page of questions: open ones first, then the newest; five queries for any number."""
    statement = select(Introduction).join(FollowUp, col(FollowUp.id) == col(Introduction.follow_up_id))
    if wanted.side == Side.MINE:
        statement = statement.where(Introduction.asker_id == viewer.user_id)
    else:
        statement = statement.where(
            FollowUp.owner_id == viewer.user_id, Introduction.asker_id != viewer.user_id
        )
    is_open = case((col(Introduction.state).in_(OPEN), 0), else_=1)
    ordered = statement.order_by(is_open, col(Introduction.created_at).desc(), col(Introduction.id).desc())
    found = paginate(session, ordered, wanted.page, wanted.size)
    return Page(_views(session, viewer, found.items), found.number, found.size, found.total)


def introduction(session: Session, viewer: Viewer, key: UUID) -> IntroductionView:
    """One question that the viewer asked, or that was asked of the viewer.

    Raises:
        NotFound: there is none, or it is between others.
    """
    row = session.get(Introduction, key)
    if row is None:
        raise NotFound
    view = _views(session, viewer, [row])[0]
    if not is_party_to(viewer, row, view.follow_up):
        raise NotFound
    return view


def chain_of(session: Session, viewer: Viewer, ids: Iterable[UUID]) -> tuple[Link, ...]:
    """The links of a chain by name, in two queries.

    Raises:
        NotFound: one of them is nobody whom the viewer may know of.
    """
    wanted = tuple(ids)
    links = _links(session, viewer, wanted)
    if any(key not in links for key in wanted):
        raise NotFound
    return tuple(links[key] for key in wanted)


def _links(session: Session, viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, Link]:
    wanted = set(ids)
    parties = party_labels(session, viewer, wanted)
    users = names_of(session, viewer, wanted - set(parties))
    found = {key: Link(key, name, "") for key, name in users.items()}
    return found | {key: Link(key, label.name, label.href) for key, label in parties.items()}


def _views(session: Session, viewer: Viewer, rows: list[Introduction]) -> list[IntroductionView]:
    wanted = {row.follow_up_id for row in rows}
    found = session.exec(select(FollowUp).where(col(FollowUp.id).in_(wanted)))
    follow_ups = {follow_up.id: follow_up for follow_up in found}
    chains = {row.id: tuple(UUID(key) for key in row.chain) for row in rows}
    links = _links(session, viewer, {key for chain in chains.values() for key in chain})
    targets = party_labels(session, viewer, {row.target_id for row in rows})
    askers = names_of(session, viewer, {row.asker_id for row in rows})
    return [
        IntroductionView(
            row=row,
            follow_up=follow_ups[row.follow_up_id],
            asker=askers[row.asker_id],
            target=targets.get(row.target_id),
            chain=tuple(links[key] for key in chains[row.id] if key in links),
            may_answer=row.state in OPEN and may_answer(viewer, row, follow_ups[row.follow_up_id]),
            may_close=row.state in OPEN and row.asker_id == viewer.user_id,
        )
        for row in rows
    ]
