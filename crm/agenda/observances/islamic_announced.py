"""Dates of Ramadan and the two Eids as they were announced, by Hijri year and authority: the sky decides, not a library.

Compiled 22 November 2026 from Belgian, Turkish and Moroccan press (a missing date was not found, which is not the same
as not announced). In 3 of 28 Belgian cases the announced day is one later than the calculated one, never earlier.
"""

from datetime import date

from crm.agenda.observances.keys import Authority, Observance

HijriFeast = tuple[int, Observance]
"""The Hijri year and which of the three first days."""

BELGIUM: dict[HijriFeast, date] = {
    (1436, Observance.RAMADAN): date(2015, 6, 18),
    (1437, Observance.EID_AL_ADHA): date(2016, 9, 12),
    (1438, Observance.RAMADAN): date(2017, 5, 27),
    (1438, Observance.EID_AL_ADHA): date(2017, 9, 1),
    (1439, Observance.RAMADAN): date(2018, 5, 17),
    (1439, Observance.EID_AL_FITR): date(2018, 6, 15),
    (1439, Observance.EID_AL_ADHA): date(2018, 8, 21),
    (1440, Observance.RAMADAN): date(2019, 5, 6),
    (1440, Observance.EID_AL_FITR): date(2019, 6, 4),
    (1440, Observance.EID_AL_ADHA): date(2019, 8, 11),
    (1441, Observance.RAMADAN): date(2020, 4, 24),
    (1441, Observance.EID_AL_FITR): date(2020, 5, 24),
    (1441, Observance.EID_AL_ADHA): date(2020, 7, 31),
    (1442, Observance.RAMADAN): date(2021, 4, 13),
    (1442, Observance.EID_AL_FITR): date(2021, 5, 13),
    (1442, Observance.EID_AL_ADHA): date(2021, 7, 20),
    (1443, Observance.RAMADAN): date(2022, 4, 2),
    (1443, Observance.EID_AL_FITR): date(2022, 5, 2),
    (1443, Observance.EID_AL_ADHA): date(2022, 7, 9),
    (1444, Observance.RAMADAN): date(2023, 3, 23),
    (1444, Observance.EID_AL_FITR): date(2023, 4, 21),
    (1444, Observance.EID_AL_ADHA): date(2023, 6, 28),
    (1445, Observance.EID_AL_FITR): date(2024, 4, 10),
    (1445, Observance.EID_AL_ADHA): date(2024, 6, 16),
    (1446, Observance.RAMADAN): date(2025, 3, 1),
    (1446, Observance.EID_AL_FITR): date(2025, 3, 30),
    (1446, Observance.EID_AL_ADHA): date(2025, 6, 6),
    (1447, Observance.RAMADAN): date(2026, 2, 19),
}
"""Raad der Theologen of the Moslimexecutieve until 2023, since June 2023 the Moslimraad van België."""

