"""What a verdict says to a reader: the same words for the API, the pages and notices."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm.agenda.calendars.schemas import OccurrenceRead
from crm.agenda.checking import clash_of, judge
from crm.agenda.models import Flag
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects import Matrix
from crm.agenda.observances.keys import Certainty, Level, Observance
from crm.agenda.observances.names import name_of
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.windows import Hours
from crm.agenda.schemas import ClashRead, OpportunityRead, SuggestionRead, VerdictRead
from crm.agenda.suggestions import Suggestion, suggest
from crm.agenda.terms import CALENDARS, CONFIRMABLE, JUDGED
from crm.agenda.timing import Clash, EventToCheck
from crm.agenda.words import (
    VERDICT_WORDS,
    clash_name,
    clash_text,
    note_text,
    opportunity_text,
    suggestion_text,
)
from crm.i18n import translate
from crm.text import mark


def say_verdict(
    event: EventToCheck | None, calendar: Calendar, today: date, language: str, busy: Sequence[Hours] = ()
) -> VerdictRead:
    """The verdict on an event in that language, with better moments while it is still to come.

    Args:
        event: None where only the period is known; then there is nothing to judge, and a note says so.
        busy: when its organiser holds other events; no better moment is proposed there.
    """
    if event is None:
        return VerdictRead(
            level=None,
            word=translate(language, mark("We do not know")),
            clashes=[],
            opportunities=[],
            suggestions=[],
            notes=[
                translate(
                    language, mark("The exact dates are not known. We look at the event when they are.")
                )
            ],
        )
    verdict = judge(event, calendar)
    return VerdictRead(
        level=verdict.level.word,
        word=level_word(verdict.level, language),
        clashes=[say_clash(clash, language) for clash in verdict.clashes],
        opportunities=[
            OpportunityRead(observance=each, text=opportunity_text(each).in_language(language))
            for each in verdict.opportunities
        ],
        suggestions=_say_suggestions(suggest(event, calendar, today, busy), language),
        notes=[
            *(note_text(note).in_language(language) for note in verdict.notes),
            *_say_unknown_calendars(event, language),
        ],
    )


def say_clash(clash: Clash, language: str) -> ClashRead:
    """One clash in that language."""
    return ClashRead(
        observance=clash.observance,
        name=clash_name(clash).in_language(language),
        level=clash.level.word,
        word=level_word(clash.level, language),
        certainty=clash.certainty.value,
        reason_codes=[reason.value for reason in clash.reasons],
        starts_at=clash.starts_at,
        ends_at=clash.ends_at,
        sunset_at=clash.sunset_at,
        source=translate(language, clash.source),
        until_on=clash.until_on,
        text=clash_text(clash).in_language(language),
        is_confirmable=clash.certainty is Certainty.EXPECTED and clash.observance in CONFIRMABLE,
    )


def say_flag(flag: Flag, matrix: Matrix, language: str) -> ClashRead:
    """The clash that a flag stores, in that language; what it advises follows the matrix as it is now."""
    clash = clash_of(flag)
    advice = matrix.advice_on(clash.observance, clash.level, clash.reasons)
    return say_clash(replace(clash, advice=advice), language)


def level_word(level: Level, language: str) -> str:
    """The level as a verdict: a good moment, take care, better not."""
    return VERDICT_WORDS[level].in_language(language)


def observance_name(observance: Observance, language: str) -> str:
    """The name of an observance in that language."""
    return name_of(observance).in_language(language)


def say_occurrence(found: Occurrence, language: str) -> OccurrenceRead:
    """One time that an observance falls, in that language."""
    return OccurrenceRead(
        observance=found.observance,
        name=found.title or name_of(found.observance).in_language(language),
        tradition=found.tradition,
        start_on=found.start_on,
        end_on=found.end_on,
        starts_previous_sunset=found.starts_previous_sunset,
        possible_end_on=found.possible_end_on,
        certainty=found.certainty.value,
        source=translate(language, found.source),
        time_source=translate(language, found.time_source),
    )


def _say_unknown_calendars(event: EventToCheck, language: str) -> list[str]:
    """A note on calendars that somebody keeps and the check does not know: "we do not know" is an answer."""
    unknown = [translate(language, CALENDARS[tag]) for tag in CALENDARS if tag in event.audience - JUDGED]
    if not unknown:
        return []
    sentence = mark("We do not know these calendars yet: %(calendars)s. Ask the people themselves.")
    return [translate(language, sentence, calendars=", ".join(unknown))]


def _say_suggestions(found: Sequence[Suggestion], language: str) -> list[SuggestionRead]:
    return [
        SuggestionRead(
            start=each.start,
            end=each.end,
            level=each.level.word,
            word=level_word(each.level, language),
            why=suggestion_text(each).in_language(language),
        )
        for each in found
    ]
