"""What holds for every event: the verdict is its heaviest clash, clashes touch it, texts are sentences."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crm.agenda.almanac import almanac_of
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.keys import Certainty, Format, Level, Observance, Reason, Tag
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.timing import TRAVEL_MARGIN, Clash, EventToCheck, check
from crm.agenda.words import LANGUAGES, clash_text
from crm.parties.calendars import Calendar as PartyCalendar
from tests.agenda.events import event

CALENDAR = Calendar()
PUBLIC = Tag.GENERAL_PUBLIC
WEEKLY = {Observance.JUMUAH, Observance.SHABBAT, Observance.ALEVI_CEM}

EVENTS = st.builds(
    lambda minutes, length, tags, kind, food, decision, online: event(
        (datetime(2025, 1, 1) + timedelta(minutes=minutes)).isoformat(),  # noqa: DTZ001
        (datetime(2025, 1, 1) + timedelta(minutes=minutes + length)).isoformat(),  # noqa: DTZ001
        *tags,
        format=kind,
        food=food,
        decision=decision,
        online=online,
        recorded=online,
    ),
    st.integers(0, 5 * 365 * 24 * 60),
    st.integers(0, 4 * 24 * 60),
    st.sets(st.sampled_from(list(Tag)), min_size=1, max_size=4),
    st.sampled_from(list(Format)),
    st.sampled_from([None, "koffie", "broodjes", "vegan"]),
    st.booleans(),
    st.booleans(),
)


def _reach(asked: EventToCheck, clash: Clash) -> bool:
    early, late = asked.span.start - TRAVEL_MARGIN, asked.span.end + TRAVEL_MARGIN
    minute = timedelta(minutes=1)
    return clash.starts_at - minute < late and early < clash.ends_at + minute


@settings(deadline=None)  # the first example loads the calendars
@given(EVENTS)
def test_highest_clash_is_the_verdict_and_each_touches_the_event(asked: EventToCheck) -> None:
    verdict = check(asked, CALENDAR)
    assert verdict.level == max((clash.level for clash in verdict.clashes), default=Level.NONE)
    observances = [clash.observance for clash in verdict.clashes]
    assert len(observances) == len(set(observances))
    assert all(
        _reach(asked, clash) and clash.reasons and clash.level > Level.NONE for clash in verdict.clashes
    )


@settings(deadline=None)  # the first example loads the calendars
@given(EVENTS)
def test_every_clash_reads_as_sentences_in_three_languages(asked: EventToCheck) -> None:
    for clash in check(asked, CALENDAR).clashes:
        text = clash_text(clash).as_dict()
        assert list(text) == list(LANGUAGES)
        assert all(said.endswith(".") and "{" not in said and "()" not in said for said in text.values())


@settings(deadline=None)  # the first example loads the calendars
@given(EVENTS, st.sampled_from(list(Tag)))
def test_inviting_more_people_never_lowers_the_level(asked: EventToCheck, tag: Tag) -> None:
    # Women alone make Friday prayer lighter, and children alone make a holiday a chance: these two are left out.
    alone = {Tag.WOMEN, Tag.CHILDREN, Tag.MEN}
    if tag in alone or asked.audience & alone:
        return
    more = event_with(asked, asked.audience | {tag})
    assert check(more, CALENDAR).level >= check(asked, CALENDAR).level


def event_with(asked: EventToCheck, audience: frozenset[Tag]) -> EventToCheck:
    """The same event for another audience."""
    return EventToCheck(
        start=asked.start,
        end=asked.end,
        audience=audience,
        format=asked.format,
        food=asked.food,
        decision=asked.decision,
        online=asked.online,
        recorded=asked.recorded,
    )


@settings(deadline=None)  # the first example loads the calendars
@given(st.integers(0, 27), st.sampled_from(["19:30", "20:00", "20:30", "21:00"]), st.booleans())
def test_evening_in_ramadan_is_never_less_than_medium_for_everybody(
    number: int, hour: str, decision: bool
) -> None:
    on = date(2027, 2, 8) + timedelta(days=number)
    asked = event(f"{on}T{hour}", f"{on}T22:00", PUBLIC, decision=decision)
    assert check(asked, CALENDAR).level >= Level.MEDIUM


CALENDAR_TAGS = [Tag(each.value) for each in PartyCalendar]


@settings(deadline=None)
@given(EVENTS, st.sampled_from(CALENDAR_TAGS))
def test_further_calendar_to_respect_never_lowers_the_level(asked: EventToCheck, tag: Tag) -> None:
    more = event_with(asked, asked.audience | {tag})
    assert check(more, CALENDAR).level >= check(asked, CALENDAR).level


@settings(deadline=None)
@given(EVENTS, st.integers(-2, 2), st.sampled_from(list(Level)), st.sampled_from([None, *Tag]))
def test_further_observance_never_lowers_the_level(
    asked: EventToCheck, days: int, level: Level, tag: Tag | None
) -> None:
    on = asked.first_on + timedelta(days=days)
    concerns = None if tag is None else frozenset({tag})
    extra = Occurrence(
        Observance.IMPORTED,
        "imported",
        on,
        on,
        Certainty.IMPORTED,
        "A calendar of ours",
        effect=Effect(Observance.IMPORTED, Reason.IMPORTED, level, concerns),
    )
    before, after = check(asked, CALENDAR), check(asked, Calendar(imported=(extra,)))
    assert after.level >= before.level
    assert [clash for clash in after.clashes if clash.observance is not Observance.IMPORTED] == list(
        before.clashes
    )


WEEKLY_KEEPERS = [Tag.ISLAM_GENERAL, Tag.MOSQUE_BOARDS, Tag.ALEVI, Tag.SENIORS]


@settings(deadline=None)
@given(EVENTS, st.integers(-8, 8), st.sampled_from(WEEKLY_KEEPERS))
def test_moving_by_whole_weeks_outside_observances_keeps_the_verdict(
    asked: EventToCheck, weeks: int, tag: Tag
) -> None:
    # Those who keep weekly days at fixed hours; Shabbat follows the sun, so its hours move through the year.
    asked = _later(
        event_with(asked, frozenset({tag})), 3
    )  # the first examples are else all on New Year's Day
    moved = _later(asked, weeks)
    near = (
        hit.occurrence.observance
        for one in (asked, moved)
        for hit in almanac_of(CALENDAR).hits(one.occasion, one.first_on, one.last_on)
    )
    assume(asked.start.dst() == moved.start.dst() and set(near) <= WEEKLY)
    before, after = check(asked, CALENDAR), check(moved, CALENDAR)
    assert (after.level, [clash.reasons for clash in after.clashes]) == (
        before.level,
        [clash.reasons for clash in before.clashes],
    )


def _later(asked: EventToCheck, weeks: int) -> EventToCheck:
    """The same event, whole weeks later on the clock."""
    return replace(asked, start=asked.start + timedelta(weeks=weeks), end=asked.end + timedelta(weeks=weeks))
