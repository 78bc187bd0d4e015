"""Commands on contact moments: log, correct, take back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from crm.accounts.queries import colleagues
from crm.clock import city_date
from crm.contacts.models import Agreement, ContactColleague, ContactMoment, ContactParticipant
from crm.contacts.schemas import ContactCorrect, ContactCreate
from crm.contacts.ties import warmed
from crm.db import get_for_update, new_id, touch
from crm.domain_events import ContactLogged, ContactWithdrawn
from crm.errors import BadInput, Conflict, NotAllowed, NotFound, VersionConflict
from crm.parties.models import Neighbourhood, Organisation, Party
from crm.parties.service import ensure_party
from crm.text import mark
from crm.unit_of_work import UnitOfWork

GRACE = timedelta(minutes=5)  # a phone's clock may run ahead
OLDEST = timedelta(days=2 * 366)
TAKE_BACK_WITHIN = timedelta(hours=24)


def log_contact(uow: UnitOfWork, wanted: ContactCreate) -> ContactMoment:
    """Stores a contact with its participants, colleagues, promises and signal tick; makes new parties on the way.

    The same id from the same author again stores nothing and gives the contact that is there.
    Records ContactLogged, and what making a party records.

    Raises:
        BadInput: nobody and nowhere, impossible times, or an unknown id; names the field.
        Conflict: somebody else logged a contact with that id.
    """
    if wanted.id is not None and (known := uow.session.get(ContactMoment, wanted.id)) is not None:
        return _same_author(uow, known)
    happened_at = wanted.happened_at or uow.now
    _check_when(uow, happened_at)
    _check_who_or_where(wanted)
    parties = _known_parties(uow, wanted.party_ids)
    _check_new_parties(uow, wanted)
    team = _check_team(uow, wanted, happened_at)
    _check_places(uow, wanted, happened_at)
    contact, is_new = _insert(uow, wanted, happened_at)
    if not is_new:
        return _same_author(uow, contact)
    parties += [ensure_party(uow, one.kind, one.name, one.id) for one in wanted.new_parties]
    _insert_parts(uow, contact, wanted, {party.id: party for party in parties}, team)
    uow.record(ContactLogged(contact.id))
    return contact


def correct_contact(uow: UnitOfWork, key: UUID, wanted: ContactCorrect) -> ContactMoment:
    """Changes summary, topics, place, or what was asked and given back at a contact; fields that were not sent stay.

    Raises:
        NotFound: there is none, or it was taken back.
        NotAllowed: somebody else logged it.
        VersionConflict: it was corrected in the meantime.
    """
    contact = _own_contact(uow, key, wanted.version)
    if contact.withdrawn_at is not None:
        raise NotFound
    sent = wanted.model_fields_set
    if "topics" in sent:
        contact.topics = [topic.value for topic in dict.fromkeys(wanted.topics)]
    if "summary" in sent:
        contact.summary = wanted.summary or None
    if "place" in sent:
        _check_place_stays(uow, contact, wanted.place)
        contact.place = wanted.place or None
    if "asked_of_them" in sent:
        contact.asked_of_them = wanted.asked_of_them
    if "gave_back" in sent:
        contact.gave_back = wanted.gave_back
    touch(contact, uow.now)
    return contact


def withdraw_contact(uow: UnitOfWork, key: UUID) -> ContactMoment:
    """Takes a contact back within a day of logging it: it no longer counts. Records ContactWithdrawn, once.

    Raises:
        NotFound: there is none.
        NotAllowed: somebody else logged it.
        Conflict: it was logged more than a day ago.
    """
    contact = _own_contact(uow, key)
    if contact.withdrawn_at is not None:
        return contact
    if uow.now - contact.created_at > TAKE_BACK_WITHIN:
        raise Conflict(mark("You can undo a contact for one day. After that you can correct it."))
    contact.withdrawn_at = uow.now
    touch(contact, uow.now)
    uow.session.flush()
    _recompute_last_contacts(uow, contact.id)
    uow.record(ContactWithdrawn(contact.id))
    return contact


def _same_author(uow: UnitOfWork, contact: ContactMoment) -> ContactMoment:
    if contact.author_id != uow.viewer.user_id:
        raise Conflict(mark("Another contact has this number already."), field="id")
    return contact


def _own_contact(uow: UnitOfWork, key: UUID, version: int | None = None) -> ContactMoment:
    contact = get_for_update(uow.session, ContactMoment, key)
    if contact.author_id != uow.viewer.user_id:
        raise NotAllowed(mark("Only the colleague who logged this contact can change it."))
    if version is not None and version != contact.version:
        raise VersionConflict(contact.model_dump(mode="json"))
    return contact


def _check_when(uow: UnitOfWork, happened_at: datetime) -> None:
    if happened_at > uow.now + GRACE:
        raise BadInput(mark("This contact is still to come. Log it afterwards."), field="happened_at")
    if happened_at < uow.now - OLDEST:
        raise BadInput(mark("This is more than two years ago. Choose a later day."), field="happened_at")


def _check_who_or_where(wanted: ContactCreate) -> None:
    if wanted.party_ids or wanted.new_parties:
        return
    if not wanted.place and wanted.neighbourhood_id is None:
        if wanted.people_band is None:
            raise BadInput(mark("Choose who or where. Nothing else is needed."), field="party_ids")
        raise BadInput(mark("Say where it was: a place or a neighbourhood."), field="place")
    if wanted.people_band is None:
        raise BadInput(mark("Say about how many people there were."), field="people_band")


def _known_parties(uow: UnitOfWork, ids: Iterable[UUID]) -> list[Party]:
    wanted = set(ids)
    if not wanted:
        return []
    # Locked in the order of their ids: two contacts with the same people wait for each other, never crosswise.
    statement = select(Party).where(col(Party.id).in_(wanted)).order_by(col(Party.id)).with_for_update()
    found = list(uow.session.exec(statement))
    if len(found) < len(wanted):
        raise BadInput(mark("We do not know one of these people or groups. Choose again."), field="party_ids")
    return found


def _check_new_parties(uow: UnitOfWork, wanted: ContactCreate) -> None:
    kinds = {one.id: one.kind for one in wanted.new_parties if one.id is not None}
    if not kinds:
        return
    found = uow.session.exec(select(Party).where(col(Party.id).in_(kinds)))
    if any(kinds[party.id] != party.kind for party in found):
        raise BadInput(mark("Something else has this number already."), field="new_parties")


def _check_team(uow: UnitOfWork, wanted: ContactCreate, happened_at: datetime) -> set[UUID]:
    """The colleagues who were there, the author among them."""
    author = uow.viewer.user_id
    if author is None:
        raise NotAllowed
    there = {*wanted.colleague_ids, author}
    if there == {author} and not wanted.agreements:
        return there
    team = {user.id for user in colleagues(uow.session, uow.viewer, uow.today)} | {author}
    if not there <= team:
        raise BadInput(mark("One of these colleagues is not in the team."), field="colleague_ids")
    for position, agreement in enumerate(wanted.agreements):
        if agreement.owner_id not in team:
            raise BadInput(mark("Choose a colleague of the team."), field=f"agreements.{position}.owner_id")
        if agreement.due_on < city_date(happened_at):
            raise BadInput(
                mark("Choose a day that is not before the contact."), field=f"agreements.{position}.due_on"
            )
    return there


def _check_places(uow: UnitOfWork, wanted: ContactCreate, happened_at: datetime) -> None:
    if wanted.neighbourhood_id and uow.session.get(Neighbourhood, wanted.neighbourhood_id) is None:
        raise BadInput(mark("We do not know this neighbourhood."), field="neighbourhood_id")
    signal = wanted.signal
    if signal is None:
        return
    if signal.service_id and uow.session.get(Organisation, signal.service_id) is None:
        raise BadInput(mark("We do not know this service."), field="signal.service_id")
    if signal.answer_by is not None and signal.answer_by < city_date(happened_at):
        raise BadInput(mark("Choose a day that is not before the contact."), field="signal.answer_by")


def _insert(uow: UnitOfWork, wanted: ContactCreate, happened_at: datetime) -> tuple[ContactMoment, bool]:
    """The contact's own row, and whether this call made it."""
    assert uow.viewer.user_id is not None
    contact = ContactMoment(
        id=wanted.id or new_id(),
        created_at=uow.now,
        changed_at=uow.now,
        author_id=uow.viewer.user_id,
        happened_at=happened_at,
        channel=wanted.channel,
        place=wanted.place or None,
        neighbourhood_id=wanted.neighbourhood_id,
        people_band=wanted.people_band,
        topics=[topic.value for topic in dict.fromkeys(wanted.topics)],
        summary=wanted.summary or None,
        group_itself_heard=wanted.group_itself_heard,
        asked_of_them=wanted.asked_of_them,
        gave_back=wanted.gave_back,
        signal_theme=wanted.signal.theme if wanted.signal else None,
        signal_service_id=wanted.signal.service_id if wanted.signal else None,
        signal_answer_by=wanted.signal.answer_by if wanted.signal else None,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(contact)
    except IntegrityError:
        # A phone that sends twice at once: on PostgreSQL both pass the look-up, and the key settles it.
        return uow.session.get_one(ContactMoment, contact.id), False
    return contact, True


def _insert_parts(
    uow: UnitOfWork,
    contact: ContactMoment,
    wanted: ContactCreate,
    parties: dict[UUID, Party],
    team: set[UUID],
) -> None:
    uow.session.flush()
    for party in parties.values():
        uow.session.add(ContactParticipant(contact_id=contact.id, party_id=party.id))
        # No new version: somebody who edits the party meanwhile changes other things.
        party.last_contact_on = warmed(party.last_contact_on, city_date(contact.happened_at))
    for user_id in team:
        uow.session.add(ContactColleague(contact_id=contact.id, user_id=user_id))
    for one in wanted.agreements:
        uow.session.add(
            Agreement(
                created_at=uow.now,
                contact_id=contact.id,
                what=one.what,
                owner_id=one.owner_id,
                due_on=one.due_on,
            )
        )
    uow.session.flush()


def _check_place_stays(uow: UnitOfWork, contact: ContactMoment, place: str | None) -> None:
    if place or contact.neighbourhood_id is not None:
        return
    named = select(ContactParticipant).where(ContactParticipant.contact_id == contact.id).limit(1)
    if uow.session.exec(named).first() is None:
        raise BadInput(mark("Say where it was: a place or a neighbourhood."), field="place")


def _recompute_last_contacts(uow: UnitOfWork, contact_id: UUID) -> None:
    """Sets the last contact of everybody who was there from the contacts that remain."""
    there = select(ContactParticipant.party_id).where(ContactParticipant.contact_id == contact_id)
    newest = (
        select(ContactParticipant.party_id, func.max(ContactMoment.happened_at))
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .where(col(ContactParticipant.party_id).in_(there), col(ContactMoment.withdrawn_at).is_(None))
        .group_by(col(ContactParticipant.party_id))
    )
    dates = dict(uow.session.exec(newest).all())
    known = select(Party).where(col(Party.id).in_(there)).order_by(col(Party.id)).with_for_update()
    for party in uow.session.exec(known):
        at = dates.get(party.id)
        party.last_contact_on = city_date(at) if at else None
