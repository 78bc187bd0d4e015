"""What insight does because of a domain event."""

from crm.domain_events import DomainEvent
from crm.insight.service import raise_version
from crm.unit_of_work import UnitOfWork


def raise_network_version(uow: UnitOfWork, event: DomainEvent) -> None:
    """Makes the next reader of the report read the store again. Run twice it raises twice, which changes nothing."""
    raise_version(uow)
