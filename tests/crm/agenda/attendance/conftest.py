"""What the tests of attendance share: inclusion groups in the store, and noting who came."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from crm.agenda.attendance import service
from crm.agenda.attendance.schemas import AttendanceNote
from crm.parties.models import Dimension, InclusionGroup, IntersectionPart
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.conftest import NOW

Groups = dict[str, UUID]
Note = Callable[..., None]
PLAIN = {
    "women": Dimension.GENDER,
    "turkish": Dimension.ORIGIN,
    "deaf": Dimension.DISABILITY,
    "roma": Dimension.ORIGIN,
}
CROSSED = {"turkish-women": ("turkish", "women"), "roma-women": ("roma", "women")}


@pytest.fixture
def groups(work: Work) -> Groups:
    """Groups by key: of "roma" there are figures for the whole city only, and so of what it is part of."""
    with work.writing(SYSTEM) as uow:
        made = {key: _group(key, PLAIN.get(key, Dimension.INTERSECTION)) for key in (*PLAIN, *CROSSED)}
        uow.session.add_all(made.values())
        uow.session.flush()
        for key, parts in CROSSED.items():
            uow.session.add_all(
                IntersectionPart(intersection_id=made[key].id, group_id=made[part].id) for part in parts
            )
        return {key: row.id for key, row in made.items()}


def _group(key: str, dimension: Dimension) -> InclusionGroup:
    name = key.title()
    return InclusionGroup(
        key=key,
        dimension=dimension,
        name_nl=name,
        name_en=name,
        name_fr=name,
        is_city_wide_only=key == "roma",
        created_at=NOW,
    )


@pytest.fixture
def note(work: Work) -> Note:
    """Notes who came to an event, as that viewer: 34 people, counted, where nothing else is said."""

    def noter(viewer: Viewer, event_id: UUID, **values: Any) -> None:
        with work.writing(viewer) as uow:
            wanted = {"counting": "counted", "total": 34} | values
            service.note_attendance(uow, event_id, AttendanceNote.model_validate(wanted))

    return noter


def stated(groups: Groups, **counts: int) -> list[dict[str, object]]:
    """The counts as they are sent: stated(groups, women=12)."""
    return [{"group_id": str(groups[key.replace("_", "-")]), "count": count} for key, count in counts.items()]
