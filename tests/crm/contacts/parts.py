"""What the tests of contacts have in common: parties to speak with and inputs to send."""

from typing import Any
from uuid import UUID

from crm.parties.models import Neighbourhood, OrganisationType, PartyKind, Strength, Tie, TieKind
from crm.parties.schemas import OrganisationCreate
from crm.parties.service import create_organisation, ensure_party
from crm.unit_of_work import Work
from crm.viewer import Viewer

CONTACT_ID = "0b54bd1a-95a1-4d56-9a39-0d6b5f8f1a01"
OTHER_ID = "0b54bd1a-95a1-4d56-9a39-0d6b5f8f1a02"
UNKNOWN_ID = "0b54bd1a-95a1-4d56-9a39-0d6b5f8f1aff"


def add_party(work: Work, viewer: Viewer, name: str, kind: PartyKind = PartyKind.PERSON) -> UUID:
    """Adds somebody to speak with; gives the id."""
    with work.writing(viewer) as uow:
        return ensure_party(uow, kind, name).id


def add_service(work: Work, viewer: Viewer, name: str = "Dienst Onderwijs") -> UUID:
    """Adds a service of the city; gives the id."""
    with work.writing(viewer) as uow:
        wanted = OrganisationCreate.model_validate({"name": name, "type": OrganisationType.CITY_SERVICE})
        return create_organisation(uow, wanted).id


def add_neighbourhood(work: Work, viewer: Viewer, name: str = "Arsenaal") -> UUID:
    """Adds an area of the city; gives the id."""
    with work.writing(viewer) as uow:
        made = Neighbourhood(created_at=uow.now, key=name.lower(), name=name)
        uow.session.add(made)
        uow.session.flush()
        return made.id


def add_tie(work: Work, viewer: Viewer, one: UUID, other: UUID, **settings: Any) -> UUID:
    """Adds a line between two parties; gives the id."""
    a_id, b_id = sorted((one, other))
    with work.writing(viewer) as uow:
        made = Tie(
            created_at=uow.now,
            changed_at=uow.now,
            a_id=a_id,
            b_id=b_id,
            kind=TieKind.KNOWS,
            strength=Strength.TRUSTS_US,
            **settings,
        )
        uow.session.add(made)
        uow.session.flush()
        return made.id


def contact_with(*parties: UUID, **settings: Any) -> dict[str, Any]:
    """The JSON of a visit to these parties."""
    return {"channel": "visit", "party_ids": [str(party) for party in parties]} | settings
