"""Readings of the weights: the matrix as the city chose it, and what was changed in it."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from crm.agenda.observances.effects import DEFAULT_MATRIX, Matrix
from crm.agenda.observances.effects.row import Effect
from crm.agenda.weights.models import EffectChange
from crm.agenda.weights.rules import Chosen, applied
from crm.errors import NotFound
from crm.viewer import Viewer


def stored_matrix(session: Session, viewer: Viewer) -> Matrix:
    """The matrix with what administrators changed, in one query; the same changes give the same matrix."""
    changes = last_changes(session, viewer)
    standing = tuple((change.key, change.chosen) for change in changes if not change.is_put_back)
    return _matrix(standing)


@lru_cache(maxsize=8)
def _matrix(standing: tuple[tuple[str, Chosen], ...]) -> Matrix:
    ours = DEFAULT_MATRIX.by_key
    rows = [applied(ours[key], chosen) for key, chosen in standing if key in ours]
    return DEFAULT_MATRIX.changed(rows) if rows else DEFAULT_MATRIX


def last_changes(session: Session, viewer: Viewer) -> list[EffectChange]:
    """The last change of each row that was ever changed, by key."""
    later = aliased(EffectChange)
    is_overtaken = (
        select(later.id).where(later.key == EffectChange.key, later.version > EffectChange.version).exists()
    )
    return list(session.exec(select(EffectChange).where(~is_overtaken).order_by(EffectChange.key)))


def changes_of(session: Session, viewer: Viewer, key: str) -> list[EffectChange]:
    """Every change of one row, the newest first."""
    return list(
        session.exec(
            select(EffectChange).where(EffectChange.key == key).order_by(col(EffectChange.version).desc())
        )
    )


@dataclass(frozen=True)
class Weight:
    """A row of the matrix: as we propose it, as it weighs now, and the last change where there was one."""

    ours: Effect
    now: Effect
    last: EffectChange | None = None

    @property
    def version(self) -> int:
        """How often it was changed."""
        return 0 if self.last is None else self.last.version

    @property
    def is_changed(self) -> bool:
        """Whether the city's own choice stands."""
        return self.last is not None and not self.last.is_put_back


def weights(session: Session, viewer: Viewer) -> list[Weight]:
    """Every row of the matrix, in its order."""
    last = {change.key: change for change in last_changes(session, viewer)}
    return [_weight(effect, last.get(effect.key)) for effect in DEFAULT_MATRIX.rows]


def weight(session: Session, viewer: Viewer, key: str) -> Weight:
    """One row of the matrix.

    Raises:
        NotFound: there is no row of that name.
    """
    ours = DEFAULT_MATRIX.by_key.get(key)
    if ours is None:
        raise NotFound
    return _weight(ours, next(iter(changes_of(session, viewer, key)), None))


def unknown_changes(session: Session, viewer: Viewer) -> list[EffectChange]:
    """The last changes of rows that this version does not have (any more): they count for nothing."""
    return [each for each in last_changes(session, viewer) if each.key not in DEFAULT_MATRIX.by_key]


def _weight(ours: Effect, last: EffectChange | None) -> Weight:
    if last is None or last.is_put_back:
        return Weight(ours, ours, last)
    return Weight(ours, applied(ours, last.chosen), last)
