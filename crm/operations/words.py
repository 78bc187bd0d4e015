"""What things behind the scenes are called on screen: English message ids."""

from collections.abc import Mapping

from crm.operations.models import Decision, ProcessKind
from crm.outbox import DeliveryState, Urgency
from crm.text import mark

URGENCIES: Mapping[Urgency, str] = {
    Urgency.INTERACTIVE: mark("Somebody waits for it"),
    Urgency.DEFAULT: mark("Ordinary"),
    Urgency.BULK: mark("Long work"),
}

STATES: Mapping[DeliveryState, str] = {
    DeliveryState.READY: mark("Waits"),
    DeliveryState.QUEUED: mark("Handed to a worker"),
    DeliveryState.RUNNING: mark("Talks to the outside"),
    DeliveryState.DONE: mark("Carried out"),
    DeliveryState.DEAD: mark("Given up"),
}

PROCESSES: Mapping[ProcessKind, str] = {
    ProcessKind.SERVE: mark("Pages"),
    ProcessKind.WORK: mark("Worker"),
    ProcessKind.SCHEDULE: mark("Schedule"),
}

DECISIONS: Mapping[Decision, str] = {
    Decision.RETRIED: mark("%(name)s had it tried again"),
    Decision.DISCARDED: mark("%(name)s let it go"),
}

# A handler's name begins with the slice that it is in.
SUBJECTS: Mapping[str, str] = {
    "agenda": mark("Agenda"),
    "contacts": mark("Contacts"),
    "desk": mark("Bookings"),
    "followups": mark("Follow-ups"),
    "importing": mark("Imported calendars"),
    "insight": mark("Reach"),
    "notices": mark("Notices"),
    "signals": mark("Signals"),
}

# Jobs of the schedule that have a name for people; others are shown under their own.
JOBS: Mapping[str, str] = {
    "due_reminders": mark("Reminders of follow-ups"),
    "timing_check": mark("Check of coming events"),
    "morning_digest": mark("The morning mail"),
    "webhook_upkeep": mark("Tidying up after webhooks"),
    "forget_settled": mark("Forgetting what is settled"),
    "near_events": mark("Events that draw near"),
    "ask_confirmation": mark("Dates to confirm"),
    "quiet_networks": mark("Networks not spoken to for long"),
    "read_calendars": mark("Reading of calendars"),
    "reach_snapshots": mark("Reach by month"),
}


def subject_of(handler: str) -> str:
    """What a handler is about; its own name where no word is known.

    >>> subject_of("followups.plan_promised"), subject_of("elsewhere.do_it")
    ('Follow-ups', 'elsewhere')
    """
    room = handler.partition(".")[0]
    return SUBJECTS.get(room, room)
