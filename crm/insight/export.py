"""The stored network and its report as values for the command line and for files."""

from datetime import date
from typing import Any

from sqlmodel import Session

from crm.insight import queries
from crm.insight.report import reach_report
from crm.insight.schemas import ReachReportRead
from crm.viewer import Viewer
from graph.network import Network


def report_json(session: Session, viewer: Viewer, as_of: date) -> dict[str, Any]:
    """Returns the report of a date as the API answers it: plain values, ready for JSON.

    Raises:
        NotFound: the viewer does not read the report.
    """
    report = reach_report(session, viewer, as_of)
    planned = queries.open_follow_ups(session, viewer)
    return ReachReportRead.of(report, planned, viewer.language).model_dump(mode="json")


def stored_network(session: Session, viewer: Viewer, as_of: date) -> Network:
    """Returns the stored network of a date: ids and strengths, no names.

    Raises:
        NotFound: the viewer does not read the report.
    """
    return reach_report(session, viewer, as_of).network
