"""What goes in and out of signals."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from crm.contacts.models import PeopleBand, Topic
from crm.signals.models import SignalState
from crm.web.schemas import Input, Output, PageQuery, PossibleDate

SignalText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=1500,
        examples=["De lift van het dienstencentrum is stuk. Wie slecht stapt, raakt niet boven."],
    ),
]


class SignalCreate(Input):
    """A signal that is noted without a contact. The id may be made by the client: sending twice gives one signal."""

    id: UUID | None = None
    theme: Topic
    text: SignalText
    heard_on: PossibleDate | None = Field(
        None, description="The day it was heard; today where it is left out"
    )
    people_band: PeopleBand | None = None
    neighbourhood_id: UUID | None = None
    group_id: UUID | None = None
    group_itself_heard: bool = False
    service_id: UUID | None = Field(None, description="The organisation that is asked for an answer")
    answer_by: PossibleDate | None = Field(
        None, description="When an answer is wanted; three weeks after it was heard where it is left out"
    )


class SignalUpdate(Input):
    """All that a colleague may edit of a signal, and the version that was read."""

    version: int = Field(ge=1, le=1_000_000_000)
    theme: Topic
    text: SignalText
    heard_on: PossibleDate
    people_band: PeopleBand | None = None
    neighbourhood_id: UUID | None = None
    group_id: UUID | None = None
    group_itself_heard: bool = False
    answer_by: PossibleDate | None = None


class SignalReassign(Input):
    """Who looks after the signal, and which organisation is asked."""

    owner_id: UUID
    service_id: UUID | None = None


class SignalMove(Input):
    """Another day by which an answer is wanted."""

    answer_by: PossibleDate


class SignalAnswer(Input):
    """What the service answered."""

    answer: str = Field(min_length=1, max_length=1500, examples=["De lift is hersteld op 2 oktober."])


class SignalToldBack(Input):
    """How those who raised it heard the answer."""

    how: str = Field(min_length=1, max_length=300, examples=["Verteld op de koffieochtend."])


class SignalJoin(Input):
    """The signal that says the same."""

    to_id: UUID


class SignalRead(Output):
    """A signal as programs see it."""

    id: UUID
    theme: Topic
    text: str
    state: SignalState
    heard_on: date
    people_band: PeopleBand | None
    neighbourhood_id: UUID | None
    group_id: UUID | None
    group_itself_heard: bool
    owner_id: UUID
    service_id: UUID | None
    asked_at: datetime | None
    answer_by: date | None
    answer: str | None
    answered_at: datetime | None
    told_back_at: datetime | None
    told_back_how: str | None
    joined_to_id: UUID | None
    version: int


class MatterRead(SignalRead):
    """A signal in a list, with how many others were joined to it."""

    joined_count: int


class SignalDetailRead(SignalRead):
    """A signal with what hangs on it: the moment of its contact and the signals joined to it."""

    contact_happened_at: datetime | None
    joined: list[SignalRead]


class SignalFilter(PageQuery):
    """Which signals are listed; a blank counts as not given. A matter is listed when one of its signals fits."""

    state: SignalState = SignalState.OPEN
    theme: Topic | None = None
    service_id: UUID | None = None
    neighbourhood_id: UUID | None = None
    owner_id: UUID | None = None
    overdue: bool = Field(False, description="Only open signals whose answer is late")
