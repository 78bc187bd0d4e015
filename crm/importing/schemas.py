"""What goes in and out of imported calendars."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from crm.agenda.calendars.models import Meaning
from crm.agenda.observances.keys import Level, Tag
from crm.importing.blocks import MOST_BYTES
from crm.importing.failures import Failure, LeftOut
from crm.text import mark
from crm.web.schemas import Input, Output, refusal

SAMPLE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


class CalendarWeight(Input):
    """What a calendar is called, and what its days mean for an event."""

    name: str = Field(min_length=1, max_length=120, examples=["Thuiswedstrijden KV Mechelen"])
    meaning: Meaning = Meaning.SAME_PEOPLE
    level: Literal["low", "medium", "high"] = Field(default="medium", validate_default=True)
    audience: list[Tag] = Field(
        default_factory=list, max_length=len(Tag), description="For whom it counts; empty: for everybody"
    )

    @field_validator("level")
    @classmethod
    def _note_is_light(cls, value: str, info: ValidationInfo) -> str:
        return Level.LOW.word if info.data.get("meaning") is Meaning.NOTE else value

    @field_validator("audience")
    @classmethod
    def _in_order(cls, value: list[Tag]) -> list[Tag]:
        return sorted(set(value) - {Tag.GENERAL_PUBLIC}, key=list(Tag).index)


class CalendarContent(Input):
    """The text of an ICS file."""

    content: str = Field(min_length=1, max_length=MOST_BYTES, examples=[SAMPLE])


class CalendarSource(CalendarWeight):
    """A calendar to import: from a file, or from an address to which we subscribe."""

    content: str | None = Field(
        default=None, max_length=MOST_BYTES, description="The text of an ICS file", examples=[SAMPLE]
    )
    address: str | None = Field(
        default=None,
        max_length=500,
        validate_default=True,
        description="An https address on a host that the settings allow",
        examples=["https://www.example.be/agenda.ics"],
    )

    @field_validator("address")
    @classmethod
    def _one_of_two(cls, value: str | None, info: ValidationInfo) -> str | None:
        if "content" in info.data and (value is None) == (info.data["content"] is None):
            raise refusal(mark("Choose a file, or give an address: one of the two."))
        return value


class CalendarUpdate(CalendarWeight):
    """An edited calendar, with the version that the writer has seen."""

    version: int = Field(ge=1, le=1_000_000_000)


class DayRead(Output):
    """One time that an entry falls; without instants it takes whole days."""

    title: str
    start_on: date
    end_on: date
    starts_at: datetime | None
    ends_at: datetime | None


class SkippedRead(Output):
    """What was left out, and why."""

    title: str
    reason: LeftOut


class ContentsRead(Output):
    """What a calendar would bring; nothing of it is stored yet."""

    days: list[DayRead]
    skipped: list[SkippedRead]


class CalendarRead(Output):
    """An imported calendar. `coming` counts its days from today on."""

    id: UUID
    name: str
    meaning: Meaning
    level: str
    audience: list[str]
    address: str | None
    read_at: datetime | None
    failure: Failure | None
    failed_at: datetime | None
    version: int
    coming: int = 0


class CalendarDetail(CalendarRead):
    """An imported calendar with what was left out at its last reading."""

    skipped: list[SkippedRead]
