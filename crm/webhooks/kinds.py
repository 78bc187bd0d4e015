"""What other systems can be told: the closed list of public names, and the domain event behind each.

The names are a promise (docs/webhooks.md): one may be added, none may change its meaning. Left out is what joins
people to each other or to a group: ties, reach links, introductions, consent, and who works where.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from crm import domain_events as happened
from crm.domain_events import DomainEvent
from crm.text import mark


class EventKind(StrEnum):
    """A public name of something that happens."""

    CONTACT_LOGGED = "contact.logged"
    CONTACT_WITHDRAWN = "contact.withdrawn"
    PARTY_CREATED = "party.created"
    PARTY_CHANGED = "party.changed"
    PARTY_ARCHIVED = "party.archived"
    EVENT_PLANNED = "event.planned"
    EVENT_CHANGED = "event.changed"
    EVENT_CANCELLED = "event.cancelled"
    ATTENDANCE_NOTED = "attendance.noted"
    FLAG_RAISED = "flag.raised"
    FLAG_OVERRULED = "flag.overruled"
    VERDICT_CHANGED = "verdict.changed"
    OBSERVANCE_CONFIRMED = "observance.confirmed"
    FOLLOW_UP_PLANNED = "follow_up.planned"
    FOLLOW_UP_MOVED = "follow_up.moved"
    FOLLOW_UP_CLOSED = "follow_up.closed"
    SIGNAL_CAPTURED = "signal.captured"
    SIGNAL_ANSWERED = "signal.answered"
    SIGNAL_TOLD_BACK = "signal.told_back"


TEST = "webhook.test"
"""The name of a test message; `data.id` is the webhook's own."""


@dataclass(frozen=True)
class Source:
    """The domain event behind a public name, which of its ids is told, and what it is called on screen."""

    event: type[DomainEvent]
    id_field: str
    label: str


SOURCES: Mapping[EventKind, Source] = {
    EventKind.CONTACT_LOGGED: Source(happened.ContactLogged, "contact_id", mark("A contact was logged")),
    EventKind.CONTACT_WITHDRAWN: Source(
        happened.ContactWithdrawn, "contact_id", mark("A contact was taken back")
    ),
    EventKind.PARTY_CREATED: Source(
        happened.PartyCreated, "party_id", mark("A person, organisation or network was added")
    ),
    EventKind.PARTY_CHANGED: Source(
        happened.PartyChanged, "party_id", mark("A person, organisation or network was changed")
    ),
    EventKind.PARTY_ARCHIVED: Source(
        happened.PartyArchived,
        "party_id",
        mark("A person, organisation or network was archived, or brought back"),
    ),
    EventKind.EVENT_PLANNED: Source(happened.EventPlanned, "event_id", mark("An event was planned")),
    EventKind.EVENT_CHANGED: Source(happened.EventChanged, "event_id", mark("An event was moved or changed")),
    EventKind.EVENT_CANCELLED: Source(happened.EventCancelled, "event_id", mark("An event was cancelled")),
    EventKind.ATTENDANCE_NOTED: Source(
        happened.AttendanceNoted, "event_id", mark("It was noted how many came to an event")
    ),
    EventKind.FLAG_RAISED: Source(happened.FlagRaised, "flag_id", mark("An event got a warning")),
    EventKind.FLAG_OVERRULED: Source(
        happened.FlagOverruled, "flag_id", mark("An event goes on in spite of a warning")
    ),
    EventKind.VERDICT_CHANGED: Source(
        happened.VerdictChanged, "flag_id", mark("A warning became lighter or heavier, or was lifted")
    ),
    EventKind.OBSERVANCE_CONFIRMED: Source(
        happened.ObservanceConfirmed, "confirmation_id", mark("The date of a feast was confirmed")
    ),
    EventKind.FOLLOW_UP_PLANNED: Source(
        happened.FollowUpPlanned, "follow_up_id", mark("A follow-up was planned")
    ),
    EventKind.FOLLOW_UP_MOVED: Source(
        happened.FollowUpMoved, "follow_up_id", mark("A follow-up got another date")
    ),
    EventKind.FOLLOW_UP_CLOSED: Source(
        happened.FollowUpClosed, "follow_up_id", mark("A follow-up was done or dropped")
    ),
    EventKind.SIGNAL_CAPTURED: Source(happened.SignalCaptured, "signal_id", mark("A signal was stored")),
    EventKind.SIGNAL_ANSWERED: Source(happened.SignalAnswered, "signal_id", mark("A signal was answered")),
    EventKind.SIGNAL_TOLD_BACK: Source(
        happened.SignalToldBack, "signal_id", mark("The answer to a signal was told back")
    ),
}

KIND_OF: Mapping[str, EventKind] = {source.event.__name__: kind for kind, source in SOURCES.items()}
"""The public name by the kind of the domain event."""


def id_told(event: DomainEvent) -> UUID:
    """The one id that is told of an event.

    >>> str(id_told(happened.ContactLogged(UUID(int=7))))[-4:]
    '0007'
    """
    found = getattr(event, SOURCES[KIND_OF[type(event).__name__]].id_field)
    assert isinstance(found, UUID)
    return found
