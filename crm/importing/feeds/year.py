"""The calendar of the year as a file for a diary."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256

from crm.agenda.calendars.imported import TRADITION as IMPORTED_TRADITION
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.terms import CERTAINTIES
from crm.agenda.verdicts import say_occurrence
from crm.i18n import translate
from crm.importing.feeds.files import Entry, write_calendar
from crm.text import mark

WEEKLY = frozenset({Observance.JUMUAH, Observance.SHABBAT, Observance.ALEVI_CEM})
"""What comes every week says little in a year, and is left out."""

_TWO_YEARS = (date(2026, 1, 1), date(2027, 12, 31))  # every tradition falls in them


def calendar_file(occurrences: Iterable[Occurrence], language: str, made_at: datetime) -> bytes:
    """The file of these occurrences in that language; each says how sure its date is, and where it comes from."""
    entries = [_entry(each, language, made_at) for each in occurrences if each.observance not in WEEKLY]
    return write_calendar(translate(language, mark("Feasts and holidays (Bereik)")), entries)


def _entry(found: Occurrence, language: str, made_at: datetime) -> Entry:
    said = say_occurrence(found, language)
    certainty = translate(language, CERTAINTIES[found.certainty])
    title = f"{said.name} ({certainty})" if found.certainty is Certainty.EXPECTED else said.name
    lines = [translate(language, mark("Date: %(certainty)s"), certainty=certainty)]
    if found.starts_previous_sunset:
        lines.append(translate(language, mark("It begins the evening before, at sunset.")))
    if found.possible_end_on is not None:
        lines.append(translate(language, mark("It can still shift by a day.")))
    lines.append(translate(language, mark("Source: %(source)s"), source=said.source))
    if found.hours is not None:
        return Entry(_uid(found), title, found.hours.start, found.hours.end, made_at, "\n".join(lines))
    end = found.end_on + timedelta(days=1)
    return Entry(_uid(found), title, found.start_on, end, made_at, "\n".join(lines))


def _uid(found: Occurrence) -> str:
    key = f"{found.observance}.{found.start_on}"
    if found.observance is not Observance.IMPORTED:
        return key
    own = f"{found.source}.{found.title}.{found.hours and found.hours.start}"
    return f"{key}.{sha256(own.encode()).hexdigest()[:16]}"


@cache
def traditions() -> frozenset[str]:
    """The calendars that a year can hold, by the key that occurrences carry."""
    two_years = Calendar().occurrences(*_TWO_YEARS)
    return frozenset({each.tradition for each in two_years} | {IMPORTED_TRADITION})
