"""Readings of signals. Signals that say the same are one matter: it is listed once, under the one that leads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import CompoundSelect, case, func, union
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.access import may_read_contacts, may_read_notes, may_read_signals, may_see_persons
from crm.clock import CITY_ZONE
from crm.contacts.load import ASKED_OFTEN_FROM, Load, looked_back_from
from crm.contacts.models import ContactMoment, ContactParticipant
from crm.db import Page, get, paginate
from crm.errors import NotFound
from crm.parties.models import InclusionGroup, Neighbourhood, Organisation, OrganisationType, Party, PartyKind
from crm.parties.queries import groups, neighbourhoods
from crm.signals.models import Signal, SignalState
from crm.signals.schemas import SignalFilter
from crm.viewer import Viewer

UNFINISHED = (SignalState.OPEN, SignalState.ANSWERED)


@dataclass(frozen=True)
class Matter:
    """A signal with how many others were joined to it."""

    signal: Signal
    joined_count: int


@dataclass(frozen=True)
class SignalDetail:
    """A signal, the instant of the contact at which it was heard, and the signals joined to it."""

    signal: Signal
    contact_happened_at: datetime | None
    joined: list[Signal]


@dataclass(frozen=True)
class Service:
    """An organisation that can be asked for an answer."""

    id: UUID
    name: str


@dataclass(frozen=True)
class SignalChoices:
    """What the forms of signals offer."""

    services: list[Service]
    neighbourhoods: list[Neighbourhood]
    groups: list[InclusionGroup]


def signals(session: Session, viewer: Viewer, wanted: SignalFilter, today: date) -> Page[Matter]:
    """One page of matters: the one whose answer is due first on top; closed ones with the latest on top."""
    conditions = [col(Signal.state) == wanted.state]
    if wanted.overdue:
        conditions += [col(Signal.state) == SignalState.OPEN, col(Signal.answer_by) < today]
    statement = _matters(viewer, conditions, _told(wanted))
    if wanted.state == SignalState.TOLD_BACK:
        ordered = statement.order_by(col(Signal.told_back_at).desc(), col(Signal.id))
    else:
        ordered = _by_urgency(statement)
    found = paginate(session, ordered, wanted.page, wanted.size)
    return Page(_counted(session, viewer, found.items), found.number, found.size, found.total)


def signal(session: Session, viewer: Viewer, key: UUID) -> Signal:
    """One signal.

    Raises:
        NotFound: there is none, or the viewer does not read signals.
    """
    found = get(session, Signal, key)
    if not may_read_signals(viewer):
        raise NotFound
    return _readable(session, viewer, [found])[0]


def signal_detail(session: Session, viewer: Viewer, key: UUID) -> SignalDetail:
    """One signal with its contact's moment and the signals joined to it.

    Raises:
        NotFound: there is none, or the viewer does not read signals.
    """
    found = signal(session, viewer, key)
    happened_at = None
    if found.contact_id is not None:
        happened_at = session.exec(
            select(ContactMoment.happened_at).where(ContactMoment.id == found.contact_id)
        ).first()
    joined = session.exec(
        select(Signal).where(Signal.joined_to_id == key).order_by(col(Signal.heard_on), col(Signal.id))
    )
    return SignalDetail(found, happened_at, _readable(session, viewer, joined.all()))


def open_signals_of(session: Session, viewer: Viewer, owner_id: UUID) -> list[Matter]:
    """The matters in which a colleague owns a signal, until they are answered and told back."""
    statement = _matters(viewer, [col(Signal.state).in_(UNFINISHED)], [col(Signal.owner_id) == owner_id])
    return _counted(session, viewer, session.exec(_by_urgency(statement)).all())


def overdue_signals(
    session: Session, viewer: Viewer, today: date, owner_id: UUID | None = None
) -> list[Matter]:
    """The open matters whose answer was wanted before that day, the longest overdue first."""
    late = [col(Signal.state) == SignalState.OPEN, col(Signal.answer_by) < today]
    owned = [] if owner_id is None else [col(Signal.owner_id) == owner_id]
    return _counted(session, viewer, session.exec(_by_urgency(_matters(viewer, late, owned))).all())


def joinable_signals(session: Session, viewer: Viewer, key: UUID, limit: int = 50) -> list[Signal]:
    """The matters that a signal can be joined to: not its own, not closed; the same theme first, newest first."""
    own = signal(session, viewer, key)
    statement = (
        select(Signal)
        .where(
            col(Signal.joined_to_id).is_(None),
            col(Signal.state).in_(UNFINISHED),
            Signal.id != key,
            Signal.id != own.joined_to_id,
        )
        .order_by((col(Signal.theme) == own.theme).desc(), col(Signal.heard_on).desc(), col(Signal.id))
    )
    return _readable(session, viewer, session.exec(statement.limit(limit)).all())


def choices(session: Session, viewer: Viewer) -> SignalChoices:
    """What a form of a signal offers, in three queries: city services, neighbourhoods, inclusion groups."""
    services = session.exec(
        select(Party.id, Party.name)
        .join(Organisation, col(Organisation.id) == Party.id)
        .where(Organisation.type == OrganisationType.CITY_SERVICE, col(Party.archived_on).is_(None))
        .order_by(Party.name)
    )
    return SignalChoices(
        [Service(key, name) for key, name in services],
        neighbourhoods(session, viewer),
        groups(session, viewer),
    )


def _matters(
    viewer: Viewer, of_lead: Sequence[ColumnElement[bool]], of_any: Sequence[ColumnElement[bool]]
) -> SelectOfScalar[Signal]:
    """Leading signals; a condition of `of_any` may be met by a signal that was joined as well."""
    statement = select(Signal).where(col(Signal.joined_to_id).is_(None), *of_lead)
    if not may_read_signals(viewer):
        statement = statement.where(col(Signal.id).is_(None))
    if of_any:
        leads = select(func.coalesce(col(Signal.joined_to_id), col(Signal.id)))
        meeting = leads.where(*of_any)
        statement = statement.where(col(Signal.id).in_(meeting))
    return statement


def _told(wanted: SignalFilter) -> list[ColumnElement[bool]]:
    asked = {
        Signal.theme: wanted.theme,
        Signal.service_id: wanted.service_id,
        Signal.neighbourhood_id: wanted.neighbourhood_id,
        Signal.owner_id: wanted.owner_id,
    }
    return [col(attribute) == value for attribute, value in asked.items() if value is not None]


def _by_urgency(statement: SelectOfScalar[Signal]) -> SelectOfScalar[Signal]:
    return statement.order_by(col(Signal.answer_by).asc().nulls_last(), col(Signal.id))


def _readable(session: Session, viewer: Viewer, found: Sequence[Signal]) -> list[Signal]:
    """The signals without their text for those who do not read notes: it is what somebody jotted down at a contact.

    What they get are the coded fields. The rows are detached first, so that the store keeps the text.
    """
    if not may_read_notes(viewer):
        for one in found:
            session.expunge(one)
            one.text = ""
    return list(found)


def _counted(session: Session, viewer: Viewer, leads: Sequence[Signal]) -> list[Matter]:
    if not leads:
        return []
    statement = (
        select(Signal.joined_to_id, func.count())
        .where(col(Signal.joined_to_id).in_([lead.id for lead in leads]))
        .group_by(col(Signal.joined_to_id))
    )
    counts = dict(session.exec(statement).all())
    return [Matter(lead, counts.get(lead.id, 0)) for lead in _readable(session, viewer, leads)]


def loads(session: Session, viewer: Viewer, today: date, parties: Collection[UUID]) -> dict[UUID, Load]:
    """What was asked of those parties and given back in the last 90 days, for each of whom anything was; one query.

    A contact counts once on each side. Given back is also a signal of a contact with them that was told back in
    that time. What was asked in the name of a city service while it was there is no load on that service.
    """
    if not parties or not may_read_contacts(viewer):
        return {}
    since = _start_of(looked_back_from(today))
    is_late_enough = col(ContactMoment.happened_at) >= since
    is_told = and_(Signal.state == SignalState.TOLD_BACK, col(Signal.told_back_at) >= since)
    asks = and_(is_late_enough, col(ContactMoment.asked_of_them))
    gives = or_(and_(is_late_enough, col(ContactMoment.gave_back)), is_told)
    asked, given = func.sum(case((asks, 1), else_=0)), func.sum(case((gives, 1), else_=0))
    statement = (
        select(ContactParticipant.party_id, asked, given)
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .join(Party, col(Party.id) == col(ContactParticipant.party_id))
        .join(Organisation, col(Organisation.id) == col(Party.id), isouter=True)
        .join(Signal, col(Signal.contact_id) == col(ContactMoment.id), isouter=True)
        .where(
            col(ContactParticipant.party_id).in_(parties),
            # Says nothing new: it spares the store all older contacts with somebody who is spoken to every day.
            col(ContactParticipant.contact_id).in_(_that_weigh(since)),
            col(ContactMoment.withdrawn_at).is_(None),
            or_(col(Organisation.type).is_(None), Organisation.type != OrganisationType.CITY_SERVICE),
            or_(asks, gives),
        )
        .group_by(col(ContactParticipant.party_id))
    )
    if not may_see_persons(viewer):
        statement = statement.where(Party.kind != PartyKind.PERSON)
    return {party: Load(int(asks), int(gives)) for party, asks, gives in session.exec(statement)}


def _that_weigh(since: datetime) -> CompoundSelect[UUID]:
    """The contacts at which something was asked or given back since, or of which a signal was told back since."""
    lately = select(ContactMoment.id).where(
        col(ContactMoment.happened_at) >= since,
        col(ContactMoment.withdrawn_at).is_(None),
        or_(col(ContactMoment.asked_of_them), col(ContactMoment.gave_back)),
    )
    told = select(Signal.contact_id).where(
        Signal.state == SignalState.TOLD_BACK,
        col(Signal.told_back_at) >= since,
        col(Signal.contact_id).is_not(None),
    )
    return union(lately, told)


def waiting(session: Session, viewer: Viewer, today: date) -> dict[UUID, Load]:
    """Of whom so much was asked, for so little, that the city should wait; two queries."""
    often = (
        select(ContactParticipant.party_id)
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .where(
            col(ContactMoment.happened_at) >= _start_of(looked_back_from(today)),
            col(ContactMoment.asked_of_them),
            col(ContactMoment.withdrawn_at).is_(None),
        )
        .group_by(col(ContactParticipant.party_id))
        .having(func.count() >= ASKED_OFTEN_FROM)
    )
    found = loads(session, viewer, today, session.exec(often).all())
    return {party: load for party, load in found.items() if load.should_wait}


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, CITY_ZONE).astimezone(UTC)
