"""What is said of one observance of the year: when, that it begins the evening before, how sure its date is."""

from dataclasses import dataclass
from datetime import date, timedelta

from crm.agenda.calendars.schemas import OccurrenceRead
from crm.agenda.observances.keys import Certainty
from crm.agenda.terms import CERTAINTIES
from crm.agenda.words import format_date
from crm.i18n import translate
from crm.text import mark

SURE = frozenset({Certainty.FIXED, Certainty.CALCULATED, Certainty.CONFIRMED})
"""Dates that nothing will move any more; the others are drawn with an open outline and say so in a word."""


@dataclass(frozen=True)
class Told:
    """The words about one observance, in one language. `notes` are whole sentences."""

    when: str
    notes: tuple[str, ...]
    certainty: str
    is_sure: bool
    source: str


def tell(row: OccurrenceRead, language: str) -> Told:
    """The words about one observance."""
    certainty = Certainty(row.certainty)
    return Told(
        when=when_text(row.start_on, row.end_on, language),
        notes=tuple(_notes(row, language)),
        certainty=translate(language, CERTAINTIES[certainty]),
        is_sure=certainty in SURE and row.possible_end_on is None,
        source=row.source,
    )


def when_text(first: date, last: date, language: str) -> str:
    """One day, or from the first to the last, in words and without the year.

    >>> when_text(date(2027, 10, 2), date(2027, 10, 3), "en")
    'Saturday 2 October to Sunday 3 October'
    """
    begin = format_date(first, language, has_weekday=True)
    if first == last:
        return begin
    end = format_date(last, language, has_weekday=True)
    return translate(language, mark("%(first)s to %(last)s"), first=begin, last=end)


def _notes(row: OccurrenceRead, language: str) -> list[str]:
    notes = []
    if row.starts_previous_sunset:
        eve = format_date(row.start_on - timedelta(days=1), language, has_weekday=True)
        sentence = mark("It begins the evening before, at sunset (%(eve)s).")
        notes.append(translate(language, sentence, eve=eve))
    if row.possible_end_on is not None:
        last = format_date(row.possible_end_on, language, has_weekday=True)
        sentence = (
            mark("It may be a day later: %(last)s.")
            if row.start_on == row.end_on
            else mark("It may last a day longer: until %(last)s.")
        )
        notes.append(translate(language, sentence, last=last))
    return notes
