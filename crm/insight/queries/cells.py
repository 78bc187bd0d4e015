"""Readings around one cell: what somebody will do, who spoke, and what persons on a chain do instead of their names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select, true
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.access import may_read_contacts, may_read_notes
from crm.accounts.models import User
from crm.clock import city_date
from crm.contacts.models import ContactMoment, ContactParticipant
from crm.db import get
from crm.errors import NotFound
from crm.followups.models import FollowUp, FollowUpState
from crm.insight.cells import CITY, Cell
from crm.insight.queries.network import end_of, heard_by, signalled_by
from crm.insight.snapshot import NetworkRows
from crm.parties.conditions import role_lasts
from crm.parties.models import InclusionGroup, Neighbourhood, PersonRole, RoleOfPerson
from crm.signals.models import Signal
from crm.viewer import Viewer


@dataclass(frozen=True)
class NamedCell:
    """A cell with the names of its group and its neighbourhood; without a neighbourhood it is the whole city."""

    cell: Cell
    group: InclusionGroup
    place: str | None


def named_cell(session: Session, viewer: Viewer, group_id: UUID, place: UUID | str) -> NamedCell:
    """The cell of an address, without working out the report.

    Raises:
        NotFound: there is no such group or place, the group has figures for the city only, or the viewer does
            not read the report.
    """
    group = session.get(InclusionGroup, group_id)
    if group is None or not may_read_contacts(viewer) or group.is_city_wide_only != (place == CITY):
        raise NotFound
    if isinstance(place, str):
        return NamedCell(Cell(group_id, None), group, None)
    return NamedCell(Cell(group_id, place), group, get(session, Neighbourhood, place).name)


@dataclass(frozen=True)
class OpenFollowUp:
    """What somebody will do about a group. `what` is empty for who reads no notes and did not plan it."""

    id: UUID
    what: str | None
    owner_id: UUID
    owner: str
    due_on: date
    cell: Cell


def open_follow_ups(session: Session, viewer: Viewer) -> tuple[OpenFollowUp, ...]:
    """Every open follow-up that is about a group, the earliest due first; one query."""
    statement = (
        select(FollowUp, User.name)
        .join(User, col(User.id) == col(FollowUp.owner_id))
        .where(FollowUp.state == FollowUpState.OPEN, col(FollowUp.group_id).is_not(None))
        .order_by(col(FollowUp.due_on), col(FollowUp.id))
    )
    return tuple(
        OpenFollowUp(
            id=row.id,
            what=row.what if _may_read(viewer, row) else None,
            owner_id=row.owner_id,
            owner=owner,
            due_on=row.due_on,
            cell=Cell(row.group_id, row.neighbourhood_id),
        )
        for row, owner in session.exec(statement)
        if row.group_id is not None
    )


@dataclass(frozen=True)
class DoneFollowUp:
    """What somebody did about a group, and when it was closed. `what` is empty for who reads no notes."""

    what: str | None
    owner: str
    closed_on: date


def done_follow_ups(
    session: Session, viewer: Viewer, cell: Cell, since: date, limit: int
) -> tuple[DoneFollowUp, ...]:
    """What was done about a cell, or about its group anywhere, since a date; the last one first."""
    place = col(FollowUp.neighbourhood_id)
    statement = (
        select(FollowUp, User.name)
        .join(User, col(User.id) == col(FollowUp.owner_id))
        .where(
            FollowUp.state == FollowUpState.DONE,
            FollowUp.group_id == cell.group_id,
            true() if cell.place_id is None else or_(place.is_(None), place == cell.place_id),
            col(FollowUp.closed_at) >= end_of(since),
        )
        .order_by(col(FollowUp.closed_at).desc(), col(FollowUp.id))
    )
    return tuple(
        DoneFollowUp(row.what if _may_read(viewer, row) else None, owner, city_date(row.closed_at))
        for row, owner in session.exec(statement.limit(limit))
        if row.closed_at is not None
    )


def _may_read(viewer: Viewer, row: FollowUp) -> bool:
    return may_read_notes(viewer) or (viewer.user_id is not None and row.planned_by_id == viewer.user_id)


@dataclass(frozen=True)
class LiveRoles:
    """What a person does on a date, and when the first of those mandates ends, if one does."""

    roles: tuple[PersonRole, ...] = ()
    until: date | None = None


def live_roles(session: Session, viewer: Viewer, ids: Collection[UUID], as_of: date) -> dict[UUID, LiveRoles]:
    """What persons do on that date, by person: what a chain says instead of names."""
    if not ids:
        return {}
    statement = select(RoleOfPerson).where(col(RoleOfPerson.person_id).in_(ids), role_lasts(as_of))
    found: dict[UUID, LiveRoles] = {}
    for row in session.exec(statement.order_by(col(RoleOfPerson.id))):
        known = found.get(row.person_id, LiveRoles())
        ends = [day for day in (known.until, row.until) if day is not None]
        roles = tuple(dict.fromkeys((*known.roles, PersonRole(row.role))))
        found[row.person_id] = LiveRoles(roles, min(ends, default=None))
    return found


def contacts_with(
    session: Session, viewer: Viewer, parties: Collection[UUID], as_of: date, limit: int
) -> list[ContactMoment]:
    """The newest contacts with any of those parties that count, up to a date."""
    there = select(ContactParticipant.contact_id).where(col(ContactParticipant.party_id).in_(parties))
    statement = select(ContactMoment).where(
        col(ContactMoment.id).in_(there),
        col(ContactMoment.withdrawn_at).is_(None),
        col(ContactMoment.happened_at) < end_of(as_of),
    )
    return list(session.exec(_newest_first(statement).limit(limit)))


def voices_of(
    session: Session, viewer: Viewer, cell: Cell, rows: NetworkRows, as_of: date, limit: int
) -> list[ContactMoment]:
    """The newest contacts in which the cell's group itself spoke, up to a date."""
    carrying = [node for node in rows.nodes if cell.group_id in rows.carried.get(node.id, frozenset())]
    here = [node.id for node in carrying if rows.is_there(node, cell)]

    def met(parties: Collection[UUID]) -> ColumnElement[bool]:
        there = select(ContactParticipant.contact_id).where(col(ContactParticipant.party_id).in_(parties))
        return col(ContactMoment.id).in_(there)

    place = col(ContactMoment.neighbourhood_id)
    where = met(here)
    if cell.place_id is not None:
        noted_here = and_(place == cell.place_id, met([node.id for node in carrying]))
        where = or_(noted_here, and_(place.is_(None), where))
    statement = select(ContactMoment).where(*heard_by(as_of), where)
    return list(session.exec(_newest_first(statement).limit(limit)))


def signals_of(session: Session, viewer: Viewer, cell: Cell, as_of: date, limit: int) -> list[Signal]:
    """The newest signals of the cell's group itself, up to a date."""
    place = col(Signal.neighbourhood_id)
    statement = (
        select(Signal)
        .join(ContactMoment, col(ContactMoment.id) == col(Signal.contact_id), isouter=True)
        .where(*signalled_by(as_of), Signal.group_id == cell.group_id)
        .where(true() if cell.place_id is None else or_(place.is_(None), place == cell.place_id))
        .order_by(col(Signal.heard_on).desc(), col(Signal.id))
    )
    return list(session.exec(statement.limit(limit)))


def _newest_first(statement: SelectOfScalar[ContactMoment]) -> SelectOfScalar[ContactMoment]:
    return statement.order_by(col(ContactMoment.happened_at).desc(), col(ContactMoment.id).desc())
