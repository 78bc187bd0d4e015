"""Better moments: the demo's stories, and what is never proposed."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Format, Level, Observance, Tag
from crm.agenda.observances.windows import Hours
from crm.agenda.suggestions import MOST, SEARCH_DAYS, suggest
from crm.agenda.timing import EventToCheck, check
from crm.agenda.words import suggestion_text
from tests.agenda.events import BRUSSELS, day, event

CALENDAR = Calendar()
TODAY = date(2026, 11, 22)


def _starts(asked: EventToCheck, today: date = TODAY, busy: tuple[Hours, ...] = ()) -> list[str]:
    return [f"{each.start:%Y-%m-%d %H:%M}" for each in suggest(asked, CALENDAR, today, busy)]


PARENTS = event("2027-02-23T19:30", "2027-02-23T21:30", Tag.ISLAM_MA, Tag.FAMILIES)


def test_parents_evening_moves_to_the_week_after_the_feast() -> None:
    assert _starts(PARENTS) == ["2027-03-16 19:30", "2027-02-02 19:30", "2027-03-23 19:30"]


def test_barbecue_may_move_to_23_may() -> None:
    barbecue = event(
        "2027-05-02T12:00",
        "2027-05-02T17:00",
        Tag.GENERAL_PUBLIC,
        Tag.ORTHODOX_GENERAL,
        format=Format.MEAL,
        food="BBQ",
    )
    assert _starts(barbecue) == ["2027-05-09 12:00", "2027-05-23 12:00", "2027-05-30 12:00"]


def test_suggestion_says_what_it_avoids() -> None:
    best = suggest(PARENTS, CALENDAR, TODAY)[0]
    assert (best.level, best.avoids, best.remaining, best.days_away, best.is_same_slot) == (
        Level.NONE,
        (Observance.RAMADAN,),
        (),
        21,
        True,
    )
    assert suggestion_text(best).as_dict() == {
        "nl": "Zelfde weekdag en uur. Valt niet samen met: Ramadan.",
        "en": "Same weekday and hour. Does not coincide with: Ramadan.",
        "fr": "Même jour de la semaine et même heure. Ne coïncide pas avec\u202f: Ramadan.",
    }


def test_good_moment_needs_no_suggestion() -> None:
    assert _starts(event("2027-03-16T19:30", "2027-03-16T21:30", Tag.ISLAM_MA)) == []


def test_past_event_gets_no_suggestion_and_one_of_today_does() -> None:
    assert _starts(PARENTS, today=date(2027, 2, 24)) == []
    assert _starts(PARENTS, today=date(2027, 2, 23))[:1] == ["2027-03-16 19:30"]


def test_days_before_today_are_left_out() -> None:
    assert _starts(PARENTS, today=date(2027, 2, 2))[:2] == ["2027-03-16 19:30", "2027-03-23 19:30"]


def test_busy_hours_are_left_out() -> None:
    taken = Hours(
        datetime(2027, 3, 16, 20, tzinfo=BRUSSELS).astimezone(UTC),
        datetime(2027, 3, 16, 21, tzinfo=BRUSSELS).astimezone(UTC),
    )
    assert _starts(PARENTS, busy=(taken,)) == ["2027-02-02 19:30", "2027-03-23 19:30", "2027-01-26 19:30"]


def test_other_hours_are_tried_where_the_weekday_never_fits() -> None:
    board = event("2027-01-22T12:30", "2027-01-22T14:00", Tag.MOSQUE_BOARDS)
    assert _starts(board) == ["2027-01-22 10:00", "2027-01-21 10:00", "2027-01-21 14:00"]


def test_unknown_hour_moves_by_whole_weeks() -> None:
    found = suggest(day("2027-03-10", Tag.ISLAM_GENERAL), CALENDAR, TODAY)
    assert [each.start.date() for each in found] == [date(2027, 3, 17), date(2027, 3, 24), date(2027, 3, 31)]


def test_hour_on_the_clock_stays_over_the_change_to_summer_time() -> None:
    consultation = event("2027-03-30T19:30", "2027-03-30T21:30", Tag.FAMILIES)
    best = next(each for each in suggest(consultation, CALENDAR, TODAY) if each.start.month == 3)
    assert (best.start.isoformat(), best.end.isoformat()) == (
        "2027-03-23T19:30:00+01:00",
        "2027-03-23T21:30:00+01:00",
    )


ASKED = st.builds(
    lambda hours, tags, kind: event(
        (datetime(2027, 1, 1) + timedelta(hours=hours)).isoformat(),  # noqa: DTZ001
        (datetime(2027, 1, 1) + timedelta(hours=hours + 2)).isoformat(),  # noqa: DTZ001
        *tags,
        format=kind,
    ),
    st.integers(0, 200 * 24),
    st.sets(
        st.sampled_from([Tag.ISLAM_MA, Tag.ISLAM_GENERAL, Tag.GENERAL_PUBLIC, Tag.JEWISH, Tag.FAMILIES]),
        min_size=1,
    ),
    st.sampled_from([Format.MEETING, Format.MEAL, Format.FESTIVAL]),
)


@settings(deadline=None, max_examples=60)  # the first example loads the calendars
@given(ASKED, st.integers(0, 200))
def test_suggestions_are_better_near_ahead_and_certain(asked: EventToCheck, passed: int) -> None:
    today = date(2027, 1, 1) + timedelta(days=passed)
    was = check(asked, CALENDAR)
    found = suggest(asked, CALENDAR, today)
    assert len(found) <= MOST
    assert list(found) == sorted(found, key=lambda each: each.rank)
    for each in found:
        moved = EventToCheck(each.start, each.end, asked.audience, format=asked.format)
        verdict = check(moved, CALENDAR)
        assert each.start.date() > today
        assert abs(each.days_away) <= SEARCH_DAYS
        assert verdict.level == each.level < was.level
        assert not any(clash.is_uncertain for clash in verdict.clashes)


def test_nothing_is_proposed_where_the_calendars_end() -> None:
    asked = event("2045-12-24T19:30", "2045-12-24T21:30", Tag.GENERAL_PUBLIC)
    found = suggest(asked, CALENDAR, date(2045, 12, 1))
    assert len(found) == MOST
    assert all(each.start.year == 2045 for each in found)


def test_what_hits_fewer_of_those_invited_comes_first() -> None:
    # All of July and August are school holidays for families; a Friday afternoon also meets the eve of Shabbat.
    asked = event("2027-07-30T17:00", "2027-07-30T22:00", Tag.JEWISH, Tag.FAMILIES)
    found = suggest(asked, CALENDAR, TODAY)
    assert [(each.level, each.communities_hit, each.remaining) for each in found] == [
        (Level.MEDIUM, 1, (Observance.SUMMER_BREAK,))
    ] * 3
    assert sorted(found, key=lambda each: each.rank) == list(found)
