"""The frozen table: every date of 2015 to 2045 that comes once a year or less, as our calendars give it.

`python -m tests.agenda.frozen_observances` writes it again, on purpose; a test compares it line by line.
A line says the observance, the first and last day, the last day that is still possible, how sure it is, whether it begins
the evening before, and who sees it so: the arithmetic alone (c), Belgium (b), the Executive (e), Diyanet (d), Morocco (m).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from crm.agenda.observances.islamic import View, occurrences_as_seen
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Occurrence

PATH = Path(__file__).with_name("frozen_observances.csv")
HEADING = "observance,first,last,possible,certainty,begins,seen_by"
WEEKLY = frozenset({Observance.SHABBAT, Observance.JUMUAH, Observance.ALEVI_CEM})
FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def _seen() -> Iterator[tuple[str, Occurrence]]:
    yield from (("c", each) for each in Calendar(calculated_only=True).occurrences(FIRST, LAST))
    yield from (("b", each) for each in Calendar().occurrences(FIRST, LAST))
    for letter, authority in (("e", Authority.EXECUTIVE), ("d", Authority.DIYANET), ("m", Authority.MOROCCO)):
        yield from ((letter, each) for each in occurrences_as_seen(FIRST, LAST, View(authority)))


def _written(each: Occurrence) -> str:
    last = "" if each.end_on == each.start_on else each.end_on.isoformat()
    possible = "" if each.possible_end_on is None else each.possible_end_on.isoformat()
    begins = "evening" if each.starts_previous_sunset else ""
    return ",".join((each.observance, each.start_on.isoformat(), last, possible, each.certainty, begins))


def frozen_lines() -> list[str]:
    """The lines of the table as the calendars give them now, in order of observance and date."""
    seen_by: dict[str, str] = {}
    for letter, each in _seen():
        if each.observance not in WEEKLY:
            line = _written(each)
            seen_by[line] = seen_by.get(line, "") + letter
    return [HEADING, *(f"{line},{letters}" for line, letters in sorted(seen_by.items()))]


if __name__ == "__main__":
    PATH.write_text("\n".join(frozen_lines()) + "\n")
