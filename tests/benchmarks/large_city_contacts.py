"""The contact moments of a large city, and what comes of them: agreements, follow-ups, signals, notices."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from crm.contacts.models import (
    Agreement,
    Channel,
    ContactColleague,
    ContactMoment,
    ContactParticipant,
    PeopleBand,
    Topic,
)
from crm.folding import fold
from crm.followups.models import FollowUp, FollowUpState
from crm.notices.models import Notice, NoticeKind
from crm.signals.models import Signal, SignalState
from tests.benchmarks.bulk import Rows

if TYPE_CHECKING:
    from tests.benchmarks.large_city import City

_SAID = (
    "Vroeg naar een zaal voor de bijeenkomst van volgende maand.",
    "Zoekt een tolk; de uitnodiging kwam te laat aan.",
    "Kent de leiding van de jeugdwerking en stelt ons voor.",
    "De wachttijd voor Nederlandse les is te lang, zeggen de ouders.",
)
_BORN = ("id", "created_at")
_VERSIONED = (*_BORN, "changed_at", "version")


@dataclass
class _Made:
    """The rows of a part of the contacts, by table, in the order of their columns below."""

    moments: list[tuple[object, ...]] = field(default_factory=list)
    colleagues: list[tuple[object, ...]] = field(default_factory=list)
    participants: list[tuple[object, ...]] = field(default_factory=list)
    agreements: list[tuple[object, ...]] = field(default_factory=list)
    follow_ups: list[tuple[object, ...]] = field(default_factory=list)
    signals: list[tuple[object, ...]] = field(default_factory=list)
    notices: list[tuple[object, ...]] = field(default_factory=list)

    def rows(self) -> Iterator[Rows]:
        """The parts, by table."""
        moment: tuple[str, ...] = (
            *_VERSIONED,
            "author_id",
            "happened_at",
            "channel",
            "place",
            "neighbourhood_id",
            "people_band",
        )
        moment = (*moment, "topics", "summary", "group_itself_heard", "asked_of_them", "withdrawn_at")
        yield Rows(ContactMoment, moment, iter(self.moments))
        yield Rows(ContactColleague, ("contact_id", "user_id"), iter(self.colleagues))
        yield Rows(ContactParticipant, ("contact_id", "party_id"), iter(self.participants))
        yield Rows(Agreement, (*_BORN, "contact_id", "what", "owner_id", "due_on"), iter(self.agreements))
        follow_up: tuple[str, ...] = (
            *_VERSIONED,
            "what",
            "owner_id",
            "due_on",
            "state",
            "party_id",
            "contact_id",
            "agreement_id",
        )
        yield Rows(FollowUp, (*follow_up, "closed_at"), iter(self.follow_ups))
        signal: tuple[str, ...] = (
            *_VERSIONED,
            "contact_id",
            "owner_id",
            "theme",
            "text",
            "neighbourhood_id",
            "group_id",
            "service_id",
        )
        signal = (
            *signal,
            "heard_on",
            "answer_by",
            "state",
            "answer",
            "answered_at",
            "told_back_at",
            "search",
        )
        yield Rows(Signal, (*signal, "answer_search", "joined_to_id"), iter(self.signals))
        notice: tuple[str, ...] = (*_BORN, "user_id", "kind", "about_id", "dedupe_key", "read_at")
        yield Rows(Notice, notice, iter(self.notices))


def contact_rows(city: "City", at_once: int = 50_000) -> Iterator[Rows]:
    """All contacts with what comes of them, the oldest first, in parts that fit in memory."""
    step = (city.now - city.start) / city.size.contacts
    made = _Made()
    for number in range(city.size.contacts):
        _add_contact(city, made, city.start + step * (number + 1), number)
        if len(made.moments) == at_once:
            yield from made.rows()
            made = _Made()
    yield from made.rows()


def _add_contact(city: "City", made: _Made, at: datetime, number: int) -> None:
    key, chance = city.key(at), city.chance
    author = chance.choice(city.consultants)
    place = chance.choice(city.places)
    topics = [chance.choice(list(Topic)).value]
    taken_back = at + timedelta(hours=1) if city.happens(0.01) else None
    channel, band = chance.choice(list(Channel)), chance.choice(list(PeopleBand))
    made.moments.append(
        (
            key,
            at,
            at,
            1,
            author,
            at,
            channel,
            f"Plein {number % 97}",
            place,
            band,
            topics,
            _SAID[number % len(_SAID)],
            city.happens(0.05),
            city.happens(0.1),
            taken_back,
        )
    )
    made.colleagues.append((key, author))
    if city.happens(0.2):
        made.colleagues.append((key, chance.choice([one for one in city.consultants if one != author])))
    parties = _participants(city)
    for party in parties:
        made.participants.append((key, party))
        if taken_back is None:
            city.last_contact[party] = at.date()
    if city.happens(0.2):
        _add_promise(city, made, at, key, author, next(iter(parties)))
    if city.happens(0.05):
        _add_signal(city, made, at, key, author)


def _participants(city: "City") -> dict[UUID, None]:
    parties: dict[UUID, None] = {}
    if city.happens(0.7):
        parties[city.pick(city.persons)] = None
    if city.happens(0.5):
        parties[city.pick(city.organisations)] = None
    if city.happens(0.3) or not parties:
        parties[city.pick(city.communities)] = None
    return parties


def _add_promise(city: "City", made: _Made, at: datetime, contact: UUID, author: UUID, party: UUID) -> None:
    agreement, key = city.key(at), city.key(at)
    due_on = at.date() + timedelta(days=city.chance.randrange(1, 40))
    is_open = due_on > city.today - timedelta(days=20) or city.happens(0.002)
    closed_at = None if is_open else at + timedelta(days=10)
    state = FollowUpState.OPEN if is_open else FollowUpState.DONE
    made.agreements.append((agreement, at, contact, "Terugbellen over de zaal", author, due_on))
    made.follow_ups.append(
        (
            key,
            at,
            at,
            1,
            "Terugbellen over de zaal",
            author,
            due_on,
            state,
            party,
            contact,
            agreement,
            closed_at,
        )
    )
    if due_on <= city.today:
        read_at = None if due_on > city.today - timedelta(days=3) else at + timedelta(days=41)
        told_at = at + timedelta(days=40)
        made.notices.append(
            (
                city.key(told_at),
                told_at,
                author,
                NoticeKind.FOLLOW_UP_DUE,
                key,
                f"follow_up_due:{key}:{due_on}",
                read_at,
            )
        )


def _add_signal(city: "City", made: _Made, at: datetime, contact: UUID, owner: UUID) -> None:
    heard_on: date = at.date()
    answer_by = heard_on + timedelta(days=30)
    state, answer, answered_at, told_at = SignalState.OPEN, None, None, None
    if heard_on < city.today - timedelta(days=40) and not city.happens(0.01):
        state, answer, answered_at = (
            SignalState.ANSWERED,
            "De dienst plant een tweede groep.",
            at + timedelta(days=20),
        )
        if not city.happens(0.02):
            state, told_at = SignalState.TOLD_BACK, at + timedelta(days=30)
    text = _SAID[city.chance.randrange(len(_SAID))]
    answer_search = fold(answer or "")
    lead = made.signals[-1][0] if made.signals and city.happens(0.03) else None
    made.signals.append(
        (
            city.key(at),
            at,
            at,
            1,
            contact,
            owner,
            city.chance.choice(list(Topic)),
            text,
            city.chance.choice(city.places),
            city.chance.choice(city.groups),
            city.pick(city.services),
            heard_on,
            answer_by,
            state,
            answer,
            answered_at,
            told_at,
            f"{fold(text)} {answer_search}".strip(),
            answer_search,
            lead,
        )
    )
