"""The contract of the timing commands: exact shapes, exact refusals."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.agenda.timing_io import BadTimingInput, check_json, occurrences_json, sun_json
from crm.agenda.timing_tables import occurrence_table, sun_table, verdict_table

TODAY = date(2026, 2, 1)
EXAMPLE = {
    "id": "S1",
    "title": "Buurtoverleg",
    "start": "2026-03-03T19:30",
    "end": "2026-03-03T21:30",
    "timezone": "Europe/Brussels",
    "hour_unknown": False,
    "neighbourhood": "Nekkerspoel",
    "audience": ["islam_ma", "women"],
    "format": "meeting",
    "food": None,
    "online": False,
    "recorded": False,
    "decision": False,
    "is_celebration_of": None,
}
EXAMPLE_TEXT = {
    "nl": "Ramadan, tot en met 19 maart. De zon gaat onder om 18.26 uur. Veel gezinnen eten dan samen. "
    "Daarna is er avondgebed. Kies een dag na de ramadan, of een voormiddag zonder eten. "
    "De datum is bevestigd.",
    "en": "Ramadan, until 19 March. The sun sets at 18:26. Many families then eat together. "
    "Evening prayer follows. Choose a day after Ramadan, or a morning without food. "
    "The date is confirmed.",
    "fr": "Ramadan, jusqu’au 19 mars. Le soleil se couche à 18 h 26. Beaucoup de familles mangent alors "
    "ensemble. Ensuite a lieu la prière du soir. Choisissez un jour après le ramadan, ou une matinée "
    "sans repas. La date est confirmée.",
}
PLAIN = {"start": "2027-09-07T10:00", "end": "2027-09-07T12:00", "audience": ["seniors"]}


def _check(
    *entries: object, calculated_only: bool = False, suggestions: bool = True
) -> list[dict[str, object]]:
    return check_json(json.dumps(list(entries)), TODAY, calculated_only, suggestions)


def test_example_of_the_contract_in_full() -> None:
    (row,) = _check(EXAMPLE)
    assert row == {
        "id": "S1",
        "start": "2026-03-03T19:30",
        "end": "2026-03-03T21:30",
        "title": "Buurtoverleg",
        "level": "high",
        "clashes": [
            {
                "observance": "ramadan",
                "level": "high",
                "certainty": "confirmed",
                "reason_codes": ["iftar", "evening_prayer"],
                "starts_at": "2026-03-03T17:26+01:00",
                "ends_at": "2026-03-03T22:00+01:00",
                "sunset_at": "2026-03-03T18:26+01:00",
                "source": "Announced in Belgium (press: bx1, MAP)",
                "text": EXAMPLE_TEXT,
            }
        ],
        "opportunities": [],
        "suggestions": [
            {
                "start": f"{on}T19:30",
                "end": f"{on}T21:30",
                "level": "none",
                "why": {
                    "nl": "Zelfde weekdag en uur. Valt niet samen met: Ramadan.",
                    "en": "Same weekday and hour. Does not coincide with: Ramadan.",
                    "fr": "Même jour de la semaine et même heure. Ne coïncide pas avec\u202f: Ramadan.",
                },
            }
            for on in ("2026-02-17", "2026-03-24", "2026-02-10")
        ],
        "notes": [],
    }


def test_calculated_only_says_expected() -> None:
    (row,) = _check(EXAMPLE, calculated_only=True)
    clashes = row["clashes"]
    assert isinstance(clashes, list)
    assert [(each["certainty"], each["source"]) for each in clashes] == [
        ("expected", "Umm al-Qura calendar (calculated)")
    ]


def test_answers_keep_the_order_and_suggestions_may_be_left_out() -> None:
    rows = _check({**PLAIN, "id": "b"}, EXAMPLE, {**PLAIN, "id": "a"}, suggestions=False)
    assert [(row["id"], row["level"], row["suggestions"]) for row in rows] == [
        ("b", "none", []),
        ("S1", "high", []),
        ("a", "none", []),
    ]
    assert _check() == []


def test_suggestion_can_be_checked_again() -> None:
    (row,) = _check(EXAMPLE)
    suggestions = row["suggestions"]
    assert isinstance(suggestions, list)
    again = [
        _check({**EXAMPLE, "start": each["start"], "end": each["end"]})[0]["level"] for each in suggestions
    ]
    assert again == ["none", "none", "none"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": None}, "entry 2, field start: must be a local date and time such as 2027-02-23T19:30"),
        (
            {"start": "tomorrow"},
            "entry 2, field start: must be a local date and time such as 2027-02-23T19:30",
        ),
        ({"start": 20270907}, "entry 2, field start: must be text or null"),
        ({"start": "2027-09-07"}, "entry 2, field start: needs an hour, or hour_unknown"),
        (
            {"start": "2027-02-30T10:00"},
            "entry 2, field start: must be a local date and time such as 2027-02-23T19:30",
        ),
        ({"start": "2027-09-07T10:00+02:00"}, "entry 2, field start: must be a local time without an offset"),
        (
            {"start": "0001-01-01T10:00"},
            "entry 2, field start: no calendar for that year (they run from 2015 to 2045)",
        ),
        (
            {"end": "9999-12-31T23:59"},
            "entry 2, field end: no calendar for that year (they run from 2015 to 2045)",
        ),
        ({"end": "2027-09-07T09:59"}, "entry 2, field end: is before start"),
        ({"end": "2029-09-07T09:59"}, "entry 2, field end: is more than a year after start"),
        ({"timezone": "Mars/Base"}, "entry 2, field timezone: must be a time zone such as Europe/Brussels"),
        (
            {"timezone": "../etc/passwd"},
            "entry 2, field timezone: must be a time zone such as Europe/Brussels",
        ),
        ({"audience": []}, "entry 2, field audience: must be a list with at least one tag"),
        ({"audience": "islam_ma"}, "entry 2, field audience: must be a list with at least one tag"),
        ({"audience": ["martians"]}, "entry 2, field audience: holds an unknown tag"),
        ({"audience": [["jewish"]]}, "entry 2, field audience: holds an unknown tag"),
        ({"hour_unknown": "yes"}, "entry 2, field hour_unknown: must be true or false"),
        ({"online": 1}, "entry 2, field online: must be true or false"),
        (
            {"format": "party"},
            "entry 2, field format: must be one of "
            "meeting, meal, physical, festival, workshop, holiday_camp, exam, other",
        ),
        ({"food": ["soup"]}, "entry 2, field food: must be text or null"),
        (
            {"is_celebration_of": "birthday"},
            "entry 2, field is_celebration_of: must be an observance key or null",
        ),
        ({"colour": "red"}, "entry 2, field colour: is not known"),
    ],
)
def test_bad_input_names_the_entry_and_the_field(change: dict[str, object], message: str) -> None:
    with pytest.raises(BadTimingInput) as refused:
        _check(PLAIN, {**PLAIN, **change})
    assert str(refused.value) == message


@pytest.mark.parametrize("field", ["start", "end", "audience"])
def test_required_fields(field: str) -> None:
    entry = {key: value for key, value in PLAIN.items() if key != field}
    with pytest.raises(BadTimingInput) as refused:
        _check(entry)
    assert str(refused.value) == f"entry 1, field {field}: is missing"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "not JSON: line 1, column 2"),
        ("{}", "must be a list of events"),
        ("[1]", "entry 1: must be an object"),
        ("[NaN]", "not JSON: NaN"),
        ("[" * 100_000, "not JSON that can be read"),
        ("[" + "9" * 5000 + "]", "not JSON that can be read"),
    ],
)
def test_what_is_not_a_list_of_events(text: str, message: str) -> None:
    with pytest.raises(BadTimingInput) as refused:
        check_json(text, TODAY)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("start", "end", "settled", "notes"),
    [
        (
            "2027-03-28T02:30",
            "2027-03-28T05:00",
            "2027-03-28T03:30",
            ["The start falls in the hour that summer time skips. We use 03:30."],
        ),
        (
            "2027-10-31T02:30",
            "2027-10-31T05:00",
            "2027-10-31T02:30",
            ["The start exists twice that night (winter time). We use the first."],
        ),
        (
            "2027-10-31T01:30",
            "2027-10-31T02:30",
            "2027-10-31T01:30",
            ["The end exists twice that night (winter time). We use the first."],
        ),
        (
            "2027-03-28T01:30",
            "2027-03-28T02:15",
            "2027-03-28T01:30",
            ["The end falls in the hour that summer time skips. We use 03:15."],
        ),
        ("2027-10-31T04:30", "2027-10-31T05:00", "2027-10-31T04:30", []),
    ],
)
def test_hours_that_do_not_exist_or_exist_twice(start: str, end: str, settled: str, notes: list[str]) -> None:
    (row,) = _check({**PLAIN, "start": start, "end": end})
    found = row["notes"]
    assert isinstance(found, list)
    assert (row["start"], [note["en"] for note in found]) == (settled, notes)


def test_unknown_hour_takes_dates_and_says_so() -> None:
    (row,) = _check(
        {"start": "2023-03-31", "end": "2023-03-31", "audience": ["islam_general"], "hour_unknown": True}
    )
    assert (row["start"], row["level"], row["suggestions"]) == ("2023-03-31T00:00", "high", [])
    assert row["notes"] == [
        {
            "nl": "Het uur is niet bekend. We keken naar de hele dag.",
            "en": "The hour is not known. We looked at the whole day.",
            "fr": "L’heure n’est pas connue. Nous avons regardé toute la journée.",
        }
    ]


def test_opportunity_row() -> None:
    (row,) = _check(
        {
            "start": "2027-02-26T18:00",
            "end": "2027-02-26T21:00",
            "audience": ["islam_ma", "youth"],
            "is_celebration_of": "ramadan",
        }
    )
    assert (row["level"], row["clashes"]) == ("none", [])
    assert row["opportunities"] == [
        {
            "observance": "ramadan",
            "text": {
                "nl": "Dit moment hoort bij Ramadan. Een kans: nodig de buren uit.",
                "en": "This event belongs to Ramadan. A chance: invite the neighbours.",
                "fr": "Ce moment fait partie de Ramadan. Une chance\u202f: invitez les voisins.",
            },
        }
    ]


def test_occurrence_rows() -> None:
    rows = occurrences_json(date(2027, 3, 9), date(2027, 3, 13), ["eid_al_fitr", "shabbat"])
    assert rows == [
        {
            "observance": "eid_al_fitr",
            "name": {"nl": "Eid al-Fitr", "en": "Eid al-Fitr", "fr": "Aïd al-Fitr"},
            "tradition": "islam",
            "start_on": "2027-03-09",
            "end_on": "2027-03-09",
            "starts_previous_sunset": True,
            "possible_end_on": "2027-03-10",
            "certainty": "expected",
            "source": "Umm al-Qura calendar (calculated)",
            "time_source": "Sunset in Mechelen, from the position of the sun (astral)",
        },
        {
            "observance": "shabbat",
            "name": {"nl": "Sjabbat", "en": "Shabbat", "fr": "Chabbat"},
            "tradition": "judaism",
            "start_on": "2027-03-13",
            "end_on": "2027-03-13",
            "starts_previous_sunset": True,
            "possible_end_on": None,
            "certainty": "calculated",
            "source": "Weekly, from candle lighting on Friday to nightfall on Saturday",
            "time_source": "Candle lighting 18 minutes before sunset, nightfall with the sun 8.5 degrees down, "
            "in Mechelen (astral)",
        },
    ]


def test_occurrences_refuse_unknown_keys_and_ranges() -> None:
    with pytest.raises(BadTimingInput, match="entry 2, field observance"):
        occurrences_json(date(2027, 3, 9), date(2027, 3, 13), ["shabbat", "birthday"])
    with pytest.raises(BadTimingInput, match="field to: is before from"):
        occurrences_json(date(2027, 3, 9), date(2027, 3, 8))
    with pytest.raises(BadTimingInput, match="field from: no calendar for that year"):
        occurrences_json(date(1, 1, 1), date(2027, 3, 8))


def test_whole_supported_range_can_be_listed() -> None:
    rows = occurrences_json(date(2015, 1, 1), date(2045, 12, 31), ["ramadan"])
    assert (len(rows), rows[0]["start_on"], rows[-1]["start_on"]) == (32, "2015-06-18", "2045-07-15")


def test_sun_rows_and_refusals() -> None:
    assert sun_json([date(2026, 3, 3)]) == [
        {
            "date": "2026-03-03",
            "sunrise": "07:23",
            "sunset": "18:26",
            "candle_lighting": "18:08",
            "nightfall": "19:16",
        }
    ]
    assert sun_json([date(2027, 6, 21)], 70.0, 20.0, "Europe/Oslo")[0]["sunset"] is None
    for bad in ((91.0, 0.0, "UTC"), (0.0, 181.0, "UTC"), (float("nan"), 0.0, "UTC"), (0.0, 0.0, "Mars")):
        with pytest.raises(BadTimingInput):
            sun_json([date(2026, 3, 3)], *bad)


def test_tables_can_be_read() -> None:
    (row,) = _check({**EXAMPLE, "audience": ["islam_general"]})
    assert verdict_table([row], "en").splitlines()[0] == "2026-03-03T19:30  high  Buurtoverleg"
    assert verdict_table([row], "en").splitlines()[1].startswith("  high  ramadan: Ramadan, until 19 March.")
    assert sun_table(sun_json([date(2026, 3, 3)])).splitlines() == [
        "date        sunrise  sunset  candle_lighting  nightfall",
        "2026-03-03  07:23    18:26   18:08            19:16",
    ]
    occurrences = occurrences_json(date(2027, 3, 9), date(2027, 3, 9), ["eid_al_fitr"])
    assert occurrence_table(occurrences).splitlines() == [
        "start       end         possible    certainty  observance   source",
        "2027-03-09  2027-03-09  2027-03-10  expected   Eid al-Fitr  Umm al-Qura calendar (calculated)",
    ]
    assert (verdict_table([]), sun_table([]).splitlines()[0][:4]) == ("", "date")


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.sampled_from([*EXAMPLE, "x"]), each),
    )
)
def test_any_json_is_answered_or_refused(found: object) -> None:
    said = ""
    rows: list[dict[str, object]] = [{}]
    try:
        rows = check_json(json.dumps([found]), TODAY)
    except BadTimingInput as refused:
        said = str(refused)
    assert (len(rows), said[:7]) in {(1, ""), (1, "entry 1")}
