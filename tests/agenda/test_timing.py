"""The verdict: the stories of the demo city, the rules of audience, format and certainty, and the clock."""

from datetime import date, datetime, timedelta

import pytest

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Authority, Certainty, Format, Level, Observance, Reason, Tag
from crm.agenda.observances.occurrence import Confirmation
from crm.agenda.timing import EventToCheck, Verdict, check
from crm.agenda.wall_clock import Note, NoteCode
from crm.agenda.words import clash_text
from tests.agenda.events import BRUSSELS, day, event

CALENDAR = Calendar()
PUBLIC = Tag.GENERAL_PUBLIC


def _levels(verdict: Verdict) -> dict[str, str]:
    return {clash.observance.value: clash.level.word for clash in verdict.clashes}


def _reasons(verdict: Verdict, observance: Observance) -> list[Reason]:
    return [reason for clash in verdict.clashes if clash.observance is observance for reason in clash.reasons]


def test_example_of_the_contract() -> None:
    verdict = check(event("2026-03-03T19:30", "2026-03-03T21:30", Tag.ISLAM_MA, Tag.WOMEN), CALENDAR)
    (clash,) = verdict.clashes
    assert (verdict.level, clash.observance, clash.level, clash.certainty, clash.reasons) == (
        Level.HIGH,
        Observance.RAMADAN,
        Level.HIGH,
        Certainty.CONFIRMED,
        (Reason.IFTAR, Reason.EVENING_PRAYER),
    )
    assert clash.sunset_at is not None
    assert clash.sunset_at.isoformat(timespec="minutes") == "2026-03-03T18:26+01:00"
    assert clash.starts_at.isoformat(timespec="minutes") == "2026-03-03T17:26+01:00"


def test_parents_evening_meets_the_prayer_after_iftar() -> None:
    verdict = check(event("2027-02-23T19:30", "2027-02-23T21:30", Tag.ISLAM_MA, Tag.FAMILIES), CALENDAR)
    assert (_levels(verdict), _reasons(verdict, Observance.RAMADAN)) == (
        {"ramadan": "high"},
        [Reason.EVENING_PRAYER],
    )
    assert clash_text(verdict.clashes[0]).nl == (
        "Ramadan, tot en met 8 maart. De zon gaat onder om 18.12 uur. Veel gezinnen eten dan samen. "
        "Daarna is er avondgebed. Kies een dag na de ramadan, of een voormiddag zonder eten. "
        "Verwachte datum. Kan een dag schuiven."
    )


def test_barbecue_meets_orthodox_easter_and_the_procession() -> None:
    barbecue = event(
        "2027-05-02T12:00", "2027-05-02T17:00", PUBLIC, Tag.ORTHODOX_GENERAL, format=Format.MEAL, food="BBQ"
    )
    assert _levels(check(barbecue, CALENDAR)) == {"orthodox_easter": "high", "hanswijk_procession": "medium"}


def test_consultation_meets_the_easter_holiday_and_visiting_families() -> None:
    verdict = check(event("2027-03-30T19:30", "2027-03-30T21:30", PUBLIC, Tag.ASSYRIAN_CHALDEAN), CALENDAR)
    assert _levels(verdict) == {"easter_break": "medium", "western_easter": "medium"}
    assert _reasons(verdict, Observance.WESTERN_EASTER) == [Reason.VISITS]


@pytest.mark.parametrize(
    ("audience", "before", "after"),
    [
        (Tag.ISLAM_GENERAL, Level.MEDIUM, Level.LOW),
        (PUBLIC, Level.LOW, Level.NONE),
        (Tag.ISLAM_MA, Level.MEDIUM, Level.MEDIUM),
        (Tag.ISLAM_TR, Level.LOW, Level.LOW),
    ],
)
def test_confirmed_feast_softens_the_day_after(audience: Tag, before: Level, after: Level) -> None:
    market = event("2027-03-10T14:00", "2027-03-10T17:00", audience)
    confirmed = Calendar((Confirmation(Observance.EID_AL_FITR, date(2027, 3, 9), "moslimraad.be"),))
    assert (check(market, CALENDAR).level, check(market, confirmed).level) == (before, after)


def test_morocco_confirming_the_same_day_closes_it_for_its_followers() -> None:
    same = tuple(
        Confirmation(Observance.EID_AL_FITR, date(2027, 3, 9), "x", authority)
        for authority in (Authority.BELGIUM, Authority.MOROCCO)
    )
    market = event("2027-03-10T14:00", "2027-03-10T17:00", Tag.ISLAM_MA)
    assert check(market, Calendar(same)).level is Level.LOW


