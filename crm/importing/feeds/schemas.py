"""What goes in and out of feeds."""

from datetime import datetime

from crm.web.schemas import Output


class FeedRead(Output):
    """Whether one's own diary may read here, and since when."""

    made_at: datetime | None


class FeedMade(Output):
    """The secret address, shown this once."""

    address: str
