"""What weighs for whom, by tradition: the matrix of TIMING.md section 2.2 with the rules of 2.3, at real hours."""

import pytest

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects import DEFAULT_MATRIX
from crm.agenda.observances.keys import Format, Observance, Tag
from crm.agenda.timing import check
from tests.agenda.events import event

CALENDAR = Calendar()
PUBLIC = Tag.GENERAL_PUBLIC


def _level(observance: Observance, start: str, end: str, *audience: Tag, **fields: object) -> str:
    """The level of one observance for an event, `none` where it does not count."""
    found = check(event(start, end, *audience, **fields), CALENDAR).clashes
    return next((clash.level.word for clash in found if clash.observance is observance), "none")


@pytest.mark.parametrize(
    ("observance", "tag", "start", "end", "direct", "everybody"),
    [
        (Observance.ALEVI_MUHARRAM, Tag.ALEVI, "2027-06-08T14", "2027-06-08T16", "medium", "none"),
        (Observance.ALEVI_MUHARRAM, Tag.ALEVI, "2027-06-08T22:15", "2027-06-08T23", "none", "none"),
        (Observance.ASHURA, Tag.ALEVI, "2027-06-15T19", "2027-06-15T21", "medium", "none"),
        (Observance.ASHURA, Tag.ISLAM_TR, "2027-06-15T19", "2027-06-15T21", "low", "none"),
        (Observance.ALEVI_ASURE, Tag.ALEVI, "2027-06-18T14", "2027-06-18T16", "medium", "low"),
        (Observance.ALEVI_CEM, Tag.ALEVI, "2027-01-14T19:30", "2027-01-14T21", "low", "none"),
        (Observance.ALEVI_CEM, Tag.ALEVI, "2027-01-14T14", "2027-01-14T16", "none", "none"),
        (Observance.ALEVI_HIZIR, Tag.ALEVI, "2027-02-09T10", "2027-02-09T12", "medium", "none"),
        (
            Observance.JULIAN_CHRISTMAS,
            Tag.ORTHODOX_GENERAL,
            "2027-01-07T18",
            "2027-01-07T20",
            "high",
            "medium",
        ),
        (
            Observance.JULIAN_CHRISTMAS,
            Tag.ORTHODOX_GENERAL,
            "2027-01-06T18",
            "2027-01-06T20",
            "medium",
            "low",
        ),
        (Observance.ARMENIAN_CHRISTMAS, Tag.ARMENIAN, "2027-01-06T10", "2027-01-06T12", "high", "medium"),
        (Observance.GOOD_FRIDAY, Tag.ARMENIAN, "2027-03-26T10", "2027-03-26T12", "low", "none"),
        (Observance.GENNA, Tag.ORTHODOX_ET, "2027-01-06T22", "2027-01-06T23", "high", "none"),
        (Observance.GENNA, Tag.ORTHODOX_ET, "2028-01-08T10", "2028-01-08T12", "medium", "none"),
        (Observance.TIMKET, Tag.ORTHODOX_ET, "2027-01-18T19", "2027-01-18T20", "medium", "none"),
        (Observance.TIMKET, Tag.ORTHODOX_ET, "2027-01-19T10", "2027-01-19T12", "high", "none"),
        (Observance.FASIKA, Tag.ORTHODOX_ET, "2027-05-02T10", "2027-05-02T12", "high", "none"),
        (Observance.MESKEL, Tag.ORTHODOX_ET, "2027-09-27T19", "2027-09-27T21", "medium", "none"),
        (Observance.ENKUTATASH, Tag.ORTHODOX_ET, "2027-09-12T10", "2027-09-12T12", "medium", "none"),
        (Observance.AKITU, Tag.ASSYRIAN_CHALDEAN, "2027-04-01T14", "2027-04-01T16", "medium", "low"),
        (Observance.WESTERN_EASTER, Tag.ASSYRIAN_CHALDEAN, "2027-03-31T19", "2027-03-31T21", "medium", "low"),
        (Observance.WESTERN_EASTER, Tag.ASSYRIAN_CHALDEAN, "2027-04-01T19", "2027-04-01T21", "none", "none"),
        (Observance.DIWALI, Tag.HINDU, "2027-10-29T18", "2027-10-29T20", "high", "medium"),
        (Observance.DIWALI, Tag.HINDU, "2027-10-29T12", "2027-10-29T14", "none", "none"),
        (Observance.DIWALI, Tag.SIKH, "2027-10-29T18", "2027-10-29T20", "medium", "medium"),
        (Observance.HOLI, Tag.HINDU, "2027-03-22T10", "2027-03-22T12", "medium", "low"),
        (Observance.HOLI, Tag.HINDU, "2027-03-22T19", "2027-03-22T21", "none", "none"),
        (Observance.NAVRATRI, Tag.HINDU, "2027-10-04T19", "2027-10-04T21", "medium", "low"),
        (Observance.VAISAKHI, Tag.SIKH, "2027-04-14T10", "2027-04-14T12", "medium", "low"),
        (Observance.VESAK, Tag.BUDDHIST, "2026-05-01T10", "2026-05-01T12", "medium", "low"),
        (Observance.VESAK, Tag.BUDDHIST, "2026-05-31T10", "2026-05-31T12", "medium", "low"),
        (Observance.LUNAR_NEW_YEAR, Tag.LUNAR_NEW_YEAR, "2027-02-05T19", "2027-02-05T21", "high", "medium"),
        (Observance.LUNAR_NEW_YEAR, Tag.LUNAR_NEW_YEAR, "2027-02-06T10", "2027-02-06T12", "high", "medium"),
        (Observance.LUNAR_NEW_YEAR, Tag.LUNAR_NEW_YEAR, "2027-02-08T10", "2027-02-08T12", "medium", "low"),
        (Observance.LUNAR_NEW_YEAR, Tag.LUNAR_NEW_YEAR, "2027-02-09T10", "2027-02-09T12", "none", "none"),
        (Observance.NOWRUZ, Tag.NOWRUZ, "2027-03-16T19", "2027-03-16T21", "medium", "none"),
        (Observance.NOWRUZ, Tag.NOWRUZ, "2027-03-17T19", "2027-03-17T21", "none", "none"),
        (Observance.NOWRUZ, Tag.NOWRUZ, "2027-03-22T14", "2027-03-22T16", "high", "medium"),
        (Observance.NOWRUZ, Tag.NOWRUZ, "2027-03-26T14", "2027-03-26T16", "medium", "none"),
        (Observance.NOWRUZ, Tag.NOWRUZ, "2027-04-02T14", "2027-04-02T16", "medium", "low"),
        (Observance.NEWROZ, Tag.KURDISH, "2028-03-20T19", "2028-03-20T21", "high", "medium"),
        (Observance.NEWROZ, Tag.KURDISH, "2028-03-21T10", "2028-03-21T12", "high", "medium"),
        (Observance.EID_AL_ADHA, Tag.ISLAM_EXECUTIVE, "2025-06-06T10", "2025-06-06T12", "high", "medium"),
        (Observance.EID_AL_ADHA, Tag.ISLAM_EXECUTIVE, "2025-06-07T10", "2025-06-07T12", "medium", "low"),
        (Observance.EID_AL_ADHA, Tag.ISLAM_EXECUTIVE, "2025-06-09T10", "2025-06-09T12", "low", "none"),
        (Observance.HANUKKAH, Tag.JEWISH, "2026-12-07T19", "2026-12-07T21", "low", "none"),
        (Observance.HIGHER_EDUCATION_EXAMS, Tag.STUDENTS, "2027-01-12T19", "2027-01-12T21", "high", "none"),
        (Observance.HIGHER_EDUCATION_EXAMS, Tag.STUDENTS, "2027-08-24T19", "2027-08-24T21", "medium", "none"),
        (Observance.MAANROCK, Tag.SENIORS, "2027-08-28T19", "2027-08-28T21", "medium", "medium"),
    ],
)
def test_level_for_who_keeps_the_day_and_for_everybody(
    observance: Observance, tag: Tag, start: str, end: str, direct: str, everybody: str
) -> None:
    assert (_level(observance, start, end, tag), _level(observance, start, end, PUBLIC)) == (
        direct,
        everybody,
    )


