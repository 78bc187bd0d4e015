"""The calendar as one event or one page sees it: every tradition, with what colleagues confirmed and imported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from crm.agenda.observances import belgian, christian, islamic, jewish, mechelen, orthodox
from crm.agenda.observances.effects import DEFAULT_MATRIX, Matrix
from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.islamic import View
from crm.agenda.observances.keys import Authority, Certainty, Tag
from crm.agenda.observances.occurrence import Confirmation, Occurrence, Tradition

TRADITIONS: tuple[Tradition, ...] = (
    jewish.occurrences,
    christian.occurrences,
    orthodox.occurrences,
    belgian.occurrences,
    mechelen.occurrences,
)
"""Every calendar but the Islamic one, which is read once for each authority that the audience follows."""

AUTHORITY_OF = {
    Tag.ISLAM_GENERAL: Authority.BELGIUM,
    Tag.MOSQUE_BOARDS: Authority.BELGIUM,
    Tag.GENERAL_PUBLIC: Authority.BELGIUM,
    Tag.ISLAM_MA: Authority.MOROCCO,
    Tag.ISLAM_TR: Authority.DIYANET,
}
SAME_FEAST = timedelta(days=10)  # a confirmed date further off belongs to another year


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    """The months between two dates, as year and month."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


@dataclass(frozen=True)
class Reading:
    """Occurrences, and the part of the audience that they hold for."""

    occurrences: tuple[Occurrence, ...]
    audience: frozenset[Tag]


@dataclass(frozen=True)
class Calendar:
    """All observances, with confirmed dates, imported days, and the matrix that says how each weighs.

    `calculated_only` leaves confirmed and imported dates out: what the arithmetic alone says.
    """

    confirmations: tuple[Confirmation, ...] = ()
    imported: tuple[Occurrence, ...] = ()
    calculated_only: bool = False
    matrix: Matrix = DEFAULT_MATRIX

    def rows_of(self, occurrence: Occurrence) -> tuple[Effect, ...]:
        """How an occurrence weighs: the rows of its observance, or its own where it was imported with one."""
        if occurrence.effect is not None:
            return (occurrence.effect,)
        return self.matrix.by_observance.get(occurrence.observance, ())

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """What touches the dates (both included) as announced in Belgium, in order of date."""
        found = [*self._islamic(first, last, Authority.BELGIUM), *self._others(first, last)]
        return sorted(found, key=lambda each: (each.start_on, each.end_on, each.observance))

    def readings(self, first: date, last: date, audience: Iterable[Tag]) -> list[Reading]:
        """What touches the dates, once for all traditions and once for each authority the audience follows."""
        tags = frozenset(audience)
        found = [Reading(tuple(self._others(first, last)), tags)]
        for authority in Authority:
            followers = frozenset(tag for tag in tags if AUTHORITY_OF.get(tag) is authority)
            if followers:
                found.append(Reading(tuple(self._islamic(first, last, authority)), followers))
        return found

    def _islamic(self, first: date, last: date, authority: Authority) -> Iterator[Occurrence]:
        confirmed = () if self.calculated_only else self.confirmations
        return islamic.occurrences_as_seen(first, last, View(authority, confirmed, self.calculated_only))

    def _others(self, first: date, last: date) -> Iterator[Occurrence]:
        for tradition in TRADITIONS:
            for found in tradition(first - SAME_FEAST, last + SAME_FEAST):
                settled = found if self.calculated_only else self._confirmed(found)
                if settled.touches(first, last):
                    yield settled
        if not self.calculated_only:
            yield from self._imported(first, last)

    @cached_property
    def _imported_by_month(self) -> dict[tuple[int, int], list[Occurrence]]:
        """The imported days of each month that they touch: there can be thousands, and an event looks at a few weeks."""
        found: dict[tuple[int, int], list[Occurrence]] = {}
        for each in self.imported:
            for month in _months(each.start_on, each.last_on):
                found.setdefault(month, []).append(each)
        return found

    def _imported(self, first: date, last: date) -> Iterator[Occurrence]:
        for month in _months(first, last):
            for each in self._imported_by_month.get(month, ()):
                # What touches several months stands under each, and counts at the first one that is asked about.
                begin = max(each.start_on, first)
                if each.touches(first, last) and (begin.year, begin.month) == month:
                    yield each

    def _confirmed(self, found: Occurrence) -> Occurrence:
        """The occurrence moved to the day that a colleague confirmed last, as long as before."""
        for entered in reversed(self.confirmations):
            if (
                entered.observance is found.observance
                and abs(entered.start_on - found.start_on) <= SAME_FEAST
            ):
                return replace(
                    found,
                    start_on=entered.start_on,
                    end_on=entered.start_on + (found.end_on - found.start_on),
                    certainty=Certainty.CONFIRMED,
                    source=entered.source,
                    possible_end_on=None,
                )
        return found
