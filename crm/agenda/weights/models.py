"""The table of what administrators changed in the matrix of effects."""

from uuid import UUID

from sqlalchemy import UniqueConstraint

from crm.agenda.models import ORGANISER
from crm.agenda.observances.keys import Level
from crm.agenda.observances.windows import Shape
from crm.agenda.weights.rules import Chosen
from crm.db import Row
from crm.privacy import About, Protection, Purpose, Retention, column

_LEVELS = {level.word: level for level in Level}
WEIGHT = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.REFERENCE)


class EffectChange(Row, table=True):
    """An administrator set a row of the matrix, or put our default back: append-only, the last one of a key counts.

    `version` counts the changes of a key from 1: two administrators who change the same row at once meet there.
    Empty values (`general`, the advice) stand for our rule and our words.
    """

    __tablename__ = "effect_change"
    __table_args__ = (UniqueConstraint("key", "version"),)

    key: str = column(WEIGHT, max_length=100)
    version: int = column(WEIGHT)
    is_put_back: bool = column(WEIGHT, default=False)
    level: str = column(WEIGHT, max_length=10)
    general: str | None = column(WEIGHT, default=None, max_length=10)
    shape: str = column(WEIGHT, max_length=40)
    advice_nl: str | None = column(WEIGHT, default=None, max_length=300)
    advice_en: str | None = column(WEIGHT, default=None, max_length=300)
    advice_fr: str | None = column(WEIGHT, default=None, max_length=300)
    why: str = column(WEIGHT, max_length=300)
    changed_by_id: UUID = column(ORGANISER, foreign_key="user.id")

    @property
    def chosen(self) -> Chosen:
        """What it says the row weighs."""
        return Chosen(
            level=_LEVELS[self.level],
            general=None if self.general is None else _LEVELS[self.general],
            shape=Shape(self.shape),
            advice_nl=self.advice_nl or "",
            advice_en=self.advice_en or "",
            advice_fr=self.advice_fr or "",
        )
