"""How much each part of an observance weighs, and for whom: the matrix of TIMING.md section 2.2 as rows.

One row is one reason. The row's `base` level holds for an audience it concerns directly; for the general public it is
one lower and at most medium, unless the row says otherwise; for anybody else it does not count (a calendar follows a
choice, never an origin).
"""

from collections.abc import Iterable
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
from crm.agenda.observances.keys import Observance, Part


@dataclass(frozen=True)
class Matrix:
    """The rows in the order in which reasons are given: ours, or with what an administrator changed."""

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

    def changed(self, rows: Iterable[Effect]) -> "Matrix":
        """The matrix with these rows in the place of those that have the same key."""
        replaced = {row.key: row for row in rows}
        return Matrix(tuple(replaced.get(row.key, row) for row in self.rows))


DEFAULT_MATRIX = Matrix(
    (*RAMADAN, *ISLAMIC, *ALEVI, *JUDAISM, *CHRISTIAN, *EASTERN, *ASIAN, *NEW_YEARS, *CIVIL)
)
"""Every row as we deliver it."""
