"""The rows of the matrix as an administrator sets them: what may be chosen, and what a check then says."""

from dataclasses import replace
from datetime import date

import pytest

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects import DEFAULT_MATRIX, Matrix
from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.keys import Level, Observance, Reason, Tag
from crm.agenda.observances.names import Text
from crm.agenda.observances.sentences import SENTENCES
from crm.agenda.observances.windows import Shape, hours_of
from crm.agenda.timing import check
from crm.agenda.weights.rules import (
    Chosen,
    applied,
    chosen_of,
    general_level,
    is_for_everyone,
    shapes_for,
)
from crm.agenda.weights.words import REASONS, SHAPES, say_audience, say_days, say_reason
from crm.agenda.words import clash_text
from tests.agenda.events import event

ROWS = DEFAULT_MATRIX.rows
EVENING = ("2027-02-23T19:30", "2027-02-23T21:30")


def with_row(key: str, chosen: Chosen) -> Calendar:
    """The calendar in which one row was set."""
    return Calendar(matrix=DEFAULT_MATRIX.changed([applied(DEFAULT_MATRIX.by_key[key], chosen)]))


def test_every_row_reason_and_part_of_the_day_has_words() -> None:
    assert (set(REASONS), set(SHAPES)) == (set(Reason), set(Shape))
    said = [
        (row.observance, SHAPES[row.shape], *(say(row, "nl") for say in (say_reason, say_days, say_audience)))
        for row in ROWS
    ]
    assert all(all(words) for words in said)
    assert len(set(said)) == len(ROWS), "two rows look the same to a reader"


def test_choosing_what_we_propose_changes_no_row() -> None:
    assert [applied(row, chosen_of(row)) for row in ROWS] == list(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row.key for row in ROWS])
def test_parts_of_the_day_that_are_offered_have_hours_and_suit_the_sentence(row: Effect) -> None:
    offered = shapes_for(row)
    assert offered[0] is row.shape
    assert len(set(offered)) == len(offered)
    for shape in offered:
        hours = hours_of(shape, date(2027, 3, 9))
        assert hours.start < hours.end
        if "{sunset}" in SENTENCES.get(row.reason, Text("", "", "")).nl:
            assert hours.sunset is not None


def test_level_for_everyone_is_by_rule_unless_it_is_chosen() -> None:
    iftar, jumuah = (
        DEFAULT_MATRIX.by_key["ramadan.iftar"],
        DEFAULT_MATRIX.by_key["jumuah.friday_prayer.boards"],
    )
    closed = DEFAULT_MATRIX.by_key["city_closure.closure"]
    holiday = DEFAULT_MATRIX.by_key["autumn_break.family_holiday"]
    assert [general_level(row) for row in (iftar, jumuah, closed, holiday)] == [
        Level.MEDIUM,
        Level.LOW,
        Level.MEDIUM,
        Level.MEDIUM,
    ]
    assert [is_for_everyone(row) for row in (iftar, jumuah, closed, holiday)] == [False, False, True, True]
    lighter = applied(iftar, Chosen(Level.LOW, None, iftar.shape))
    chosen = applied(iftar, Chosen(Level.LOW, Level.MEDIUM, iftar.shape))
    assert [general_level(row) for row in (lighter, chosen)] == [Level.NONE, Level.MEDIUM]


def test_level_that_was_set_is_the_level_of_a_check() -> None:
    for level in (Level.LOW, Level.MEDIUM, Level.HIGH):
        calendar = with_row("ramadan.evening_prayer", Chosen(level, None, Shape.NIGHT_PRAYER))
        assert check(event(*EVENING, Tag.ISLAM_GENERAL), calendar).level is level


def test_row_of_level_none_no_longer_counts_for_anybody() -> None:
    off = with_row("ramadan.evening_prayer", Chosen(Level.NONE, Level.MEDIUM, Shape.NIGHT_PRAYER))
    assert check(event(*EVENING, Tag.ISLAM_GENERAL), off).level is Level.NONE
    assert check(event(*EVENING, Tag.GENERAL_PUBLIC), off).level is Level.NONE
    assert check(event(*EVENING, Tag.GENERAL_PUBLIC), Calendar()).level is Level.MEDIUM


def test_other_part_of_the_day_moves_the_hours() -> None:
    noon = event("2027-02-23T12:00", "2027-02-23T13:00", Tag.ISLAM_GENERAL)
    prayer = [clash.level for clash in check(noon, Calendar()).clashes]
    whole = with_row("ramadan.evening_prayer", Chosen(Level.HIGH, None, Shape.WHOLE_DAY))
    assert (prayer, [clash.level for clash in check(noon, whole).clashes]) == ([Level.LOW], [Level.HIGH])


def test_own_advice_takes_the_place_of_ours_in_the_languages_that_have_one() -> None:
    chosen = Chosen(Level.HIGH, None, Shape.NIGHT_PRAYER, advice_nl="Vraag het aan {de} moskee.")
    (clash,) = check(event(*EVENING, Tag.ISLAM_GENERAL), with_row("ramadan.evening_prayer", chosen)).clashes
    (usual,) = check(event(*EVENING, Tag.ISLAM_GENERAL), Calendar()).clashes
    said, before = clash_text(clash), clash_text(usual)
    # Nothing that was typed is filled in, and nothing else of the text moves.
    ours = "Kies een dag na de ramadan, of een voormiddag zonder eten."
    assert ours in before.nl
    assert said.nl == before.nl.replace(ours, "Vraag het aan {de} moskee.")
    assert (said.en, said.fr) == (before.en, before.fr)


def test_heaviest_row_gives_the_advice() -> None:
    chosen = Chosen(Level.LOW, None, Shape.FAST, advice_nl="Licht advies.")
    calendar = with_row("ramadan.day_fast", chosen)
    evening = event("2027-02-23T17:00", "2027-02-23T18:30", Tag.ISLAM_GENERAL)
    (clash,) = check(evening, calendar).clashes
    assert (clash.level, "Licht advies." in clash_text(clash).nl) == (Level.HIGH, False)


def test_advice_of_a_stored_clash_is_that_of_the_row_nearest_to_its_level() -> None:
    def own(key: str, advice: str) -> Matrix:
        row = DEFAULT_MATRIX.by_key[key]
        return DEFAULT_MATRIX.changed([replace(row, advice=Text(advice, advice, advice))])

    drinks = own("ramadan.food_in_fast.drinks", "Geen drank")
    reasons = (Reason.FOOD_IN_FAST, Reason.DAY_FAST)
    told = [drinks.advice_on(Observance.RAMADAN, level, reasons) for level in (Level.MEDIUM, Level.HIGH)]
    assert told == [Text("Geen drank", "Geen drank", "Geen drank"), None]
    assert drinks.advice_on(Observance.MAANROCK, Level.HIGH, reasons) is None


def test_unknown_rows_are_left_aside() -> None:
    strange = replace(DEFAULT_MATRIX.by_key["ramadan.iftar"], variant="of another version")
    assert DEFAULT_MATRIX.changed([strange]).rows == ROWS
