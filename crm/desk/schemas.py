"""What the API answers about Today, timelines and search."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from crm.agenda.models import Precision
from crm.agenda.observances.keys import Authority, Observance
from crm.contacts.models import Channel, PeopleBand, Topic
from crm.contacts.schemas import ContactRead
from crm.desk.queries import EntryKind, SearchKind
from crm.notices.schemas import NoticeRead
from crm.outbox import DeliveryState
from crm.parties.answers import PartyLabelRead
from crm.parties.models import OrganisationType, PersonRole
from crm.signals.models import SignalState
from crm.web.schemas import AddressQuery, Output, PageQuery


class ToDoRead(Output):
    """A follow-up of the viewer."""

    id: UUID
    what: str
    due_on: date
    party: PartyLabelRead | None
    event_id: UUID | None = Field(description="The event for which this must be arranged")


class BookingRead(Output):
    """Something to arrange for an event of the viewer's own; `id` is that of the answer that says so."""

    id: UUID
    what: str = Field(examples=["Tolk (Arabisch) boeken voor Ouderavond Arsenaal"])
    event_id: UUID
    starts_at: datetime
    book_by_on: date
    is_late: bool


class EventLineRead(Output):
    """A coming event with its verdict in words."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    precision: Precision
    place: str | None
    level: str = Field(examples=["high"])
    word: str = Field(examples=["Liever niet"])
    is_open: bool = Field(description="Whether somebody must decide: move it, or go on with a reason")
    reasons: list[str]


class UncountedEventRead(Output):
    """A past event of the viewer's own, of which nobody said how many came."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    precision: Precision
    place: str | None


class QuietNetworkRead(Output):
    """A network that nobody has spoken to for long."""

    party: PartyLabelRead
    last_contact_on: date
    owner_name: str | None
    is_mine: bool


class SignalLineRead(Output):
    """A matter that waits: for an answer, or for its answer to be told back."""

    id: UUID
    theme: Topic
    text: str
    state: SignalState
    answer_by: date | None
    is_late: bool
    joined_count: int
    service: str | None


class QueueRead(Output):
    """The state of the queue."""

    counts: dict[DeliveryState, int]
    oldest_due_at: datetime | None


class DateLineRead(Output):
    """A date that an authority is about to announce, and that somebody is to confirm."""

    observance: Observance
    authority: Authority
    question: str = Field(examples=["Wanneer begint de ramadan?"])
    expected_on: date
    href: str


class TodayRead(Output):
    """The day of the viewer; what the role has no part in is empty."""

    notices: list[NoticeRead] = Field(description="At most three that are not read yet")
    unread: int
    overdue: list[ToDoRead]
    due_today: list[ToDoRead]
    this_week: list[ToDoRead]
    events: list[EventLineRead]
    event_total: int
    uncounted: list[UncountedEventRead]
    bookings: list[BookingRead] = Field(description="For organisers, who have no list of follow-ups")
    quiet: list[QuietNetworkRead]
    signals: list[SignalLineRead]
    logged: list[ContactRead]
    queue: QueueRead | None = Field(description="For administrators")
    dates: list[DateLineRead] = Field(description="Dates to confirm, for consultants and administrators")


class TimelineEntryRead(Output):
    """One entry of a timeline; what its kind does not have, or the viewer may not know, is empty."""

    kind: EntryKind
    id: UUID
    at: datetime
    text: str | None
    names: list[str] = Field(description="Colleagues")
    channel: Channel | None
    topics: list[Topic]
    others: list[PartyLabelRead]
    people_band: PeopleBand | None
    group_itself_heard: bool
    has_hour: bool
    is_cancelled: bool
    signal_state: SignalState | None


class TimelineQuery(PageQuery):
    """Which page of a timeline is asked for."""


class SearchQuery(AddressQuery):
    """Words to look for: whole or in part, without regard to case and accents."""

    q: str = Field("", max_length=100, examples=["moskee"])


class HitRead(Output):
    """One thing found."""

    id: UUID
    name: str
    href: str
    roles: list[PersonRole]
    type: OrganisationType | None
    places: list[str]
    theme: Topic | None
    day: date | None
    starts_at: datetime | None


class FoundKindRead(Output):
    """What was found of one kind: how many in all, and the first ten."""

    kind: SearchKind
    total: int
    hits: list[HitRead]


class FoundRead(Output):
    """What was found; a kind without hits is left out."""

    q: str
    total: int
    kinds: list[FoundKindRead]
