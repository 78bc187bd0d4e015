"""What goes in and out of the agenda."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    NaiveDatetime,
    ValidationInfo,
    field_validator,
)

from crm.agenda.models import EventFormat, EventKind, EventState, FlagState, Precision
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR
from crm.agenda.observances.keys import Observance, Tag
from crm.agenda.thresholds.schemas import EachOnce, ThresholdAnswerCreate
from crm.parties.models import PartyKind
from crm.text import mark
from crm.web.schemas import AddressQuery, Input, Output, PageQuery, refusal

LONGEST_DAYS = 366
MOST_INVITED = 60


def _within_calendars(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise refusal(
            mark("There is no calendar for that year. Give a date from %(first)s to %(last)s."),
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        )
    return value


def _hour_text(value: object) -> object:
    """An hour as people type it here: 19.30 as well as 19:30."""
    if isinstance(value, str):
        return value.replace(".", ":", 1)
    if isinstance(value, time):
        return value
    raise refusal(mark("Give an hour, such as 19.30."))


def _local_hour(value: time) -> time:
    if value.tzinfo is not None:
        raise refusal(mark("Give an hour, such as 19.30."))
    return value.replace(second=0, microsecond=0)


EventDate = Annotated[date, AfterValidator(_within_calendars)]
LocalHour = Annotated[time, BeforeValidator(_hour_text), AfterValidator(_local_hour)]


class TimingQuestion(Input):
    """What the timing check needs of an event: local dates and hours in Mechelen, who is invited, what happens there."""

    precision: Precision = Precision.HOUR
    start_on: EventDate = Field(examples=["2027-02-23"])
    end_on: EventDate | None = Field(default=None, description="Last day, for several days or a period")
    start_hour: LocalHour | None = Field(default=None, validate_default=True, examples=["19:30"])
    end_hour: LocalHour | None = Field(default=None, validate_default=True, examples=["21:30"])
    neighbourhood_id: UUID | None = None
    invited_ids: list[UUID] = Field(
        default_factory=list, max_length=MOST_INVITED, description="Organisations and communities"
    )
    audience: list[Tag] = Field(
        default_factory=list,
        max_length=len(Tag),
        validate_default=True,
        description="Calendars to respect and kinds of people invited, as the organiser ticks them",
        examples=[["islam_general", "families"]],
    )
    format: EventFormat = EventFormat.MEETING
    food: str | None = Field(default=None, max_length=120, examples=["soep en broodjes"])
    is_online: bool = False
    is_decision: bool = False
    celebrates: Observance | None = None

    @field_validator("end_on")
    @classmethod
    def _ends_after_it_starts(cls, value: date | None, info: ValidationInfo) -> date | None:
        start_on = info.data.get("start_on")
        if value is None or start_on is None:
            return value
        if value < start_on:
            raise refusal(mark("The last day is before the first."))
        if (value - start_on).days > LONGEST_DAYS:
            raise refusal(mark("This is longer than a year."))
        return value

    @field_validator("start_hour", "end_hour")
    @classmethod
    def _hours_when_known(cls, value: time | None, info: ValidationInfo) -> time | None:
        if info.data.get("precision") is not Precision.HOUR:
            return None
        if value is None:
            raise refusal(mark("Fill in the hour, or say that it is not known yet."))
        if info.field_name == "end_hour" and _is_one_day(info.data):
            start_hour = info.data.get("start_hour")
            if start_hour is not None and value <= start_hour:
                raise refusal(
                    mark("The end is not after the start. Does it end the next day? Fill in the last day.")
                )
        return value

    @field_validator("audience")
    @classmethod
    def _for_somebody(cls, value: list[Tag], info: ValidationInfo) -> list[Tag]:
        if not value and not info.data.get("invited_ids"):
            raise refusal(mark("Choose at least one."))
        return sorted(set(value), key=list(Tag).index)

    @property
    def last_on(self) -> date:
        """The last date that is asked about."""
        return self.end_on or self.start_on


def _is_one_day(found: dict[str, Any]) -> bool:
    return found.get("end_on") in (None, found.get("start_on"))


class LiveQuestion(TimingQuestion):
    """The question inside the form of an event: its other fields are left aside."""

    model_config = ConfigDict(extra="ignore")


class EventFields(TimingQuestion):
    """What is asked of a participation event, when it is planned and when it is edited."""

    title: str = Field(min_length=1, max_length=160, examples=["Ouderavond Arsenaal"])
    kind: EventKind = EventKind.PARTICIPATION_EVENING
    place: str | None = Field(default=None, max_length=160, examples=["Buurthuis Arsenaal"])
    language: str | None = Field(default=None, max_length=60, examples=["Nederlands, met tolk Arabisch"])
    note: str | None = Field(default=None, max_length=1000, examples=["Tolken zijn gevraagd."])
    programme: str | None = Field(default=None, max_length=80, examples=["EMBRACE"])
    moved_from: NaiveDatetime | None = Field(
        default=None, description="The local start that was asked first, where a better moment was taken over"
    )

    @field_validator("moved_from")
    @classmethod
    def _possible(cls, value: datetime | None) -> datetime | None:
        if value is not None:
            _within_calendars(value.date())
        return value


class EventCreate(EventFields):
    """A participation event to plan."""

    thresholds: EachOnce[ThresholdAnswerCreate] = Field(
        default_factory=list, description="What was looked at already, so that everybody can come in"
    )


class EventUpdate(EventFields):
    """An event as edited, with the version that the writer has seen."""

    version: int = Field(ge=1, le=1_000_000_000)


class EventForm(EventCreate):
    """The form of a new event: it also holds what serves the page alone, such as the search for whom to invite."""

    model_config = ConfigDict(extra="ignore")


class EventChangeForm(EventUpdate):
    """The form of an existing event, likewise."""

    model_config = ConfigDict(extra="ignore")


class EventMove(Input):
    """Another start, as proposed: the length stays."""

    start_on: EventDate = Field(examples=["2027-03-16"])
    start_hour: LocalHour | None = Field(
        default=None, description="Left out: the hour stays", examples=["19:30"]
    )


class PartyInvite(Input):
    """An organisation or network to invite as well."""

    party_id: UUID


class FlagOverrule(Input):
    """Why somebody goes on in spite of a flag."""

    reason: str = Field(min_length=5, max_length=400, examples=["De zaal is enkel dan vrij."])


class EventFilter(PageQuery):
    """Which events are listed."""

    when: Literal["upcoming", "past", "all"] = "upcoming"
    is_mine: bool = Field(default=False, description="Only events of the viewer")
    is_warned: bool = Field(default=False, description="Only events with an open warning")
    neighbourhood_id: UUID | None = None
    kind: EventKind | None = None
    state: EventState | None = None
    q: str = Field(default="", max_length=100, description="Words of the title or the place")


class InviteeFilter(AddressQuery):
    """Whom to invite: part of a name."""

    q: str = Field(min_length=1, max_length=100)


class ClashRead(Output):
    """One clash in the reader's language."""

    observance: Observance
    name: str
    level: str
    word: str
    certainty: str
    reason_codes: list[str]
    starts_at: datetime
    ends_at: datetime
    sunset_at: datetime | None
    source: str
    until_on: date
    text: str
    is_confirmable: bool


