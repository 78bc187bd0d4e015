"""Commands on the network as a whole."""

from sqlalchemy import update
from sqlmodel import col

from crm.insight.models import NetworkVersion
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
