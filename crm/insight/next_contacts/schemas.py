"""What goes in and out of next contacts."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from crm.insight.next_contacts.models import DismissalReason
from crm.insight.next_contacts.suggesting import NextUp, Opened, Suggestion
from crm.insight.schemas import ResidentsRead
from crm.parties.models import PartyKind, Strength
from crm.text import mark
from crm.web.schemas import AddressQuery, Input, Output, PossibleDate, refusal
from graph.reach import Status

MOST_HOURS = 200


class NextQuery(AddressQuery):
    """How many hours the team has; left out, the five contacts that gain most are proposed."""

    hours: int | None = Field(None, ge=1, le=MOST_HOURS, examples=[5])


class DismissalCreate(Input):
    """Not now: why, and perhaps from which day to ask again."""

    reason: DismissalReason
    words: str | None = Field(
        default=None,
        validate_default=True,
        max_length=200,
        examples=["Ze bereiden hun feest voor."],
        description="In own words; needed where no reason of the list fits",
    )
    ask_again_on: PossibleDate | None = Field(
        default=None, description="Left out: asked again when something changes"
    )
    seen: str = Field(
        pattern="^[0-9a-f]{64}$",
        description="On what the proposal rested, as the list gave it: asked again when that is different",
        examples=["0" * 64],
    )

    @field_validator("words")
    @classmethod
    def _says_why(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("reason") == DismissalReason.OTHER and not value:
            raise refusal(mark("Say in your own words why not now."))
        return value


class DismissalForm(DismissalCreate):
    """The same as the page sends it, with the hours of the list to go back to."""

    hours: int | None = Field(None, ge=1, le=MOST_HOURS)

    @property
    def decision(self) -> DismissalCreate:
        """What is decided, without where the page goes on to."""
        return DismissalCreate.model_validate(self.model_dump(exclude={"hours"}))


class DismissalRead(Output):
    """A decision as it is stored: about whom, why, by whom, and when it was taken back."""

    id: UUID
    party_id: UUID
    reason: DismissalReason
    words: str | None
    ask_again_on: date | None
    dismissed_by_id: UUID
    created_at: datetime
    taken_back_at: datetime | None


class PartyRead(Output):
    """Somebody, as a link."""

    id: UUID
    name: str
    kind: PartyKind


class LinkRead(Output):
    """A step of a reason: the next one on the line, how well they know each other, and when they last spoke."""

    party: PartyRead
    strength: Strength | None
    last_contact_on: date | None


class OpenedRead(Output):
    """A cell that comes within reach, over whom, and how many residents it counts for in the choice."""

    group_id: UUID
    neighbourhood_id: UUID | None
    status: Status
    residents: ResidentsRead | None
    counts_for: int
    reach_then: float
    over: list[LinkRead]
    opens: list[str]

    @classmethod
    def of(cls, one: Opened) -> "OpenedRead":
        """The cell as programs see it."""
        figure = one.cell.residents
        return cls(
            group_id=one.cell.cell.group_id,
            neighbourhood_id=one.cell.cell.place_id,
            status=one.cell.status,
            residents=ResidentsRead.model_validate(figure) if figure else None,
            counts_for=one.counts_for,
            reach_then=one.reach_then,
            over=[LinkRead.model_validate(link) for link in one.over],
            opens=list(one.opens),
        )


class PutOffRead(Output):
    """Somebody who is not proposed now: what was decided, and by whom."""

    party: PartyRead
    by: str
    decision: DismissalRead


class PlannedRead(Output):
    """An open follow-up about somebody."""

    id: UUID
    what: str
    owner: str
    due_on: date


class KnownRead(Output):
    """The colleague who spoke with somebody last, and when."""

    colleague: str
    last_contact_on: date


class SuggestionRead(Output):
    """Somebody to speak to next. `gain` adds up what its cells count for; residents can be in several groups.

    `put_off_before` is an earlier decision that no longer holds, as something changed.
    """

    party: PartyRead
    known: KnownRead | None
    gain: float
    hours: int
    cells: list[OpenedRead]
    planned: list[PlannedRead]
    put_off_before: DismissalRead | None
    seen: str

    @classmethod
    def of(cls, one: Suggestion) -> "SuggestionRead":
        """The suggestion as programs see it."""
        return cls(
            party=PartyRead.model_validate(one.party),
            known=KnownRead.model_validate(one.known) if one.known else None,
            gain=one.gain,
            hours=one.hours,
            cells=[OpenedRead.of(opened) for opened in one.opened],
            planned=[PlannedRead.model_validate(planned) for planned in one.planned],
            put_off_before=DismissalRead.model_validate(one.before.dismissal) if one.before else None,
            seen=one.seen,
        )


class WaitsRead(Output):
    """Somebody of whom we asked too much lately: at how many contacts we asked, and gave something back."""

    party: PartyRead
    asked: int
    given_back: int
    still_to_give: int


class NextContactsRead(Output):
    """Next contacts. `bound`: the share of the best possible that the list reaches at least; null with hours."""

    as_of: date
    hours: int | None
    hours_used: int
    bound: float | None
    suggestions: list[SuggestionRead]
    waiting: list[WaitsRead]
    put_off: list[PutOffRead]

    @classmethod
    def of(cls, found: NextUp) -> "NextContactsRead":
        """Next contacts as programs see them."""
        return cls(
            as_of=found.report.as_of,
            hours=found.hours,
            hours_used=found.hours_used,
            bound=found.bound,
            suggestions=[SuggestionRead.of(one) for one in found.suggestions],
            waiting=[
                WaitsRead(
                    party=PartyRead.model_validate(one.party),
                    asked=one.load.asked,
                    given_back=one.load.given_back,
                    still_to_give=one.load.still_to_give,
                )
                for one in found.waits
            ],
            put_off=[
                PutOffRead(
                    party=PartyRead.model_validate(one.party),
                    by=one.decision.by,
                    decision=DismissalRead.model_validate(one.decision.dismissal),
                )
                for one in found.put_off
            ],
        )
