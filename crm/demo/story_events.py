"""Stories 1 to 5: moments in spring 2027, as they stand before anybody acts on their warning (docs/demo.md)."""

from datetime import date

from crm.agenda.models import EventFormat, EventKind
from crm.demo.draft import Draft, instant
from crm.demo.events import Hours, Planned, plan

STORIES = (
    (
        "bram",
        Planned(
            "Ouderavond Arsenaal", EventKind.PARTICIPATION_EVENING, "Basisschool De Wilgenboom", "arsenaal",
            ("families",), ("Basisschool De Wilgenboom", "Ouders van De Wilgenboom"),
            language="Nederlands, met tolk Arabisch",
        ),
        Hours(instant(date(2027, 2, 23), 19, 30), instant(date(2027, 2, 23), 21, 30)),
    ),
    (
        "nora",
        Planned(
            "Buurtbarbecue", EventKind.FESTIVITY, "Park aan de Dijle", "centrum",
            ("general_public",), ("Zora", "Armoedevereniging De Tafel"),
            EventFormat.MEAL, "barbecue", note="Zora kookt graag mee.",
        ),
        Hours(instant(date(2027, 5, 2), 12), instant(date(2027, 5, 2), 17)),
    ),
    (
        "ninos",
        Planned(
            "Inspraak Nekkerspoel", EventKind.PARTICIPATION_EVENING, "Freinetschool De Kikkerpoel", "nekkerspoel",
            ("families",), ("Assyrische families Nekkerspoel", "Freinetschool De Kikkerpoel"),
        ),
        Hours(instant(date(2027, 3, 30), 19, 30), instant(date(2027, 3, 30), 21, 30)),
    ),
    (
        "nora",
        Planned(
            "Infomarkt wonen", EventKind.PARTICIPATION_EVENING, "Buurthuis De Locomotief", "arsenaal",
            ("islam_general",), ("Dienst Wonen", "Buurthuis De Locomotief"),
            language="Nederlands, met tolken",
        ),
        Hours(instant(date(2027, 3, 10), 14), instant(date(2027, 3, 10), 18)),
    ),
    (
        "nora",
        Planned(
            "Iftar op het plein", EventKind.FESTIVITY, "Arsenaalplein", "arsenaal",
            ("islam_general", "youth"), ("Plein 15", "Buren van het Arsenaalplein"),
            EventFormat.MEAL, "iftarmaaltijd, halal", "ramadan",
            note="Jeugdwerking Plein 15 en de Buren van het Arsenaalplein organiseren dit samen. "
            "Operationele doelstelling 1.1: verbindende projecten en evenementen. Nodig de buren uit.",
        ),
        Hours(instant(date(2027, 2, 26), 18), instant(date(2027, 2, 26), 21)),
    ),
)  # fmt: skip


def add_story_events(draft: Draft) -> None:
    """Adds the five moments, in the order of DEMO.md."""
    for organiser, planned, hours in STORIES:
        plan(draft, organiser, planned, hours)
