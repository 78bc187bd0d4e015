"""Readings of parties."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from crm.accounts.access import may_see_persons
from crm.parties.models import Party, PartyKind
from crm.viewer import Viewer


@dataclass(frozen=True)
class PartyLabel:
    """A party as it is named in lists of other things: its name, kind and page."""

    id: UUID
    name: str
    kind: PartyKind

    @property
    def href(self) -> str:
        """The address of the party's page."""
        return f"/{PLACES[self.kind]}/{self.id}"


PLACES = {
    PartyKind.PERSON: "people",
    PartyKind.ORGANISATION: "organisations",
    PartyKind.COMMUNITY: "communities",
}


def party_labels(session: Session, viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, PartyLabel]:
    """The labels of those parties that the viewer may know of, by id."""
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    statement = select(Party.id, Party.name, Party.kind).where(col(Party.id).in_(wanted))
    if not may_see_persons(viewer):
        statement = statement.where(Party.kind != PartyKind.PERSON)
    return {key: PartyLabel(key, name, PartyKind(kind)) for key, name, kind in session.exec(statement)}
