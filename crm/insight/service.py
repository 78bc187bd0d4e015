"""Commands on the network as a whole, and on its cells."""

from sqlalchemy import update
from sqlmodel import col

from crm.followups.models import FollowUp
from crm.followups.schemas import FollowUpCreate
from crm.followups.service import plan_follow_up
from crm.insight.cells import Cell
from crm.insight.models import NetworkVersion
from crm.insight.schemas import CellFollowUpCreate
from crm.unit_of_work import UnitOfWork

ONLY_ROW = 1


def raise_version(uow: UnitOfWork) -> None:
    """Raises the version of the network: reports made before are not shown again (docs/decisions/report-cache.md)."""
    raised = uow.session.connection().execute(
        update(NetworkVersion)
        .where(col(NetworkVersion.id) == ONLY_ROW)
        .values(version=col(NetworkVersion.version) + 1)
    )
    if raised.rowcount == 0:
        uow.session.add(NetworkVersion(id=ONLY_ROW, version=1))
        uow.session.flush()


def plan_cell_follow_up(uow: UnitOfWork, cell: Cell, wanted: CellFollowUpCreate) -> FollowUp:
    """Plans what somebody will do about a cell. Records FollowUpPlanned.

    It names the group and no party, since nothing may join a person to a group.

    Raises:
        BadInput: the owner is not in the team.
    """
    return plan_follow_up(
        uow,
        FollowUpCreate(
            what=wanted.what,
            owner_id=wanted.owner_id,
            due_on=wanted.due_on,
            group_id=cell.group_id,
            neighbourhood_id=cell.place_id,
        ),
    )
