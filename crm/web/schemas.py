"""What every input and output of the API and the forms has in common."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)
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

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:  # PostgreSQL cannot store it
            raise refusal(mark("This text holds a sign that we cannot store."))
        return value


class Output(BaseModel):
    """Something we answer: read from a row or a value object."""

    model_config = ConfigDict(from_attributes=True)


# What any address of a page may carry: what to say after a command, and the language.
_OF_EVERY_PAGE = ("said", "lang")


class AddressQuery(Input):
    """What an address asks after its question mark; unknown names are refused.

    A form sends every choice, also those that were left open: a blank one counts as not sent.
    """

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if value != "" and name not in _OF_EVERY_PAGE}


class PageQuery(AddressQuery):
    """Which page of a list is asked for; filters extend it."""

    page: int = Field(1, ge=1, le=100_000, description="Number of the page, from 1")
    size: int = Field(25, ge=1, le=LARGEST_PAGE, description="Items a page")


class Listing(BaseModel, Generic[ItemT]):
    """One page of a list."""

    items: list[ItemT]
    page: int
    size: int
    total: int
    is_more: bool = Field(False, description="There are more than `total`: they were not counted further")

    @classmethod
    def of(cls, page: Page[Any], items: list[ItemT]) -> "Listing[ItemT]":
        """The answer for a page of rows, with the items made from them."""
        return cls(items=items, page=page.number, size=page.size, total=page.total, is_more=page.is_more)
