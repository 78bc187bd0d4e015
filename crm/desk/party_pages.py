"""The page of a person, an organisation or a community: who it is, who knows it, and what happened, in one line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.access import may_log, may_see_persons
from crm.accounts.guards import READERS, TEAM
from crm.clock import city_date
from crm.contacts.words import CHANNEL_ICONS, CHANNELS, PEOPLE, TOPICS
from crm.desk import queries
from crm.desk.queries import TimelineEntry
from crm.parties.calendars import CALENDAR_NAMES
from crm.parties.queries import PLACES, PartyReading, TieLine, community, organisation, person
from crm.parties.words import (
    BASES,
    ORGANISATION_TYPES,
    PARTY_KINDS,
    PERSON_ROLES,
    STRENGTHS,
    TIE_KINDS,
)
from crm.signals.words import STATES
from crm.unit_of_work import Reading, UnitOfWork
from crm.web.render import page, paged

router = APIRouter()
WORDS: dict[str, Any] = {
    "kinds": PARTY_KINDS,
    "types": ORGANISATION_TYPES,
    "role_names": PERSON_ROLES,
    "tie_kinds": TIE_KINDS,
    "strengths": STRENGTHS,
    "bases": BASES,
    "calendar_names": CALENDAR_NAMES,
    "channels": CHANNELS,
    "channel_icons": CHANNEL_ICONS,
    "topics": TOPICS,
    "people": PEOPLE,
    "signal_states": STATES,
}
TimelinePage = Annotated[int, Query(ge=1, le=100_000, alias="page")]


@dataclass(frozen=True)
class Month:
    """The entries of one month of a timeline; `first_on` is a day in it."""

    first_on: date
    entries: tuple[TimelineEntry, ...]


@router.get("/people/{key:uuid}", dependencies=[TEAM])
def show_person(request: Request, uow: Reading, key: UUID, number: TimelinePage = 1) -> Response:
    """A person with roles, ties, reach links and timeline; for consultants only, and never with groups."""
    return _party_page(request, uow, person(uow.session, uow.viewer, key, uow.today), number)


@router.get("/organisations/{key:uuid}", dependencies=[READERS])
def show_organisation(request: Request, uow: Reading, key: UUID, number: TimelinePage = 1) -> Response:
    """An organisation; managers and administrators see roles instead of persons, and no notes."""
    return _party_page(request, uow, organisation(uow.session, uow.viewer, key, uow.today), number)


@router.get("/communities/{key:uuid}", dependencies=[READERS])
def show_community(request: Request, uow: Reading, key: UUID, number: TimelinePage = 1) -> Response:
    """A community with its portrait; managers and administrators see roles instead of persons, and no notes."""
    return _party_page(request, uow, community(uow.session, uow.viewer, key, uow.today), number)


def by_month(entries: Iterable[TimelineEntry]) -> list[Month]:
    """The entries in the same order, a month of the city's calendar at a time."""
    months = groupby(entries, key=lambda entry: city_date(entry.at).replace(day=1))
    return [Month(first_on, tuple(group)) for first_on, group in months]


def _party_page(request: Request, uow: UnitOfWork, party: PartyReading, number: int) -> Response:
    found = queries.timeline(uow.session, uow.viewer, party.id, number)
    live, ended = _by_life(party.ties, uow.today)
    return page(
        request,
        "desk/party.html",
        nav=PLACES[party.kind],
        party=party,
        place=PLACES[party.kind],
        facts=queries.party_facts(uow.session, uow.viewer, party.id, uow.today),
        ties=live,
        ended_ties=ended,
        months=by_month(found.items),
        timeline=paged(request, found),
        today=uow.today,
        cold_before=uow.today - timedelta(days=uow.settings.quiet_after_days),
        may_write=may_log(uow.viewer),
        sees_persons=may_see_persons(uow.viewer),
        **WORDS,
    )


def _by_life(ties: Sequence[TieLine], today: date) -> tuple[list[TieLine], list[TieLine]]:
    """Those that still hold, the latest contact first, and those that ended."""
    live = sorted((tie for tie in ties if tie.is_live(today)), key=lambda tie: tie.last_contact_on)
    return live[::-1], [tie for tie in ties if not tie.is_live(today)]
