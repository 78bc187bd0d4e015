"""What goes in and out of the hand-over."""

from datetime import date
from uuid import UUID

from pydantic import Field

from crm.insight.handover.reading import ColleagueLeaving, FallView, Handover, MandateEnding
from crm.insight.schemas import BoxRead
from crm.parties.models import PartyKind, PersonRole
from crm.web.schemas import Input, Output, PossibleDate
from graph.reach import Status

MOST_TICKED = 1000


class LeavingCreate(Input):
    """From which date on a colleague is no longer in the team."""

    user_id: UUID
    left_on: PossibleDate = Field(description="A day after today; until then they keep their access")


class HandOverCreate(Input):
    """Who takes over: everything, or what is named."""

    to_id: UUID
    everything: bool = False
    follow_up_ids: list[UUID] = Field(default_factory=list, max_length=MOST_TICKED)
    party_ids: list[UUID] = Field(default_factory=list, max_length=MOST_TICKED)


class HandedOverRead(Output):
    """How many follow-ups and parties were handed over."""

    follow_ups: int
    parties: int


class LeavingRead(Output):
    """A colleague and the date on which they leave; null where they stay."""

    id: UUID
    name: str
    left_on: date | None


class FallRead(Output):
    """A cell that is worse off without somebody on the day on which they leave."""

    group_id: UUID
    neighbourhood_id: UUID | None
    before: Status
    after: Status
    loses_way_in: bool
    meet: BoxRead | None = Field(
        description="Whom to get to know before, so that the line works without them"
    )
    openers: list[BoxRead]
    follow_up_ids: list[UUID]

    @classmethod
    def of(cls, view: FallView) -> "FallRead":
        """The cell as programs see it."""
        return cls(
            group_id=view.cell.cell.group_id,
            neighbourhood_id=view.cell.cell.place_id,
            before=view.before,
            after=view.after,
            loses_way_in=view.loses_way_in,
            meet=BoxRead.model_validate(view.meet) if view.meet else None,
            openers=[BoxRead.model_validate(box) for box in view.openers],
            follow_up_ids=[planned.id for planned in view.follow_ups],
        )


class MandateEndingRead(Output):
    """A person whose roles end; without name and id for who may not see persons."""

    person: BoxRead
    roles: list[PersonRole]
    on: date
    falls: list[FallRead]

    @classmethod
    def of(cls, one: MandateEnding) -> "MandateEndingRead":
        """The ending as programs see it."""
        return cls(
            person=BoxRead.model_validate(one.box),
            roles=list(one.roles),
            on=one.on,
            falls=[FallRead.of(fall) for fall in one.falls],
        )


class TaskInHandRead(Output):
    """An open follow-up. `what` is null for who reads no notes and did not plan it."""

    id: UUID
    what: str | None
    due_on: date


class PartyInHandRead(Output):
    """A party that somebody looks after."""

    id: UUID
    name: str
    kind: PartyKind


class ColleagueLeavingRead(Output):
    """A colleague who leaves or has left. `unnamed_parties` counts persons for who may not see persons."""

    id: UUID
    name: str
    on: date
    has_left: bool
    falls: list[FallRead]
    follow_ups: list[TaskInHandRead]
    parties: list[PartyInHandRead]
    unnamed_parties: int

    @classmethod
    def of(cls, one: ColleagueLeaving) -> "ColleagueLeavingRead":
        """The colleague as programs see them."""
        return cls(
            id=one.id,
            name=one.name,
            on=one.on,
            has_left=one.has_left,
            falls=[FallRead.of(fall) for fall in one.falls],
            follow_ups=[TaskInHandRead.model_validate(task) for task in one.in_hand.tasks],
            parties=[PartyInHandRead.model_validate(party) for party in one.in_hand.parties],
            unnamed_parties=one.in_hand.unnamed,
        )


class HandoverRead(Output):
    """Every departure of which we know up to a date, the first one first."""

    until: date
    mandates: list[MandateEndingRead]
    colleagues: list[ColleagueLeavingRead]

    @classmethod
    def of(cls, reading: Handover) -> "HandoverRead":
        """The reading as programs see it."""
        return cls(
            until=reading.until,
            mandates=[MandateEndingRead.of(one) for one in reading.mandates],
            colleagues=[ColleagueLeavingRead.of(one) for one in reading.colleagues],
        )
