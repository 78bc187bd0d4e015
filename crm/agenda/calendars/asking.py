"""Which dates colleagues are asked to confirm, and when: on the days on which an authority speaks. Pure.

The eve days are those of TIMING.md section 4: 27 Sha'ban, 27 Ramadan and 1 Dhu'l-Hijja by the calculated calendar.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

from crm.agenda.observances import islamic
from crm.agenda.observances.calendar import SAME_FEAST, Calendar
from crm.agenda.observances.islamic_announced import ANNOUNCED
from crm.agenda.observances.keys import Authority, Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.terms import CONFIRMABLE


@dataclass(frozen=True)
class HijriDay:
    """A day of the Islamic year."""

    month: int
    day: int


EVES: Mapping[Observance, HijriDay] = {
    Observance.RAMADAN: HijriDay(8, 27),
    Observance.EID_AL_FITR: HijriDay(9, 27),
    Observance.EID_AL_ADHA: HijriDay(12, 1),
}
"""From when the date of a feast is asked for, in its own Islamic year."""
OTHERS_BEFORE = timedelta(days=7)  # other announced days: a week before the calculated one
NEAR = timedelta(days=3)
AGAIN_AFTER = timedelta(days=2)
_LOOK_BACK, _LOOK_AHEAD = timedelta(days=3), timedelta(days=14)


@dataclass(frozen=True)
class AwaitedDate:
    """An observance whose first day an authority has not announced yet, as far as we know.

    `calculated_on` tells one feast from the next and never moves; `expected_on` is what is likely now, and `last_on` the
    last day on which it may still be going on.
    """

    observance: Observance
    authority: Authority
    calculated_on: date
    expected_on: date
    last_on: date

    @property
    def href(self) -> str:
        """The page on which it is confirmed."""
        return confirm_address(self.observance, self.authority, self.calculated_on)


def confirm_address(observance: str, authority: str, on: date) -> str:
    """The page on which the date of an observance is confirmed, filled in as far as it is known."""
    return f"/observances/confirm?observance={observance}&year={on.year}&authority={authority}"


def ask_from(observance: Observance, calculated_on: date) -> date:
    """The first day on which the date of an observance is asked for.

    >>> ask_from(Observance.EID_AL_FITR, date(2027, 3, 9)), ask_from(Observance.HANSWIJK_PROCESSION, date(2027, 5, 2))
    (datetime.date(2027, 3, 6), datetime.date(2027, 4, 25))
    """
    eve = EVES.get(observance)
    if eve is None:
        return calculated_on - OTHERS_BEFORE
    year = Gregorian.fromdate(calculated_on).to_hijri().year
    found = Hijri(year, eve.month, eve.day).to_gregorian()
    return date(found.year, found.month, found.day)


def has_questions(today: date) -> bool:
    """Whether the day lies between the eve of an announced observance and its end: on other days nothing is asked."""
    return any(ask_from(each.observance, each.start_on) <= today for each in _feasts_around(today))


def awaited_dates(calendar: Calendar, authorities: Collection[Authority], today: date) -> list[AwaitedDate]:
    """What is to be confirmed on that day: each observance once for each of the authorities that has yet to speak.

    From its eve day until it is over: who was away at the eve is still asked.
    """
    found = []
    for feast in _feasts_around(today):
        if not ask_from(feast.observance, feast.start_on) <= today:
            continue
        for authority in authorities:
            if feast.tradition != islamic.TRADITION and authority is not Authority.BELGIUM:
                continue
            awaited = _awaited(calendar, feast, authority)
            if awaited is not None and today <= awaited.last_on:
                found.append(awaited)
    return sorted(
        found, key=lambda each: (each.expected_on, each.observance, list(Authority).index(each.authority))
    )


def seen_by(
    calendar: Calendar, observance: Observance, authority: Authority, first: date, last: date
) -> list[Occurrence]:
    """The times that an observance touches the dates, for those who follow that authority."""
    view = islamic.View(authority, calendar.confirmations)
    islamic_days = islamic.occurrences_as_seen(first, last, view)
    found = [each for each in islamic_days if each.observance is observance]
    if found:
        return found
    return [each for each in calendar.occurrences(first, last) if each.observance is observance]


def is_asked_now(awaited: AwaitedDate, asked_on: date | None, today: date) -> bool:
    """Whether to ask on that day: the first time always, again after two days while the day is near.

    Args:
        asked_on: when it was asked last; None where it never was.
    """
    if asked_on is None:
        return True
    is_near = awaited.expected_on - NEAR <= today <= awaited.expected_on + timedelta(days=1)
    return is_near and today - asked_on >= AGAIN_AFTER


@lru_cache(maxsize=8)
def _feasts_around(today: date) -> tuple[Occurrence, ...]:
    """The announced observances that calculation puts near that day."""
    calculated = Calendar(calculated_only=True).occurrences(today - _LOOK_BACK, today + _LOOK_AHEAD)
    return tuple(each for each in calculated if each.observance in CONFIRMABLE)


def _awaited(calendar: Calendar, feast: Occurrence, authority: Authority) -> AwaitedDate | None:
    """The feast as that authority will see it; None where it has spoken, or a colleague entered that it did."""
    if _has_spoken(calendar, feast, authority):
        return None
    first, last = feast.start_on - SAME_FEAST, feast.start_on + SAME_FEAST
    seen = seen_by(calendar, feast.observance, authority, first, last)
    nearest = min(seen, key=lambda each: abs(each.start_on - feast.start_on), default=feast)
    if feast.tradition != islamic.TRADITION and nearest.certainty is Certainty.CONFIRMED:
        return None
    return AwaitedDate(feast.observance, authority, feast.start_on, nearest.start_on, nearest.last_on)


def _has_spoken(calendar: Calendar, feast: Occurrence, authority: Authority) -> bool:
    entered = [
        each.start_on
        for each in calendar.confirmations
        if each.observance is feast.observance and each.authority is authority
    ]
    known = [on for (_, key), on in ANNOUNCED.get(authority, {}).items() if key is feast.observance]
    return any(abs(on - feast.start_on) <= SAME_FEAST for on in (*entered, *known))
