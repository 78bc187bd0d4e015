"""Hebrew calendar. Sources: Hebcal (diaspora), as published, and the package `holidays` for Israel."""

from datetime import date, timedelta

import pytest

from crm.agenda.observances.keys import Observance
from tests.agenda.occurrences import dates, found_in, in_package, starts_in

HEBCAL = {
    Observance.ROSH_HASHANAH: """
        2015-09-14 2016-10-03 2017-09-21 2018-09-10 2019-09-30 2020-09-19 2021-09-07 2022-09-26
        2023-09-16 2024-10-03 2025-09-23 2026-09-12 2027-10-02 2028-09-21
    """,
    Observance.YOM_KIPPUR: "2015-09-23 2016-10-12 2023-09-25 2024-10-12 2025-10-02 2026-09-21 2027-10-11",
    Observance.SUKKOT: "2023-09-30 2024-10-17 2025-10-07 2026-09-26 2027-10-16",
    Observance.SIMCHAT_TORAH: "2023-10-07 2024-10-24 2025-10-14 2026-10-03 2027-10-23",
    Observance.HANUKKAH: "2019-12-23 2022-12-19 2023-12-08 2024-12-26 2025-12-15 2026-12-05 2027-12-25",
    # 2016, 2019, 2022, 2024 and 2027 have a second Adar: Purim is in that one.
    Observance.PURIM: """
        2016-03-24 2019-03-21 2022-03-17 2023-03-07 2024-03-24 2025-03-14 2026-03-03 2027-03-23
    """,
    Observance.PESACH: """
        2015-04-04 2016-04-23 2017-04-11 2018-03-31 2019-04-20 2020-04-09 2021-03-28 2022-04-16
        2023-04-06 2024-04-23 2025-04-13 2026-04-02 2027-04-22 2028-04-11
    """,
    Observance.SHAVUOT: "2023-05-26 2024-06-12 2025-06-02 2026-05-22 2027-06-11",
    # In 2022 and 2025 the 9th of Av is a Shabbat: the fast is on Sunday.
    Observance.TISHA_BAV: "2022-08-07 2023-07-27 2024-08-13 2025-08-03 2026-07-23 2027-08-12",
}


@pytest.mark.parametrize(
    ("observance", "on"), [(key, on) for key, text in HEBCAL.items() for on in dates(text)]
)
def test_festivals_begin_on_the_day_that_hebcal_publishes(observance: Observance, on: date) -> None:
    assert starts_in(on.year, observance) == [on]


@pytest.mark.parametrize(
    ("observance", "name"),
    [
        (Observance.ROSH_HASHANAH, "Rosh Hashanah"),
        (Observance.YOM_KIPPUR, "Yom Kippur"),
        (Observance.PESACH, "Pesach"),
        (Observance.SHAVUOT, "Shavuot"),
        (Observance.SUKKOT, "Sukkot"),
    ],
)
def test_first_days_are_those_of_the_package_for_israel(observance: Observance, name: str) -> None:
    years = range(2015, 2046)
    assert [starts_in(year, observance) for year in years] == [
        in_package("IL", name, year)[:1] for year in years
    ]


def test_second_days_are_kept_outside_israel() -> None:
    lengths = {
        observance: {(each.end_on - each.start_on).days + 1 for each in found_in(2027, observance)}
        for observance in (Observance.ROSH_HASHANAH, Observance.PESACH, Observance.SHAVUOT)
    }
    assert lengths == {Observance.ROSH_HASHANAH: {2}, Observance.PESACH: {8}, Observance.SHAVUOT: {2}}
    (end,) = found_in(2027, Observance.SIMCHAT_TORAH)
    assert end.end_on - end.start_on == timedelta(days=1)


def test_every_festival_begins_the_evening_before() -> None:
    assert all(found_in(2027, observance)[0].starts_previous_sunset for observance in HEBCAL)
