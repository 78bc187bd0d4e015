"""Islamic days. Sources: Belgian, Turkish and Moroccan announcements (TIMING.md section 4), and `holidays` for Turkey."""

from datetime import date, timedelta

import pytest

from crm.agenda.observances.calendar import Calendar, followers_of
from crm.agenda.observances.islamic import View, calculated, first_days
from crm.agenda.observances.islamic_announced import BELGIUM, DIYANET
from crm.agenda.observances.keys import Authority, Certainty, Observance, Tag
from crm.agenda.observances.occurrence import Confirmation
from tests.agenda.occurrences import found_in, in_package, starts_in

ANNOUNCED_IN_BELGIUM = [
    (Observance.RAMADAN, date(2015, 6, 18)),
    (Observance.RAMADAN, date(2017, 5, 27)),
    (Observance.RAMADAN, date(2018, 5, 17)),
    (Observance.RAMADAN, date(2019, 5, 6)),
    (Observance.RAMADAN, date(2020, 4, 24)),
    (Observance.RAMADAN, date(2021, 4, 13)),
    (Observance.RAMADAN, date(2022, 4, 2)),
    (Observance.RAMADAN, date(2023, 3, 23)),
    (Observance.RAMADAN, date(2025, 3, 1)),
    (Observance.RAMADAN, date(2026, 2, 19)),
    (Observance.EID_AL_FITR, date(2018, 6, 15)),
    (Observance.EID_AL_FITR, date(2019, 6, 4)),
    (Observance.EID_AL_FITR, date(2020, 5, 24)),
    (Observance.EID_AL_FITR, date(2021, 5, 13)),
    (Observance.EID_AL_FITR, date(2022, 5, 2)),
    (Observance.EID_AL_FITR, date(2023, 4, 21)),
    (Observance.EID_AL_FITR, date(2024, 4, 10)),
    (Observance.EID_AL_FITR, date(2025, 3, 30)),
    (Observance.EID_AL_ADHA, date(2016, 9, 12)),
    (Observance.EID_AL_ADHA, date(2017, 9, 1)),
    (Observance.EID_AL_ADHA, date(2018, 8, 21)),
    (Observance.EID_AL_ADHA, date(2019, 8, 11)),
    (Observance.EID_AL_ADHA, date(2020, 7, 31)),
    (Observance.EID_AL_ADHA, date(2021, 7, 20)),
    (Observance.EID_AL_ADHA, date(2022, 7, 9)),
    (Observance.EID_AL_ADHA, date(2023, 6, 28)),
    (Observance.EID_AL_ADHA, date(2024, 6, 16)),
    (Observance.EID_AL_ADHA, date(2025, 6, 6)),
]


@pytest.mark.parametrize(("observance", "on"), ANNOUNCED_IN_BELGIUM)
def test_announced_dates_are_confirmed_and_closed(observance: Observance, on: date) -> None:
    found = found_in(on.year, observance)
    assert [(each.start_on, each.certainty) for each in found] == [(on, Certainty.CONFIRMED)]
    if observance is not Observance.RAMADAN:
        assert found[0].possible_end_on is None


def test_announced_table_holds_exactly_the_dates_that_werefound_in() -> None:
    assert sorted(BELGIUM.values()) == sorted(on for _, on in ANNOUNCED_IN_BELGIUM)


def test_belgium_was_never_before_the_calculation_and_at_most_a_day_after() -> None:
    late = [on - calculated(year, feast) for (year, feast), on in BELGIUM.items()]
    assert (late.count(timedelta(0)), late.count(timedelta(days=1)), len(late)) == (25, 3, 28)


def test_calculated_only_keeps_the_arithmetic() -> None:
    found = found_in(2026, Observance.RAMADAN, Calendar(calculated_only=True))
    assert [(each.start_on, each.end_on, each.possible_end_on, each.certainty) for each in found] == [
        (date(2026, 2, 18), date(2026, 3, 19), date(2026, 3, 20), Certainty.EXPECTED)
    ]


