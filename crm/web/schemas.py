"""What every input and output of the API and the forms has in common."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from crm.db import Page
from crm.text import mark

ItemT = TypeVar("ItemT")

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LARGEST_PAGE = 200


def refusal(msgid: str, **values: object) -> PydanticCustomError:
    """The error that a validator raises: its sentence is translated where it is shown."""
    return PydanticCustomError("refused", msgid, values or None)


def _possible_date(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise refusal(mark("Give a date between 2000 and 2100."))
    return value


def _possible_instant(value: datetime) -> datetime:
    _possible_date(value.date())
    return value.astimezone(UTC)


PossibleDate = Annotated[date, AfterValidator(_possible_date)]
PossibleInstant = Annotated[AwareDatetime, AfterValidator(_possible_instant)]


class Input(BaseModel):
    """Something sent to us: unknown fields are refused, blanks around texts are dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Output(BaseModel):
    """Something we answer: read from a row or a value object."""

    model_config = ConfigDict(from_attributes=True)


class PageQuery(Input):
    """Which page of a list is asked for; filters extend it, and unknown filters are refused."""

    page: int = Field(1, ge=1, le=100_000, description="Number of the page, from 1")
    size: int = Field(25, ge=1, le=LARGEST_PAGE, description="Items a page")


class Listing(BaseModel, Generic[ItemT]):
    """One page of a list."""

    items: list[ItemT]
    page: int
    size: int
    total: int

    @classmethod
    def of(cls, page: Page[Any], items: list[ItemT]) -> "Listing[ItemT]":
        """The answer for a page of rows, with the items made from them."""
        return cls(items=items, page=page.number, size=page.size, total=page.total)
