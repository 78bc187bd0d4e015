"""The hours at which an observance keeps people away, as instants: sunset, candle lighting, prayer, whole days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from crm.agenda.observances.sun import CITY_TIMEZONE, sun_times

CITY_ZONE = ZoneInfo(CITY_TIMEZONE)
IFTAR_BEFORE = timedelta(minutes=60)
IFTAR_AFTER = timedelta(minutes=75)
NIGHT_PRAYER_LASTS = timedelta(minutes=90)
# After prayer families stay together: in a winter Ramadan prayer ends early and the evening is still taken.
FAMILY_EVENING_ENDS = time(22, 0)
ONE_DAY = timedelta(days=1)


class Shape(StrEnum):
    """Which hours of a day; `eve` shapes are dated on the day before the feast."""

    WHOLE_DAY = "whole_day"
    FAST = "fast"
    IFTAR = "iftar"
    NIGHT_PRAYER = "night_prayer"
    AFTER_SUNSET = "after_sunset"
    FRIDAY_PRAYER = "friday_prayer"
    REST = "rest"
    SUNSET_TO_NIGHTFALL = "sunset_to_nightfall"
    TWO_HOURS_BEFORE_CANDLES = "two_hours_before_candles"
    AFTERNOON_BEFORE_CANDLES = "afternoon_before_candles"
    MORNING = "morning"
    UNTIL_THREE = "until_three"
    EVENING = "evening"
    EVENING_SERVICE = "evening_service"
    NIGHT_SERVICE = "night_service"


@dataclass(frozen=True)
class Hours:
    """Hours of one day: instants in UTC, end not included; `sunset` is None where the sun plays no part."""

    start: datetime
    end: datetime
    sunset: datetime | None = None


@lru_cache(maxsize=4096)
def at_local(on: date, at: time) -> datetime:
    """The instant (UTC) of a wall-clock time in the city; a skipped hour moves forward, a double one is the first."""
    return settle(datetime.combine(on, at), CITY_ZONE).astimezone(UTC)


def settle(wall: datetime, zone: ZoneInfo) -> datetime:
    """A naive wall-clock time as an aware one in the zone: skipped times move forward, double ones are the first.

    >>> settle(datetime(2027, 3, 28, 2, 30), ZoneInfo("Europe/Brussels")).isoformat()
    '2027-03-28T03:30:00+02:00'
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def _sunset(on: date) -> datetime:
    found = sun_times(on).sunset
    assert found is not None  # Mechelen has a sunset every day
    return found.astimezone(UTC)


def _candles(on: date) -> datetime:
    found = sun_times(on).candle_lighting
    assert found is not None
    return found.astimezone(UTC)


def _midnight_after(on: date) -> datetime:
    return at_local(on + ONE_DAY, time(0))


def _whole_day(on: date) -> Hours:
    return Hours(at_local(on, time(0)), _midnight_after(on))


def _fast(on: date) -> Hours:
    dawn = sun_times(on).dawn
    assert dawn is not None
    return Hours(dawn.astimezone(UTC), _sunset(on), _sunset(on))


def _iftar(on: date) -> Hours:
    return Hours(_sunset(on) - IFTAR_BEFORE, _sunset(on) + IFTAR_AFTER, _sunset(on))


def _night_prayer(on: date) -> Hours:
    begin = sun_times(on).night_prayer
    assert begin is not None
    start = begin.astimezone(UTC)
    return Hours(start, max(start + NIGHT_PRAYER_LASTS, at_local(on, FAMILY_EVENING_ENDS)), _sunset(on))


def _after_sunset(on: date) -> Hours:
    return Hours(_sunset(on), _midnight_after(on), _sunset(on))


def _friday_prayer(on: date) -> Hours:
    is_summer = bool(datetime.combine(on, time(12), CITY_ZONE).dst())
    begin, end = (time(13, 30), time(14, 45)) if is_summer else (time(12, 45), time(14, 0))
    return Hours(at_local(on, begin), at_local(on, end))


def _rest(on: date) -> Hours:
    """From candle lighting the evening before until nightfall."""
    nightfall = sun_times(on).nightfall
    assert nightfall is not None
    return Hours(_candles(on - ONE_DAY), nightfall.astimezone(UTC), _sunset(on - ONE_DAY))


def _sunset_to_nightfall(on: date) -> Hours:
    rest = _rest(on)
    return Hours(_sunset(on - ONE_DAY), rest.end, rest.sunset)


def _two_hours_before_candles(on: date) -> Hours:
    return Hours(_candles(on) - timedelta(hours=2), _candles(on), _sunset(on))


def _afternoon_before_candles(on: date) -> Hours:
    return Hours(at_local(on, time(12)), _candles(on), _sunset(on))


def _morning(on: date) -> Hours:
    return Hours(at_local(on, time(8)), at_local(on, time(14)))


def _until_three(on: date) -> Hours:
    return Hours(at_local(on, time(0)), at_local(on, time(15)))


def _evening(on: date) -> Hours:
    return Hours(at_local(on, time(17)), _midnight_after(on))


def _evening_service(on: date) -> Hours:
    return Hours(at_local(on, time(18)), at_local(on, time(21, 30)))


def _night_service(on: date) -> Hours:
    return Hours(at_local(on, time(21)), at_local(on + ONE_DAY, time(3)))


_SHAPES: dict[Shape, Callable[[date], Hours]] = {
    Shape.WHOLE_DAY: _whole_day,
    Shape.FAST: _fast,
    Shape.IFTAR: _iftar,
    Shape.NIGHT_PRAYER: _night_prayer,
    Shape.AFTER_SUNSET: _after_sunset,
    Shape.FRIDAY_PRAYER: _friday_prayer,
    Shape.REST: _rest,
    Shape.SUNSET_TO_NIGHTFALL: _sunset_to_nightfall,
    Shape.TWO_HOURS_BEFORE_CANDLES: _two_hours_before_candles,
    Shape.AFTERNOON_BEFORE_CANDLES: _afternoon_before_candles,
    Shape.MORNING: _morning,
    Shape.UNTIL_THREE: _until_three,
    Shape.EVENING: _evening,
    Shape.EVENING_SERVICE: _evening_service,
    Shape.NIGHT_SERVICE: _night_service,
}


@lru_cache(maxsize=16384)
def hours_of(shape: Shape, on: date) -> Hours:
    """The hours of that shape on a day (for rest: ending on that day) in Mechelen."""
    return _SHAPES[shape](on)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