def test_possible_day_says_so() -> None:
    verdict = check(event("2027-03-10T14:00", "2027-03-10T17:00", Tag.ISLAM_GENERAL), CALENDAR)
    (clash,) = verdict.clashes
    assert (clash.reasons, clash.certainty, clash.is_uncertain) == (
        (Reason.VISITS, Reason.POSSIBLE_DAY),
        Certainty.EXPECTED,
        True,
    )


def test_possible_day_in_high_doubt_is_not_softened() -> None:
    verdict = check(event("2027-05-17T14:00", "2027-05-17T17:00", Tag.ISLAM_GENERAL), CALENDAR)
    assert _levels(verdict)["eid_al_adha"] == "high"


def test_iftar_on_the_square_is_an_opportunity() -> None:
    iftar = event(
        "2027-02-26T18:00",
        "2027-02-26T21:00",
        Tag.ISLAM_MA,
        Tag.YOUTH,
        format=Format.MEAL,
        food="halal iftar meal",
        is_celebration_of=Observance.RAMADAN,
    )
    assert check(iftar, CALENDAR) == Verdict(Level.NONE, (), (Observance.RAMADAN,))


def test_celebration_at_another_time_is_no_opportunity() -> None:
    iftar = event("2027-06-22T18:00", "2027-06-22T21:00", Tag.ISLAM_MA, is_celebration_of=Observance.RAMADAN)
    assert check(iftar, CALENDAR) == Verdict(Level.NONE)


@pytest.mark.parametrize(
    ("audience", "level"),
    [(Tag.ISLAM_GENERAL, Level.HIGH), (PUBLIC, Level.MEDIUM), (Tag.ISLAM_MA, Level.HIGH)],
)
def test_second_policy_lab_of_2023_was_in_ramadan(audience: Tag, level: Level) -> None:
    verdict = check(day("2023-03-31", audience), CALENDAR)
    (ramadan,) = [clash for clash in verdict.clashes if clash.observance is Observance.RAMADAN]
    assert (verdict.level, ramadan.level, ramadan.certainty) == (level, level, Certainty.CONFIRMED)
    assert verdict.notes == (Note(NoteCode.HOUR_UNKNOWN),)


@pytest.mark.parametrize("on", ["2023-01-17", "2023-01-19", "2023-11-16"])
def test_other_policy_labs_met_nothing(on: str) -> None:
    assert check(day(on, Tag.ISLAM_GENERAL, Tag.ISLAM_MA, PUBLIC), CALENDAR).clashes == ()


def test_months_of_workshops_count_as_a_period() -> None:
    april = event("2023-04-01T00:00", "2023-05-31T00:00", Tag.ISLAM_GENERAL, hour_unknown=True)
    assert _levels(check(april, CALENDAR)) == {
        "ramadan": "high",
        "laylat_al_qadr": "high",
        "eid_al_fitr": "high",
        "western_easter": "high",
        "public_holiday": "high",
        "bridge_day": "medium",
        "hanswijk_procession": "medium",
        "jumuah": "medium",
    }


def test_day_of_fasting_depends_on_food_and_effort() -> None:
    def level(**fields: object) -> Level:
        return check(event("2027-02-23T10:00", "2027-02-23T12:00", Tag.ISLAM_TR, **fields), CALENDAR).level

    assert level() is Level.LOW
    assert level(food="koffie en thee") is Level.MEDIUM
    assert level(food="broodjes") is Level.HIGH
    assert level(food="none") is Level.LOW
    assert level(format=Format.MEAL) is Level.HIGH
    assert level(format=Format.PHYSICAL) is Level.MEDIUM
    assert level(decision=True) is Level.MEDIUM
    assert level(online=True, recorded=True) is Level.NONE
    assert level(online=True) is Level.LOW


def test_iftar_window_takes_no_travel_margin() -> None:
    # Sunset on 23 February 2027 is at 18.12: the window runs from 17.12 to 19.27.
    before = check(event("2027-02-23T16:00", "2027-02-23T17:10", Tag.ISLAM_GENERAL), CALENDAR)
    during = check(event("2027-02-23T16:00", "2027-02-23T17:15", Tag.ISLAM_GENERAL), CALENDAR)
    assert (_reasons(before, Observance.RAMADAN), before.level) == ([Reason.DAY_FAST], Level.LOW)
    assert (_reasons(during, Observance.RAMADAN), during.level) == (
        [Reason.DAY_FAST, Reason.IFTAR],
        Level.HIGH,
    )


def test_last_ten_nights_begin_on_the_evening_of_the_twentieth_day() -> None:
    before = check(event("2027-02-26T22:00", "2027-02-26T23:00", Tag.ISLAM_TR), CALENDAR)
    first = check(event("2027-02-27T22:00", "2027-02-27T23:00", Tag.ISLAM_TR), CALENDAR)
    assert Reason.LAST_TEN_NIGHTS not in _reasons(before, Observance.RAMADAN)
    assert Reason.LAST_TEN_NIGHTS in _reasons(first, Observance.RAMADAN)