class OpportunityRead(Output):
    """Something that the moment is good for."""

    observance: Observance
    text: str


class SuggestionRead(Output):
    """A better moment, in local time with its offset."""

    start: datetime
    end: datetime
    level: str
    word: str
    why: str


class VerdictRead(Output):
    """Whether a moment is well chosen. `level` is null where the dates are not known well enough to judge."""

    level: str | None
    word: str
    clashes: list[ClashRead]
    opportunities: list[OpportunityRead]
    suggestions: list[SuggestionRead]
    notes: list[str]


class EventRead(Output):
    """An event as programs see it. `level` is the highest of its standing flags."""

    id: UUID
    title: str
    kind: EventKind
    starts_at: datetime
    ends_at: datetime
    precision: Precision
    place: str | None
    neighbourhood_id: UUID | None
    organiser_id: UUID
    audience: list[str]
    food: str | None
    format: EventFormat
    is_online: bool
    is_decision: bool
    celebrates: str | None
    language: str | None
    state: EventState
    programme: str | None
    headcount: int | None = Field(
        default=None, description="How many came, where a total was noted: see attendance"
    )
    note: str | None
    moved_because: str | None
    version: int
    level: str = "none"


class FlagChangeRead(Output):
    """What the owner of an event was told of a flag, and when; the level none: it no longer coincided."""

    level: str
    certainty: str
    created_at: datetime


class FlagRead(Output):
    """One clash of an event with an observance, what was told of it since when, and what was decided about it."""

    id: UUID
    event_id: UUID
    observance: Observance
    title: str | None = Field(
        description="The name of an imported day; for other observances it follows from the key"
    )
    level: str
    certainty: str
    reason_codes: list[str]
    clash_starts_at: datetime
    clash_ends_at: datetime
    sunset_at: datetime | None
    source: str
    until_on: date
    state: FlagState
    reported_at: datetime | None
    level_before: str | None = None
    certainty_before: str | None = None
    reported_before_at: datetime | None = None
    changes: list[FlagChangeRead] = Field(default_factory=list, description="The oldest first")
    overruled_because: str | None
    overruled_by_id: UUID | None
    overruled_at: datetime | None
    version: int


class InviteeRead(Output):
    """An organisation or community that can be invited."""

    id: UUID
    name: str
    kind: PartyKind


class EventDetail(EventRead):
    """An event with whom it invites, its flags, and the verdict on its moment now."""

    organiser: str
    invited: list[InviteeRead]
    flags: list[FlagRead]
    verdict: VerdictRead
