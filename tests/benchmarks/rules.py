"""The rules: one timing check, better moments, and the reach report cold and unchanged."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Tag
from crm.agenda.suggestions import suggest
from crm.agenda.timing import EventToCheck, check
from tests.benchmarks.measuring import Row, measure

BRUSSELS = ZoneInfo("Europe/Brussels")
EVENING = EventToCheck(
    start=datetime(2027, 2, 23, 19, 30, tzinfo=BRUSSELS),
    end=datetime(2027, 2, 23, 21, 30, tzinfo=BRUSSELS),
    audience=frozenset({Tag.ISLAM_MA, Tag.FAMILIES, Tag.JEWISH}),
)


def measure_rules(store: Path) -> list[Row]:
    """Pure functions; the store is not touched."""
    calendar = Calendar()
    return [
        measure("one timing check", 2, lambda: check(EVENING, calendar), times=200),
        measure(
            "better moments for one event",
            60,
            lambda: suggest(EVENING, calendar, date(2026, 11, 22)),
            times=50,
        ),
    ]