def test_eves_of_ramadan_and_of_the_feast() -> None:
    first_prayer = check(event("2027-02-07T20:00", "2027-02-07T22:00", Tag.ISLAM_TR), CALENDAR)
    feast = check(event("2027-03-08T20:00", "2027-03-08T22:00", Tag.ISLAM_TR), CALENDAR)
    assert _levels(first_prayer) == {"ramadan": "medium"}
    assert _levels(feast)["eid_al_fitr"] == "high"


@pytest.mark.parametrize(
    ("start", "end", "level"),
    [
        ("2027-01-22T10:00", "2027-01-22T12:00", Level.NONE),
        ("2027-01-22T10:00", "2027-01-22T12:15", Level.MEDIUM),
        ("2027-01-22T14:30", "2027-01-22T16:00", Level.MEDIUM),
        ("2027-01-22T14:45", "2027-01-22T16:00", Level.NONE),
        ("2027-06-18T12:00", "2027-06-18T12:45", Level.NONE),
        ("2027-06-18T15:15", "2027-06-18T16:00", Level.MEDIUM),
    ],
)
def test_friday_prayer_with_travel_in_winter_and_summer(start: str, end: str, level: Level) -> None:
    assert check(event(start, end, Tag.ISLAM_TR), CALENDAR).level is level


def test_friday_prayer_weighs_by_who_is_invited() -> None:
    noon = ("2027-01-22T12:30", "2027-01-22T14:00")
    assert check(event(*noon, Tag.MOSQUE_BOARDS), CALENDAR).level is Level.HIGH
    assert check(event(*noon, Tag.ISLAM_TR), CALENDAR).level is Level.MEDIUM
    assert check(event(*noon, Tag.ISLAM_TR, Tag.WOMEN), CALENDAR).level is Level.LOW
    assert check(event(*noon, PUBLIC), CALENDAR).level is Level.LOW
    assert check(event(*noon, Tag.SENIORS), CALENDAR).level is Level.NONE


@pytest.mark.parametrize(
    ("start", "end", "level"),
    [
        # Candles on Friday 22 January 2027 at 16.59, nightfall on Saturday at 18.16.
        ("2027-01-22T12:00", "2027-01-22T14:10", Level.NONE),
        ("2027-01-22T12:00", "2027-01-22T14:20", Level.HIGH),
        ("2027-01-22T20:00", "2027-01-22T22:00", Level.HIGH),
        ("2027-01-23T14:00", "2027-01-23T16:00", Level.HIGH),
        ("2027-01-23T19:15", "2027-01-23T21:00", Level.NONE),
        ("2027-01-24T14:00", "2027-01-24T16:00", Level.NONE),
    ],
)
def test_shabbat_from_two_hours_before_candles_until_nightfall(start: str, end: str, level: Level) -> None:
    assert check(event(start, end, Tag.JEWISH), CALENDAR).level is level
    assert check(event(start, end, Tag.JEWISH, online=True, recorded=True), CALENDAR).level is level


def test_yom_kippur_and_the_hours_before() -> None:
    evening = check(event("2027-10-10T17:00", "2027-10-10T18:00", Tag.JEWISH), CALENDAR)
    afternoon = check(event("2027-10-10T12:30", "2027-10-10T13:30", Tag.JEWISH), CALENDAR)
    itself = check(event("2027-10-11T12:30", "2027-10-11T13:30", Tag.JEWISH, PUBLIC), CALENDAR)
    everybody = check(event("2027-10-11T12:30", "2027-10-11T13:30", PUBLIC), CALENDAR)
    found = [_levels(each) for each in (evening, afternoon, itself, everybody)]
    assert found == [
        {"yom_kippur": "high"},
        {"yom_kippur": "medium"},
        {"yom_kippur": "high"},
        {"yom_kippur": "medium"},
    ]


def test_orthodox_week_and_night() -> None:
    tag = Tag.ORTHODOX_GENERAL
    assert _levels(check(event("2027-04-27T19:00", "2027-04-27T21:00", tag), CALENDAR)) == {
        "orthodox_holy_week": "medium"
    }
    assert _levels(check(event("2027-04-30T19:00", "2027-04-30T21:00", tag), CALENDAR)) == {
        "orthodox_holy_week": "high"
    }
    assert (
        _levels(check(event("2027-05-01T22:30", "2027-05-02T00:30", tag), CALENDAR))["orthodox_easter"]
        == "high"
    )
    assert _levels(check(event("2027-05-03T10:00", "2027-05-03T12:00", tag), CALENDAR)) == {
        "orthodox_easter": "high"
    }
    meals = [
        check(event("2027-04-13T12:00", "2027-04-13T13:00", tag, food=food), CALENDAR).level
        for food in (None, "vegan lunch", "BBQ")
    ]
    assert meals == [Level.NONE, Level.LOW, Level.MEDIUM]


