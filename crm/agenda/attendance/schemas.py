"""What goes in and out of attendance."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from crm.agenda.attendance.disclosure import LEAST_ANSWERS
from crm.agenda.attendance.models import AskedHow, Counting
from crm.agenda.models import EventKind
from crm.agenda.schemas import EventDate
from crm.suppression import Hidden
from crm.text import mark
from crm.web.schemas import Input, Output, PageQuery, refusal

MOST_PEOPLE = 100_000


class GroupCountNote(Input):
    """How many participants said of themselves that they belong to a group."""

    group_id: UUID
    count: int = Field(ge=0, le=MOST_PEOPLE, examples=[12])


class AttendanceNote(Input):
    """Who came to an event: a total, and only what participants stated themselves, as counts."""

    counting: Counting = Field(description="Whether the total was counted, estimated, or not counted at all")
    total: int | None = Field(
        default=None, ge=0, le=MOST_PEOPLE, validate_default=True, description="How many came", examples=[34]
    )
    counts: list[GroupCountNote] = Field(
        default_factory=list, max_length=100, description="By inclusion group; groups may overlap"
    )
    answered: int | None = Field(
        default=None,
        ge=0,
        le=MOST_PEOPLE,
        validate_default=True,
        description="Of how many people there is an answer",
        examples=[23],
    )
    asked_how: AskedHow | None = Field(
        default=None, validate_default=True, description="How they were asked; needed with counts"
    )
    version: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000_000,
        description="The version seen; left out where nothing was noted yet",
    )

    @field_validator("total")
    @classmethod
    def _as_counted(cls, value: int | None, info: ValidationInfo) -> int | None:
        counting = info.data.get("counting")
        if counting is Counting.NOT_COUNTED and value is not None:
            raise refusal(
                mark("You say that nobody counted. Leave the number empty, or say how you know it.")
            )
        if counting in (Counting.COUNTED, Counting.ESTIMATED) and value is None:
            raise refusal(mark("Fill in how many came, or say that nobody counted."))
        return value

    @field_validator("counts")
    @classmethod
    def _each_group_once(cls, value: list[GroupCountNote], info: ValidationInfo) -> list[GroupCountNote]:
        if len({each.group_id for each in value}) < len(value):
            raise refusal(mark("Each group can be noted once."))
        return value

    @field_validator("answered")
    @classmethod
    def _of_those_who_came(cls, value: int | None, info: ValidationInfo) -> int | None:
        total, has_counts = info.data.get("total"), bool(info.data.get("counts"))
        if value is not None and "total" in info.data and (total is None or value > total):
            raise refusal(mark("Not more people can answer than there came."))
        if value is None and has_counts:
            raise refusal(mark("Fill in of how many people you have an answer."))
        if value is not None and value < LEAST_ANSWERS and has_counts:
            sentence = mark(
                "With fewer than %(least)s answers we note no groups: people would see whom it is about. Leave them empty."
            )
            raise refusal(sentence, least=LEAST_ANSWERS)
        return value

    @field_validator("asked_how")
    @classmethod
    def _known_for_groups(cls, value: AskedHow | None, info: ValidationInfo) -> AskedHow | None:
        if value is None and info.data.get("counts"):
            raise refusal(mark("Choose how people were asked."))
        return value


class AttendanceForm(AttendanceNote):
    """The form: a group without a number was not asked after."""

    model_config = ConfigDict(extra="ignore")

    @field_validator("counts", mode="before")
    @classmethod
    def _filled_in(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [each for each in value if not isinstance(each, dict) or "count" in each]


class CountedEventFilter(PageQuery):
    """Which events with a total are listed."""

    kind: EventKind | None = None
    moment: Literal["good", "bad"] | None = Field(
        default=None, description="At a good moment, or at one with a warning"
    )
    neighbourhood_id: UUID | None = None
    before: EventDate | None = Field(default=None, description="Only events that began before this day")


class ShownCountRead(Output):
    """How many said that they belong to a group; `count` is null where it is hidden, and `hidden` says why."""

    group_id: UUID
    group: str
    count: int | None
    hidden: Hidden | None
    percent: int | None = Field(
        description="Share of those who answered, in steps of 5 %; null where that would say too much"
    )


class AttendanceRead(Output):
    """Who came to an event, as the reader may see it. Everything is null where nothing was noted yet."""

    event_id: UUID
    counting: Counting | None = None
    total: int | None = None
    answered: int | None = None
    answered_hidden: Hidden | None = None
    asked_how: AskedHow | None = None
    groups: list[ShownCountRead] = Field(
        default=[], description="Groups overlap: they do not add up to those who answered"
    )
    is_rounded: bool = Field(
        default=False, description="Whether counts are multiples of 5, for readers outside the team"
    )
    noted_at: datetime | None = None
    version: int | None = None


class SideRead(Output):
    """The events on one side of a comparison. `middle` is the median of their totals, null with too few events."""

    events: int
    estimated: int = Field(description="How many of the totals are estimates")
    middle: int | None
    missing: int = Field(description="How many more events are needed")


class ComparisonRead(Output):
    """Earlier events of the same kind at good and at bad moments; a sentence says it, or says what is missing."""

    kind: EventKind
    neighbourhood_id: UUID | None = Field(description="Null where the events of the whole city are compared")
    neighbourhood: str | None
    before: EventDate
    good: SideRead
    bad: SideRead
    is_enough: bool = Field(description="Whether there are at least three events on each side")
    sentences: list[str]


class KindAttendanceRead(Output):
    """One kind of event: how many there were, of how many a total was noted, and the two sides."""

    kind: EventKind
    name: str
    past: int
    noted: int
    noted_percent: int | None = Field(description="In steps of 5 %, of ten events or more")
    good: SideRead
    bad: SideRead


class CountedEventRead(Output):
    """One event behind a figure."""

    id: UUID
    title: str
    kind: EventKind
    starts_at: datetime
    total: int
    counting: Counting
    is_good: bool | None = Field(
        description="Whether no warning stood at its moment; null where its days are not known"
    )
