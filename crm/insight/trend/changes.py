"""What changed in a quarter and why, for one viewer: roles for a manager, names for the team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from crm.insight.chain import Box, boxes_of
from crm.insight.report import reach_report
from crm.insight.trend.pictures import Picture
from crm.insight.trend.reasons import Cause, Compared, Reason, reasons_for
from crm.insight.trend.trends import CellTrend, GroupTrend, Trend
from crm.viewer import Viewer
from graph.reach import Status


@dataclass(frozen=True)
class NamedReason:
    """A reason with those whom it is about, as the viewer may know them."""

    cause: Cause
    on: date | None
    who: tuple[Box, ...]


@dataclass(frozen=True)
class Change:
    """A cell of which *Ingang* is another word than a quarter before, and why."""

    cell: CellTrend
    was: Status
    became: Status
    reasons: tuple[NamedReason, ...]


def changes_of(session: Session, viewer: Viewer, trend: Trend, groups: Iterable[GroupTrend]) -> list[Change]:
    """Returns what changed in those groups between the two compared pictures, with the reasons.

    It reads the log as of both dates and works each out by the rules of its picture; both reports are kept.

    Raises:
        NotFound: the viewer does not read the report.
    """
    changed = [
        (cell, cell.before.status, cell.now.status)
        for group in groups
        for cell in group.cells
        if cell.before is not None and cell.now is not None and cell.is_changed
    ]
    if trend.compared is None or trend.latest is None or not changed:
        return []
    compared = _compared(session, viewer, trend.compared, trend.latest)
    reasons = [reasons_for(compared, cell.cell, was, became) for cell, was, became in changed]
    boxes = _boxes(
        session, viewer, compared, {node for all_ in reasons for one in all_ for node in one.nodes}
    )
    return [
        Change(cell, was, became, tuple(_named(one, boxes) for one in found))
        for (cell, was, became), found in zip(changed, reasons, strict=True)
    ]


def _compared(session: Session, viewer: Viewer, old: Picture, new: Picture) -> Compared:
    """The log as of both dates, each by the rules of its picture."""
    return Compared(
        before=reach_report(session, viewer, old.as_of, old.rules),
        after=reach_report(session, viewer, new.as_of, new.rules),
        by_old_rules=(
            None if old.rules == new.rules else reach_report(session, viewer, new.as_of, old.rules)
        ),
    )


def _named(reason: Reason, boxes: Mapping[str, Box]) -> NamedReason:
    return NamedReason(reason.cause, reason.on, tuple(boxes[node] for node in reason.nodes))


def _boxes(session: Session, viewer: Viewer, compared: Compared, nodes: set[str]) -> dict[str, Box]:
    """Those on the lines; somebody whose role ended in between is called by the role they had."""
    boxes = boxes_of(session, viewer, compared.after, nodes)
    ended = {node for node, box in boxes.items() if not box.roles}
    before = boxes_of(session, viewer, compared.before, ended)
    return boxes | {node: box for node, box in before.items() if box.roles}
