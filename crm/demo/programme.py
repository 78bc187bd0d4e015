"""The city's real programme of 2022-2023, EMBRACE and MUST-a-Lab, exactly as its sources date it.

Where a source gives no hour the event is dated to the day; where it gives only months it is a period. No day,
hour, place or number of people is filled in that the source does not give. Its persons are invented: the
organiser in the demo is a colleague who does not exist.
"""

from datetime import date, timedelta

from crm.agenda.models import EventFormat, EventKind, Precision
from crm.demo.draft import Draft, instant
from crm.demo.events import Hours, Planned, plan

ORGANISER = "elke"
EMBRACE, MUST_A_LAB = "EMBRACE", "MUST-a-Lab"
MIGRATION = ("islam_general", "newcomers")
SCHOOL = ("islam_general", "families", "youth")
TICKED = "In de demo is aangevinkt: houd rekening met de ramadan."


def add_programme(draft: Draft) -> None:
    """Adds the events of EMBRACE and MUST-a-Lab."""
    _add_embrace(draft)
    _add_labs(draft)


def _add_embrace(draft: Draft) -> None:
    september = _period(date(2022, 9, 1), date(2022, 9, 30))
    unknown = "Maand bekend, dag en uur niet. In het hele traject waren er vier trainingssessies."
    for whom in ("beleidsmakers", "Mechelaars met migratieroots"):
        training = Planned(
            f"EMBRACE: training voor {whom}", EventKind.TRAINING, audience=MIGRATION,
            format=EventFormat.WORKSHOP, language=None, programme=EMBRACE, note=unknown,
        )  # fmt: skip
        plan(draft, ORGANISER, training, september)
    for number in range(1, 5):
        session = Planned(
            f"EMBRACE: luistersessie {number} van 4", EventKind.LISTENING_SESSION, audience=MIGRATION,
            language=None, programme=EMBRACE,
            note="November of december 2022, dag niet bekend. Telkens ongeveer 5 mensen, in totaal 22 voor de vier sessies.",
        )  # fmt: skip
        plan(draft, ORGANISER, session, _period(date(2022, 11, 1), date(2022, 12, 31)))
    evenings = Planned(
        "EMBRACE: dialoogavonden", EventKind.DIALOGUE_EVENING, audience=MIGRATION, language=None,
        programme=EMBRACE, note="Februari en maart 2023. Hoeveel avonden en welke dagen is niet bekend.",
    )  # fmt: skip
    plan(draft, ORGANISER, evenings, _period(date(2023, 2, 1), date(2023, 3, 31)))
    workshops = Planned(
        "EMBRACE: gezamenlijke workshops", EventKind.WORKSHOP, audience=MIGRATION, format=EventFormat.WORKSHOP,
        language=None, programme=EMBRACE,
        note="April en mei 2023, dagen niet bekend. De ramadan liep tot en met 20 april 2023.",
    )  # fmt: skip
    plan(draft, ORGANISER, workshops, _period(date(2023, 4, 1), date(2023, 5, 31)))


def _add_labs(draft: Draft) -> None:
    labs = (
        ("eerste", date(2023, 1, 17), date(2023, 1, 19),
         "Eén labo op 17 en 19 januari; op 18 januari was er niets. Uur niet bekend. Vraag: wat zijn de kernelementen van een warme school?"),
        ("tweede", date(2023, 3, 31), date(2023, 3, 31),
         "Uur niet bekend. Hieruit kwamen de micro-experimenten, die tot midden november liepen."),
        ("derde", date(2023, 11, 16), date(2023, 11, 16),
         "Uur niet bekend. Bespreking van de experimenten en beleidsaanbevelingen."),
    )  # fmt: skip
    for which, first, last, note in labs:
        lab = Planned(
            f"MUST-a-Lab: {which} beleidslabo", EventKind.POLICY_LAB, audience=SCHOOL,
            format=EventFormat.WORKSHOP, language=None, programme=MUST_A_LAB, note=f"{note} {TICKED}",
        )  # fmt: skip
        plan(draft, ORGANISER, lab, _days(first, last))


def _days(first: date, last: date) -> Hours:
    """Known days with unknown hours: from the first midnight to the one after the last day."""
    return Hours(instant(first, 0), instant(last + timedelta(days=1), 0), Precision.DAY)


def _period(first: date, last: date) -> Hours:
    return Hours(instant(first, 0), instant(last + timedelta(days=1), 0), Precision.PERIOD)
