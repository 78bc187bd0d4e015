"""Is this evening all right? One question without an event: a day, two hours and whom to think of. Nothing is stored."""

from crm.agenda.calendars.schemas import EveningQuestion
from crm.agenda.calendars.traditions import OTHER_ANNOUNCEMENTS
from crm.agenda.checking import question_to_check
from crm.agenda.observances.keys import Tag
from crm.agenda.schemas import TimingQuestion
from crm.agenda.terms import CALENDARS, JUDGED, PEOPLE
from crm.agenda.timing import EventToCheck
from crm.i18n import translate
from crm.text import mark

FOOD = mark("food")
SHORT_LIST: tuple[Tag, ...] = (
    Tag.GENERAL_PUBLIC,
    Tag.FAMILIES,
    Tag.YOUTH,
    *(tag for tag in CALENDARS if tag in JUDGED and tag not in OTHER_ANNOUNCEMENTS),
)
"""Whom the box offers to think of: enough for a first answer; the form of an event asks for more."""


def short_list(language: str) -> list[tuple[str, str]]:
    """The choices of the box: value and words."""
    names = {**PEOPLE, **CALENDARS}
    return [(tag.value, translate(language, names[tag])) for tag in SHORT_LIST]


def timing_question(asked: EveningQuestion, language: str) -> TimingQuestion:
    """The question as the timing check takes it; for everybody where nobody is named."""
    return TimingQuestion(
        start_on=asked.on,
        start_hour=asked.start_hour,
        end_hour=asked.end_hour,
        audience=asked.respect or [Tag.GENERAL_PUBLIC],
        food=translate(language, FOOD) if asked.has_food else None,
    )


def evening_to_check(asked: EveningQuestion, language: str) -> EventToCheck | None:
    """The evening for the timing check."""
    return question_to_check(timing_question(asked, language))
