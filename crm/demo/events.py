"""Participation events of the demo city that are invented: two years back, and the next five months."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from crm.agenda.models import EventFormat, EventInvitation, EventKind, ParticipationEvent, Precision
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import SCHOOL_BREAKS, Observance
from crm.demo.colleagues import CONSULTANTS
from crm.demo.draft import Draft, instant
from crm.folding import fold

FREE_DAYS = SCHOOL_BREAKS - {Observance.SUMMER_BREAK} | {Observance.PUBLIC_HOLIDAY}
# Evenings that the city planned in Ramadan before it looked ahead: what its policy note warns of.
OVERLOOKED = ("Buurtoverleg", "Ouderavond")
MOST_OVERLOOKED = 3
HALF_A_YEAR = timedelta(days=180)
EVENTS = 60
COMING = 13
KIND, FORMAT = EventKind, EventFormat


@dataclass(frozen=True)
class Hours:
    """From when to when, in UTC, and how much of it is known."""

    starts_at: datetime
    ends_at: datetime
    precision: Precision = Precision.HOUR


@dataclass(frozen=True)
class Planned:
    """What an event says of itself, beside its hours and its organiser."""

    title: str
    kind: EventKind
    place: str | None = None
    neighbourhood: str | None = None
    audience: tuple[str, ...] = ("general_public",)
    invites: tuple[str, ...] = ()
    format: EventFormat = EventFormat.MEETING
    food: str | None = None
    celebrates: str | None = None
    language: str | None = "Nederlands"
    programme: str | None = None
    came: int | None = None
    note: str | None = None
    is_decision: bool = False


@dataclass(frozen=True)
class Sort:
    """A sort of event that returns, and the circles of which one is invited."""

    title: str
    kind: EventKind
    hour: int
    hours_long: int
    invites: tuple[str, ...]
    audience: tuple[str, ...] = ("general_public",)
    format: EventFormat = EventFormat.MEETING
    food: str | None = None
    weekdays: tuple[int, ...] = field(default=(0, 1, 2, 3))


SORTS = (
    Sort("Koffieochtend", KIND.OTHER, 10, 2, ("Dienstencentrum Ter Linde", "Heffense Koffieklets", "Leestse Lente"),
         ("seniors",), food="koffie en koek"),
    Sort("Buurtoverleg", KIND.PARTICIPATION_EVENING, 19, 2,
         ("Buurtwerk Zuidpark", "Buurtcomité Battelse Bergen", "Buren van het Arsenaalplein", "Parochiezaal Walem Samen")),
    Sort("Luistersessie", KIND.LISTENING_SESSION, 19, 2,
         ("Turks Theehuis De Samowar", "Assyrische Vereniging Twee Rivieren", "Zora", "Taaltafel Aan de Vaart"),
         ("newcomers",)),
    Sort("Ouderavond", KIND.PARTICIPATION_EVENING, 19, 2,
         ("Basisschool De Regenton", "Basisschool Het Zuiderlicht", "Freinetschool De Kikkerpoel",
          "Basisschool De Otterpoel"), ("families",)),
    Sort("Dialoogavond", KIND.DIALOGUE_EVENING, 20, 2,
         ("Gebedshuis Zuiderpoort", "Orthodoxe parochie De Linde", "Regenboogkamer Dijle", "Raad voor Samenleven")),
    Sort("Workshop digitaal loket", KIND.WORKSHOP, 14, 2,
         ("Digipunt Nekkerspoel", "Ouderen zonder tablet", "Hombeekse Handen"), ("seniors",), FORMAT.WORKSHOP),
    Sort("Sportnamiddag", KIND.FESTIVITY, 14, 3,
         ("Voetbalclub Noordstar", "Straatvoetballers Battel", "Boksclub Wagonwerf", "Rolstoeljongeren"),
         ("youth",), FORMAT.PHYSICAL, "fruit en water", (2, 5)),
    Sort("Buurtfeest", KIND.FESTIVITY, 12, 5,
         ("Ontmoetingshuis Noorderlicht", "Buurthuis De Locomotief", "Landelijke Vrouwenkring Hombeek-Dorp"),
         ("families", "general_public"), FORMAT.FESTIVAL, "broodjes en soep", (5, 6)),
    Sort("Bewonersbevraging", KIND.SURVEY_ROUND, 16, 3,
         ("Turkse ondernemers Zuid", "Buren van de Netedijk", "Moeders aan de schoolpoort Noord")),
)  # fmt: skip


def add_events(draft: Draft) -> None:
    """Adds invented events until there are sixty with those of the seeds and the stories."""
    missing = EVENTS - len(draft.rows[ParticipationEvent])
    overlooked = MOST_OVERLOOKED
    for number in range(missing):
        is_coming = number < COMING
        step = 145 // COMING if is_coming else 715 // (missing - COMING)
        place = number if is_coming else number - COMING
        days = place * step + draft.between(4, step)
        on = draft.today + timedelta(days=days if is_coming else -days)
        sort = SORTS[number % len(SORTS)]
        if not is_coming and sort.title in OVERLOOKED and overlooked:
            overlooked -= 1
            on, sort = (
                _in_ramadan(on, draft.today, week=overlooked),
                replace(sort, audience=("general_public",)),
            )
        _add_sort(draft, sort, on)


def _add_sort(draft: Draft, sort: Sort, on: date) -> None:
    step = timedelta(days=1 if on > draft.today else -1)
    while on.weekday() not in sort.weekdays or _is_free_day(on):
        on += step
    circle = draft.circles[draft.pick(sort.invites)]
    planned = Planned(
        title=f"{sort.title} {circle.party.name}",
        kind=sort.kind,
        place=circle.party.name,
        neighbourhood=circle.places[0] if circle.places else "centrum",
        audience=sort.audience,
        invites=(circle.party.name,),
        format=sort.format,
        food=sort.food,
        came=draft.between(9, 70) if on < draft.today else None,
    )
    start = instant(on, sort.hour, draft.pick((0, 30)))
    organiser = (
        circle.owner if circle.owner in CONSULTANTS and draft.happens(0.7) else draft.pick(("bram", "ninos"))
    )
    plan(draft, organiser, planned, Hours(start, start + timedelta(hours=sort.hours_long)))


def _in_ramadan(on: date, today: date, week: int) -> date:
    """A day in that week (from 0) of the Ramadan nearest to that past day."""
    found = Calendar().occurrences(on - HALF_A_YEAR, on + HALF_A_YEAR)
    days = [
        each.start_on + timedelta(days=5 + 7 * week)
        for each in found
        if each.observance is Observance.RAMADAN
    ]
    return min((day for day in days if day < today), key=lambda day: abs(day - on), default=on)


def _is_free_day(on: date) -> bool:
    """Whether the team itself would see in its own diary that nobody is there; other calendars it may overlook."""
    return any(each.observance in FREE_DAYS for each in Calendar().occurrences(on, on))


def plan(draft: Draft, organiser: str, planned: Planned, hours: Hours) -> ParticipationEvent:
    """The new event, with its invitations; planned five weeks before it, and not later than today."""
    made_at = min(hours.starts_at - timedelta(days=35), instant(draft.today - timedelta(days=2), 15))
    row = draft.add(
        ParticipationEvent(
            **draft.born_versioned(made_at),
            title=planned.title,
            search=fold(f"{planned.title} {planned.place or ''}"),
            kind=planned.kind,
            starts_at=hours.starts_at,
            ends_at=hours.ends_at,
            precision=hours.precision,
            place=planned.place,
            neighbourhood_id=draft.places[planned.neighbourhood] if planned.neighbourhood else None,
            organiser_id=draft.users[organiser].id,
            audience=list(planned.audience),
            food=planned.food,
            format=planned.format,
            is_decision=planned.is_decision,
            celebrates=planned.celebrates,
            language=planned.language,
            programme=planned.programme,
            note=planned.note,
        )
    )
    if planned.came is not None:
        draft.came[row.id] = planned.came
    for name in planned.invites:
        draft.add(EventInvitation(event_id=row.id, party_id=draft.party(name).id))
    return row
