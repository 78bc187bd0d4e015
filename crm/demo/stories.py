"""Stories 6 to 10: what was said, asked and promised, up to where a visitor goes on (docs/demo.md)."""

from datetime import date, timedelta

from crm.contacts.models import Channel, PeopleBand, Topic
from crm.demo.colleagues import LEFT, left_on
from crm.demo.contacts import tell
from crm.demo.draft import Draft, Told, instant, workday
from crm.demo.people import add_tie
from crm.demo.signals import answer, make_signal, tell_back
from crm.followups.models import FollowUp
from crm.parties.models import Party, Strength, TieKind

LIFT_REPAIRED_AFTER_DAYS = 19
FORGOTTEN = "Ik dacht dat jullie ons vergeten waren."
# Story 10, as days before today: who of the city asked Hodan Warsame for what. Six times in five weeks.
ASKED = (
    (
        33,
        "esther",
        "Dienst Participatie",
        Topic.MEETING,
        "Gevraagd of ze vrouwen kan meebrengen naar het panel.",
    ),
    (29, "karim", "Dienst Onderwijs", Topic.EDUCATION, "Gevraagd om een brief voor ouders na te lezen."),
    (22, "nora", "Dienst Wonen", Topic.HOUSING, "Gevraagd om te tolken bij een huisbezoek."),
    (16, "esther", "Dienst Participatie", Topic.MEETING, "Gevraagd om mensen te zoeken voor een bevraging."),
    (9, "karim", "Dienst Cultuur", Topic.MEETING, "Gevraagd om een stand te bemannen op het feest."),
    (3, "nora", "Dienst Onderwijs", Topic.EDUCATION, "Gevraagd om nog eens te tolken, op een avond."),
)
GIVEN_BACK_BEFORE_DAYS = 12


def add_stories(draft: Draft) -> None:
    """Adds the contacts and follow-ups of stories 6 to 10; their signals come with `add_story_signals`."""
    _deaf_and_turkish(draft)
    _friends_of_sylhet(draft)
    _asked_of_hodan(draft)
    _events_to_talk_about(draft)


def _day(draft: Draft, before: int) -> date:
    return workday(draft.today - timedelta(days=before))


def _deaf_and_turkish(draft: Draft) -> None:
    """Story 6: one way in, whose mandate ends; a visit together opens a second."""
    sevgi = draft.persons["Sevgi Aydın"]
    circle = draft.circles["Doof en Turks in Mechelen"]
    on = _day(draft, 8)
    tell(
        draft, "nora", instant(on, 14, 30), (sevgi,), (Topic.ACCESSIBILITY,), Channel.VISIT, circle=circle,
        place="Oog en Oor", neighbourhood="mechelen-noord",
        summary="Haar mandaat loopt op 30 juni 2027 af. Ze wil samen naar Doofcafé De Zenne gaan, zodat wij daar "
        "zelf iemand leren kennen.",
    )  # fmt: skip
    _plan(draft, "Bezoek Doofcafé De Zenne samen met Sevgi Aydın", 4, draft.party("Doofcafé De Zenne"))
    add_tie(
        draft,
        (sevgi.id, draft.party("Doofcafé De Zenne").id),
        TieKind.KNOWS,
        Strength.WORKS_TOGETHER,
        draft.today - timedelta(days=90),
    )


def _friends_of_sylhet(draft: Draft) -> None:
    """Story 9: the last talk was on the last day of the colleague who left."""
    rafiq, circle = draft.persons["Rafiq Uddin"], draft.circles["Vrienden van Sylhet"]
    tell(
        draft, LEFT, instant(left_on(draft.today), 15), (rafiq, circle.party), (Topic.MEETING,), Channel.VISIT,
        circle=circle, place="Vrienden van Sylhet", neighbourhood="mechelen-noord",
        summary="Afscheid genomen. Ze zoeken een zaal voor de zaterdag. Een collega belt hen terug.",
    )  # fmt: skip
    _plan(draft, "Bel Rafiq Uddin van Vrienden van Sylhet terug over een zaal", -4, circle.party)


def _asked_of_hodan(draft: Draft) -> None:
    """Story 10: asked six times in five weeks by four services, given back once."""
    hodan, circle = draft.persons["Hodan Warsame"], draft.circles["Somalische vrouwen Arsenaal"]
    for before, login, service, topic, summary in ASKED:
        asked = tell(
            draft, login, instant(_day(draft, before), 11), (hodan, draft.party(service)), (topic,), Channel.PHONE,
            circle=circle, neighbourhood="arsenaal", summary=f"{service}. {summary}",
        )  # fmt: skip
        asked.moment.asked_of_them = True
    given = tell(
        draft, "nora", instant(_day(draft, GIVEN_BACK_BEFORE_DAYS), 16), (hodan,), (Topic.SERVICES,), Channel.VISIT,
        circle=circle, place="Buurthuis De Locomotief", neighbourhood="arsenaal",
        summary="Teruggegeven: het loket opent voortaan ook op woensdag, zoals ze vroeg. "
        "Zelf vraagt ze een vergoeding voor haar workshop.",
    )  # fmt: skip
    given.moment.gave_back = True
    _plan(draft, "Betaal eerst de workshop van Hodan Warsame, vraag nu niets nieuws", 2, hodan)
    _plan(draft, "Plan een luistersessie met de Somalische vrouwen in Arsenaal", 42, circle.party)


