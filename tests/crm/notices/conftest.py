"""What tests of notices share: follow-ups, flags and networks, and the notices in the store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import SQLModel, col, select

from crm.agenda.models import EventKind, Flag, ParticipationEvent
from crm.followups.models import FollowUp
from crm.notices.models import Notice
from crm.parties.models import Organisation, OrganisationType, Party, PartyKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)

Store = Callable[..., None]
AddFollowUp = Callable[..., UUID]
AddFlag = Callable[..., UUID]
AddNetwork = Callable[..., UUID]
Told = Callable[[], list[Notice]]


@pytest.fixture
def store(work: Work) -> Store:
    """Adds rows as they are, each flushed after the one before it."""

    def add(*rows: SQLModel) -> None:
        with work.writing(SYSTEM) as uow:
            for row in rows:
                uow.session.add(row)
                uow.session.flush()

    return add


@pytest.fixture
def told(work: Work) -> Told:
    """Every notice in the store, the oldest first."""

    def read() -> list[Notice]:
        with work.reading(SYSTEM) as uow:
            return list(uow.session.exec(select(Notice).order_by(col(Notice.created_at), col(Notice.id))))

    return read


@pytest.fixture
def add_follow_up(store: Store) -> AddFollowUp:
    """Adds a follow-up of somebody that is due today, and gives its id."""

    def add(owner: Viewer, what: str = "Bel Nadia over de zaal", due_on: date = TODAY) -> UUID:
        assert owner.user_id is not None
        row = FollowUp(what=what, owner_id=owner.user_id, due_on=due_on, created_at=NOW, changed_at=NOW)
        key = row.id
        store(row)
        return key

    return add


@pytest.fixture
def add_flag(store: Store) -> AddFlag:
    """Adds an event of an organiser, in ten days, with a flag for Ramadan, and gives the flag's id."""

    def add(organiser: Viewer, starts_at: datetime = NOW + timedelta(days=10)) -> UUID:
        assert organiser.user_id is not None
        event = ParticipationEvent(
            title="Ouderavond",
            search="ouderavond",
            kind=EventKind.PARTICIPATION_EVENING,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            organiser_id=organiser.user_id,
            created_at=NOW,
            changed_at=NOW,
        )
        flag = Flag(
            event_id=event.id,
            observance="ramadan",
            level="high",
            certainty="expected",
            clash_starts_at=starts_at,
            clash_ends_at=starts_at,
            until_on=starts_at.date(),
            reported_at=NOW,
            created_at=NOW,
            changed_at=NOW,
        )
        key = flag.id
        store(event, flag)
        return key

    return add


@pytest.fixture
def add_network(store: Store) -> AddNetwork:
    """Adds an organisation, last spoken to on that day, and gives its id."""

    def add(owner: Viewer | None, last_contact_on: date | None, **values: object) -> UUID:
        party = Party(
            kind=PartyKind.ORGANISATION,
            name="Vrienden van Sylhet",
            search="vrienden van sylhet",
            owner_id=owner.user_id if owner else None,
            last_contact_on=last_contact_on,
            created_at=NOW,
            changed_at=NOW,
        )
        for name, value in values.items():
            setattr(party, name, value)
        key, is_person = party.id, party.kind == PartyKind.PERSON
        store(party)
        if not is_person:
            store(Organisation(id=key, type=OrganisationType.ASSOCIATION))
        return key

    return add