def test_ramadan_of_2027_ends_with_the_feast_and_may_last_a_day_longer() -> None:
    (ramadan,) = found_in(2027, Observance.RAMADAN)
    (feast,) = found_in(2027, Observance.EID_AL_FITR)
    assert (ramadan.start_on, ramadan.end_on, ramadan.possible_end_on) == (
        date(2027, 2, 8),
        date(2027, 3, 8),
        date(2027, 3, 9),
    )
    assert (feast.start_on, feast.end_on, feast.possible_end_on) == (
        date(2027, 3, 9),
        date(2027, 3, 9),
        date(2027, 3, 10),
    )
    assert (feast.starts_previous_sunset, feast.certainty) == (True, Certainty.EXPECTED)


def test_two_ramadans_begin_in_2030_and_two_feasts_fall_in_2033() -> None:
    assert starts_in(2030, Observance.RAMADAN) == [date(2030, 1, 5), date(2030, 12, 26)]
    assert starts_in(2033, Observance.EID_AL_FITR) == [date(2033, 1, 2), date(2033, 12, 23)]


def test_confirmation_moves_the_feast_and_closes_the_month() -> None:
    confirmed = Calendar((Confirmation(Observance.EID_AL_FITR, date(2027, 3, 10), "moslimraad.be"),))
    (feast,) = found_in(2027, Observance.EID_AL_FITR, confirmed)
    (ramadan,) = found_in(2027, Observance.RAMADAN, confirmed)
    assert (feast.start_on, feast.possible_end_on, feast.certainty, feast.source) == (
        date(2027, 3, 10),
        None,
        Certainty.CONFIRMED,
        "moslimraad.be",
    )
    assert (ramadan.end_on, ramadan.possible_end_on) == (date(2027, 3, 9), None)


def test_later_confirmed_start_moves_the_expected_end() -> None:
    confirmed = Calendar((Confirmation(Observance.RAMADAN, date(2027, 2, 9), "x"),))
    (feast,) = found_in(2027, Observance.EID_AL_FITR, confirmed)
    assert (feast.start_on, feast.possible_end_on) == (date(2027, 3, 10), date(2027, 3, 11))


def test_confirmation_of_another_year_changes_nothing() -> None:
    confirmed = Calendar((Confirmation(Observance.EID_AL_FITR, date(2028, 2, 27), "x"),))
    assert [each.start_on for each in found_in(2027, Observance.EID_AL_FITR, confirmed)] == [date(2027, 3, 9)]
    assert [each.start_on for each in found_in(2028, Observance.EID_AL_FITR, confirmed)] == [
        date(2028, 2, 27)
    ]


def test_later_confirmation_wins() -> None:
    entered = (
        Confirmation(Observance.EID_AL_FITR, date(2027, 3, 9), "first"),
        Confirmation(Observance.EID_AL_FITR, date(2027, 3, 10), "second"),
    )
    assert [each.source for each in found_in(2027, Observance.EID_AL_FITR, Calendar(entered))] == ["second"]


def test_morocco_is_followed_where_it_differs_and_open_where_unknown() -> None:
    view = View(Authority.MOROCCO)
    divided = first_days(1444, Observance.EID_AL_FITR, view)
    unknown = first_days(1445, Observance.EID_AL_FITR, view)
    same = first_days(1447, Observance.RAMADAN, view)
    assert [each.start_on for each in divided] == [date(2023, 4, 21), date(2023, 4, 22)]
    assert [(each.start_on, each.certainty, each.possible_on) for each in unknown] == [
        (date(2024, 4, 10), Certainty.CONFIRMED, date(2024, 4, 11))
    ]
    assert [(each.start_on, each.possible_on) for each in same] == [(date(2026, 2, 19), None)]


def test_diyanet_is_known_ahead() -> None:
    (feast,) = first_days(1448, Observance.EID_AL_FITR, View(Authority.DIYANET))
    (earlier,) = first_days(1437, Observance.EID_AL_FITR, View(Authority.DIYANET))
    assert (feast.start_on, feast.certainty, feast.possible_on) == (
        date(2027, 3, 9),
        Certainty.CALCULATED,
        None,
    )
    assert (earlier.start_on, earlier.certainty) == (date(2016, 7, 5), Certainty.CONFIRMED)


