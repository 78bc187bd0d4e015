"""What goes in and out of follow-ups."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import Field

from crm.followups.models import FollowUpState
from crm.web.schemas import Input, Output, PageQuery, PossibleDate


class FollowUpCreate(Input):
    """Something to do: for a party, or to close the gap of a group; never both."""

    what: str = Field(min_length=1, max_length=200, examples=["Bel over de zaal"])
    owner_id: UUID
    due_on: PossibleDate
    party_id: UUID | None = None
    group_id: UUID | None = None
    neighbourhood_id: UUID | None = None


@dataclass(frozen=True)
class EventFollowUp:
    """What must be arranged for an event, under a key that was chosen when that was said."""

    id: UUID
    event_id: UUID
    what: str
    owner_id: UUID
    due_on: date
    planned_by_id: UUID


class FollowUpMove(Input):
    """Another date."""

    due_on: PossibleDate


class FollowUpHandOver(Input):
    """Another owner."""

    owner_id: UUID


class FollowUpRead(Output):
    """A follow-up as programs see it."""

    id: UUID
    what: str
    owner_id: UUID
    due_on: date
    state: FollowUpState
    party_id: UUID | None
    contact_id: UUID | None
    event_id: UUID | None
    group_id: UUID | None
    neighbourhood_id: UUID | None
    version: int


class FollowUpFilter(PageQuery):
    """Which follow-ups are listed."""

    owner_id: UUID | None = None
    party_id: UUID | None = None
    state: FollowUpState = FollowUpState.OPEN
    due_until: PossibleDate | None = None
