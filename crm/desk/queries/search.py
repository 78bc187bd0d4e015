"""Search across subjects, with the viewer's rights in every condition: a count never tells of what is hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Row, func
from sqlalchemy import select as select_rows
from sqlmodel import Session, case, col, select

from crm.accounts.access import may_list_network, may_read_notes, may_read_signals, may_see_persons
from crm.agenda.queries import events
from crm.agenda.schemas import EventFilter
from crm.contacts.models import Topic
from crm.db import matches, paginate
from crm.folding import fold
from crm.parties.conditions import role_lasts
from crm.parties.models import (
    Neighbourhood,
    Organisation,
    OrganisationType,
    Party,
    PartyKind,
    PersonRole,
    Presence,
    RoleOfPerson,
)
from crm.parties.queries import PLACES
from crm.signals.models import Signal, SignalState
from crm.viewer import Viewer

MOST_OF_A_KIND = 10
LONGEST_QUERY = 100


class SearchKind(StrEnum):
    """What can be found, in the order in which it is shown."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COMMUNITY = "community"
    EVENT = "event"
    SIGNAL = "signal"


@dataclass(frozen=True)
class Hit:
    """One thing found, with what tells it apart from others of the same name."""

    id: UUID
    name: str
    href: str
    roles: tuple[PersonRole, ...] = ()
    type: OrganisationType | None = None
    places: tuple[str, ...] = ()
    theme: Topic | None = None
    day: date | None = None  # last spoken to, or heard on
    starts_at: datetime | None = None


@dataclass(frozen=True)
class FoundKind:
    """What was found of one kind: how many in all, and the first ten."""

    kind: SearchKind
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Found:
    """What was found, by kind; a kind without hits is left out."""

    q: str
    kinds: tuple[FoundKind, ...]

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(kind.total for kind in self.kinds)


def search(session: Session, viewer: Viewer, q: str, now: datetime, today: date) -> Found:
    """What holds every word of the query, whole or in part, without regard to case and accents.

    At most eight queries. Persons for consultants; organisations and communities for all but organisers; an
    organiser finds own events. Archived parties and withdrawn signals are left out; a blank query finds nothing.
    """
    if not fold(q):
        return Found(q, ())
    kinds = [
        *_parties(session, viewer, q, today),
        _events(session, viewer, q, now),
        _signals(session, viewer, q),
    ]
    return Found(q, tuple(kind for kind in kinds if kind.total))


def _parties(session: Session, viewer: Viewer, q: str, today: date) -> list[FoundKind]:
    allowed = [PartyKind.PERSON] if may_see_persons(viewer) else []
    allowed += [PartyKind.ORGANISATION, PartyKind.COMMUNITY] if may_list_network(viewer) else []
    if not allowed:
        return []
    starts_so = case((col(Party.search).startswith(fold(q), autoescape=True), 0), else_=1)
    in_order = (starts_so, col(Party.search), col(Party.id))
    ranked = (
        select_rows(
            col(Party.id),
            col(Party.kind),
            col(Party.name),
            col(Party.last_contact_on),
            func.row_number().over(partition_by=col(Party.kind), order_by=in_order).label("rank"),
            func.count().over(partition_by=col(Party.kind)).label("total"),
        )
        .where(col(Party.kind).in_(allowed), col(Party.archived_on).is_(None), matches(Party.search, q))
        .subquery()
    )
    columns = ranked.c
    rows = session.execute(
        select_rows(columns.id, columns.kind, columns.name, columns.last_contact_on, columns.total)
        .where(columns["rank"] <= MOST_OF_A_KIND)
        .order_by(columns["rank"])
    ).all()
    around = _around(session, rows, today)
    return [
        FoundKind(
            SearchKind(kind.value),
            next((row.total for row in rows if row.kind == kind), 0),
            tuple(around[row.id] for row in rows if row.kind == kind),
        )
        for kind in allowed
    ]


def _around(session: Session, rows: Iterable[Row[tuple[object, ...]]], today: date) -> dict[UUID, Hit]:
    """The parties as hits: persons with their roles, organisations with their type, both kinds with their places."""
    found = list(rows)
    ids = [row.id for row in found]
    roles: dict[UUID, tuple[PersonRole, ...]] = {}
    held = select(RoleOfPerson.person_id, RoleOfPerson.role).where(
        col(RoleOfPerson.person_id).in_(ids), role_lasts(today)
    )
    for person_id, role in session.exec(held.order_by(col(RoleOfPerson.id))):
        roles[person_id] = tuple(dict.fromkeys((*roles.get(person_id, ()), PersonRole(role))))
    kinds = session.exec(select(Organisation.id, Organisation.type).where(col(Organisation.id).in_(ids)))
    types = {key: OrganisationType(kind) for key, kind in kinds}
    places: dict[UUID, tuple[str, ...]] = {}
    present = (
        select(Presence.party_id, Neighbourhood.name)
        .join(Neighbourhood, col(Neighbourhood.id) == col(Presence.neighbourhood_id))
        .where(col(Presence.party_id).in_(ids))
        .order_by(col(Neighbourhood.position), Neighbourhood.name)
    )
    for party_id, name in session.exec(present):
        places[party_id] = (*places.get(party_id, ()), name)
    return {
        row.id: Hit(
            id=row.id,
            name=row.name,
            href=f"/{PLACES[row.kind]}/{row.id}",
            roles=roles.get(row.id, ()),
            type=types.get(row.id),
            places=places.get(row.id, ()),
            day=row.last_contact_on,
        )
        for row in found
    }


def _events(session: Session, viewer: Viewer, q: str, now: datetime) -> FoundKind:
    wanted = EventFilter(page=1, size=MOST_OF_A_KIND, when="all", q=q)
    found = events(session, viewer, wanted, now)
    hits = (
        Hit(
            id=row.event.id,
            name=row.event.title,
            href=f"/events/{row.event.id}",
            places=(row.event.place,) if row.event.place else (),
            starts_at=row.event.starts_at,
        )
        for row in found.items
    )
    return FoundKind(SearchKind.EVENT, found.total, tuple(hits))


def _signals(session: Session, viewer: Viewer, q: str) -> FoundKind:
    if not may_read_signals(viewer):
        return FoundKind(SearchKind.SIGNAL, 0, ())
    reads_notes = may_read_notes(viewer)
    searched = Signal.search if reads_notes else Signal.answer_search
    statement = (
        select(Signal)
        .where(Signal.state != SignalState.WITHDRAWN, matches(searched, q))
        .order_by(col(Signal.heard_on).desc(), col(Signal.id))
    )
    found = paginate(session, statement, number=1, size=MOST_OF_A_KIND)
    hits = (
        Hit(
            id=row.id,
            name=row.text if reads_notes else "",
            href=f"/signals/{row.id}",
            theme=row.theme,
            day=row.heard_on,
        )
        for row in found.items
    )
    return FoundKind(SearchKind.SIGNAL, found.total, tuple(hits))
