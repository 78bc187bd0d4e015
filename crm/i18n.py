"""Languages: translated sentences, and numbers and dates as people write them here."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale, dates, numbers
from babel.support import Translations

from crm.clock import CITY_ZONE, city_date
from crm.text import Counted, Text

LANGUAGES = ("nl", "en", "fr")
_CATALOGUES = Path(__file__).parent / "locale"
_LOCALES = {"nl": Locale("nl", "BE"), "en": Locale("en", "BE"), "fr": Locale("fr", "BE")}


@cache
def catalogue(language: str) -> NullTranslations:
    """The message catalogue of a language; English is what stands in the code."""
    return Translations.load(str(_CATALOGUES), [language])


def translate(language: str, text: Text | str, **values: object) -> str:
    """The sentence in that language, with its named placeholders filled.

    >>> translate("en", "Sign in first.")
    'Sign in first.'
    """
    msgid, filled = (text.msgid, {**text.values, **values}) if isinstance(text, Text) else (text, values)
    sentence = catalogue(language).gettext(msgid)
    return (
        sentence % {name: _readable(language, value) for name, value in filled.items()}
        if filled
        else sentence
    )


def translate_counted(language: str, sentence: Counted, count: int) -> str:
    """The form of the sentence that fits the number, in that language.

    >>> from crm.text import Counted
    >>> translate_counted("en", Counted("%(num)s day", "%(num)s days"), 1200)
    '1.200 days'
    """
    form = catalogue(language).ngettext(sentence.one, sentence.many, count)
    return form % {"num": number(language, count)}


def _readable(language: str, value: object) -> object:
    if isinstance(value, datetime):
        return long_date_and_time(language, value)
    if isinstance(value, date):
        return long_date(language, value)
    if isinstance(value, Text):
        return translate(language, value)
    return (
        number(language, value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    )


def number(language: str, value: float) -> str:
    """1234.5 as 1.234,5 in Dutch."""
    return str(numbers.format_decimal(value, locale=_LOCALES[language]))


def short_date(language: str, value: date | datetime) -> str:
    """A date in few signs: 23 feb 2027."""
    return dates.format_date(_day(value), "d MMM y", locale=_LOCALES[language])


def long_date(language: str, value: date | datetime) -> str:
    """A date with its weekday: dinsdag 23 februari 2027."""
    return dates.format_date(_day(value), "EEEE d MMMM y", locale=_LOCALES[language])


def month(language: str, value: date | datetime) -> str:
    """Month and year: februari 2027."""
    return dates.format_date(_day(value), "MMMM y", locale=_LOCALES[language])


def clock_time(language: str, value: datetime) -> str:
    """The hour in the city: 19.30 in Dutch, 19:30 in English, 19 h 30 in French."""
    local = value.astimezone(CITY_ZONE)
    pattern = {"nl": "{:%H.%M}", "en": "{:%H:%M}", "fr": "{:%-H h %M}"}[language]
    return pattern.format(local)


def long_date_and_time(language: str, value: datetime) -> str:
    """Weekday, date and hour in the city: dinsdag 23 februari 2027, 19.30."""
    return f"{long_date(language, value)}, {clock_time(language, value)}"


def days_ago(language: str, value: date | datetime, now: datetime) -> str:
    """How long ago, in the words people use: vandaag, gisteren, 3 weken geleden."""
    days = (city_date(now) - _day(value)).days
    if abs(days) < 2:
        words: Mapping[int, Mapping[str, str]] = {
            0: {"nl": "vandaag", "en": "today", "fr": "aujourd’hui"},
            1: {"nl": "gisteren", "en": "yesterday", "fr": "hier"},
            -1: {"nl": "morgen", "en": "tomorrow", "fr": "demain"},
        }
        return words[days][language]
    then = datetime.combine(_day(value), datetime.min.time(), UTC)
    today = datetime.combine(city_date(now), datetime.min.time(), UTC)
    return dates.format_timedelta(then - today, add_direction=True, threshold=1.2, locale=_LOCALES[language])


def _day(value: date | datetime) -> date:
    return city_date(value) if isinstance(value, datetime) else value
