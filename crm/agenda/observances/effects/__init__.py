"""How much each part of an observance weighs, and for whom: the matrix of TIMING.md section 2.2 as rows.

One row is one reason. The row's `base` level holds for an audience it concerns directly; for the general public it is
one lower and at most medium, unless the row says otherwise; for anybody else it does not count (a calendar follows a
choice, never an origin).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from crm.agenda.observances.effects.alevi import ALEVI
from crm.agenda.observances.effects.asian import ASIAN
from crm.agenda.observances.effects.christian import CHRISTIAN
from crm.agenda.observances.effects.civil import CIVIL
from crm.agenda.observances.effects.eastern import EASTERN
from crm.agenda.observances.effects.islamic import ISLAMIC, RAMADAN
from crm.agenda.observances.effects.jewish import JUDAISM
from crm.agenda.observances.effects.new_years import NEW_YEARS
from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.keys import Level, Observance, Part, Reason
from crm.agenda.observances.names import Text


@dataclass(frozen=True, eq=False)
class Matrix:
    """The rows in the order in which reasons are given: ours, or with what an administrator changed.

    Told apart by identity, as its calendar is.
    """

    rows: tuple[Effect, ...]

    @cached_property
    def by_observance(self) -> dict[Observance, tuple[Effect, ...]]:
        """The rows of each observance, in the order of the matrix."""
        found: dict[Observance, list[Effect]] = {}
        for effect in self.rows:
            found.setdefault(effect.observance, []).append(effect)
        return {observance: tuple(rows) for observance, rows in found.items()}

    @cached_property
    def by_part(self) -> dict[tuple[Observance, Part], tuple[Effect, ...]]:
        """The rows of each observance as a whole and of each of its parts, in the order of the matrix."""
        found: dict[tuple[Observance, Part], list[Effect]] = {}
        for effect in self.rows:
            found.setdefault((effect.observance, effect.part), []).append(effect)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def by_key(self) -> dict[str, Effect]:
        """The rows by what they are called."""
        return {effect.key: effect for effect in self.rows}

    def changed(self, rows: Iterable[Effect]) -> "Matrix":
        """The matrix with these rows in the place of those that have the same key; a row of level none is left out."""
        replaced = {row.key: row for row in rows}
        kept = (replaced.get(row.key, row) for row in self.rows)
        return Matrix(tuple(row for row in kept if row.base is not Level.NONE))

    def advice_on(self, observance: Observance, level: Level, reasons: Collection[Reason]) -> Text | None:
        """The advice of the row of these reasons that weighs as much as that level, or nearest to it; None: the usual one."""
        told = [row for row in self.by_observance.get(observance, ()) if row.reason in reasons]
        nearest = min(told, key=lambda row: (abs(row.base - level), -row.base), default=None)
        return None if nearest is None else nearest.advice


DEFAULT_MATRIX = Matrix(
    (*RAMADAN, *ISLAMIC, *ALEVI, *JUDAISM, *CHRISTIAN, *EASTERN, *ASIAN, *NEW_YEARS, *CIVIL)
)
"""Every row as we deliver it."""
