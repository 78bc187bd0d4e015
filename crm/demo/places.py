"""Neighbourhoods of Mechelen and how many people live there.

Public are: about 88,000 residents; 33.7 % of them with a non-Belgian background in 2019, from 8.1 % in
Leest to almost 58 % in Arsenaal (National Register through Provincies in Cijfers). All else is invented.
"""

from crm.demo.draft import Draft
from crm.parties.models import Neighbourhood, PopulationFigure

INVENTED = "Verzonnen voor de demo"
REGISTER = "Rijksregister via Provincies in Cijfers, 2019"
YEAR = 2019
CITY_RESIDENTS = 88_000

# key, name, residents (invented; together the public 88,000), share with a migration background
# (invented, but for Arsenaal and Leest)
NEIGHBOURHOODS = (
    ("centrum", "Centrum", 17_400, 0.352),
    ("nekkerspoel", "Nekkerspoel", 11_200, 0.415),
    ("arsenaal", "Arsenaal", 6_900, 0.579),
    ("mechelen-noord", "Mechelen-Noord", 10_300, 0.472),
    ("mechelen-zuid", "Mechelen-Zuid", 12_600, 0.386),
    ("battel", "Battel", 6_800, 0.254),
    ("muizen", "Muizen", 6_600, 0.142),
    ("walem", "Walem", 3_300, 0.118),
    ("hombeek", "Hombeek", 6_100, 0.104),
    ("leest", "Leest", 3_400, 0.081),
    ("heffen", "Heffen", 3_400, 0.109),
)
PUBLIC_SHARES = {"arsenaal": "bijna 58 %", "leest": "8,1 %"}

# Invented shares of the residents: in the city, and how strongly it follows migration background (0: not at
# all). Belief, SOGIESC, Roma and people without papers have no reliable public source: no figure at all.
INVENTED_SHARES = {
    "women": (0.507, 0.0),
    "youth": (0.152, 0.1),
    "older": (0.186, -0.3),
    "single-parents": (0.047, 0.3),
    "poverty": (0.131, 0.6),
    "newcomers": (0.058, 0.9),
    "dutch-learners": (0.094, 0.9),
    "low-literacy": (0.089, 0.5),
    "digital": (0.163, 0.3),
    "mobility": (0.064, -0.1),
    "deaf": (0.006, 0.0),
    "moroccan": (0.104, 1.0),
    "turkish": (0.034, 1.0),
    "assyrian": (0.017, 1.0),
    "romanian": (0.011, 0.8),
}


def add_places(draft: Draft) -> None:
    """Adds the neighbourhoods, their residents and the residents of the city."""
    for position, (key, name, residents, _) in enumerate(NEIGHBOURHOODS):
        row = Neighbourhood(**draft.born(draft.founded_at), key=key, name=name, position=position)
        draft.places[key] = draft.add(row).id
        _add_figure(draft, key, None, residents, INVENTED, is_invented=True)
    source = "Stad Mechelen: ongeveer 88.000 inwoners, jaar niet vermeld"
    _add_figure(draft, None, None, CITY_RESIDENTS, source, is_invented=False)


def add_figures(draft: Draft) -> None:
    """Adds how many residents are in a group, where a figure may stand."""
    source = f"{REGISTER}: 33,7 %, van ongeveer 88.000 inwoners"
    _add_figure(draft, None, "migration", round(0.337 * CITY_RESIDENTS), source, is_invented=False)
    for key, _, residents, share in NEIGHBOURHOODS:
        found = INVENTED
        if key in PUBLIC_SHARES:
            found = f"Aandeel {PUBLIC_SHARES[key]}: {REGISTER}. Inwonertal: {INVENTED.lower()}"
        _add_figure(draft, key, "migration", round(share * residents), found, is_invented=True)
    for group, (share, lean) in INVENTED_SHARES.items():
        total = 0
        for key, _, residents, background in NEIGHBOURHOODS:
            count = round(residents * share * (1 + lean * (background / 0.337 - 1)))
            total += count
            _add_figure(draft, key, group, count, INVENTED, is_invented=True)
        _add_figure(draft, None, group, total, INVENTED, is_invented=True)


def _add_figure(
    draft: Draft, place: str | None, group: str | None, count: int, source: str, *, is_invented: bool
) -> None:
    draft.add(
        PopulationFigure(
            **draft.born(draft.founded_at),
            neighbourhood_id=None if place is None else draft.places[place],
            group_id=None if group is None else draft.groups[group],
            year=YEAR,
            count=count,
            source=source,
            is_invented=is_invented,
        )
    )
