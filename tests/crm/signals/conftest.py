"""What tests of signals share: a small city, and contacts on which "this is a signal" was ticked."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import SQLModel, select

from crm.contacts.models import Channel, ContactMoment, ContactParticipant, PeopleBand, Topic
from crm.db import new_id
from crm.domain_events import ContactLogged
from crm.parties.models import (
    Community,
    CommunityGroup,
    Dimension,
    InclusionGroup,
    Neighbourhood,
    Organisation,
    OrganisationGroup,
    OrganisationType,
    Party,
    PartyKind,
)
from crm.signals.models import Signal
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEARD_AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
HEARD_ON = date(2026, 11, 20)

Store = Callable[..., None]


class City:
    """The ids of what every test of signals may speak of."""

    def __init__(self) -> None:
        self.service, self.school, self.mothers, self.elders, self.person = (new_id() for _ in range(5))
        self.newcomers, self.seniors, self.hidden = (new_id() for _ in range(3))
        self.north = new_id()


@pytest.fixture
def store(work: Work) -> Store:
    """Adds rows as they are, each flushed after the one before it."""

    def add(*rows: SQLModel) -> None:
        with work.writing(SYSTEM) as uow:
            for row in rows:
                uow.session.add(row)
                uow.session.flush()

    return add


def _party(key: UUID, kind: PartyKind, name: str) -> Party:
    return Party(id=key, kind=kind, name=name, search=name.lower(), created_at=NOW, changed_at=NOW)


def _group(key: UUID, name: str, is_city_wide_only: bool = False) -> InclusionGroup:
    return InclusionGroup(
        id=key,
        key=name.lower(),
        dimension=Dimension.AGE,
        name_nl=name,
        name_en=name,
        name_fr=name,
        is_city_wide_only=is_city_wide_only,
        created_at=NOW,
    )


@pytest.fixture
def city(store: Store) -> City:
    """A city service, a school, two communities of one group each, a person, a neighbourhood."""
    made = City()
    store(
        _party(made.service, PartyKind.ORGANISATION, "Dienst Onderwijs"),
        Organisation(id=made.service, type=OrganisationType.CITY_SERVICE),
        _party(made.school, PartyKind.ORGANISATION, "School De Brug"),
        Organisation(id=made.school, type=OrganisationType.SCHOOL),
        _party(made.mothers, PartyKind.COMMUNITY, "Moeders aan de poort"),
        Community(id=made.mothers),
        _party(made.elders, PartyKind.COMMUNITY, "Senioren Noord"),
        Community(id=made.elders),
        _party(made.person, PartyKind.PERSON, "Ilse Wouters"),
        _group(made.newcomers, "Nieuwkomers"),
        _group(made.seniors, "Senioren"),
        _group(made.hidden, "Verborgen", is_city_wide_only=True),
        CommunityGroup(community_id=made.mothers, group_id=made.newcomers),
        CommunityGroup(community_id=made.elders, group_id=made.seniors),
        OrganisationGroup(organisation_id=made.school, group_id=made.newcomers),
        Neighbourhood(id=made.north, key="noord", name="Mechelen-Noord", created_at=NOW),
    )
    return made


Heard = Callable[..., UUID]


@pytest.fixture
def heard(work: Work, nora: Viewer) -> Heard:
    """Logs a contact with "this is a signal" ticked, and gives its id; values override those of the contact."""

    def log(*parties: UUID, **values: object) -> UUID:
        assert nora.user_id is not None
        told: dict[str, Any] = {
            "author_id": nora.user_id,
            "happened_at": HEARD_AT,
            "channel": Channel.STREET,
            "people_band": PeopleBand.FEW,
            "summary": "Inschrijven kan alleen online.",
            "signal_theme": Topic.EDUCATION,
            "created_at": NOW,
            "changed_at": NOW,
        } | values
        contact = ContactMoment(**told)
        with work.writing(nora) as uow:
            uow.session.add(contact)
            uow.session.flush()
            for party_id in parties:
                uow.session.add(ContactParticipant(contact_id=contact.id, party_id=party_id))
            uow.record(ContactLogged(contact.id))
            return contact.id

    return log


Stored = Callable[..., list[Signal]]


@pytest.fixture
def stored(work: Work) -> Stored:
    """Every signal in the store, or the one of a contact; the oldest first."""

    def read(contact_id: UUID | None = None) -> list[Signal]:
        statement = select(Signal).order_by(Signal.id)  # type: ignore[arg-type]
        if contact_id is not None:
            statement = statement.where(Signal.contact_id == contact_id)
        with work.reading(SYSTEM) as uow:
            return list(uow.session.exec(statement))

    return read
