"""What goes in and out of the weights."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.windows import Shape
from crm.web.schemas import AddressQuery, Input, Output


class _Reasoned(Input):
    why: str = Field(min_length=5, max_length=300, examples=["Op een brugdag komen er bij ons meer mensen."])
    version: int = Field(ge=0, le=1_000_000_000, description="How often the row was changed when you read it")


class EffectSet(_Reasoned):
    """What a row of the matrix is to weigh."""

    level: Literal["none", "low", "medium", "high"] = Field(
        description="For people who keep this calendar; none switches the row off"
    )
    general: Literal["none", "low", "medium"] | None = Field(
        default=None, description="For an event for everyone; left out: one lower, at most medium"
    )
    shape: Shape = Field(description="The part of the day; each row has some that make sense")
    advice_nl: str | None = Field(
        default=None, max_length=300, description="Left out: our advice", examples=["Kies een andere avond."]
    )
    advice_en: str | None = Field(default=None, max_length=300, examples=["Choose another evening."])
    advice_fr: str | None = Field(default=None, max_length=300, examples=["Choisissez un autre soir."])


class EffectPutBack(_Reasoned):
    """Why our default is put back."""


class WeightFilter(AddressQuery):
    """Which rows are listed."""

    q: str = Field("", max_length=100, description="Words of the observance, the reason or whom it concerns")
    is_changed: bool = Field(False, description="Only rows that the city set itself")


class AdviceRead(Output):
    """An advice in three languages."""

    nl: str
    en: str
    fr: str


class WeighingRead(Output):
    """What a row weighs; `general` is for an event for everyone."""

    level: str
    word: str
    general: str
    general_word: str
    shape: Shape
    hours: str = Field(description="The part of the day in words")
    advice: AdviceRead


class WeightRead(Output):
    """One row of the matrix in plain words: what weighs, on which days, for whom, how much, and what we propose."""

    key: str = Field(examples=["ramadan.iftar"])
    observance: Observance
    name: str
    reason: Reason
    reason_word: str
    days: str
    audience: str
    now: WeighingRead
    ours: WeighingRead
    is_for_everyone: bool = Field(description="It weighs the same for every event")
    is_changed: bool
    version: int


class EffectChangeRead(Output):
    """One change of a row, with who made it and why."""

    id: UUID
    key: str
    version: int
    is_put_back: bool
    level: str
    word: str
    general: str | None
    shape: Shape
    advice_nl: str | None
    advice_en: str | None
    advice_fr: str | None
    why: str
    changed_by_id: UUID
    changed_by: str
    created_at: datetime


class WeightDetail(WeightRead):
    """One row with its history, and what may be chosen for it."""

    shapes: list[Shape]
    history: list[EffectChangeRead]


class UnknownWeightRead(Output):
    """A change of a row that this version of Bereik does not have: it counts for nothing."""

    key: str
    level: str
    why: str
    created_at: datetime


class WeightsRead(Output):
    """The rows of the matrix, and changes that no row has."""

    rows: list[WeightRead]
    unknown: list[UnknownWeightRead]
