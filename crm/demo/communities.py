"""Communities of the demo city: networks of people, with or without a legal form, and their portraits."""

from dataclasses import dataclass

from crm.demo.calendars import said_calendars
from crm.demo.care import Care
from crm.demo.circles import add_circle
from crm.demo.draft import Draft
from crm.parties.models import Basis, Community, ReachLink, ReachLinkKind


@dataclass(frozen=True)
class Network:
    """One row of the table: neighbourhoods, groups and calendars as keys between spaces ("" is city-wide)."""

    name: str
    places: str
    groups: str
    care: Care
    calendars: str = ""
    meets_at: str = ""
    has_voice: bool = True


COMMUNITIES = (
    Network("Doof en Turks in Mechelen", "mechelen-noord", "deaf-turkish", Care.SINGLE, "islam_tr disability", "bij mensen thuis", False),
    Network("Somalische vrouwen Arsenaal", "arsenaal", "somali", Care.WARM, "islam_general women", "Buurthuis De Locomotief", False),
    Network("Ouders van De Wilgenboom", "arsenaal", "muslim migration", Care.WARM, "islam_ma families", "de schoolpoort"),
    Network("Moeders aan de schoolpoort Noord", "mechelen-noord", "women single-parents", Care.WARM, "women families", "Basisschool De Regenton"),
    Network("Buren van het Arsenaalplein", "arsenaal", "older poverty", Care.STEADY, "", "het plein"),
    Network("Assyrische families Nekkerspoel", "nekkerspoel", "assyrian", Care.STEADY, "assyrian_chaldean families", "Syrisch-orthodoxe parochie Drie Linden"),
    Network("Bengalese families Noord", "mechelen-noord arsenaal", "bangladeshi", Care.NEVER, "islam_general families", "", False),
    Network("Marokkaanse oma's van Noord", "mechelen-noord", "older-moroccan-women", Care.SINGLE, "islam_ma women", "de markt"),
    Network("Theekring Arsenaal", "arsenaal", "older-moroccan-women", Care.STEADY, "islam_ma women", "Buurthuis De Locomotief"),
    Network("Jonge nieuwkomersvrouwen Zuid", "mechelen-zuid arsenaal", "young-newcomer-women", Care.THIN, "women newcomers", "Vrouwenhuis Amaryllis"),
    Network("Jonge nieuwkomersvrouwen Centrum", "centrum", "young-newcomer-women", Care.UNMAPPED, "women newcomers", "", False),
    Network("Roemeense bouwvakkers en gezinnen", "centrum mechelen-zuid", "romanian", Care.SINGLE, "orthodox_general families", "de parochiezaal"),
    Network("Armeense families", "nekkerspoel muizen", "armenian", Care.THIN, "armenian families"),
    Network("Turkse ondernemers Zuid", "mechelen-zuid", "turkish", Care.WARM, "islam_tr", "de winkelstraat"),
    Network("Rolstoeljongeren", "centrum nekkerspoel", "youth-mobility mobility", Care.SINGLE, "disability youth", "de sporthal"),
    Network("Papa's en mama's alleen", "mechelen-zuid centrum nekkerspoel battel", "single-parents newcomer-single-parents", Care.THIN, "families"),
    Network("LGBTI+ nieuwkomers", "", "lgbti-newcomers", Care.SINGLE, "lgbtq newcomers", "", False),
    Network("Lezers van de eerste bladzijde", "mechelen-noord", "low-literacy", Care.STEADY, "", "de bibliotheek"),
    Network("Ouderen zonder tablet", "centrum mechelen-zuid", "older-digital digital", Care.STEADY, "seniors", "het dienstencentrum"),
    Network("Straatvoetballers Noord", "mechelen-noord", "youth moroccan", Care.STEADY, "islam_ma youth", "het veldje aan de vaart"),
    Network("Straatvoetballers Battel", "battel", "youth", Care.SINGLE, "youth", "het kunstgrasveld"),
    Network("Bewoners noodwoningen", "battel walem", "newcomers poverty", Care.COLD, "newcomers"),
    Network("Roma-families", "", "roma", Care.SINGLE, "families", "", False),
    Network("Vrouwen van de zwemles", "muizen", "women", Care.STEADY, "women", "het zwembad"),
    Network("Buren van de Netedijk", "walem", "older mobility", Care.STEADY, "seniors", "de kantine"),
)  # fmt: skip


def add_communities(draft: Draft) -> None:
    """Adds the communities with their portraits, groups, neighbourhoods and calendars."""
    for number, network in enumerate(COMMUNITIES):
        circle = add_circle(draft, network.name, network.groups, network.places, network.care)
        circle.has_voice = network.has_voice
        draft.add(
            Community(
                id=circle.party.id,
                portrait=_portrait(network),
                meeting_places=network.meets_at or None,
                channels=draft.pick(CHANNELS),
                what_works=draft.pick(WHAT_WORKS),
                calendars=network.calendars.split(),
                **said_calendars(draft, network.calendars, number),
            )
        )


# An organisation may speak for a network that chose it to; a person never does.
SPEAKS_FOR = (
    ("Assyrische Vereniging Twee Rivieren", "Assyrische families Nekkerspoel"),
    ("Orthodoxe parochie De Linde", "Roemeense bouwvakkers en gezinnen"),
    ("Armeense Kring Granaatappel", "Armeense families"),
    ("Digipunt Nekkerspoel", "Ouderen zonder tablet"),
    ("Rolwielers Dijle", "Rolstoeljongeren"),
)


def add_speakers(draft: Draft) -> None:
    """Adds which organisations speak for a community, by their own published statutes."""
    since = draft.founded_at.date()
    for speaker, spoken_for in SPEAKS_FOR:
        draft.add(
            ReachLink(
                **draft.born_versioned(draft.founded_at),
                holder_id=draft.party(speaker).id,
                target_id=draft.party(spoken_for).id,
                kind=ReachLinkKind.SPEAKS_FOR,
                basis=Basis.PUBLIC_SOURCE,
                basis_note="Staat in de gepubliceerde statuten van de organisatie.",
                since=since,
            )
        )


CHANNELS = (
    "Mond aan mond en een groep op de telefoon.",
    "Een affiche in de winkel en een telefoontje.",
    "De nieuwsbrief van de school, en spraakberichten.",
    "Persoonlijk uitnodigen, een week vooraf.",
)
WHAT_WORKS = (
    "Ga langs op een vaste dag. Breng niets mee om in te vullen.",
    "Spreek af op hun plek en laat iemand van hen de avond openen.",
    "Vertel eerst wat er met de vorige vraag is gebeurd.",
    "Kondig opvang voor de kinderen aan. Dan komen er meer mensen.",
)


def _portrait(network: Network) -> str | None:
    if network.care in (Care.UNMAPPED, Care.NEVER):
        return None
    where = f"Mensen ontmoeten elkaar op deze plek: {network.meets_at}." if network.meets_at else ""
    return (
        f"Een los netwerk zonder bestuur. {where} Ze vragen een stad die terugkomt met een antwoord.".replace(
            "  ", " "
        )
    )
