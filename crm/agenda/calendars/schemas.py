"""What goes in and out of the calendars."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from crm.agenda.calendars.traditions import known_traditions
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR
from crm.agenda.observances.keys import Authority, Observance, Tag
from crm.agenda.schemas import LONGEST_DAYS, EventDate, LocalHour
from crm.text import mark
from crm.web.forms import iso_date
from crm.web.schemas import AddressQuery, Input, Output, refusal


def _without_blanks(values: object) -> object:
    return [one for one in values if one != ""] if isinstance(values, list) else values


def _typed_date(value: object) -> object:
    """A date as people type it in a form that leads here: 23/2/2027 as well as 2027-02-23."""
    return iso_date(value) if isinstance(value, str) else value


def _known_tradition(value: str) -> str:
    if value not in known_traditions():
        raise refusal(mark("Choose one of the list."))
    return value


TraditionKey = Annotated[str, AfterValidator(_known_tradition)]
TraditionKeys = Annotated[
    list[TraditionKey],
    BeforeValidator(_without_blanks),
    Field(max_length=40, description="Only these traditions; all of them where none is named"),
]


class DateConfirm(Input):
    """The announced first day of an observance."""

    observance: Observance
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR, examples=[2027])
    start_on: EventDate = Field(examples=["2027-03-09"])
    authority: Authority = Authority.BELGIUM
    source: str = Field(min_length=3, max_length=300, examples=["Moslimraad van België, 8 maart 2027"])


class OccurrenceFilter(AddressQuery):
    """Between which dates observances are listed."""

    first: EventDate = Field(alias="from", examples=["2027-02-01"])
    last: EventDate = Field(alias="to", examples=["2027-03-31"])
    tradition: TraditionKeys = []

    @field_validator("last")
    @classmethod
    def _in_order(cls, value: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and value < first:
            raise refusal(mark("The last day is before the first."))
        if first is not None and (value - first).days > LONGEST_DAYS * 2:
            raise refusal(mark("Ask for at most two years at once."))
        return value


class PrintFilter(OccurrenceFilter):
    """What is printed: the same, and whether what comes every week is printed too."""

    weekly: bool = False


class CalendarFilter(AddressQuery):
    """What of the year calendar is shown. Without a year: this month, or the coming twelve months."""

    view: Literal["month", "list"] = "month"
    year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR)
    month: int | None = Field(default=None, ge=1, le=12)
    day: Annotated[EventDate | None, BeforeValidator(_typed_date)] = Field(
        default=None, description="The day that is opened"
    )
    tradition: TraditionKeys = []
    weekly: bool = Field(default=False, description="With what comes every week, such as Shabbat")


class EveningQuestion(AddressQuery):
    """Is this evening all right? A day, from when to when, and whom to think of; everybody where nobody is named."""

    on: EventDate = Field(examples=["2027-02-23"])
    start_hour: LocalHour = Field(examples=["19:30"])
    end_hour: LocalHour = Field(examples=["21:30"])
    respect: Annotated[list[Tag], BeforeValidator(_without_blanks), Field(max_length=len(Tag))] = []
    has_food: bool = False

    @field_validator("end_hour")
    @classmethod
    def _after_the_start(cls, value: time, info: ValidationInfo) -> time:
        start_hour = info.data.get("start_hour")
        if start_hour is not None and value <= start_hour:
            raise refusal(mark("The end is not after the start."))
        return value


class PublicSwitch(Input):
    """Whether anybody may open the year calendar, without an account."""

    is_open: bool


class PublicSwitchChange(Output):
    """One time that the door was opened or closed."""

    is_open: bool
    changed_by_id: UUID
    changed_by: str
    changed_at: datetime


class PublicSwitchRead(Output):
    """Whether anybody may open the year calendar, and who decided that, the last one first."""

    is_open: bool
    changes: list[PublicSwitchChange]


class ConfirmationFilter(AddressQuery):
    """Which confirmed dates are listed."""

    with_withdrawn: bool = Field(default=False, description="Also those that were withdrawn or replaced")


class ConfirmationRead(Output):
    """A confirmed date of an observance."""

    id: UUID
    observance: Observance
    year: int
    start_on: date
    authority: Authority
    source: str
    confirmed_by_id: UUID
    created_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by_id: UUID | None
    replaced_by_id: UUID | None = Field(description="The confirmation that came in its place")


class OccurrenceRead(Output):
    """One time that an observance falls; `possible_end_on` is the last day that is still possible.

    `source` says where the date comes from, `time_source` the hours.
    """

    observance: Observance
    name: str
    tradition: str
    start_on: date
    end_on: date
    starts_previous_sunset: bool
    possible_end_on: date | None
    certainty: str
    source: str
    time_source: str
