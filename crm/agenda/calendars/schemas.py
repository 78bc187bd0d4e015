"""What goes in and out of the calendars."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.schemas import LONGEST_DAYS, EventDate
from crm.text import mark
from crm.web.schemas import AddressQuery, Input, Output, refusal


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

    @field_validator("last")
    @classmethod
    def _in_order(cls, value: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and value < first:
            raise refusal(mark("The last day is before the first."))
        if first is not None and (value - first).days > LONGEST_DAYS * 2:
            raise refusal(mark("Ask for at most two years at once."))
        return value


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
