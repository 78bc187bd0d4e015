"""What the demo city's colleagues wrote down: short Dutch sentences on what is needed, never on who somebody is."""

from crm.contacts.models import Topic

OPENINGS = (
    "Kort gesproken.",
    "Goed gesprek bij een kop thee.",
    "Even binnengelopen.",
    "Teruggebeld zoals afgesproken.",
    "Samen de week doorgenomen.",
    "Toevallig ontmoet op straat.",
    "Lang gesprek, veel vertrouwen.",
    "Eerst geluisterd naar hoe het gaat.",
)
NEEDS: dict[Topic, tuple[str, ...]] = {
    Topic.HOUSING: (
        "De lift in het gebouw valt vaak uit.",
        "Er is schimmel in drie appartementen en niemand komt kijken.",
        "Een gezin zoekt een grotere woning en kent de weg niet.",
        "De huurprijs stijgt en de brief was niet te begrijpen.",
        "De bel aan het gebouw werkt niet, bezoek geraakt niet binnen.",
    ),
    Topic.EDUCATION: (
        "Inschrijven kan alleen online, dat lukt niet iedereen.",
        "Ouders willen met de leerkracht praten, met een tolk erbij.",
        "Huiswerkbegeleiding is volzet tot na nieuwjaar.",
        "De brief over de schoolrekening zorgt voor stress.",
        "Jongeren vragen een stille plek om te studeren.",
    ),
    Topic.WORK: (
        "Er is werk in de buurt, maar de taaltest houdt mensen tegen.",
        "Vraag hoe je een eigen zaak begint.",
        "Het diploma van elders wordt niet erkend.",
        "Vroege shiften botsen met de uren van de opvang.",
        "Drie mensen zoeken een stageplaats.",
    ),
    Topic.MEETING: (
        "Ze zoeken een zaal voor de zaterdag.",
        "Er is zin in een feest met de hele straat.",
        "De groep groeit en wil ook mannen uitnodigen.",
        "Ze willen koken met de buren, de keuken is te klein.",
        "Een vaste namiddag per week zou helpen.",
    ),
    Topic.SERVICES: (
        "De brief van de stad was moeilijk te lezen.",
        "Aan het loket was er niemand die kon tolken.",
        "De afspraak online maken lukt niet op een oude telefoon.",
        "Ze weten niet bij welke dienst ze moeten zijn.",
        "Het antwoord op de vorige vraag is nog niet gekomen.",
    ),
    Topic.ACCESSIBILITY: (
        "Het voetpad is te smal voor een rolstoel.",
        "Er was geen ringleiding in de zaal.",
        "De trap naar de zaal houdt mensen thuis.",
        "Een rustige ruimte ontbreekt op drukke avonden.",
        "De bushalte is opgeschoven en dat is te ver stappen.",
    ),
}
CLOSINGS = (
    "Ik kom hierop terug.",
    "We spreken elkaar over enkele weken opnieuw.",
    "Ze willen graag horen wat de stad ermee doet.",
    "Geen haast, wel een antwoord gevraagd.",
    "Ze nodigden ons uit voor de volgende keer.",
    "Samen gekeken wie dit kan oplossen.",
)
PROMISES: dict[Topic, tuple[str, ...]] = {
    Topic.HOUSING: ("Vraag aan Dienst Wonen wie het gebouw opvolgt", "Zoek uit wanneer de technicus komt"),
    Topic.EDUCATION: ("Vraag de school om een tolk", "Bezorg de lijst met plaatsen voor huiswerk"),
    Topic.WORK: ("Breng in contact met Dienst Werk en Ondernemen", "Vraag na hoe een diploma erkend wordt"),
    Topic.MEETING: ("Vraag of de zaal vrij is op zaterdag", "Stuur de uren van de keuken door"),
    Topic.SERVICES: ("Leg de brief uit in klare taal", "Regel een tolk voor het loket"),
    Topic.ACCESSIBILITY: ("Meld het voetpad aan Publieke Ruimte", "Vraag een ringleiding voor de zaal"),
}
ANSWERS: dict[Topic, tuple[str, ...]] = {
    Topic.HOUSING: ("De verhuurder herstelt het deze maand.", "Dienst Wonen gaat ter plaatse kijken."),
    Topic.EDUCATION: ("Ouders kunnen ook op papier inschrijven.", "Er komt een tweede huiswerkklas."),
    Topic.WORK: ("Er komt een infomoment zonder taaltest.", "De opvang opent vanaf 6 uur, als proef."),
    Topic.MEETING: ("De zaal is vrij op de eerste zaterdag.", "De buurtkeuken is gratis te gebruiken."),
    Topic.SERVICES: ("De brief wordt herschreven.", "Op donderdag is er een tolk aan het loket."),
    Topic.ACCESSIBILITY: (
        "Het voetpad staat op de planning van het voorjaar.",
        "De zaal krijgt een ringleiding.",
    ),
}
TOLD_BACK = (
    "Verteld bij het volgende bezoek.",
    "Gebeld met wie het vroeg.",
    "Verteld op de koffieochtend.",
    "Op het bord in het buurthuis gehangen en toegelicht.",
)
