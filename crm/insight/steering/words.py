"""The words of the report: message ids, translated where they are shown. A status has one word in every form."""

from collections.abc import Mapping

from crm.i18n import catalogue, number, translate
from crm.insight.cells import Residents
from crm.insight.steering.models import NoteSource
from crm.insight.steering.quarters import Quarter
from crm.insight.steering.rows import Reader, SteeringRows
from crm.suppression import Shown
from crm.text import mark

NOTE_SOURCES: Mapping[NoteSource, str] = {
    NoteSource.LISTENING_SESSION: mark("A listening session"),
    NoteSource.STREET_ROUND: mark("A round in the street"),
    NoteSource.SIGNAL: mark("A signal of their own"),
}

READER_WORDS: Mapping[Reader, str] = {
    Reader.INSIDE: mark("For the team and its managers"),
    Reader.OUTSIDE: mark("To hand on outside the team"),
}

HIDDEN = mark("not shown")
"""What stands in a hidden cell: the same word in every form, and everywhere in Bereik."""
TOO_FEW = mark("fewer than 10")
NO_FIGURE = mark("No reliable figure")
NEVER = mark("never yet")
NOBODY_YET = mark("Nobody yet")
INVENTED = mark("(invented)")


def say_quarter(language: str, quarter: Quarter) -> str:
    """The quarter in words: quarter 3 of 2026."""
    return translate(
        language,
        mark("quarter %(number)s of %(year)s"),
        number=str(quarter.number),
        year=str(quarter.year),
    )


def say_count(language: str, shown: Shown) -> int | str:
    """The count, or the word that stands where it is hidden."""
    return translate(language, HIDDEN) if shown.count is None else shown.count


def say_residents(language: str, residents: Residents | None) -> int | str:
    """How many residents: a number, "fewer than 10", or that there is no reliable figure."""
    if residents is None:
        return translate(language, NO_FIGURE)
    return translate(language, TOO_FEW) if residents.count is None else residents.count


def say_source(language: str, name: str, year: int, is_invented: bool) -> str:
    """A source with its year, marked where its figures are invented."""
    said = f"{name}, {year}"
    return f"{said} {translate(language, INVENTED)}" if is_invented else said


def headline(language: str, rows: SteeringRows) -> str:
    """With how many groups a way in was found in a quarter, and with how many it was lost."""
    found, lost = len(rows.found), len(rows.lost)
    if not found and not lost:
        return translate(
            language, mark("In a quarter nothing changed: we found no new way in and lost none.")
        )
    # These two stand in the template of /reach, for the collecting of texts.
    one = "With %(num)s group we found a way in, with %(lost)s we lost it."
    many = "With %(num)s groups we found a way in, with %(lost)s we lost it."
    said = catalogue(language).ngettext(one, many, found)
    return said % {"num": number(language, found), "lost": number(language, lost)}
