"""What people own in the calendars of the demo city: a date that was corrected, a weight that the city set."""

from datetime import date, timedelta
from typing import TypedDict

from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.observances.keys import Authority, Level, Observance
from crm.agenda.observances.windows import Shape
from crm.agenda.weights.models import EffectChange
from crm.demo.draft import Draft, instant, workday
from crm.parties.calendars import Calendar

RAMADAN_2026 = date(2026, 2, 19)  # the announced day; every calculation says the 18th
# How we know which calendar a network keeps; the last kind of answer is that nobody noted it.
SAID_HOW = (
    "Gevraagd bij het eerste bezoek",
    "Gezegd op hun jaarvergadering",
    "Gevraagd aan de telefoon",
    None,
)


class SaidCalendars(TypedDict):
    """When a network said which calendars it keeps, and how we know."""

    calendars_said_on: date | None
    calendars_source: str | None


def add_calendars(draft: Draft) -> None:
    """Adds a first day of Ramadan that was entered too early and corrected, and a weight that Hilde set."""
    entered_at, corrected_at = instant(date(2026, 2, 17), 9), instant(date(2026, 2, 17), 20, 30)
    elke, hilde = draft.users["elke"].id, draft.users["hilde"].id
    right = draft.add(
        DateConfirmation(
            **draft.born(corrected_at),
            observance=Observance.RAMADAN.value,
            year=2026,
            authority=Authority.BELGIUM.value,
            start_on=RAMADAN_2026,
            source="Aangekondigd in België, gelezen in de pers (bx1)",
            confirmed_by_id=hilde,
        )
    )
    draft.add(
        DateConfirmation(
            **draft.born(entered_at),
            observance=Observance.RAMADAN.value,
            year=2026,
            authority=Authority.BELGIUM.value,
            start_on=RAMADAN_2026 - timedelta(days=1),
            source="Kalender op internet, nog niet aangekondigd",
            confirmed_by_id=elke,
            withdrawn_at=corrected_at,
            withdrawn_by_id=hilde,
            replaced_by_id=right.id,
        )
    )
    draft.add(
        EffectChange(
            **draft.born(instant(workday(draft.today - timedelta(days=60)), 11)),
            key="bridge_day.bridge_day",
            version=1,
            level=Level.LOW.word,
            shape=Shape.WHOLE_DAY.value,
            advice_nl="Nodig tijdig uit: op een brugdag hebben veel gezinnen tijd.",
            why="Op een brugdag komen er bij ons net meer gezinnen.",
            changed_by_id=hilde,
        )
    )


def said_calendars(draft: Draft, tags: str, number: int) -> SaidCalendars:
    """When the network of that number said which calendars it keeps, and how we know; nothing where it keeps none."""
    if not set(tags.split()) & set(Calendar):
        return {"calendars_said_on": None, "calendars_source": None}
    on = workday(draft.today - timedelta(days=30 + number * 37 % 500))
    return {"calendars_said_on": on, "calendars_source": SAID_HOW[number % len(SAID_HOW)]}
