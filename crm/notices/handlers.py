"""Whom we tell what because of a domain event. Each may run twice: the key of a notice is unique."""

from datetime import timedelta

from crm.accounts.access import CONFIRMERS
from crm.accounts.queries import users_in
from crm.agenda.calendars.models import DateQuestion
from crm.agenda.calendars.queries import dates_to_confirm
from crm.agenda.models import EventState, Flag, FlagState, ParticipationEvent
from crm.agenda.queries import open_warnings
from crm.clock import city_date
from crm.domain_events import (
    ConfirmationAsked,
    EventDrewNear,
    FlagRaised,
    FollowUpFellDue,
    FollowUpHandedOver,
    NetworkFellQuiet,
    PartiesHandedOver,
    ScheduleDue,
    VerdictChanged,
    WebhookChanged,
)
from crm.followups.models import FollowUp, FollowUpState
from crm.notices.models import NoticeKind
from crm.notices.quiet import quiet_parties
from crm.notices.service import tell
from crm.outbox import newest_row
from crm.parties.models import Party
from crm.unit_of_work import UnitOfWork
from crm.viewer import Role
from crm.webhooks.models import Webhook


def tell_due(uow: UnitOfWork, event: FollowUpFellDue) -> None:
    """Tells the owner that a follow-up is due, once for each date; not when it was closed or moved meanwhile."""
    follow_up = uow.session.get(FollowUp, event.follow_up_id)
    if follow_up is None or follow_up.state != FollowUpState.OPEN or follow_up.due_on != event.due_on:
        return
    key = f"follow_up_due:{follow_up.id}:{event.due_on}"
    tell(uow, follow_up.owner_id, NoticeKind.FOLLOW_UP_DUE, follow_up.id, key)


def tell_handed_over(uow: UnitOfWork, event: FollowUpHandedOver) -> None:
    """Tells the new owner, once for each handing over; not when it was taken over, or closed meanwhile."""
    follow_up = uow.session.get(FollowUp, event.follow_up_id)
    handing = newest_row(uow.session, event)
    if follow_up is None or handing is None or follow_up.state != FollowUpState.OPEN:
        return
    if handing.actor_id != follow_up.owner_id:
        key = f"follow_up_handed_over:{handing.id}"
        tell(uow, follow_up.owner_id, NoticeKind.FOLLOW_UP_HANDED_OVER, follow_up.id, key)


def tell_parties_handed_over(uow: UnitOfWork, event: PartiesHandedOver) -> None:
    """Tells the colleague who now looks after the parties of another, once for each handing over."""
    handing = newest_row(uow.session, event)
    if handing is not None and handing.actor_id != event.to_id:
        key = f"parties_handed_over:{handing.id}"
        tell(uow, event.to_id, NoticeKind.PARTIES_HANDED_OVER, event.from_id, key)


def tell_flag(uow: UnitOfWork, event: FlagRaised) -> None:
    """Tells the organiser of a clash, once each time the flag is raised; not of a past event or a settled flag."""
    flag = uow.session.get(Flag, event.flag_id)
    if flag is None or flag.state != FlagState.OPEN:
        return
    _tell_organiser(uow, flag, NoticeKind.FLAG_RAISED)


def tell_verdict_changed(uow: UnitOfWork, event: VerdictChanged) -> None:
    """Tells the organiser that a clash became lighter, heavier or was lifted, once for each change."""
    flag = uow.session.get(Flag, event.flag_id)
    if flag is not None:
        _tell_organiser(uow, flag, NoticeKind.VERDICT_CHANGED)


def tell_near_event(uow: UnitOfWork, event: EventDrewNear) -> None:
    """Tells the organiser, once for each date and mark, of the warnings that wait; not of an event without any left."""
    found = uow.session.get(ParticipationEvent, event.event_id)
    if found is None or found.state != EventState.PLANNED or found.starts_at <= uow.now:
        return
    if open_warnings(uow.session, uow.viewer, [found.id]):
        key = f"event_near:{found.id}:{city_date(found.starts_at)}:{event.days}"
        tell(uow, found.organiser_id, NoticeKind.EVENT_NEAR, found.id, key)


def tell_awaited_date(uow: UnitOfWork, event: ConfirmationAsked) -> None:
    """Asks every consultant and administrator to confirm a date, once each time; not when somebody has meanwhile."""
    question = uow.session.get(DateQuestion, event.question_id)
    if question is None:
        return
    asked = (question.observance, question.authority, question.calculated_on)
    awaited = dates_to_confirm(uow.session, uow.viewer, uow.today)
    if asked not in {(each.observance, each.authority, each.calculated_on) for each in awaited}:
        return
    for user in users_in(uow.session, uow.viewer, CONFIRMERS, uow.today):
        key = f"date_awaited:{question.id}:{event.time}:{user.id}"
        tell(uow, user.id, NoticeKind.DATE_AWAITED, question.id, key)


def tell_quiet(uow: UnitOfWork, event: NetworkFellQuiet) -> None:
    """Tells who looks after a network that nobody spoke to it for long; not when somebody has since."""
    party = uow.session.get(Party, event.party_id)
    if party is None or party.owner_id is None or party.archived_on is not None:
        return
    if party.last_contact_on == event.last_contact_on:
        key = f"network_quiet:{party.id}:{event.last_contact_on}"
        tell(uow, party.owner_id, NoticeKind.NETWORK_QUIET, party.id, key)


def tell_webhook_given_up(uow: UnitOfWork, event: WebhookChanged) -> None:
    """Tells every administrator that we switched a webhook off, once; not when somebody switched it on meanwhile."""
    found = uow.session.get(Webhook, event.webhook_id)
    if event.what != "given_up" or found is None or found.off_at is None or not found.is_given_up:
        return
    for user in users_in(uow.session, uow.viewer, (Role.ADMINISTRATOR,), uow.today):
        key = f"webhook_given_up:{found.id}:{found.off_at.isoformat()}:{user.id}"
        tell(uow, user.id, NoticeKind.WEBHOOK_GIVEN_UP, found.id, key)


def find_quiet_networks(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Records NetworkFellQuiet for every network not spoken to for long; once for each silence."""
    before = uow.today - timedelta(days=uow.settings.quiet_after_days)
    for party in quiet_parties(uow.session, uow.viewer, before):
        if party.last_contact_on is not None:
            uow.record(
                NetworkFellQuiet(party.id, party.last_contact_on),
                dedupe_key=f"quiet:{party.id}:{party.last_contact_on}",
            )


def _tell_organiser(uow: UnitOfWork, flag: Flag, kind: NoticeKind) -> None:
    event = uow.session.get(ParticipationEvent, flag.event_id)
    if event is None or event.state != EventState.PLANNED or event.ends_at <= uow.now:
        return
    # A flag notes when its owner was last to be told: the same telling has the same key.
    told_at = flag.reported_at.isoformat() if flag.reported_at else "first"
    tell(uow, event.organiser_id, kind, flag.id, f"{kind.value}:{flag.id}:{told_at}")
