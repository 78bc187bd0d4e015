"""Readings of what parties are sorted by: inclusion groups, neighbourhoods and population figures."""

from uuid import UUID

from sqlmodel import Session, col, select

from crm.parties.models import (
    Dimension,
    InclusionGroup,
    IntersectionPart,
    Neighbourhood,
    PopulationFigure,
)
from crm.viewer import Viewer

_DIMENSION_ORDER = {dimension: position for position, dimension in enumerate(Dimension)}


def groups(session: Session, viewer: Viewer) -> list[InclusionGroup]:
    """Every inclusion group, intersections too, by dimension in the order of its list and then by key."""
    found = session.exec(select(InclusionGroup)).all()
    return sorted(found, key=lambda group: (_DIMENSION_ORDER[group.dimension], group.key))


def intersections(session: Session, viewer: Viewer) -> dict[UUID, tuple[UUID, ...]]:
    """The ids of the groups that each intersection is made of, by the intersection's id."""
    parts: dict[UUID, tuple[UUID, ...]] = {}
    rows = session.exec(
        select(IntersectionPart).order_by(
            col(IntersectionPart.intersection_id), col(IntersectionPart.group_id)
        )
    )
    for row in rows:
        parts[row.intersection_id] = (*parts.get(row.intersection_id, ()), row.group_id)
    return parts


def neighbourhoods(session: Session, viewer: Viewer) -> list[Neighbourhood]:
    """Every neighbourhood, in the city's own order."""
    return list(session.exec(select(Neighbourhood).order_by(col(Neighbourhood.position), Neighbourhood.name)))


def population_figures(session: Session, viewer: Viewer) -> list[PopulationFigure]:
    """Every population figure, the newest year first."""
    return list(
        session.exec(
            select(PopulationFigure).order_by(col(PopulationFigure.year).desc(), col(PopulationFigure.id))
        )
    )
