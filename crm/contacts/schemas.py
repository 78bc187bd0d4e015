"""What goes in and out of contact moments."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from crm.contacts.models import Channel, PeopleBand, Topic
from crm.parties.models import PartyKind
from crm.parties.schemas import Name
from crm.text import mark
from crm.web.schemas import Input, Output, PageQuery, PossibleDate, PossibleInstant, refusal

LONGEST_SUMMARY = 1000


class NewParty(Input):
    """Somebody or something met on the way, that is not known yet. The id may be made by the client."""

    id: UUID | None = None
    kind: PartyKind
    name: Name = Field(examples=["Doofcafé De Zenne"])


class AgreementCreate(Input):
    """Something promised: who does what by when."""

    what: str = Field(min_length=1, max_length=200, examples=["Bel over de zaal"])
    owner_id: UUID
    due_on: PossibleDate


class SignalTick(Input):
    """ "This is a signal": its theme, the city service that should act, and by when it answers."""

    theme: Topic
    service_id: UUID | None = None
    answer_by: PossibleDate | None = None


class ContactCreate(Input):
    """A contact moment, with somebody we know, somebody new, or nobody by name.

    The id may be made by the client: the same id sent again by the same author stores nothing twice.
    """

    id: UUID | None = None
    happened_at: PossibleInstant | None = Field(default=None, description="Left out: now")
    channel: Channel
    party_ids: list[UUID] = Field(default_factory=list, max_length=50)
    new_parties: list[NewParty] = Field(default_factory=list, max_length=10)
    place: str | None = Field(default=None, max_length=160, examples=["Schoolpoort Mechelen-Noord"])
    neighbourhood_id: UUID | None = None
    people_band: PeopleBand | None = Field(default=None, description="How many people, where nobody is named")
    colleague_ids: list[UUID] = Field(
        default_factory=list, max_length=50, description="Who was there; the author always is"
    )
    topics: list[Topic] = Field(default_factory=list, max_length=6)
    summary: str | None = Field(
        default=None, max_length=LONGEST_SUMMARY, examples=["Ouders vragen hulp bij inschrijven."]
    )
    group_itself_heard: bool = Field(default=False, description="The group itself spoke, not somebody for it")
    asked_of_them: bool = Field(default=False, description="We asked something of those who were there")
    gave_back: bool = Field(default=False, description="We gave something back to those who were there")
    agreements: list[AgreementCreate] = Field(default_factory=list, max_length=10)
    signal: SignalTick | None = None


class ContactCorrect(Input):
    """What its author mends in a contact; what is left out stays as it is."""

    version: int = Field(ge=1, le=1_000_000_000, description="The version that you saw")
    topics: list[Topic] = Field(default_factory=list, max_length=6)
    summary: str | None = Field(
        default=None, max_length=LONGEST_SUMMARY, examples=["Ze zoeken een zaal voor de zaterdag."]
    )
    place: str | None = Field(default=None, max_length=160, examples=["Buurthuis De Sleutel"])
    asked_of_them: bool = False
    gave_back: bool = False


class ContactFilter(PageQuery):
    """Which contacts are listed; `since` and `until` are days in the city, both included."""

    party_id: UUID | None = None
    colleague_id: UUID | None = None
    channel: Channel | None = None
    topic: Topic | None = None
    since: PossibleDate | None = None
    until: PossibleDate | None = None

    @field_validator("until")
    @classmethod
    def _not_before_since(cls, value: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if value is not None and since is not None and value < since:
            raise refusal(mark("The last day cannot be before the first day."))
        return value


class ParticipantRead(Output):
    """Somebody who was spoken with."""

    id: UUID
    name: str
    kind: PartyKind


class ColleagueRead(Output):
    """A colleague who was there."""

    id: UUID
    name: str


class AgreementRead(Output):
    """Something promised."""

    id: UUID
    what: str
    owner_id: UUID
    due_on: date


class SignalTickRead(Output):
    """What was ticked at "This is a signal"."""

    theme: Topic
    service_id: UUID | None
    answer_by: date | None


class ContactRead(Output):
    """A contact moment as programs see it; what the reader may not know is empty."""

    id: UUID
    author_id: UUID
    happened_at: datetime
    channel: Channel
    participants: list[ParticipantRead]
    colleagues: list[ColleagueRead]
    place: str | None
    neighbourhood_id: UUID | None
    people_band: PeopleBand | None
    topics: list[Topic]
    summary: str | None
    group_itself_heard: bool
    asked_of_them: bool
    gave_back: bool
    agreements: list[AgreementRead]
    signal: SignalTickRead | None
    withdrawn_at: datetime | None
    version: int
