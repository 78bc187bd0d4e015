"""What goes in and out of introductions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from crm.insight.introductions.finding import Introducing, IntroductionReading, Ways
from crm.insight.introductions.models import IntroductionState
from crm.insight.schemas import WayRead
from crm.web.schemas import AddressQuery, Input, Output, PageQuery, PossibleDate

MOST_LINKS = 20


class IntroductionCreate(Input):
    """A question for an introduction, along a chain: ids from the colleague who is asked to whom they want to meet.

    A chain that starts with the asker says whom the asker will ask: the second of it.
    """

    chain: list[UUID] = Field(min_length=2, max_length=MOST_LINKS)
    due_on: PossibleDate = Field(description="By when it is to be done")


class IntroductionAnswer(Input):
    """What came of it. Not now needs a reason in `note`."""

    state: Literal["accepted", "introduced", "declined"]
    note: str | None = Field(default=None, max_length=300, examples=["We drinken samen koffie op dinsdag."])


class TargetQuery(AddressQuery):
    """Whom to look for by name, and whom the reader chose."""

    q: str = Field("", max_length=100)
    target_id: UUID | None = None


class ChainQuery(AddressQuery):
    """The chain along which the reader is about to ask."""

    chain: list[UUID] = Field(default_factory=list, max_length=MOST_LINKS)


class Side(StrEnum):
    """Which questions are listed: those that the viewer asked, or that were asked of the viewer."""

    MINE = "mine"
    TO_ME = "to_me"


class IntroductionFilter(PageQuery):
    """Which questions are listed."""

    side: Side = Side.MINE


class IntroducingRead(Output):
    """One chain. `chain` is what a question for an introduction takes; the steps say the same with dates."""

    chain: list[UUID]
    way: WayRead
    opens: bool = Field(
        description="Whether the last but one opens the door, by a reach link instead of a tie"
    )

    @classmethod
    def of(cls, one: Introducing) -> "IntroducingRead":
        """The chain as programs see it."""
        return cls(chain=list(one.ids), way=WayRead.model_validate(one.way), opens=one.opens)


class WaysRead(Output):
    """The best chains that are alive; else the one that there once was; else neither: we do not know."""

    live: list[IntroducingRead]
    once: IntroducingRead | None

    @classmethod
    def of(cls, ways: Ways) -> "WaysRead":
        """The ways as programs see them."""
        return cls(
            live=[IntroducingRead.of(one) for one in ways.live],
            once=IntroducingRead.of(ways.once) if ways.once else None,
        )


class IntroductionWaysRead(Output):
    """Who can introduce the viewer to a party: over whom they know themselves, and over colleagues."""

    target_id: UUID
    mine: WaysRead
    team: WaysRead

    @classmethod
    def of(cls, reading: IntroductionReading) -> "IntroductionWaysRead":
        """The reading as programs see it."""
        return cls(
            target_id=reading.target.id,
            mine=WaysRead.of(reading.mine),
            team=WaysRead.of(reading.team),
        )


class IntroductionRead(Output):
    """A question for an introduction, and what came of it."""

    id: UUID
    asker_id: UUID
    target_id: UUID
    via_user_id: UUID | None
    via_party_id: UUID | None
    chain: list[UUID]
    state: IntroductionState
    note: str | None
    created_at: datetime
    answered_at: datetime | None
    follow_up_id: UUID
    version: int


class IntroductionLine(IntroductionRead):
    """The same in a list, with by when it is to be done."""

    due_on: date
    may_answer: bool = Field(description="Whether the viewer may say what came of it")
    may_close: bool = Field(description="Whether the viewer may stop waiting")
