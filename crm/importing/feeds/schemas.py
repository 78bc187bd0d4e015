"""What goes in and out of feeds."""

from datetime import datetime

from pydantic import Field, field_validator

from crm.agenda.calendars.schemas import OccurrenceFilter
from crm.importing.feeds.year import traditions
from crm.text import mark
from crm.web.schemas import Output, refusal


class YearFilter(OccurrenceFilter):
    """Which part of the year's calendar is written; without any tradition all of them are."""

    tradition: list[str] = Field(default_factory=list, max_length=60, examples=[["islam", "belgium"]])

    @field_validator("tradition")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        wanted = [one for one in value if one]
        if not traditions().issuperset(wanted):
            raise refusal(mark("Choose one of the list."))
        return wanted


class FeedRead(Output):
    """Whether one's own diary may read here, and since when."""

    made_at: datetime | None


class FeedMade(Output):
    """The secret address, shown this once."""

    address: str