@pytest.mark.parametrize(
    ("observance", "tag", "start", "end", "levels"),
    [
        # Without food, with vegan food, with meat.
        (
            Observance.ALEVI_MUHARRAM,
            Tag.ALEVI,
            "2027-06-08T22:15",
            "2027-06-08T23",
            ["none", "none", "medium"],
        ),
        (Observance.ALEVI_MUHARRAM, Tag.ALEVI, "2027-06-08T12", "2027-06-08T13", ["medium", "high", "high"]),
        (
            Observance.ETHIOPIAN_LENT,
            Tag.ORTHODOX_ET,
            "2027-04-13T12",
            "2027-04-13T13",
            ["none", "medium", "medium"],
        ),
        (
            Observance.ETHIOPIAN_LENT,
            Tag.ORTHODOX_ET,
            "2027-04-13T18",
            "2027-04-13T20",
            ["none", "low", "medium"],
        ),
        (
            Observance.ORTHODOX_LENT,
            Tag.ORTHODOX_GENERAL,
            "2027-04-13T18",
            "2027-04-13T20",
            ["none", "low", "medium"],
        ),
        (Observance.PESACH, Tag.JEWISH, "2027-04-26T12", "2027-04-26T13", ["low", "medium", "medium"]),
        (Observance.DIWALI, Tag.HINDU, "2027-10-29T12", "2027-10-29T13", ["none", "none", "low"]),
        (Observance.NAVRATRI, Tag.HINDU, "2027-10-04T12", "2027-10-04T13", ["none", "none", "medium"]),
    ],
)
def test_food_weighs_in_fasts_and_where_meat_is_left_out(
    observance: Observance, tag: Tag, start: str, end: str, levels: list[str]
) -> None:
    foods = (None, "vegan lunch", "BBQ")
    assert [_level(observance, start, end, tag, food=food) for food in foods] == levels