def _events_to_talk_about(draft: Draft) -> None:
    """Follow-ups that lead from Nora's Today to the moments of stories 1, 3 and 5, and to the signal of story 7."""
    talks = (
        ("Bespreek met Bram of de ouderavond Arsenaal kan schuiven", 1, "Ouders van De Wilgenboom"),
        ("Vraag Ninos wat hij beslist over de inspraak Nekkerspoel", 3, "Assyrische families Nekkerspoel"),
        ("Help Plein 15 met de uitnodiging voor de iftar op het plein", 3, "Plein 15"),
        ("Vertel het team hoe het signaal over de lift rond raakte", 4, "Dienstencentrum Ter Linde"),
    )
    for what, days, name in talks:
        _plan(draft, what, days, draft.party(name))


def _plan(draft: Draft, what: str, days: int, about: Party) -> None:
    """Adds an open follow-up of Nora's, due so many days from today; one of the next days not after Sunday.

    Today lists what is due by Sunday: on whatever weekday the city is made, its stories stand there.
    """
    due_on = draft.today + timedelta(days=days)
    if days < 7:
        due_on = min(due_on, draft.today + timedelta(days=6 - draft.today.weekday()))
    nora = draft.users["nora"].id
    planned_at = instant(_day(draft, 8), 16)
    draft.add(
        FollowUp(
            **draft.born_versioned(planned_at),
            what=what,
            owner_id=nora,
            due_on=due_on,
            party_id=about.id,
            planned_by_id=nora,
        )
    )


def add_story_signals(draft: Draft) -> None:
    """Adds stories 7 and 8, and what Vrienden van Sylhet let know (story 9), each heard at a contact."""
    _lift(draft)
    _school_gate(draft)
    _room_asked(draft)


def _lift(draft: Draft) -> None:
    """Story 7: one conversation, nobody named; repaired in 19 days and told at the coffee morning."""
    told = _hear(draft, "elke", 62, "Dienstencentrum Ter Linde", Topic.ACCESSIBILITY, "nekkerspoel")
    text = "De lift van het dienstencentrum is stuk. Wie niet kan stappen, blijft thuis."
    signal = make_signal(draft, told, Topic.ACCESSIBILITY, text, "Dienst Toegankelijkheid en Gebouwen")
    answer(signal, "De lift is hersteld, 19 dagen na de melding.", LIFT_REPAIRED_AFTER_DAYS)
    tell_back(signal, "Elke Somville vertelde het op de koffieochtend.", LIFT_REPAIRED_AFTER_DAYS + 6)


def _school_gate(draft: Draft) -> None:
    """Story 8: three signals become one matter; the service answered, the mothers are to hear it first."""
    texts = (
        "Inschrijven voor de school kan alleen online. Op een telefoon lukt het niet.",
        "Wie geen computer heeft, kan een kind niet inschrijven. Aan het loket was geen hulp.",
        "Het formulier voor de school staat alleen online, en alleen in het Nederlands.",
    )
    lead = None
    for text, before, login in zip(texts, (41, 36, 30), ("nora", "nora", "karim"), strict=True):
        told = _hear(
            draft, login, before, "Moeders aan de schoolpoort Noord", Topic.EDUCATION, "mechelen-noord"
        )
        signal = make_signal(draft, told, Topic.EDUCATION, text, "Dienst Onderwijs")
        days = (draft.today - timedelta(days=5) - told.on).days
        answer(signal, "Vanaf nu is er elke woensdag hulp bij het inschrijven, op school.", days)
        if lead is not None:
            signal.joined_to_id = lead.id
        lead = lead or signal
    mothers = draft.party("Moeders aan de schoolpoort Noord")
    _plan(draft, "Vertel de moeders aan de schoolpoort eerst: elke woensdag hulp", 0, mothers)


def _room_asked(draft: Draft) -> None:
    """Story 9 goes on: a neighbour house passes on what the association said."""
    house = draft.circles["Ontmoetingshuis Noorderlicht"]
    told = tell(
        draft, "nora", instant(_day(draft, 5), 10), (house.party,), (Topic.MEETING,), Channel.PHONE,
        circle=house, neighbourhood="mechelen-noord", band=PeopleBand.ONE,
        summary=f"Het huis belde: Vrienden van Sylhet vraagt een zaal. Ze zeiden: “{FORGOTTEN}”",
    )  # fmt: skip
    text = f"Vrienden van Sylhet vraagt een zaal voor de zaterdag. “{FORGOTTEN}”"
    make_signal(draft, told, Topic.MEETING, text, "Dienst Participatie")


def _hear(draft: Draft, login: str, before: int, name: str, topic: Topic, place: str) -> Told:
    circle = draft.circles[name]
    return tell(
        draft, login, instant(_day(draft, before), 16), (circle.party,), (topic,), Channel.STREET, circle=circle,
        place=name, neighbourhood=place, band=PeopleBand.FEW, heard=True,
        summary="Gehoord zonder namen te vragen. Een dienst moet hier iets mee doen.",
    )  # fmt: skip
