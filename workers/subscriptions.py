"""The table: which handlers react to which domain event. Read it to see what happens next."""

from collections.abc import Mapping, Sequence

from crm import forgetting
from crm.agenda import handlers as agenda
from crm.agenda.calendars import handlers as calendars
from crm.contacts import handlers as contacts
from crm.desk import handlers as desk
from crm.followups import handlers as followups
from crm.importing import handlers as importing
from crm.insight import handlers as insight
from crm.insight.introductions import handlers as introductions
from crm.insight.trend import handlers as trend
from crm.notices import handlers as notices
from crm.notices.mail import handlers as mail
from crm.signals import handlers as signals
from crm.unit_of_work import Reaction, Subscriptions
from crm.webhooks import handlers as webhooks

TABLE: Mapping[str, Sequence[Reaction]] = {
    "ContactLogged": (
        contacts.refresh_ties,
        followups.plan_promised,
        signals.capture_ticked,
        insight.raise_network_version,
    ),
    "ContactWithdrawn": (
        contacts.cool_ties,
        followups.drop_promised,
        signals.withdraw_captured,
        insight.raise_network_version,
    ),
    "PartyCreated": (insight.raise_network_version,),
    "PartyChanged": (agenda.check_inviting, insight.raise_network_version),
    "PartyArchived": (insight.raise_network_version,),
    "TieChanged": (insight.raise_network_version,),
    "ReachLinkChanged": (insight.raise_network_version,),
    "SignalCaptured": (insight.raise_network_version,),
    "EventPlanned": (agenda.check_event,),
    "EventChanged": (agenda.check_event, desk.replan_bookings),
    "EventCancelled": (agenda.check_event, desk.drop_bookings),
    "ThresholdNeeded": (desk.plan_booking,),
    "ThresholdSettled": (desk.close_booking,),
    "FollowUpClosed": (desk.settle_booked, introductions.settle_introduction),
    "FollowUpMoved": (desk.keep_booking_date,),
    "ObservanceConfirmed": (agenda.check_around,),
    "CalendarChanged": (agenda.check_on_days,),
    "CalendarDue": (importing.read_due_calendar,),
    "ScheduleDue/read_calendars": (importing.find_due_calendars,),
    "ConfirmationWithdrawn": (agenda.check_around,),
    "EffectChanged": (agenda.check_coming_year,),
    "ScheduleDue/timing_check": (agenda.check_next_days,),
    "TimingCheckReached": (agenda.check_further,),
    "ScheduleDue/near_events": (agenda.find_near_events,),
    "EventDrewNear": (notices.tell_near_event,),
    "ScheduleDue/ask_confirmation": (calendars.ask_for_dates,),
    "ConfirmationAsked": (notices.tell_awaited_date,),
    "FollowUpFellDue": (notices.tell_due,),
    "FollowUpHandedOver": (notices.tell_handed_over,),
    "PartiesHandedOver": (notices.tell_parties_handed_over,),
    "IntroductionAsked": (introductions.tell_introduction_asked,),
    "IntroductionAnswered": (introductions.tell_introduction_answered,),
    "FlagRaised": (notices.tell_flag,),
    "VerdictChanged": (notices.tell_verdict_changed,),
    "NetworkFellQuiet": (notices.tell_quiet,),
    "ScheduleDue/quiet_networks": (notices.find_quiet_networks,),
    "ScheduleDue/reach_snapshots": (trend.find_missing_months,),
    "SnapshotFellDue": (trend.make_picture,),
    "NoticeGiven": (mail.bundle_notice,),
    "ScheduleDue/morning_digest": (mail.plan_digests,),
    "MailDue": (mail.send_mail,),
    "ScheduleDue/due_reminders": (followups.find_due,),
    "WebhookDue": (webhooks.send_message,),
    "WebhookChanged": (notices.tell_webhook_given_up,),
    "ScheduleDue/webhook_upkeep": (webhooks.forget_old_attempts,),
    "ScheduleDue/forget_settled": (forgetting.forget_settled, forgetting.count_anew),
    "SettledPartForgotten": (forgetting.forget_settled,),
}

# Somebody looks at the screen and waits for what these do.
INTERACTIVE = (
    contacts.refresh_ties,
    contacts.cool_ties,
    followups.plan_promised,
    followups.drop_promised,
    signals.capture_ticked,
    signals.withdraw_captured,
    agenda.check_event,
    agenda.check_inviting,
    desk.replan_bookings,
    desk.drop_bookings,
    desk.plan_booking,
    desk.close_booking,
    desk.settle_booked,
    desk.keep_booking_date,
    introductions.settle_introduction,
    insight.raise_network_version,
)
# Long work: it has workers of its own.
BULK = (
    forgetting.forget_settled,
    forgetting.count_anew,
    agenda.check_around,
    agenda.check_on_days,
    agenda.check_next_days,
    agenda.check_further,
    agenda.check_coming_year,
    importing.read_due_calendar,
    notices.find_quiet_networks,
    trend.make_picture,
    mail.send_mail,  # a slow mail server keeps nothing else from a worker
    webhooks.find_receivers,
    webhooks.send_message,
)
# Only while a webhook is told of such events (crm/webhooks/kinds.py names them) do these get a delivery at all.
ON_DEMAND = (webhooks.tell_receivers,)

subscriptions = Subscriptions(TABLE, interactive=INTERACTIVE, bulk=BULK, on_demand=ON_DEMAND)
