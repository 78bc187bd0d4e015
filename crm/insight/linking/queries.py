"""The reading of *Wie verbindt?* with the names that a viewer may know."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from crm.insight.linking.measures import LinkingReading, linking_reading
from crm.insight.report import reach_report
from crm.parties.queries import PartyLabel, party_labels
from crm.viewer import Viewer


@dataclass(frozen=True)
class NamedLinking:
    """Who links, and the names of all of whom it speaks: organisations and communities only."""

    reading: LinkingReading
    labels: dict[UUID, PartyLabel]


def linking(session: Session, viewer: Viewer, as_of: date) -> NamedLinking:
    """Who links and which groups look inward on a date: the queries of the report, and one for the names.

    Raises:
        NotFound: the viewer does not read the report.
    """
    report = reach_report(session, viewer, as_of)
    reading = report.once("linking", lambda: linking_reading(report))
    named = {key for one in reading.parties for key in (one.id, *one.linked_with)}
    return NamedLinking(reading, party_labels(session, viewer, named))
