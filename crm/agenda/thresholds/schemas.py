"""What goes in and out of the threshold check."""

from datetime import date, datetime
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field

from crm.agenda.thresholds.models import AnswerState, Threshold
from crm.text import mark
from crm.web.schemas import Input, Output, PossibleDate, refusal


class ThresholdAnswerCreate(Input):
    """The answer to one question; what does not belong to its state is left aside."""

    question: Threshold
    state: AnswerState
    detail: str | None = Field(
        default=None,
        max_length=120,
        description="What is in order, or must be arranged",
        examples=["Arabisch en Tigrinya"],
    )
    reason: str | None = Field(
        default=None,
        max_length=120,
        description="Why it is not needed",
        examples=["Wie komt, spreekt Turks."],
    )
    book_by_on: PossibleDate | None = Field(
        default=None, description="Last booking date of what must be arranged; left out, it follows the event"
    )


class ThresholdAnswerPut(ThresholdAnswerCreate):
    """The same, with the version of the answer that the writer has seen; 0 where there was none."""

    version: int = Field(default=0, ge=0, le=1_000_000_000)


AnswerT = TypeVar("AnswerT", bound=ThresholdAnswerCreate)


def _each_once(answers: list[AnswerT]) -> list[AnswerT]:
    if len({answer.question for answer in answers}) != len(answers):
        raise refusal(mark("Answer each question once."))
    return answers


EachOnce = Annotated[list[AnswerT], Field(max_length=len(Threshold)), AfterValidator(_each_once)]


class ThresholdsPut(Input):
    """Answers to the questions; a question that is left out stays as it is."""

    answers: EachOnce[ThresholdAnswerPut] = Field(min_length=1)


class ThresholdRead(Output):
    """One question with its answer; `version` is 0 where nobody answered yet."""

    question: Threshold
    name: str = Field(examples=["Taal en tolk"])
    state: AnswerState
    detail: str | None
    reason: str | None
    book_by_on: date | None = Field(
        description="For what must be arranged: the last date on which it can be booked"
    )
    is_own_date: bool = Field(description="Whether somebody chose that date; otherwise it follows the event")
    is_late: bool = Field(description="Whether that date has passed while nothing is booked")
    answered_by: str | None
    answered_at: datetime | None
    id: UUID | None
    version: int
    follow_up_id: UUID | None = Field(description="The follow-up that was made of what must be arranged")


class CoInviterRead(Output):
    """An organisation that could invite along, and why."""

    id: UUID
    name: str
    reasons: list[str]
    last_contact_on: date | None = Field(description="For those who may see contacts")
