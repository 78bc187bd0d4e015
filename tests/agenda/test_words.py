"""The words of the check: complete in three languages, and dates and hours as each writes them."""

from datetime import date, datetime

import pytest

from crm.agenda.calendars.imported import REASONS
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects import DEFAULT_MATRIX
from crm.agenda.observances.keys import SCHOOL_BREAKS, Certainty, Level, Observance, Tag
from crm.agenda.observances.names import FIRST_MENTIONS, NAMES, Text
from crm.agenda.observances.sentences import ADVICE, CERTAINTY_WORDS, SENTENCES, SPECIAL
from crm.agenda.timing import check
from crm.agenda.wall_clock import Note, NoteCode
from crm.agenda.words import (
    LANGUAGES,
    VERDICT_WORDS,
    clash_text,
    format_date,
    format_hour,
    note_text,
    opportunity_text,
)
from tests.agenda.events import BRUSSELS, event

TABLES: list[Text] = [
    *NAMES.values(),
    *FIRST_MENTIONS.values(),
    *SENTENCES.values(),
    *SPECIAL.values(),
    *ADVICE.values(),
    *CERTAINTY_WORDS.values(),
    *VERDICT_WORDS.values(),
]


def test_every_text_is_there_in_every_language() -> None:
    assert [text for text in TABLES if not all(text.as_dict().values())] == []
    assert set(VERDICT_WORDS) == set(Level)
    assert set(CERTAINTY_WORDS) == set(Certainty)
    assert all(text.as_dict()["nl"] for text in map(note_text, map(Note, NoteCode)))


def test_special_sentences_belong_to_rows_of_the_matrix() -> None:
    rows = {(effect.observance, effect.reason) for effect in DEFAULT_MATRIX.rows}
    possible = {(observance, reason) for observance, reason in SPECIAL if reason.value == "possible_day"}
    imported = {(Observance.IMPORTED, reason) for reason in REASONS.values()}
    assert set(SPECIAL) - possible <= rows | imported


def test_dates_and_hours_by_language() -> None:
    at = datetime(2027, 5, 1, 9, 5, tzinfo=BRUSSELS)
    assert [format_date(at.date(), language, has_weekday=True) for language in LANGUAGES] == [
        "zaterdag 1 mei",
        "Saturday 1 May",
        "samedi 1er mai",
    ]
    assert [format_date(date(2027, 8, 2), language) for language in LANGUAGES] == [
        "2 augustus",
        "2 August",
        "2 août",
    ]
    assert [format_hour(at, language) for language in LANGUAGES] == ["09.05 uur", "09:05", "9 h 05"]


def test_feast_is_explained_once() -> None:
    asked = event("2027-03-10T14:00", "2027-03-10T17:00", Tag.ISLAM_GENERAL)
    (clash,) = check(asked, Calendar()).clashes
    assert clash_text(clash).nl == (
        "Eid al-Fitr (ramadanfeest, Suikerfeest). Eid al-Fitr kan ook op deze dag vallen. "
        "Veel gezinnen gaan dan nog bij elkaar op bezoek. Kies liever een andere dag. "
        "Verwachte datum. Kan een dag schuiven."
    )


def test_rest_is_told_from_candle_lighting_even_when_the_preparation_counts() -> None:
    asked = event("2027-02-26T17:30", "2027-02-26T19:00", Tag.JEWISH)
    (clash,) = check(asked, Calendar()).clashes
    assert clash_text(clash).en == (
        "Shabbat (Jewish day of rest). Whoever keeps this day of rest does not work, travel or use a phone from "
        "Friday 17:59 to Saturday 19:08. Choose Sunday to Thursday. Going online does not help then. "
        "The date is certain."
    )


@pytest.mark.parametrize("observance", sorted(SCHOOL_BREAKS))
def test_school_break_is_a_chance_for_children(observance: Observance) -> None:
    assert opportunity_text(observance).nl == "Kinderen zijn vrij. Een kans voor een activiteit met hen."


def test_no_text_speaks_of_a_target_group_or_of_what_people_cannot_do() -> None:
    said = " ".join(text for table in TABLES for text in table.as_dict().values()).lower()
    assert [
        word
        for word in ("doelgroep", "moslims", "muslims", "musulmans", "kunnen niet", "cannot")
        if word in said
    ] == []
