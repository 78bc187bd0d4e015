"""The year calendar on paper: the same rows and words as on the page, as data for the template."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.calendars.schemas import OccurrenceRead, PrintFilter
from crm.agenda.calendars.telling import tell
from crm.agenda.calendars.traditions import TRADITION_NAMES, chosen
from crm.agenda.verdicts import say_occurrence
from crm.i18n import long_date, month, translate
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.web.pdf import make_pdf


def printed_calendar(uow: UnitOfWork, wanted: PrintFilter, language: str) -> bytes:
    """The calendar between two dates as a PDF, month by month, in that language."""
    found = stored_calendar(uow.session, uow.viewer).occurrences(wanted.first, wanted.last)
    rows = [say_occurrence(each, language) for each in chosen(found, wanted.tradition, wanted.weekly)]
    return make_pdf(
        "calendar.typ",
        title=_title(wanted, language),
        language=language,
        made_at=uow.now,
        data={
            "author": uow.settings.city,
            "subtitle": _subtitle(wanted, language),
            "intro": [translate(language, sentence) for sentence in _INTRO],
            "foot": translate(language, mark("Printed on %(date)s"), date=long_date(language, uow.now)),
            "page_of": translate(
                language, mark("Page %(page)s of %(pages)s"), page="{page}", pages="{pages}"
            ),
            "columns": [translate(language, word) for word in _COLUMNS],
            "months": _months(rows, wanted.first, language),
            "nothing": translate(language, mark("Nothing falls between these dates.")),
        },
    )


_COLUMNS = (mark("When?"), mark("What?"), mark("How sure?"))
_INTRO = (
    mark("An open mark: the date is not sure yet. Look at it again before you plan."),
    mark("Many days begin the evening before, at sunset. Then that evening counts too."),
)


def _title(wanted: PrintFilter, language: str) -> str:
    if (wanted.first, wanted.last) == (date(wanted.first.year, 1, 1), date(wanted.first.year, 12, 31)):
        return translate(language, mark("Calendar of %(year)s"), year=str(wanted.first.year))
    return translate(language, mark("Calendar of the year"))


def _subtitle(wanted: PrintFilter, language: str) -> str:
    names = [translate(language, TRADITION_NAMES.get(each, each)) for each in wanted.tradition]
    shown = ", ".join(names) if names else translate(language, mark("all calendars"))
    return translate(
        language,
        mark("%(first)s to %(last)s: %(calendars)s"),
        first=wanted.first,
        last=wanted.last,
        calendars=shown,
    )


def _months(rows: Sequence[OccurrenceRead], first: date, language: str) -> list[dict[str, object]]:
    """The rows by the month in which they begin; what began before the first date stands in its month."""

    def month_of(row: OccurrenceRead) -> date:
        return max(row.start_on, first).replace(day=1)

    return [
        {"name": month(language, on), "rows": [_row(row, language) for row in group]}
        for on, group in groupby(rows, month_of)
    ]


def _row(row: OccurrenceRead, language: str) -> dict[str, object]:
    told = tell(row, language)
    return {
        "name": row.name,
        "when": told.when,
        "notes": list(told.notes),
        "certainty": told.certainty,
        "is_sure": told.is_sure,
        "source": told.source,
    }