def test_feast_is_out_of_place_in_the_days_of_mourning() -> None:
    levels = [
        _level(Observance.ALEVI_MUHARRAM, "2027-06-08T22:15", "2027-06-08T23", tag, format=Format.FESTIVAL)
        for tag in (Tag.ALEVI, PUBLIC)
    ]
    assert levels == ["high", "medium"]


def test_event_that_is_the_feast_is_welcome() -> None:
    party = event("2027-03-16T19:00", "2027-03-16T21:00", Tag.NOWRUZ, is_celebration_of=Observance.NOWRUZ)
    verdict = check(party, CALENDAR)
    assert (verdict.clashes, verdict.opportunities) == ((), (Observance.NOWRUZ,))


def test_nothing_of_a_tradition_weighs_for_who_did_not_ask_for_it() -> None:
    days = (
        "2027-10-29T18:00",
        "2027-03-22T19:00",
        "2027-02-06T10:00",
        "2027-01-07T10:00",
        "2027-06-08T12:00",
    )
    religious = {
        row.observance
        for row in DEFAULT_MATRIX.rows
        if row.concerns is not None and row.concerns & {Tag.HINDU, Tag.NOWRUZ, Tag.LUNAR_NEW_YEAR, Tag.ALEVI}
    }
    found = {
        clash.observance
        for start in days
        for clash in check(event(start, f"{start[:10]}T23:00", Tag.NEWCOMERS, Tag.WOMEN), CALENDAR).clashes
    }
    assert found & religious == set()


def test_board_of_a_turkish_mosque_is_asked_by_the_day_of_diyanet() -> None:
    # In 2018 Ramadan began on 16 May for Diyanet, on 17 May in Belgium: on the eve of the 16th it had begun or not.
    evening = ("2018-05-16T19:00", "2018-05-16T20:00")
    levels = [
        _level(Observance.RAMADAN, *evening, *tags)
        for tags in (
            (Tag.MOSQUE_BOARDS, Tag.ISLAM_TR),
            (Tag.MOSQUE_BOARDS,),
            (Tag.MOSQUE_BOARDS, Tag.ISLAM_GENERAL),
        )
    ]
    assert levels == ["low", "none", "none"]
