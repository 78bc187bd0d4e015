"""The calendar of the year as a file for a diary."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.terms import CERTAINTIES
from crm.agenda.verdicts import say_occurrence
from crm.i18n import translate
from crm.importing.feeds.files import Entry, write_calendar
from crm.text import mark


def calendar_file(occurrences: Iterable[Occurrence], language: str, made_at: datetime) -> bytes:
    """The file of these occurrences in that language; each says how sure its date is, and where it comes from."""
    entries = [_entry(each, language, made_at) for each in occurrences]
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
