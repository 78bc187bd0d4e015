"""Rows of the year calendar for tests of its pure parts."""

from datetime import date

from crm.agenda.calendars.schemas import OccurrenceRead
from crm.agenda.observances.keys import Observance


def row(name: str, first: str, last: str = "", **values: object) -> OccurrenceRead:
    """An occurrence from its first to its last day (ISO dates), of one day where no last is given."""
    told: dict[str, object] = {
        "observance": Observance.IMPORTED,
        "name": name,
        "tradition": "islam",
        "start_on": date.fromisoformat(first),
        "end_on": date.fromisoformat(last or first),
        "starts_previous_sunset": False,
        "possible_end_on": None,
        "certainty": "calculated",
        "source": "A test",
        "time_source": "Whole days",
    }
    return OccurrenceRead.model_validate(told | values)
