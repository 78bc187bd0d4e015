"""The organisations of the network around an event, and what connects each with whom it invites and where it is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from crm.accounts.access import may_list_network
from crm.agenda.checking import audience_of
from crm.agenda.models import EventInvitation
from crm.agenda.queries import EventView
from crm.agenda.terms import CALENDARS
from crm.agenda.thresholds.co_inviters import CoInviter, Ground, Reason, rank_co_inviters, tradition_of
from crm.i18n import translate
from crm.parties.calendars import CALENDAR_NAMES, Calendar
from crm.parties.models import (
    CommunityGroup,
    InclusionGroup,
    Neighbourhood,
    Organisation,
    OrganisationGroup,
    Party,
    PartyKind,
    Presence,
    ReachLink,
    ReachLinkKind,
)
from crm.viewer import Viewer

_OPENING = (ReachLinkKind.CAN_HELP_REACH, ReachLinkKind.SPEAKS_FOR)
# An organisation with one thing that connects it: key, name, last contact, and what the connection is about.
_Connected = Select[UUID, str, Any, Any]


@dataclass(frozen=True)
class _Connection:
    """One ground on which organisations can be found, and how what it is about is called."""

    ground: Ground
    statement: _Connected
    words: Callable[[Any], Iterable[str]]


def co_inviters(
    session: Session, viewer: Viewer, view: EventView, today: date, language: str
) -> list[CoInviter]:
    """At most eight organisations that could invite along to an event that the viewer may see, with why.

    Never persons, nor whoever is invited already or put away. At most four queries, however many organisations there are.

    Args:
        language: of the names of groups and calendars.
    """
    known: dict[UUID, tuple[str, date | None]] = {}
    found: dict[UUID, dict[Ground, set[str]]] = {}
    for one in _connections(view, today, language):
        for key, name, last_contact_on, told in session.exec(one.statement):
            known[key] = (name, last_contact_on)
            found.setdefault(key, {}).setdefault(one.ground, set()).update(one.words(told))
    names_groups = may_list_network(viewer)
    return rank_co_inviters(
        CoInviter(key, name, _reasons(found[key], names_groups), last_contact_on)
        for key, (name, last_contact_on) in known.items()
    )


def _connections(view: EventView, today: date, language: str) -> Iterator[_Connection]:
    """What can connect an organisation with the event; nothing is asked where nothing can be found."""
    if view.event.neighbourhood_id is not None:
        yield _Connection(Ground.NEIGHBOURHOOD, _working_there(view), _itself)
    if view.invited:
        yield _Connection(Ground.OPENS, _opening(view, today), _itself)
        yield _Connection(Ground.GROUP, _of_the_same_group(view), lambda group: [group.name(language)])
    tags = audience_of(view.event.audience, view.invited_calendars)
    respected = {tradition_of(tag) for tag in tags if tag in CALENDARS}
    if respected:
        yield _Connection(
            Ground.CALENDAR,
            _organisations(view, Organisation.calendars),
            lambda kept: [
                translate(language, CALENDAR_NAMES[Calendar(tag)])
                for tag in kept
                if tradition_of(tag) in respected
            ],
        )


def _reasons(found: dict[Ground, set[str]], names_groups: bool) -> tuple[Reason, ...]:
    return tuple(
        Reason(ground, tuple(sorted(names)) if names_groups or ground != Ground.GROUP else ())
        for ground, names in found.items()
        if names
    )


def _itself(name: str) -> list[str]:
    return [name]


def _organisations(view: EventView, told: Any) -> _Connected:
    """The live organisations that are not invited yet, with one column more."""
    return (
        select(Party.id, Party.name, col(Party.last_contact_on), told)
        .join(Organisation, col(Organisation.id) == Party.id)
        .where(
            Party.kind == PartyKind.ORGANISATION,
            col(Party.archived_on).is_(None),
            col(Party.id).not_in(_invited(view)),
        )
    )


def _working_there(view: EventView) -> _Connected:
    return (
        _organisations(view, Neighbourhood.name)
        .join(Presence, col(Presence.party_id) == Party.id)
        .join(Neighbourhood, col(Neighbourhood.id) == Presence.neighbourhood_id)
        .where(Presence.neighbourhood_id == view.event.neighbourhood_id)
    )


def _opening(view: EventView, today: date) -> _Connected:
    """With the name of whom they open: an organisation or community that is invited."""
    target = aliased(Party)
    return (
        _organisations(view, target.name)
        .join(ReachLink, col(ReachLink.holder_id) == Party.id)
        .join(target, col(target.id) == ReachLink.target_id)
        .where(
            col(ReachLink.target_id).in_(_invited(view)),
            col(ReachLink.kind).in_(_OPENING),
            or_(col(ReachLink.until).is_(None), col(ReachLink.until) > today),
        )
    )


def _of_the_same_group(view: EventView) -> _Connected:
    """With the group that an invited organisation or community has too; an intersection is a group of its own."""
    ours = select(OrganisationGroup.group_id).where(
        col(OrganisationGroup.organisation_id).in_(_invited(view))
    )
    theirs = select(CommunityGroup.group_id).where(col(CommunityGroup.community_id).in_(_invited(view)))
    return (
        _organisations(view, InclusionGroup)
        .join(OrganisationGroup, col(OrganisationGroup.organisation_id) == Party.id)
        .join(InclusionGroup, col(InclusionGroup.id) == OrganisationGroup.group_id)
        .where(or_(col(InclusionGroup.id).in_(ours), col(InclusionGroup.id).in_(theirs)))
    )


def _invited(view: EventView) -> SelectOfScalar[UUID]:
    return select(EventInvitation.party_id).where(EventInvitation.event_id == view.event.id)
