"""What the rows of the matrix are called on screen: English message ids, and the days and people of a row in words."""

from collections.abc import Mapping
from datetime import date

from crm.agenda.observances.effects.row import Effect, Needs
from crm.agenda.observances.keys import Level, Part, Reason, Tag
from crm.agenda.observances.windows import Shape
from crm.agenda.terms import CALENDARS, PEOPLE
from crm.agenda.verdicts import level_word
from crm.agenda.words import format_date
from crm.i18n import translate
from crm.text import Text, mark

REASONS: Mapping[Reason, str] = {
    Reason.DAY_FAST: mark("Fasting during the day"),
    Reason.FOOD_IN_FAST: mark("Food or drinks while people fast"),
    Reason.PHYSICAL_IN_FAST: mark("Effort while people fast"),
    Reason.IFTAR: mark("Eating together after sunset"),
    Reason.EVENING_PRAYER: mark("Evening prayer or service"),
    Reason.LAST_TEN_NIGHTS: mark("The last ten nights"),
    Reason.EVE: mark("The eve"),
    Reason.FEAST_DAY: mark("The feast itself"),
    Reason.POSSIBLE_DAY: mark("A day that is still possible"),
    Reason.VISITS: mark("Visits after the feast"),
    Reason.FRIDAY_PRAYER: mark("Friday prayer"),
    Reason.REST_DAY: mark("Day of rest"),
    Reason.HOLY_DAY: mark("Holy day"),
    Reason.PREPARATION: mark("Getting everything ready"),
    Reason.FAST: mark("A day of fasting"),
    Reason.FOOD_RULES: mark("Rules about food"),
    Reason.MOURNING: mark("Mourning"),
    Reason.WEEKLY_EVENING: mark("A fixed evening every week"),
    Reason.FAMILY_HOLIDAY: mark("Families are away"),
    Reason.EXAM_PERIOD: mark("Exams"),
    Reason.PUBLIC_HOLIDAY: mark("People have the day off"),
    Reason.BRIDGE_DAY: mark("Many people take the day off"),
    Reason.CLOSURE: mark("The offices of the city are closed"),
    Reason.ELECTION_DAY: mark("People go and vote"),
    Reason.LEGAL_CAUTION: mark("Rules before elections"),
    Reason.LOCAL_EVENT: mark("Much is going on in the city"),
    Reason.CELEBRATION: mark("The celebration itself"),
    Reason.IMPORTED: mark("A day of an imported calendar"),
    Reason.TRAFFIC: mark("Other traffic in the city"),
}

SHAPES: Mapping[Shape, str] = {
    Shape.WHOLE_DAY: mark("The whole day"),
    Shape.FAST: mark("From dawn to sunset"),
    Shape.IFTAR: mark("Around sunset: an hour before to an hour and a quarter after"),
    Shape.NIGHT_PRAYER: mark("From evening prayer to 22:00 or later"),
    Shape.AFTER_SUNSET: mark("From sunset to midnight"),
    Shape.FRIDAY_PRAYER: mark("Around Friday prayer, early in the afternoon"),
    Shape.REST: mark("From candle lighting the evening before to nightfall"),
    Shape.SUNSET_TO_NIGHTFALL: mark("From sunset the evening before to nightfall"),
    Shape.TWO_HOURS_BEFORE_CANDLES: mark("The two hours before candle lighting"),
    Shape.AFTERNOON_BEFORE_CANDLES: mark("The afternoon, until candle lighting"),
    Shape.MORNING: mark("From 8:00 to 14:00"),
    Shape.UNTIL_THREE: mark("From midnight to 15:00"),
    Shape.EVENING: mark("From 17:00 to midnight"),
    Shape.EVENING_SERVICE: mark("From 18:00 to 21:30"),
    Shape.NIGHT_SERVICE: mark("From 21:00 to 3:00 in the night"),
}

_NEEDS: Mapping[Needs, str] = {
    Needs.FOOD: mark("when there is food"),
    Needs.DRINKS: mark("when there are only drinks"),
    Needs.ANIMAL_FOOD: mark("when there is meat, fish, dairy or eggs"),
    Needs.PHYSICAL: mark("when people move or work hard"),
}
_PARTS: Mapping[Part, str] = {
    Part.RED_WEDNESDAY: mark("Red Wednesday"),
    Part.CAUTION: mark("the months before"),
}
_DAY_BEFORE = mark("the day before")


def weight_word(level: Level, language: str) -> str:
    """What a row weighs, in the words of a verdict."""
    return translate(language, mark("Does not count")) if level is Level.NONE else level_word(level, language)


def say_reason(effect: Effect, language: str) -> str:
    """Why a row weighs, and what an event must offer for it to count."""
    reason = translate(language, REASONS[effect.reason])
    needs = _NEEDS.get(effect.needs)
    return reason if needs is None else f"{reason}, {translate(language, needs)}"


def say_audience(effect: Effect, language: str) -> str:
    """Whom a row concerns: who keeps these calendars, or everybody."""
    names = {**PEOPLE, **CALENDARS}
    if effect.concerns is None:
        return translate(language, PEOPLE[Tag.GENERAL_PUBLIC])
    return ", ".join(translate(language, names[tag]) for tag in Tag if tag in effect.concerns)


def say_days(effect: Effect, language: str) -> str:
    """On which days of an observance a row weighs.

    >>> from crm.agenda.observances.effects import DEFAULT_MATRIX
    >>> say_days(DEFAULT_MATRIX.by_key["ramadan.eve"], "en"), say_days(DEFAULT_MATRIX.by_key["western_easter.visits"], "en")
    ('the day before', 'from day 2 to day 4')
    """
    days = translate(language, _days(effect))
    if effect.only_in is None:
        return days
    first, last = (
        format_date(date(2000, month, day), language)
        for month, day in (effect.only_in.first, effect.only_in.last)
    )
    span = translate(language, mark("only %(first)s to %(last)s"), first=first, last=last)
    return f"{days}, {span}"


def _days(effect: Effect) -> Text:
    first, last = effect.first_day, effect.last_day
    if first == last:
        return Text(mark("the first day")) if first == 0 else _day(first)
    if (first, last, effect.end_offset) == (0, None, 0):
        return Text(_PARTS.get(effect.part, mark("as long as it lasts")))
    if last is not None:
        end = _day(last)
    elif effect.end_offset == 0:
        end = Text(mark("the last day"))
    elif effect.end_offset == -1:
        end = Text(mark("the last day but one"))
    else:
        end = Text(mark("the days after it"))
    return Text(mark("from %(first)s to %(last)s"), {"first": _day(first), "last": end})


def _day(number: int) -> Text:
    """A day counted from the first, which is 0."""
    if number == -1:
        return Text(_DAY_BEFORE)
    if number < 0:
        return Text(mark("%(days)s days before"), {"days": -number})
    return Text(mark("day %(number)s"), {"number": number + 1})
