"""Commands on the network as a whole, and on its cells."""

from sqlalchemy import update
from sqlmodel import col

from crm.errors import BadInput
from crm.followups.models import FollowUp
from crm.followups.schemas import FollowUpCreate
from crm.followups.service import plan_follow_up
from crm.insight.cells import Cell
from crm.insight.models import NetworkVersion
from crm.insight.schemas import CellFollowUpCreate
from crm.parties.queries import party_labels
from crm.text import mark
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

    Managers plan too; they cannot name a person, of whom they may not even know that we know them.

    Raises:
        BadInput: the owner is not in the team, or the viewer may not know whom it is about.
    """
    if wanted.party_id is not None and not party_labels(uow.session, uow.viewer, [wanted.party_id]):
        raise BadInput(mark("Choose one of the list."), field="party_id")
    return plan_follow_up(
        uow,
        FollowUpCreate(
            what=wanted.what,
            owner_id=wanted.owner_id,
            due_on=wanted.due_on,
            party_id=wanted.party_id,
            group_id=cell.group_id,
            neighbourhood_id=cell.place_id,
        ),
    )
