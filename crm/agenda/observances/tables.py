"""Spans of dates, and dates that are vendored as text: one for each year, so that a table reads as what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """A first and a last date, both included."""

    first: date
    last: date


def dates_by_year(text: str) -> Mapping[int, date]:
    """The dates of a table by year; the last one counts where a year is written twice.

    >>> dates_by_year("2026-11-08 2027-10-29")
    {2026: datetime.date(2026, 11, 8), 2027: datetime.date(2027, 10, 29)}
    """
    found = (date.fromisoformat(word) for word in text.split())
    return {on.year: on for on in found}


def spans_by_year(text: str) -> Mapping[int, Span]:
    """The spans of a table by the year in which they begin.

    >>> spans_by_year("2026-10-11/2026-10-19")[2026].last
    datetime.date(2026, 10, 19)
    """
    pairs = (word.split("/") for word in text.split())
    spans = (Span(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)
    return {span.first.year: span for span in spans}
