"""The command that freezes reach at the end of a month. A picture is added once and never changed."""

from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import select

from crm.db import new_id
from crm.insight import queries
from crm.insight.queries.network import end_of
from crm.insight.rules.held import held_by, reach_rules
from crm.insight.snapshot import NetworkRows, network_of
from crm.insight.trend.models import ReachSnapshot, ReachSnapshotCell
from crm.insight.trend.months import last_day_of
from crm.insight.trend.pictures import FrozenCell, counts_of, frozen_cells
from crm.unit_of_work import UnitOfWork


def freeze_month(uow: UnitOfWork, month: date) -> bool:
    """Adds the picture of a month, as of its last day; returns False where it is there already.

    It is made from the log as it is known now, by the rules that held when the month ended. Of two that do so at the
    same moment one is refused by the unique month; tried again, it finds the picture of the other.
    """
    if uow.session.exec(select(ReachSnapshot.id).where(ReachSnapshot.month == month)).first() is not None:
        return False
    as_of = last_day_of(month)
    freeze(uow, month, queries.network_rows(uow.session, uow.viewer, (as_of,)), uow.now)
    return True


def freeze(uow: UnitOfWork, month: date, rows: NetworkRows, made_at: datetime) -> None:
    """Adds the picture of a month from rows that were read up to its last day; it must not be there yet."""
    as_of = last_day_of(month)
    rules = reach_rules(uow.session, uow.viewer, decided_before=end_of(as_of))
    said = queries.voices(uow.session, uow.viewer, as_of)
    network = network_of(rows, as_of, rules)
    picture = ReachSnapshot(
        id=new_id(),
        created_at=made_at,
        month=month,
        as_of=as_of,
        rules=held_by(rules),
        counts=counts_of(network),
    )
    uow.session.add(picture)
    uow.session.flush()
    # Plain values: making a row object of each of some hundreds of cells takes longer than storing them.
    cells = enumerate(frozen_cells(network, rows, said))
    made = [_values(picture, position, frozen) for position, frozen in cells]
    if made:
        uow.session.connection().execute(insert(ReachSnapshotCell), made)


def _values(picture: ReachSnapshot, position: int, frozen: FrozenCell) -> dict[str, object]:
    residents = frozen.residents
    return {
        "snapshot_id": picture.id,
        "position": position,
        "group_id": frozen.cell.group_id,
        "neighbourhood_id": frozen.cell.place_id,
        "status": frozen.status,
        "heard_on": frozen.heard_on,
        "reach": frozen.reach,
        "ways": frozen.ways,
        "residents": None if residents is None else residents.count,
        "residents_year": None if residents is None else residents.year,
        "residents_source": None if residents is None else residents.source,
        "residents_invented": residents is not None and residents.is_invented,
    }
