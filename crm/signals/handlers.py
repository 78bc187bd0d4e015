"""What signals do because of a domain event. Each may run twice: a unique key or a state makes that harmless."""

from uuid import UUID

from sqlmodel import col, select

from crm.clock import city_date
from crm.contacts.models import ContactMoment, ContactParticipant
from crm.domain_events import ContactLogged, ContactWithdrawn, SignalCaptured
from crm.i18n import translate
from crm.parties.models import CommunityGroup, OrganisationGroup
from crm.signals.models import Signal
from crm.signals.service import answer_by_default, is_city_wide_only, withdraw_signal
from crm.signals.words import NOTHING_NOTED
from crm.unit_of_work import UnitOfWork


def capture_ticked(uow: UnitOfWork, event: ContactLogged) -> None:
    """Makes the signal of a contact on which "this is a signal" was ticked. Records SignalCaptured."""
    contact = uow.session.get(ContactMoment, event.contact_id)
    if contact is None or contact.signal_theme is None or contact.withdrawn_at is not None:
        return
    if _signal_of(uow, contact.id) is not None:
        return
    heard_on = city_date(contact.happened_at)
    group_id = _only_group(uow, contact.id)
    captured = Signal(
        contact_id=contact.id,
        owner_id=contact.author_id,
        theme=contact.signal_theme,
        text=contact.summary or translate(uow.settings.language, NOTHING_NOTED),
        people_band=contact.people_band,
        # Where a small area betrays people, the signal is of the whole city.
        neighbourhood_id=None if is_city_wide_only(uow, group_id) else contact.neighbourhood_id,
        group_id=group_id,
        group_itself_heard=contact.group_itself_heard,
        service_id=contact.signal_service_id,
        asked_at=contact.created_at if contact.signal_service_id else None,
        heard_on=heard_on,
        answer_by=contact.signal_answer_by or answer_by_default(heard_on),
        created_at=uow.now,
        changed_at=uow.now,
    )
    uow.session.add(captured)
    uow.session.flush()
    uow.record(SignalCaptured(captured.id))


def withdraw_captured(uow: UnitOfWork, event: ContactWithdrawn) -> None:
    """Takes back the signal of a contact that was taken back, while it waits for an answer."""
    key = _signal_of(uow, event.contact_id)
    if key is not None:
        withdraw_signal(uow, key)


def _signal_of(uow: UnitOfWork, contact_id: UUID) -> UUID | None:
    return uow.session.exec(select(Signal.id).where(Signal.contact_id == contact_id)).first()


def _only_group(uow: UnitOfWork, contact_id: UUID) -> UUID | None:
    """The group that the organisations and communities of a contact carry; None where it is none or several."""
    spoken_with = select(ContactParticipant.party_id).where(ContactParticipant.contact_id == contact_id)
    of_organisations = select(OrganisationGroup.group_id).where(
        col(OrganisationGroup.organisation_id).in_(spoken_with)
    )
    of_communities = select(CommunityGroup.group_id).where(col(CommunityGroup.community_id).in_(spoken_with))
    carried = {*uow.session.exec(of_organisations), *uow.session.exec(of_communities)}
    return carried.pop() if len(carried) == 1 else None
