"""The calendar as one event or one page sees it: every tradition, with what colleagues confirmed and imported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from crm.agenda.observances import (
    alevi,
    belgian,
    buddhist,
    christian,
    eastern,
    elections,
    ethiopian,
    hindu,
    islamic,
    jewish,
    lunar,
    mechelen,
    nowruz,
    orthodox,
)
from crm.agenda.observances.effects import DEFAULT_MATRIX, Matrix
from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.islamic import View
from crm.agenda.observances.keys import Authority, Certainty, Part, Tag
from crm.agenda.observances.occurrence import Confirmation, Occurrence, Tradition

TRADITIONS: tuple[Tradition, ...] = (
    jewish.occurrences,
    christian.occurrences,
    orthodox.occurrences,
    eastern.occurrences,
    ethiopian.occurrences,
    alevi.occurrences,
    hindu.occurrences,
    buddhist.occurrences,
    lunar.occurrences,
    nowruz.occurrences,
    belgian.occurrences,
    elections.occurrences,
    mechelen.occurrences,
)
"""Every calendar but the Islamic one, which is read once for each authority that the audience follows."""

AUTHORITY_OF = {
    Tag.ISLAM_GENERAL: Authority.BELGIUM,
    Tag.ISLAM_EXECUTIVE: Authority.EXECUTIVE,
    Tag.ISLAM_MA: Authority.MOROCCO,
    Tag.ISLAM_TR: Authority.DIYANET,
}
"""Whose announcement a ticked Islamic calendar follows. Boards of mosques follow Belgium's, and the ones ticked beside
them: a further calendar to respect never makes a moment better."""

SAME_FOR_ALL = frozenset({Tag.GENERAL_PUBLIC, Tag.ALEVI})
"""Who reads the Islamic days as announced in Belgium: the city as a whole, and Alevis (Ashura, which nobody announces)."""
FIRST_YEAR, LAST_YEAR = 2015, 2045
"""The years for which every calendar is known and pinned by tests; outside them the answer is "no calendar"."""
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


def followers_of(authority: Authority, tags: frozenset[Tag]) -> frozenset[Tag]:
    """Which of those invited read the Islamic days as that authority announces them.

    >>> sorted(followers_of(Authority.DIYANET, frozenset({Tag.ISLAM_TR, Tag.MOSQUE_BOARDS})))
    [<Tag.ISLAM_TR: 'islam_tr'>, <Tag.MOSQUE_BOARDS: 'mosque_boards'>]
    """
    ticked = {tag: AUTHORITY_OF[tag] for tag in tags if tag in AUTHORITY_OF}
    followers = {tag for tag, followed in ticked.items() if followed is authority}
    if authority is Authority.BELGIUM:
        followers |= tags & SAME_FOR_ALL
    if Tag.MOSQUE_BOARDS in tags and authority in {Authority.BELGIUM, *ticked.values()}:
        followers.add(Tag.MOSQUE_BOARDS)
    return frozenset(followers)


@dataclass(frozen=True, eq=False)
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
        return self.matrix.by_part.get((occurrence.observance, occurrence.part), ())

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """What touches the dates (both included) as announced in Belgium, in order of date.

        Parts with days of their own (Red Wednesday, the months before an election) are not listed: they only weigh.
        """
        found = [*self._islamic(first, last, Authority.BELGIUM), *self._others(first, last)]
        listed = (each for each in found if each.part is Part.WHOLE)
        return sorted(listed, key=lambda each: (each.start_on, each.end_on, each.observance))

    def readings(self, first: date, last: date, audience: Iterable[Tag]) -> list[Reading]:
        """What touches the dates, once for all traditions and once for each authority the audience follows."""
        tags = frozenset(audience)
        found = [Reading(tuple(self._others(first, last)), tags)]
        for authority in Authority:
            followers = followers_of(authority, tags)
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
            is_same = entered.observance is found.observance and found.part is Part.WHOLE
            if is_same and abs(entered.start_on - found.start_on) <= SAME_FEAST:
                return replace(
                    found,
                    start_on=entered.start_on,
                    end_on=entered.start_on + (found.end_on - found.start_on),
                    certainty=Certainty.CONFIRMED,
                    source=entered.source,
                    possible_end_on=None,
                )
        return found