DIYANET: dict[HijriFeast, date] = {
    (1436, Observance.RAMADAN): date(2015, 6, 18),
    (1436, Observance.EID_AL_FITR): date(2015, 7, 17),
    (1436, Observance.EID_AL_ADHA): date(2015, 9, 24),
    (1437, Observance.RAMADAN): date(2016, 6, 6),
    (1437, Observance.EID_AL_FITR): date(2016, 7, 5),
    (1437, Observance.EID_AL_ADHA): date(2016, 9, 12),
    (1438, Observance.EID_AL_FITR): date(2017, 6, 25),
    (1438, Observance.EID_AL_ADHA): date(2017, 9, 1),
    (1439, Observance.RAMADAN): date(2018, 5, 16),
    (1439, Observance.EID_AL_FITR): date(2018, 6, 15),
    (1439, Observance.EID_AL_ADHA): date(2018, 8, 21),
    (1440, Observance.EID_AL_FITR): date(2019, 6, 4),
    (1440, Observance.EID_AL_ADHA): date(2019, 8, 11),
    (1441, Observance.EID_AL_FITR): date(2020, 5, 24),
    (1441, Observance.EID_AL_ADHA): date(2020, 7, 31),
    (1442, Observance.EID_AL_FITR): date(2021, 5, 13),
    (1442, Observance.EID_AL_ADHA): date(2021, 7, 20),
    (1443, Observance.EID_AL_FITR): date(2022, 5, 2),
    (1443, Observance.EID_AL_ADHA): date(2022, 7, 9),
    (1444, Observance.RAMADAN): date(2023, 3, 23),
    (1444, Observance.EID_AL_FITR): date(2023, 4, 21),
    (1444, Observance.EID_AL_ADHA): date(2023, 6, 28),
    (1445, Observance.EID_AL_FITR): date(2024, 4, 10),
    (1445, Observance.EID_AL_ADHA): date(2024, 6, 16),
    (1446, Observance.EID_AL_FITR): date(2025, 3, 30),
    (1446, Observance.EID_AL_ADHA): date(2025, 6, 6),
    (1447, Observance.RAMADAN): date(2026, 2, 19),
    (1447, Observance.EID_AL_FITR): date(2026, 3, 20),
    (1447, Observance.EID_AL_ADHA): date(2026, 5, 27),
    (1448, Observance.EID_AL_FITR): date(2027, 3, 9),
    (1448, Observance.EID_AL_ADHA): date(2027, 5, 16),
    (1449, Observance.EID_AL_FITR): date(2028, 2, 26),
    (1449, Observance.EID_AL_ADHA): date(2028, 5, 5),
    (1450, Observance.EID_AL_FITR): date(2029, 2, 14),
    (1450, Observance.EID_AL_ADHA): date(2029, 4, 24),
    (1451, Observance.EID_AL_FITR): date(2030, 2, 4),
    (1451, Observance.EID_AL_ADHA): date(2030, 4, 13),
    (1452, Observance.EID_AL_FITR): date(2031, 1, 24),
    (1452, Observance.EID_AL_ADHA): date(2031, 4, 2),
    (1453, Observance.EID_AL_FITR): date(2032, 1, 14),
    (1453, Observance.EID_AL_ADHA): date(2032, 3, 22),
    (1454, Observance.EID_AL_FITR): date(2033, 1, 2),
    (1454, Observance.EID_AL_ADHA): date(2033, 3, 11),
}
"""Turkish Presidency of Religious Affairs, which publishes its calendar years ahead (Eids to 2033)."""

MOROCCO: dict[HijriFeast, date] = {
    (1439, Observance.EID_AL_ADHA): date(2018, 8, 22),
    (1442, Observance.RAMADAN): date(2021, 4, 14),
    (1443, Observance.RAMADAN): date(2022, 4, 3),
    (1444, Observance.RAMADAN): date(2023, 3, 23),
    (1444, Observance.EID_AL_FITR): date(2023, 4, 22),
    (1445, Observance.RAMADAN): date(2024, 3, 12),
    (1445, Observance.EID_AL_ADHA): date(2024, 6, 17),
    (1446, Observance.RAMADAN): date(2025, 3, 2),
    (1447, Observance.RAMADAN): date(2026, 2, 19),
}
"""Moroccan Ministry of Habous: one day after the calculation in 8 of 9 cases."""

HIGH_DOUBT: frozenset[HijriFeast] = frozenset(
    {
        (1439, Observance.RAMADAN),
        (1445, Observance.EID_AL_ADHA),
        (1446, Observance.EID_AL_FITR),
        (1447, Observance.RAMADAN),
        (1448, Observance.EID_AL_ADHA),
        (1449, Observance.EID_AL_FITR),
        (1450, Observance.EID_AL_FITR),
        (1454, Observance.EID_AL_FITR),
    }
)
"""Young moon on the eve (age below 5 h or lag below 5 min at Mecca): the next day is about as likely."""

ANNOUNCED: dict[Authority, dict[HijriFeast, date]] = {
    Authority.BELGIUM: BELGIUM,
    Authority.EXECUTIVE: {},  # its own dates until 2023 are those of Belgium; later ones a colleague enters
    Authority.DIYANET: DIYANET,
    Authority.MOROCCO: MOROCCO,
}

LAST_PAST_HIJRI_YEAR = 1447
"""The last Hijri year that had passed when the table was made: later Diyanet dates are calculated, not history."""


def source_of(authority: Authority, start_on: date) -> str:
    """Who announced it, in words to print beside the date."""
    if authority is Authority.DIYANET:
        return "Diyanet (Presidency of Religious Affairs, Turkey)"
    if authority is Authority.MOROCCO:
        return "Ministry of Habous and Islamic Affairs, Morocco"
    if start_on == date(2026, 2, 19):
        return "Announced in Belgium (press: bx1, MAP)"
    return (
        "Announced in Belgium (Raad der Theologen: Moslimexecutieve until 2023, then Moslimraad van België)"
    )
