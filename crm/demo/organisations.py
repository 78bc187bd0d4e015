"""Organisations of the demo city. City services have plain names; every other name is invented."""

from dataclasses import dataclass

from crm.demo.calendars import said_calendars
from crm.demo.care import Care
from crm.demo.circles import add_circle
from crm.demo.draft import Draft
from crm.parties.models import Organisation, OrganisationType

KIND = OrganisationType
UNREGISTERED = frozenset({KIND.GRASSROOTS_GROUP})


@dataclass(frozen=True)
class Known:
    """One row of the table: neighbourhoods, groups and calendars as keys between spaces ("" is city-wide)."""

    name: str
    type: OrganisationType
    places: str
    groups: str
    care: Care
    calendars: str = ""


SERVICES = (
    "Dienst Wonen",
    "Dienst Onderwijs",
    "Dienst Werk en Ondernemen",
    "Dienst Participatie",
    "Dienst Burgerzaken",
    "Dienst Toegankelijkheid en Gebouwen",
    "Dienst Jeugd",
    "Dienst Sport",
    "Dienst Cultuur",
    "Dienst Senioren en Zorg",
    "Dienst Publieke Ruimte",
    "Loket Nieuwkomers",
)

ORGANISATIONS = (
    # Arsenaal
    Known("Basisschool De Wilgenboom", KIND.SCHOOL, "arsenaal", "migration dutch-learners", Care.WARM),
    Known("Plein 15", KIND.YOUTH_WORK, "arsenaal", "youth migration", Care.WARM, "islam_ma youth"),
    Known("Gebedshuis Spoorlaan", KIND.PLACE_OF_WORSHIP, "arsenaal", "muslim moroccan", Care.STEADY, "islam_ma mosque_boards"),
    Known("Buurthuis De Locomotief", KIND.ASSOCIATION, "arsenaal", "poverty dutch-learners", Care.WARM),
    Known("Naaiatelier Rode Draad", KIND.GRASSROOTS_GROUP, "arsenaal", "women newcomers", Care.SINGLE),
    Known("Boksclub Wagonwerf", KIND.SPORTS_CLUB, "arsenaal", "youth", Care.STEADY),
    Known("Huiswerkklas Perron 9", KIND.ASSOCIATION, "arsenaal", "youth poverty", Care.THIN),
    Known("Bakkerij Oven en Zaad", KIND.COMPANY, "arsenaal", "dutch-learners", Care.THIN),
    # Mechelen-Noord
    Known("Basisschool De Regenton", KIND.SCHOOL, "mechelen-noord", "migration poverty", Care.WARM),
    Known("Vrienden van Sylhet", KIND.GRASSROOTS_GROUP, "mechelen-noord", "bangladeshi", Care.COLD, "islam_general"),
    Known("Ontmoetingshuis Noorderlicht", KIND.ASSOCIATION, "mechelen-noord", "poverty older", Care.WARM),
    Known("Turks Theehuis De Samowar", KIND.ASSOCIATION, "mechelen-noord", "turkish", Care.STEADY, "islam_tr"),
    Known("Gebedshuis Noordervest", KIND.PLACE_OF_WORSHIP, "mechelen-noord", "muslim turkish", Care.SINGLE, "islam_tr mosque_boards"),
    Known("Fietsschool Tweewiel", KIND.GRASSROOTS_GROUP, "mechelen-noord", "women newcomers", Care.STEADY),
    Known("Voetbalclub Noordstar", KIND.SPORTS_CLUB, "mechelen-noord", "youth migration", Care.WARM),
    Known("Taaltafel Aan de Vaart", KIND.GRASSROOTS_GROUP, "mechelen-noord", "dutch-learners low-literacy", Care.WARM),
    Known("Dakwerken Noordpoort", KIND.COMPANY, "mechelen-zuid walem", "newcomers", Care.NEVER),
    # Nekkerspoel
    Known("Syrisch-orthodoxe parochie Drie Linden", KIND.PLACE_OF_WORSHIP, "nekkerspoel", "assyrian orthodox", Care.STEADY, "assyrian_chaldean"),
    Known("Assyrische Vereniging Twee Rivieren", KIND.ASSOCIATION, "nekkerspoel", "assyrian", Care.WARM, "assyrian_chaldean"),
    Known("Freinetschool De Kikkerpoel", KIND.SCHOOL, "nekkerspoel", "migration", Care.STEADY),
    Known("Jeugdhuis De Sluis", KIND.YOUTH_WORK, "nekkerspoel", "youth assyrian", Care.SINGLE, "youth"),
    Known("Dienstencentrum Ter Linde", KIND.ASSOCIATION, "nekkerspoel", "older mobility", Care.WARM, "seniors"),
    Known("Digipunt Nekkerspoel", KIND.EXPERT_BODY, "nekkerspoel", "digital older older-digital", Care.WARM),
    Known("Basketclub De Nekker Reuzen", KIND.SPORTS_CLUB, "nekkerspoel", "youth", Care.THIN),
    Known("Armeense Kring Granaatappel", KIND.ASSOCIATION, "nekkerspoel mechelen-zuid arsenaal", "armenian", Care.COLD, "armenian"),
    # Centrum
    Known("Doofcafé De Zenne", KIND.ASSOCIATION, "centrum mechelen-noord", "deaf deaf-turkish", Care.UNMAPPED, "disability"),
    Known("Zora", KIND.ASSOCIATION, "centrum", "romanian orthodox", Care.STEADY, "orthodox_general"),
    Known("Orthodoxe parochie De Linde", KIND.PLACE_OF_WORSHIP, "centrum", "orthodox romanian", Care.SINGLE, "orthodox_general"),
    Known("Regenboogkamer Dijle", KIND.ASSOCIATION, "", "lgbti", Care.STEADY, "lgbtq"),
    Known("Blindenkring Stap Vooruit", KIND.ASSOCIATION, "centrum", "blind", Care.SINGLE, "disability"),
    Known("Armoedevereniging De Tafel", KIND.ASSOCIATION, "centrum mechelen-zuid", "poverty single-parents", Care.WARM),
    Known("Stille Kamer", KIND.EXPERT_BODY, "", "neurodivergent", Care.SINGLE),
    Known("Geefwinkel De Kaai", KIND.CHARITY, "centrum", "newcomers", Care.STEADY),
    Known("Medisch Huis Dijleboord", KIND.EXPERT_BODY, "centrum", "poverty undocumented", Care.STEADY),
    Known("Atelier Kapstok", KIND.ASSOCIATION, "centrum arsenaal", "low-literacy", Care.SINGLE),
    Known("Secundaire school De Hoge Brug", KIND.SCHOOL, "centrum", "youth migration", Care.WARM, "secondary_school"),
    Known("Theater Zaagsel", KIND.OTHER, "centrum", "youth", Care.THIN),
    Known("Café Zilverrug", KIND.COMPANY, "centrum", "older", Care.THIN),
    Known("Rolwielers Dijle", KIND.SPORTS_CLUB, "centrum", "mobility youth-mobility", Care.THIN, "disability"),
    Known("Leesclub Grote Letters", KIND.GRASSROOTS_GROUP, "centrum muizen battel", "low-literacy older", Care.COLD),
    # Mechelen-Zuid
    Known("Basisschool Het Zuiderlicht", KIND.SCHOOL, "mechelen-zuid", "migration", Care.WARM),
    Known("Buurtwerk Zuidpark", KIND.ASSOCIATION, "mechelen-zuid", "poverty migration", Care.WARM),
    Known("Vrouwenhuis Amaryllis", KIND.ASSOCIATION, "mechelen-zuid", "women single-parents newcomer-single-parents", Care.STEADY, "women"),
    Known("Gebedshuis Zuiderpoort", KIND.PLACE_OF_WORSHIP, "mechelen-zuid", "muslim", Care.STEADY, "islam_general mosque_boards"),
    Known("Congolese Kring Mboka", KIND.ASSOCIATION, "mechelen-zuid", "migration", Care.SINGLE),
    Known("Jeugdhuis De Kelder", KIND.YOUTH_WORK, "mechelen-zuid", "youth poverty", Care.STEADY, "youth"),
    Known("Zwemgroep Vlinderslag", KIND.SPORTS_CLUB, "mechelen-zuid battel", "women mobility", Care.THIN, "women"),
    Known("Maatwerk De Schakel", KIND.COMPANY, "mechelen-zuid", "poverty low-literacy", Care.STEADY),
    Known("Kookgroep Zeven Potten", KIND.GRASSROOTS_GROUP, "mechelen-zuid", "women migration", Care.SINGLE),
    Known("Roma Huis Vurdon", KIND.ASSOCIATION, "", "roma", Care.COLD),
    # Battel and Walem
    Known("Basisschool De Battelhoek", KIND.SCHOOL, "battel", "dutch-learners", Care.STEADY),
    Known("Buurtcomité Battelse Bergen", KIND.GRASSROOTS_GROUP, "battel", "older", Care.WARM, "seniors"),
    Known("Jeugdbeweging De Zandloper", KIND.YOUTH_WORK, "battel", "youth", Care.THIN, "youth"),
    Known("Volkstuin De Spade", KIND.GRASSROOTS_GROUP, "battel", "turkish older", Care.SINGLE),
    Known("Voedselpunt De Korf", KIND.CHARITY, "battel mechelen-zuid", "poverty", Care.STEADY),
    Known("Basisschool Walemhof", KIND.SCHOOL, "walem", "youth", Care.THIN),
    Known("Seniorenclub Netevrienden", KIND.ASSOCIATION, "walem", "older", Care.STEADY, "seniors"),
    Known("Parochiezaal Walem Samen", KIND.ASSOCIATION, "walem heffen", "poverty", Care.COLD),
    Known("Speelplein De Vlasschuur", KIND.YOUTH_WORK, "walem hombeek", "single-parents poverty", Care.NEVER, "children"),
    # Muizen and Hombeek
    Known("Woonzorghuis De Zwaluw", KIND.ASSOCIATION, "muizen", "older mobility", Care.STEADY, "seniors"),
    Known("Opvangcentrum De Rivier", KIND.EXPERT_BODY, "muizen", "newcomers young-newcomer-women", Care.SINGLE, "newcomers"),
    Known("Turnkring De Muizelaar", KIND.SPORTS_CLUB, "muizen leest", "youth women", Care.THIN),
    Known("Basisschool De Otterpoel", KIND.SCHOOL, "muizen", "migration", Care.STEADY),
    Known("Hombeekse Handen", KIND.GRASSROOTS_GROUP, "hombeek", "older digital", Care.STEADY, "seniors"),
    Known("Landelijke Vrouwenkring Hombeek-Dorp", KIND.ASSOCIATION, "hombeek", "women", Care.SINGLE, "women"),
    Known("Ruitersport Zonder Drempel", KIND.SPORTS_CLUB, "hombeek leest heffen", "mobility youth-mobility", Care.NEVER, "disability"),
    Known("Basisschool De Hombeekhof", KIND.SCHOOL, "hombeek", "youth", Care.THIN),
    # Leest and Heffen
    Known("Leestse Lente", KIND.ASSOCIATION, "leest", "older", Care.SINGLE, "seniors"),
    Known("Jeugdlokaal De Zennebeemd", KIND.YOUTH_WORK, "leest heffen", "youth", Care.COLD, "youth"),
    Known("Zorgboerderij De Wei", KIND.COMPANY, "leest", "neurodivergent poverty", Care.STEADY),
    Known("Basisschool De Heffenaar", KIND.SCHOOL, "heffen leest", "single-parents", Care.THIN),
    Known("Heffense Koffieklets", KIND.GRASSROOTS_GROUP, "heffen", "older digital", Care.WARM, "seniors"),
    Known("Petanqueclub De Zandbak", KIND.SPORTS_CLUB, "heffen", "older", Care.THIN),
    # The whole city
    Known("Taalhuis De Komma", KIND.EXPERT_BODY, "", "dutch-learners", Care.WARM),
    Known("Netwerk Papieren en Rechten", KIND.CHARITY, "", "undocumented", Care.SINGLE),
    Known("Autisme Ontmoet", KIND.GRASSROOTS_GROUP, "", "neurodivergent", Care.NEVER),
    Known("Oog en Oor", KIND.EXPERT_BODY, "", "deaf blind", Care.SINGLE, "disability"),
    Known("Seniorenraad", KIND.ADVISORY_COUNCIL, "", "older", Care.STEADY, "seniors"),
    Known("Jeugdraad", KIND.ADVISORY_COUNCIL, "", "", Care.STEADY, "youth"),
    Known("Adviesraad Toegankelijke Stad", KIND.ADVISORY_COUNCIL, "", "", Care.STEADY, "disability"),
    Known("Raad voor Samenleven", KIND.ADVISORY_COUNCIL, "", "migration", Care.WARM),
    Known("Sportraad", KIND.ADVISORY_COUNCIL, "", "", Care.THIN),
    Known("Cultuurraad", KIND.ADVISORY_COUNCIL, "", "", Care.THIN),
)  # fmt: skip


def add_organisations(draft: Draft) -> None:
    """Adds the organisations and the city services, with their groups, neighbourhoods and calendars."""
    services = tuple(Known(name, KIND.CITY_SERVICE, "", "", Care.SERVICE) for name in SERVICES)
    for number, known in enumerate(ORGANISATIONS + services):
        circle = add_circle(draft, known.name, known.groups, known.places, known.care, is_organisation=True)
        draft.add(
            Organisation(
                id=circle.party.id,
                type=known.type,
                is_registered=known.type not in UNREGISTERED,
                place=_place(draft, known),
                email=f"info{len(draft.circles)}@voorbeeld.example",
                phone=f"015 00 00 {len(draft.circles) % 100:02d}",
                calendars=known.calendars.split(),
                **said_calendars(draft, known.calendars, number),
            )
        )


def _place(draft: Draft, known: Known) -> str:
    if known.type is KIND.CITY_SERVICE:
        return "Stadskantoor"
    return f"{known.name}, {(known.places.split() or ['centrum'])[0].replace('-', ' ').title()}"
