"""Every domain event of the product on one page; `crm.event_codec` writes and reads them.

A domain event says what happened, in the past tense. It carries ids and values, never names, notes or
contact data: it outlives the erasure of what it speaks of.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class DomainEvent:
    """The base of all domain events."""

    kinds: ClassVar[dict[str, type["DomainEvent"]]] = {}

    def __init_subclass__(cls) -> None:
        DomainEvent.kinds[cls.__name__] = cls

    @property
    def topic(self) -> str:
        """What handlers subscribe to: the kind, and for a job its name too."""
        return type(self).__name__


@dataclass(frozen=True)
class ContactLogged(DomainEvent):
    """A contact moment was stored for the first time."""

    contact_id: UUID


@dataclass(frozen=True)
class ContactWithdrawn(DomainEvent):
    """Its author took a contact moment back."""

    contact_id: UUID


@dataclass(frozen=True)
class PartyCreated(DomainEvent):
    """A person, organisation or community was added."""

    party_id: UUID


@dataclass(frozen=True)
class PartyChanged(DomainEvent):
    """What we know of a party was edited: its data, roles, groups, neighbourhoods or calendars."""

    party_id: UUID


@dataclass(frozen=True)
class PartyArchived(DomainEvent):
    """A party was put away, or brought back."""

    party_id: UUID
    is_archived: bool


@dataclass(frozen=True)
class TieChanged(DomainEvent):
    """A tie between two parties was made, edited or ended."""

    tie_id: UUID


@dataclass(frozen=True)
class ReachLinkChanged(DomainEvent):
    """A reach link was made, edited or ended."""

    reach_link_id: UUID


@dataclass(frozen=True)
class SignalCaptured(DomainEvent):
    """A signal was stored."""

    signal_id: UUID


@dataclass(frozen=True)
class SignalAnswered(DomainEvent):
    """A service answered a signal."""

    signal_id: UUID


@dataclass(frozen=True)
class SignalToldBack(DomainEvent):
    """The answer was told to those who raised the signal: the loop is closed."""

    signal_id: UUID


@dataclass(frozen=True)
class FollowUpPlanned(DomainEvent):
    """Somebody has something to do by a date."""

    follow_up_id: UUID


@dataclass(frozen=True)
class FollowUpMoved(DomainEvent):
    """A follow-up got another date."""

    follow_up_id: UUID


@dataclass(frozen=True)
class FollowUpHandedOver(DomainEvent):
    """A follow-up got another owner."""

    follow_up_id: UUID


@dataclass(frozen=True)
class FollowUpClosed(DomainEvent):
    """A follow-up was done, or is no longer needed."""

    follow_up_id: UUID


@dataclass(frozen=True)
class FollowUpFellDue(DomainEvent):
    """A follow-up is due on this date and its owner is to be told, once."""

    follow_up_id: UUID
    due_on: date


@dataclass(frozen=True)
class EventPlanned(DomainEvent):
    """A participation event was planned."""

    event_id: UUID


@dataclass(frozen=True)
class EventChanged(DomainEvent):
    """A participation event was moved or edited."""

    event_id: UUID


@dataclass(frozen=True)
class EventCancelled(DomainEvent):
    """A participation event will not take place."""

    event_id: UUID


@dataclass(frozen=True)
class AttendanceNoted(DomainEvent):
    """Somebody noted, or noted anew, how many came to an event."""

    event_id: UUID


@dataclass(frozen=True)
class ThresholdNeeded(DomainEvent):
    """Something must be arranged so that everybody can come in, or what must be arranged was changed."""

    answer_id: UUID


@dataclass(frozen=True)
class ThresholdSettled(DomainEvent):
    """What had to be arranged is in order, or is no longer needed; it had this follow-up."""

    answer_id: UUID
    follow_up_id: UUID


@dataclass(frozen=True)
class FlagRaised(DomainEvent):
    """A participation event clashes with an observance: its owner is to be told, once."""

    flag_id: UUID


@dataclass(frozen=True)
class VerdictChanged(DomainEvent):
    """A flag that its owner knows of became lighter, heavier or was lifted."""

    flag_id: UUID


@dataclass(frozen=True)
class FlagOverruled(DomainEvent):
    """Somebody goes on in spite of a flag, with a reason."""

    flag_id: UUID


@dataclass(frozen=True)
class ObservanceConfirmed(DomainEvent):
    """The date of an observance was confirmed: events around it are checked again."""

    confirmation_id: UUID


@dataclass(frozen=True)
class SettledPartForgotten(DomainEvent):
    """A part of the settled deliveries was deleted, and there are more: the next part follows."""

    part: int


@dataclass(frozen=True)
class TimingCheckReached(DomainEvent):
    """A check of many events came as far as this one: those after it, by start and id, are next.

    `first` and `last` are the instants that the check covers; `cause` says what it is for, and makes it run once.
    """

    first: datetime
    last: datetime
    starts_at: datetime
    event_id: UUID
    cause: str


@dataclass(frozen=True)
class CalendarChanged(DomainEvent):
    """Days of an imported calendar, or how they weigh, changed: coming events between the dates are checked again."""

    calendar_id: UUID
    first_on: date
    last_on: date


@dataclass(frozen=True)
class CalendarDue(DomainEvent):
    """A calendar that we are subscribed to is to be read again."""

    calendar_id: UUID


@dataclass(frozen=True)
class FeedMade(DomainEvent):
    """A user got a secret address under which a diary reads; the one before, if any, no longer answers."""

    feed_id: UUID


@dataclass(frozen=True)
class FeedRevoked(DomainEvent):
    """The secret address of a user answers no longer."""

    feed_id: UUID


@dataclass(frozen=True)
class ConfirmationWithdrawn(DomainEvent):
    """A confirmed date was wrong and counts no longer: events around it are checked again."""

    confirmation_id: UUID


@dataclass(frozen=True)
class ConfirmationAsked(DomainEvent):
    """An authority will announce the date of an observance: colleagues are to be asked, for the first or a later time."""

    question_id: UUID
    time: int


@dataclass(frozen=True)
class EffectChanged(DomainEvent):
    """An administrator set how much a part of an observance weighs, or put our default back."""

    change_id: UUID


@dataclass(frozen=True)
class EventDrewNear(DomainEvent):
    """An event with a warning that waits is at most this many days away (21 or 7): its owner is to be told, once."""

    event_id: UUID
    days: int


@dataclass(frozen=True)
class NetworkFellQuiet(DomainEvent):
    """Nobody has spoken to this party for long; its owner is to be told, once for that silence."""

    party_id: UUID
    last_contact_on: date


@dataclass(frozen=True)
class IntroductionAsked(DomainEvent):
    """Somebody of the team asked to be introduced to a party."""

    introduction_id: UUID


@dataclass(frozen=True)
class IntroductionAnswered(DomainEvent):
    """Something came of a question for an introduction: yes, done, not now, or no answer."""

    introduction_id: UUID


@dataclass(frozen=True)
class LeavingDateSet(DomainEvent):
    """It was noted on which date a colleague leaves; from that date on they have no access."""

    user_id: UUID
    left_on: date


@dataclass(frozen=True)
class LeavingDateWithdrawn(DomainEvent):
    """A colleague who was to leave stays."""

    user_id: UUID


@dataclass(frozen=True)
class PartiesHandedOver(DomainEvent):
    """A colleague now looks after parties that another one looked after."""

    from_id: UUID
    to_id: UUID
    count: int


@dataclass(frozen=True)
class WebhookDue(DomainEvent):
    """Another system is to be told that something happened; `event_id` is the domain event that says what."""

    webhook_id: UUID
    event_id: UUID


@dataclass(frozen=True)
class WebhookChanged(DomainEvent):
    """A webhook was `added`, `changed`, `switched_on`, `switched_off`, `removed`, got a `secret`, or was `given_up`."""

    webhook_id: UUID
    what: str


@dataclass(frozen=True)
class SnapshotFellDue(DomainEvent):
    """A month is over and has no picture of reach yet; `month` is its first day."""

    month: date


@dataclass(frozen=True)
class NoticeGiven(DomainEvent):
    """A user is told something in the app, and by mail where they asked for that."""

    notice_id: UUID


@dataclass(frozen=True)
class MailDue(DomainEvent):
    """A mail of that kind (`crm.notices.mail.models.MailKind`) is to be written to a user; `at` is its date."""

    user_id: UUID
    kind: str
    at: datetime


@dataclass(frozen=True)
class ScheduleDue(DomainEvent):
    """A job of the schedule is due; `local_date` is the date in the job's own time zone."""

    job: str
    due_at: datetime
    local_date: date

    @property
    def topic(self) -> str:
        return f"ScheduleDue/{self.job}"