def test_legal_holiday_and_bridge_day_hold_for_everybody() -> None:
    ascension = check(event("2027-05-06T10:00", "2027-05-06T12:00", Tag.SENIORS), CALENDAR)
    bridge = check(event("2027-05-07T10:00", "2027-05-07T12:00", Tag.SENIORS), CALENDAR)
    assert (_levels(ascension), _levels(bridge)) == ({"public_holiday": "high"}, {"bridge_day": "medium"})


def test_school_breaks_weigh_for_families_and_are_a_chance_for_children() -> None:
    hours = ("2027-07-07T14:00", "2027-07-07T16:00")
    assert check(event(*hours, Tag.SENIORS), CALENDAR).level is Level.NONE
    assert check(event(*hours, Tag.FAMILIES), CALENDAR).level is Level.MEDIUM
    assert check(event("2027-07-14T14:00", "2027-07-14T16:00", Tag.FAMILIES), CALENDAR).level is Level.HIGH
    camp = check(event(*hours, Tag.CHILDREN, Tag.FAMILIES, format=Format.HOLIDAY_CAMP), CALENDAR)
    assert camp == Verdict(Level.NONE, (), (Observance.SUMMER_BREAK,))
    workshop = check(event(*hours, Tag.CHILDREN, format=Format.WORKSHOP), CALENDAR)
    assert workshop == Verdict(Level.NONE, (), (Observance.SUMMER_BREAK,))


def test_exams_weigh_for_pupils_and_little_for_parents() -> None:
    hours = ("2027-06-08T19:00", "2027-06-08T21:00")
    found = [
        check(event(*hours, tag), CALENDAR).level for tag in (Tag.SECONDARY_SCHOOL, Tag.FAMILIES, PUBLIC)
    ]
    assert found == [Level.HIGH, Level.LOW, Level.NONE]


def test_tags_without_a_calendar_meet_nothing_of_their_own() -> None:
    for tag in (Tag.BUDDHIST, Tag.HUMANIST, Tag.WOMEN, Tag.DISABILITY):
        assert check(event("2027-03-09T10:00", "2027-03-09T12:00", tag), CALENDAR).level is Level.NONE


def test_past_midnight_and_several_days_touch_each_date() -> None:
    night = check(event("2027-03-27T22:00", "2027-03-28T01:00", Tag.SENIORS), CALENDAR)
    ending = check(event("2027-03-27T22:00", "2027-03-28T00:00", Tag.SENIORS), CALENDAR)
    weekend = check(event("2027-07-19T10:00", "2027-07-23T16:00", Tag.SENIORS), CALENDAR)
    assert _levels(night) == {"western_easter": "high"}
    assert _levels(ending) == {}
    assert _levels(weekend) == {"public_holiday": "high"}


def test_clock_changes_are_measured_in_real_time() -> None:
    spring = event("2027-03-28T01:00", "2027-03-28T03:30", Tag.JEWISH)
    autumn = event("2027-10-31T01:00", "2027-10-31T03:30", Tag.JEWISH)
    assert (spring.span.end - spring.span.start, autumn.span.end - autumn.span.start) == (
        timedelta(hours=1, minutes=30),
        timedelta(hours=3, minutes=30),
    )
    hole = check(day("2027-03-28", Tag.SENIORS), CALENDAR).clashes[0]
    assert (hole.starts_at.isoformat(), hole.ends_at.isoformat()) == (
        "2027-03-28T00:00:00+01:00",
        "2027-03-29T00:00:00+02:00",
    )


def test_hours_are_read_in_the_zone_of_the_event() -> None:
    utc = EventToCheck(
        start=datetime.fromisoformat("2026-03-03T18:30+00:00"),
        end=datetime.fromisoformat("2026-03-03T20:30+00:00"),
        audience=frozenset({Tag.ISLAM_MA}),
        timezone="UTC",
    )
    (clash,) = check(utc, CALENDAR).clashes
    assert clash.sunset_at is not None
    assert clash.sunset_at.isoformat(timespec="minutes") == "2026-03-03T17:26+00:00"


def test_event_refuses_naive_hours_and_an_end_before_its_start() -> None:
    start = datetime(2027, 2, 23, 19, 30, tzinfo=BRUSSELS)
    with pytest.raises(ValueError, match="aware"):
        EventToCheck(start.replace(tzinfo=None), start, frozenset({PUBLIC}))
    with pytest.raises(ValueError, match="before"):
        EventToCheck(start, start - timedelta(hours=1), frozenset({PUBLIC}))
