"""Occurrences to look at in tests: of one observance, in one year."""

from datetime import date

import holidays

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Observance
from crm.agenda.observances.occurrence import Occurrence


def found_in(year: int, observance: Observance, calendar: Calendar | None = None) -> list[Occurrence]:
    """The occurrences of an observance that begin in a year, in order of date."""
    settled = calendar or Calendar()
    return [
        each
        for each in settled.occurrences(date(year, 1, 1), date(year, 12, 31))
        if each.observance is observance and each.start_on.year == year
    ]


def starts_in(year: int, observance: Observance) -> list[date]:
    """The first days of an observance in a year."""
    return [each.start_on for each in found_in(year, observance)]


def dates(text: str) -> list[date]:
    """The dates that a text lists, in its order."""
    return [date.fromisoformat(word) for word in text.split()]


def in_package(country: str, name: str, year: int, **options: object) -> list[date]:
    """The days of a year that the package `holidays` names so in a country (in English), in order of date."""
    found = holidays.country_holidays(country, years=[year], language="en_US", **options)  # type: ignore[arg-type]
    return sorted(on for on in found if name in found.get_list(on))
