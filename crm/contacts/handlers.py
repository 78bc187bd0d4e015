"""What contacts do because of a domain event: warm and cool the ties that reach is worked out from."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel import col, func, or_, select

from crm.clock import city_date
from crm.contacts.models import ContactColleague, ContactMoment, ContactParticipant
from crm.contacts.ties import cooled, warmed
from crm.db import touch
from crm.domain_events import ContactLogged, ContactWithdrawn, TieChanged
from crm.parties.models import ColleagueTie, Strength, Tie
from crm.unit_of_work import UnitOfWork


def refresh_ties(uow: UnitOfWork, event: ContactLogged) -> None:
    """Makes or warms the tie of each colleague with each participant, and warms ties among those present.

    A new tie starts as "acquainted" (ARCHITECTURE, "From the store to the network"). Records TieChanged for
    each line that changed, so that the network is read again.
    """
    contact = uow.session.get(ContactMoment, event.contact_id, with_for_update=True)
    if contact is None or contact.withdrawn_at is not None:
        return
    happened_on = city_date(contact.happened_at)
    users, parties = _colleagues(uow, contact.id), _participants(uow, contact.id)
    known = {(tie.user_id, tie.party_id): tie for tie in _colleague_ties(uow, users, parties)}
    for user_id in users:
        for party_id in parties:
            tie = known.get((user_id, party_id))
            if tie is None:
                _make_colleague_tie(uow, user_id, party_id, happened_on)
            else:
                _set_date(uow, tie, warmed(tie.last_contact_on, happened_on))
    for among in _ties_among(uow, parties):
        if among.until is None or among.until >= happened_on:
            _set_date(uow, among, warmed(among.last_contact_on, happened_on))


def cool_ties(uow: UnitOfWork, event: ContactWithdrawn) -> None:
    """Sets the ties of a contact that was taken back to the contacts that remain; ends those that it made.

    Records TieChanged for each line that changed.
    """
    contact = uow.session.get(ContactMoment, event.contact_id)
    if contact is None or contact.withdrawn_at is None:
        return
    withdrawn_on = city_date(contact.happened_at)
    users, parties = _colleagues(uow, contact.id), _participants(uow, contact.id)
    remaining = _last_with_colleagues(uow, users, parties)
    for tie in _colleague_ties(uow, users, parties):
        # A tie older than the contact came from elsewhere (an import): it outlives the contact.
        before_on = city_date(tie.created_at) if tie.created_at < contact.created_at else None
        left_on = cooled(
            tie.last_contact_on, withdrawn_on, remaining.get((tie.user_id, tie.party_id)), before_on
        )
        if left_on is None:
            uow.session.delete(tie)
            uow.record(TieChanged(tie.id))
        else:
            _set_date(uow, tie, left_on)
    for among in _ties_among(uow, parties):
        last = _last_together(uow, among.a_id, among.b_id)
        known_on = among.since or city_date(among.created_at)
        left_on = cooled(among.last_contact_on, withdrawn_on, last, known_on)
        _set_date(uow, among, left_on or known_on)


def _set_date(uow: UnitOfWork, tie: ColleagueTie | Tie, last_contact_on: date) -> None:
    if tie.last_contact_on == last_contact_on:
        return
    tie.last_contact_on = last_contact_on
    touch(tie, uow.now)
    uow.record(TieChanged(tie.id))


def _make_colleague_tie(uow: UnitOfWork, user_id: UUID, party_id: UUID, happened_on: date) -> None:
    tie = ColleagueTie(
        created_at=uow.now,
        changed_at=uow.now,
        user_id=user_id,
        party_id=party_id,
        strength=Strength.ACQUAINTED,
        last_contact_on=happened_on,
    )
    uow.session.add(tie)
    uow.session.flush()
    uow.record(TieChanged(tie.id))


def _colleagues(uow: UnitOfWork, contact_id: UUID) -> list[UUID]:
    statement = select(ContactColleague.user_id).where(ContactColleague.contact_id == contact_id)
    return list(uow.session.exec(statement.order_by(col(ContactColleague.user_id))))


def _participants(uow: UnitOfWork, contact_id: UUID) -> list[UUID]:
    statement = select(ContactParticipant.party_id).where(ContactParticipant.contact_id == contact_id)
    return list(uow.session.exec(statement.order_by(col(ContactParticipant.party_id))))


def _colleague_ties(uow: UnitOfWork, users: Iterable[UUID], parties: Iterable[UUID]) -> list[ColleagueTie]:
    statement = select(ColleagueTie).where(
        col(ColleagueTie.user_id).in_(list(users)), col(ColleagueTie.party_id).in_(list(parties))
    )
    return list(uow.session.exec(statement.order_by(col(ColleagueTie.id)).with_for_update()))


def _ties_among(uow: UnitOfWork, parties: list[UUID]) -> list[Tie]:
    if len(parties) < 2:
        return []
    statement = select(Tie).where(col(Tie.a_id).in_(parties), col(Tie.b_id).in_(parties))
    return list(uow.session.exec(statement.order_by(col(Tie.id)).with_for_update()))


def _last_with_colleagues(
    uow: UnitOfWork, users: list[UUID], parties: list[UUID]
) -> dict[tuple[UUID, UUID], date]:
    """The day of the newest contact that counts, by colleague and participant."""
    statement = (
        select(ContactColleague.user_id, ContactParticipant.party_id, func.max(ContactMoment.happened_at))
        .join(ContactMoment, col(ContactMoment.id) == col(ContactColleague.contact_id))
        .join(ContactParticipant, col(ContactParticipant.contact_id) == col(ContactMoment.id))
        .where(
            col(ContactColleague.user_id).in_(users),
            col(ContactParticipant.party_id).in_(parties),
            col(ContactMoment.withdrawn_at).is_(None),
        )
        .group_by(col(ContactColleague.user_id), col(ContactParticipant.party_id))
    )
    return {(user_id, party_id): city_date(at) for user_id, party_id, at in uow.session.exec(statement)}


def _last_together(uow: UnitOfWork, one: UUID, other: UUID) -> date | None:
    """The day of the newest contact that counts at which both were present."""
    both = (
        select(ContactParticipant.contact_id)
        .where(or_(ContactParticipant.party_id == one, ContactParticipant.party_id == other))
        .group_by(col(ContactParticipant.contact_id))
        .having(func.count() == 2)
    )
    newest = select(func.max(ContactMoment.happened_at)).where(
        col(ContactMoment.id).in_(both), col(ContactMoment.withdrawn_at).is_(None)
    )
    at = uow.session.exec(newest).one()
    return None if at is None else city_date(at)
