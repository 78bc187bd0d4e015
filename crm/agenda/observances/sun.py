"""Sunrise, sunset, candle lighting and nightfall, by day and place. Mechelen unless told otherwise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from astral import Observer
from astral import sun as astral_sun

MECHELEN_LATITUDE = 51.0259
MECHELEN_LONGITUDE = 4.4775
CITY_TIMEZONE = "Europe/Brussels"

CANDLES_BEFORE_SUNSET = timedelta(minutes=18)
NIGHTFALL_DEPRESSION = 8.5
NIGHT_PRAYER_DEPRESSION = 17.0
DAWN_DEPRESSION = 18.0
# In the light weeks around 21 June the sun never gets 17 degrees below: mosques then keep a fixed interval.
LIGHT_NIGHT_INTERVAL = timedelta(minutes=105)
LONGEST_DEEP_DUSK = timedelta(minutes=165)


@dataclass(frozen=True)
class SunTimes:
    """The sun on one day, as instants in the asked time zone; None where the sun does not get there (polar day).

    `night_prayer` is the start of isha (sun 17 degrees below, else sunset + 105 minutes); `dawn` the start of a day of
    fasting (18 degrees, else sunrise - 105 minutes).
    """

    on: date
    sunrise: datetime | None
    sunset: datetime | None
    candle_lighting: datetime | None
    nightfall: datetime | None
    night_prayer: datetime | None
    dawn: datetime | None


def _sunset(observer: Observer, on: date, zone: ZoneInfo) -> datetime | None:
    try:
        return astral_sun.sunset(observer, on, tzinfo=zone)
    except ValueError:
        return None


def _sunrise(observer: Observer, on: date, zone: ZoneInfo) -> datetime | None:
    try:
        return astral_sun.sunrise(observer, on, tzinfo=zone)
    except ValueError:
        return None


def _after_sunset(observer: Observer, on: date, zone: ZoneInfo, depression: float) -> datetime | None:
    """The first time after the sunset of `on` that the sun is that deep, or None.

    After midnight astral answers for the previous evening, so the next day is asked too.
    """
    sunset = _sunset(observer, on, zone)
    if sunset is None:
        return None
    for asked in (on, on + timedelta(days=1)):
        try:
            dusk = astral_sun.dusk(observer, asked, depression=depression, tzinfo=zone)
        except ValueError:
            continue
        if 0 < dusk.timestamp() - sunset.timestamp() < LONGEST_DEEP_DUSK.total_seconds():
            return dusk
    return None


def _dawn(observer: Observer, on: date, zone: ZoneInfo, sunrise: datetime) -> datetime:
    try:
        dawn = astral_sun.dawn(observer, on, depression=DAWN_DEPRESSION, tzinfo=zone)
    except ValueError:
        return sunrise - LIGHT_NIGHT_INTERVAL
    before = sunrise.timestamp() - dawn.timestamp()
    return dawn if 0 < before < LONGEST_DEEP_DUSK.total_seconds() else sunrise - LIGHT_NIGHT_INTERVAL


@lru_cache(maxsize=4096)
def sun_times(
    on: date,
    latitude: float = MECHELEN_LATITUDE,
    longitude: float = MECHELEN_LONGITUDE,
    timezone: str = CITY_TIMEZONE,
) -> SunTimes:
    """The sun's times of a day at sea level (degrees north and east), in that time zone.

    Elevation is left out on purpose: ten metres would already move sunset by most of a minute.
    """
    zone = ZoneInfo(timezone)
    observer = Observer(latitude, longitude, 0.0)
    sunrise, sunset = _sunrise(observer, on, zone), _sunset(observer, on, zone)
    if sunset is None or sunrise is None:
        return SunTimes(on, sunrise, sunset, None, None, None, None)
    night_prayer = _after_sunset(observer, on, zone, NIGHT_PRAYER_DEPRESSION)
    return SunTimes(
        on=on,
        sunrise=sunrise,
        sunset=sunset,
        candle_lighting=sunset - CANDLES_BEFORE_SUNSET,
        nightfall=_after_sunset(observer, on, zone, NIGHTFALL_DEPRESSION),
        night_prayer=night_prayer or sunset + LIGHT_NIGHT_INTERVAL,
        dawn=_dawn(observer, on, zone, sunrise),
    )


def to_minute(moment: datetime) -> datetime:
    """The moment rounded to the nearest minute, as clocks and calendars print it."""
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