@pytest.mark.parametrize("year", range(2015, 2033))
def test_diyanet_table_is_that_of_the_package_for_turkey(year: int) -> None:
    for feast, name in ((Observance.EID_AL_FITR, "Eid al-Fitr"), (Observance.EID_AL_ADHA, "Eid al-Adha")):
        ours = sorted(on for (_, each), on in DIYANET.items() if each is feast and on.year == year)
        theirs = in_package("TR", name, year)
        firsts = [on for on in theirs if on - timedelta(days=1) not in theirs]
        assert ours == firsts


def test_executive_keeps_a_day_of_its_own() -> None:
    entered = (
        Confirmation(Observance.EID_AL_FITR, date(2027, 3, 9), "moslimraad"),
        Confirmation(Observance.EID_AL_FITR, date(2027, 3, 10), "embnet.be", Authority.EXECUTIVE),
    )
    seen = {
        authority: first_days(1448, Observance.EID_AL_FITR, View(authority, entered))
        for authority in (Authority.BELGIUM, Authority.EXECUTIVE)
    }
    assert [[(one.start_on, one.source) for one in days] for days in seen.values()] == [
        [(date(2027, 3, 9), "moslimraad")],
        [(date(2027, 3, 10), "embnet.be")],
    ]


def test_executive_follows_belgium_until_it_speaks_itself() -> None:
    entered = (Confirmation(Observance.EID_AL_FITR, date(2027, 3, 10), "moslimraad"),)
    (followed,) = first_days(1448, Observance.EID_AL_FITR, View(Authority.EXECUTIVE, entered))
    (past,) = first_days(1444, Observance.RAMADAN, View(Authority.EXECUTIVE))
    (awaited,) = first_days(1449, Observance.EID_AL_FITR, View(Authority.EXECUTIVE))
    assert (followed.start_on, followed.certainty) == (date(2027, 3, 10), Certainty.CONFIRMED)
    assert (past.start_on, past.certainty) == (date(2023, 3, 23), Certainty.CONFIRMED)
    assert (awaited.start_on, awaited.certainty, awaited.possible_on) == (
        date(2028, 2, 26),
        Certainty.EXPECTED,
        date(2028, 2, 27),
    )


def test_later_start_of_the_executive_moves_its_own_expected_end_only() -> None:
    entered = (
        Confirmation(Observance.RAMADAN, date(2027, 2, 8), "moslimraad"),
        Confirmation(Observance.RAMADAN, date(2027, 2, 9), "embnet.be", Authority.EXECUTIVE),
    )
    ends = [
        first_days(1448, Observance.EID_AL_FITR, View(authority, entered))[0].start_on
        for authority in (Authority.BELGIUM, Authority.EXECUTIVE)
    ]
    assert ends == [date(2027, 3, 9), date(2027, 3, 10)]


def test_boards_of_mosques_follow_belgium_and_what_is_ticked_beside_them() -> None:
    def follows(*tags: Tag) -> list[Authority]:
        return [one for one in Authority if Tag.MOSQUE_BOARDS in followers_of(one, frozenset(tags))]

    boards = Tag.MOSQUE_BOARDS
    assert follows(boards) == [Authority.BELGIUM]
    assert follows(boards, Tag.GENERAL_PUBLIC, Tag.ALEVI) == [Authority.BELGIUM]
    assert follows(boards, Tag.ISLAM_TR) == [Authority.BELGIUM, Authority.DIYANET]
    assert follows(boards, Tag.ISLAM_MA, Tag.ISLAM_EXECUTIVE) == [
        Authority.BELGIUM,
        Authority.EXECUTIVE,
        Authority.MOROCCO,
    ]


def test_everybody_and_alevis_read_the_belgian_days() -> None:
    tags = frozenset({Tag.GENERAL_PUBLIC, Tag.ALEVI, Tag.ISLAM_TR})
    assert followers_of(Authority.BELGIUM, tags) == {Tag.GENERAL_PUBLIC, Tag.ALEVI}
    assert followers_of(Authority.MOROCCO, tags) == frozenset()


def test_confirmed_start_in_morocco_tells_when_its_feast_is() -> None:
    entered = (Confirmation(Observance.RAMADAN, date(2027, 2, 9), "habous.gov.ma", Authority.MOROCCO),)
    (feast,) = first_days(1448, Observance.EID_AL_FITR, View(Authority.MOROCCO, entered))
    assert (feast.start_on, feast.possible_on) == (date(2027, 3, 10), date(2027, 3, 11))
