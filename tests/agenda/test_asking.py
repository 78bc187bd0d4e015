"""When colleagues are asked to confirm a date: eve days by the calculated calendar, until somebody knows."""

from datetime import date, timedelta

import pytest

from crm.agenda.calendars.announcers import ANNOUNCERS, announcer_of
from crm.agenda.calendars.asking import AwaitedDate, ask_from, awaited_dates, is_asked_now
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Confirmation
from crm.agenda.terms import AUTHORITIES, CONFIRMABLE

BELGIUM, DIYANET, MOROCCO = Authority.BELGIUM, Authority.DIYANET, Authority.MOROCCO
RAMADAN, EID, ADHA = Observance.RAMADAN, Observance.EID_AL_FITR, Observance.EID_AL_ADHA
ONE_DAY = timedelta(days=1)


def asked(today: date, *authorities: Authority, calendar: Calendar | None = None) -> list[tuple[str, str]]:
    found = awaited_dates(calendar or Calendar(), authorities or (BELGIUM,), today)
    return [(each.observance.value, each.authority.value) for each in found]


@pytest.mark.parametrize(
    ("observance", "calculated_on", "eve"),
    [
        (RAMADAN, date(2027, 2, 8), date(2027, 2, 4)),  # 27 Sha'ban 1448, a month of thirty days
        (RAMADAN, date(2026, 2, 18), date(2026, 2, 15)),  # 27 Sha'ban 1447, of twenty-nine
        (EID, date(2027, 3, 9), date(2027, 3, 6)),  # 27 Ramadan
        (ADHA, date(2027, 5, 16), date(2027, 5, 7)),  # 1 Dhu'l-Hijja
        (Observance.HANSWIJK_PROCESSION, date(2027, 5, 2), date(2027, 4, 25)),
    ],
)
def test_eve_day_is_found_in_the_calculated_calendar(
    observance: Observance, calculated_on: date, eve: date
) -> None:
    assert ask_from(observance, calculated_on) == eve
    key = (observance.value, "belgium")
    past = Calendar(confirmations=())
    if calculated_on.year == 2027:  # the dates of 2026 are known
        assert [key in asked(on, calendar=past) for on in (eve - ONE_DAY, eve, calculated_on)] == [
            False,
            True,
            True,
        ]


def test_every_observance_that_is_announced_is_asked_for_once_a_year() -> None:
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    seen = {observance for on in days for observance, _ in asked(on)}
    assert seen == {each.value for each in CONFIRMABLE}


def test_question_is_gone_when_the_feast_is_over() -> None:
    assert asked(date(2027, 3, 10)) == [("eid_al_fitr", "belgium")]  # the second day is possible
    assert asked(date(2027, 3, 11)) == []
    # Ramadan's first day still moves its end, and Eid: it is asked until the feast is near too.
    assert asked(date(2027, 3, 1)) == [("ramadan", "belgium")]


def test_question_is_gone_when_a_colleague_entered_the_date_of_that_authority() -> None:
    entered = Calendar(confirmations=(Confirmation(RAMADAN, date(2027, 2, 9), "Moslimraad", BELGIUM),))
    today = date(2027, 2, 6)
    assert asked(today, BELGIUM, MOROCCO, calendar=entered) == [("ramadan", "morocco")]
    assert asked(today, BELGIUM, MOROCCO) == [("ramadan", "belgium"), ("ramadan", "morocco")]


def test_what_an_authority_published_years_ahead_is_not_asked_for() -> None:
    found = asked(date(2027, 3, 7), BELGIUM, DIYANET)
    assert found == [("ramadan", "belgium"), ("ramadan", "diyanet"), ("eid_al_fitr", "belgium")]


def test_procession_is_asked_for_in_one_place_only() -> None:
    assert asked(date(2027, 4, 28), *Authority) == [("hanswijk_procession", "belgium")]


def test_expected_day_follows_what_was_confirmed_and_the_calculated_one_stays() -> None:
    late = Calendar(confirmations=(Confirmation(RAMADAN, date(2026, 2, 19), "bx1", BELGIUM),))
    (eid,) = [each for each in awaited_dates(late, (BELGIUM,), date(2026, 3, 18)) if each.observance is EID]
    assert (eid.calculated_on, eid.expected_on, eid.last_on) == (
        date(2026, 3, 20),
        date(2026, 3, 20),
        date(2026, 3, 21),
    )
    assert eid.href == "/observances/confirm?observance=eid_al_fitr&year=2026&authority=belgium"


@pytest.mark.parametrize(
    ("asked_on", "today", "is_asked"),
    [
        (None, date(2027, 5, 7), True),
        (date(2027, 5, 7), date(2027, 5, 7), False),
        (date(2027, 5, 7), date(2027, 5, 9), False),  # two days later, and the day is not near
        (date(2027, 5, 7), date(2027, 5, 13), True),  # three days before
        (date(2027, 5, 13), date(2027, 5, 14), False),
        (date(2027, 5, 13), date(2027, 5, 15), True),
        (date(2027, 5, 15), date(2027, 5, 17), True),  # the possible day
        (date(2027, 5, 15), date(2027, 5, 18), False),
    ],
)
def test_it_is_asked_again_after_two_days_while_the_day_is_near(
    asked_on: date | None, today: date, is_asked: bool
) -> None:
    awaited = AwaitedDate(ADHA, BELGIUM, date(2027, 5, 16), date(2027, 5, 16), date(2027, 5, 17))
    assert is_asked_now(awaited, asked_on, today) is is_asked


def test_every_authority_says_where_it_announces() -> None:
    assert {each.value for each in Authority} <= set(ANNOUNCERS)
    assert set(AUTHORITIES) == set(Authority)
    addresses = {announcer_of(EID, each).address for each in Authority}
    assert all(address == "" or address.startswith("https://") for address in addresses)
    procession = Observance.HANSWIJK_PROCESSION
    assert announcer_of(procession, BELGIUM) != announcer_of(EID, BELGIUM)
