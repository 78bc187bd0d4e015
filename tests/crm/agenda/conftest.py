"""What the tests of the agenda share: events to plan, whom to invite, and what was recorded."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm.agenda import service
from crm.agenda.models import Flag, FlagChange
from crm.agenda.schemas import EventCreate
from crm.db import Database
from crm.folding import fold
from crm.outbox import DomainEventRow
from crm.parties.models import Community, Organisation, OrganisationType, Party, PartyKind, Person
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.conftest import NOW

PARENTS_EVENING: dict[str, Any] = {
    "title": "Ouderavond Arsenaal",
    "start_on": "2027-02-23",
    "start_hour": "19:30",
    "end_hour": "21:30",
    "audience": ["islam_general", "families"],
}

Planner = Callable[..., UUID]
Inviter = Callable[..., UUID]
Recorded = Callable[..., list[str]]
Said = Callable[[Flag], list[tuple[str, str]]]


@pytest.fixture
def plan(work: Work) -> Planner:
    """Plans an event as that viewer: the parents' evening, with other values where they are given."""

    def planner(viewer: Viewer, **values: object) -> UUID:
        with work.writing(viewer) as uow:
            return service.plan_event(uow, EventCreate.model_validate(PARENTS_EVENING | values)).id

    return planner


@pytest.fixture
def add_party(work: Work) -> Inviter:
    """Adds an organisation, community or person, with the calendars that it says it keeps."""

    def add(name: str, kind: PartyKind = PartyKind.COMMUNITY, calendars: tuple[str, ...] = ()) -> UUID:
        with work.writing(SYSTEM) as uow:
            party = Party(created_at=NOW, changed_at=NOW, kind=kind, name=name, search=fold(name))
            uow.session.add(party)
            uow.session.flush()
            if kind is PartyKind.COMMUNITY:
                uow.session.add(Community(id=party.id, calendars=list(calendars)))
            elif kind is PartyKind.ORGANISATION:
                kept = list(calendars)
                uow.session.add(Organisation(id=party.id, type=OrganisationType.ASSOCIATION, calendars=kept))
            else:
                uow.session.add(Person(id=party.id))
            return party.id

    return add


@pytest.fixture
def flags(database: Database) -> Callable[[UUID], dict[str, Flag]]:
    """The flags of an event, by observance."""

    def found(event_id: UUID) -> dict[str, Flag]:
        with database.reading() as session:
            rows = session.exec(select(Flag).where(Flag.event_id == event_id)).all()
            return {row.observance: row for row in rows}

    return found


@pytest.fixture
def said(database: Database) -> Said:
    """What a flag said since its owner knew of it: level and certainty, the oldest first; none: it no longer coincided."""

    def found(flag: Flag) -> list[tuple[str, str]]:
        with database.reading() as session:
            rows = session.exec(
                select(FlagChange)
                .where(FlagChange.flag_id == flag.id)
                .order_by(col(FlagChange.created_at), col(FlagChange.id))
            )
            return [(row.level, row.certainty) for row in rows]

    return found


@pytest.fixture
def recorded(database: Database) -> Recorded:
    """The kinds of domain events of the agenda that were recorded, in order; without what people did."""

    def kinds(*wanted: str) -> list[str]:
        shown = wanted or ("FlagRaised", "VerdictChanged")
        with database.reading() as session:
            rows = session.exec(
                select(DomainEventRow.kind)
                .where(col(DomainEventRow.kind).in_(shown))
                .order_by(col(DomainEventRow.id))
            )
            return list(rows)

    return kinds
