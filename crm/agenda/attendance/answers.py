"""What is said of attendance: the same values and sentences for the API and the pages."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from crm.agenda.attendance.comparison import LEAST_EVENTS, Comparison, PastEvent, Side, compare, compare_near
from crm.agenda.attendance.queries import (
    AttendanceView,
    CountedEvent,
    attendance,
    past_by_kind,
    past_events,
)
from crm.agenda.attendance.schemas import (
    AttendanceRead,
    ComparisonRead,
    CountedEventRead,
    KindAttendanceRead,
    ShownCountRead,
    SideRead,
)
from crm.agenda.models import EventKind, ParticipationEvent
from crm.agenda.terms import EVENT_KINDS
from crm.clock import city_date
from crm.i18n import translate
from crm.parties.queries import neighbourhoods
from crm.suppression import Shown, percentage
from crm.text import mark
from crm.viewer import Viewer


def say_attendance(session: Session, viewer: Viewer, event_id: UUID, language: str) -> AttendanceRead:
    """Who came to an event that the viewer may see, in that language."""
    view = attendance(session, viewer, event_id)
    if view is None:
        return AttendanceRead(event_id=event_id)
    noted, disclosed = view.attendance, view.disclosed
    answered = None if disclosed is None else disclosed.answered
    return AttendanceRead(
        event_id=event_id,
        counting=noted.counting,
        total=noted.total,
        answered=None if answered is None else answered.count,
        answered_hidden=None if answered is None else answered.hidden,
        asked_how=noted.asked_how,
        groups=_say_groups(view, language),
        is_rounded=view.audience.base > 1,
        noted_at=noted.changed_at,
        version=noted.version,
    )


def _say_groups(view: AttendanceView, language: str) -> list[ShownCountRead]:
    if view.disclosed is None:
        return []
    shown = view.disclosed.groups
    return [
        ShownCountRead(
            group_id=group.id,
            group=group.name(language),
            count=shown[group.id].count,
            hidden=shown[group.id].hidden,
            percent=percentage(shown[group.id], view.disclosed.answered),
        )
        for group in view.groups
    ]


def say_comparison(
    session: Session, viewer: Viewer, event: ParticipationEvent, now: datetime, language: str
) -> ComparisonRead:
    """How many came to earlier events of the same kind, at good and at bad moments, in that language."""
    before = city_date(event.starts_at)
    found = compare_near(past_events(session, viewer, now, event.kind, before), event.neighbourhood_id)
    places = {row.id: row.name for row in neighbourhoods(session, viewer)}
    return ComparisonRead(
        kind=event.kind,
        neighbourhood_id=found.neighbourhood_id,
        neighbourhood=places.get(found.neighbourhood_id) if found.neighbourhood_id else None,
        before=before,
        good=_say_side(found.good),
        bad=_say_side(found.bad),
        is_enough=found.is_enough,
        sentences=_sentences(found, language),
    )


def say_by_kind(session: Session, viewer: Viewer, now: datetime, language: str) -> list[KindAttendanceRead]:
    """The table by kind of event, in that language; the kind with most events first."""
    events: dict[str, list[PastEvent]] = {}
    for each in past_events(session, viewer, now, by_place=False):
        events.setdefault(each.kind, []).append(each)
    rows = []
    for row in past_by_kind(session, viewer, now):
        sides = compare(events.get(row.kind, ()))
        rows.append(
            KindAttendanceRead(
                kind=row.kind,
                name=kind_name(row.kind, language),
                past=row.past,
                noted=row.noted,
                noted_percent=percentage(Shown(row.noted), Shown(row.past)),
                good=_say_side(sides.good),
                bad=_say_side(sides.bad),
            )
        )
    return rows


def say_counted_event(found: CountedEvent) -> CountedEventRead:
    """One event behind a figure."""
    event, noted = found.event, found.attendance
    assert noted.total is not None  # only events with a total are behind a figure
    return CountedEventRead(
        id=event.id,
        title=event.title,
        kind=event.kind,
        starts_at=event.starts_at,
        total=noted.total,
        counting=noted.counting,
        is_good=found.is_good,
    )


def kind_name(kind: EventKind, language: str) -> str:
    """What a kind of event is called."""
    return translate(language, EVENT_KINDS[kind])


def _say_side(side: Side) -> SideRead:
    return SideRead(events=side.events, estimated=side.estimated, middle=side.middle, missing=side.missing)


def _sentences(found: Comparison, language: str) -> list[str]:
    good, bad = found.good, found.bad
    if not found.is_enough:
        told = [
            translate(
                language,
                mark("Too few to compare: we need %(least)s events on each side."),
                least=LEAST_EVENTS,
            )
        ]
        at_good = mark("At a good moment there were %(events)s, %(missing)s more needed.")
        at_bad = mark("At a moment with a warning there were %(events)s, %(missing)s more needed.")
        told += [
            translate(language, sentence, events=side.events, missing=side.missing)
            for sentence, side in ((at_good, good), (at_bad, bad))
        ]
        return told
    at_good = mark("At a good moment %(people)s people came on average.")
    at_bad = mark("At a moment with a warning %(people)s people came on average.")
    told = [
        translate(language, sentence, people=side.middle)
        for sentence, side in ((at_good, good), (at_bad, bad))
    ]
    if good.estimated or bad.estimated:
        told.append(
            translate(
                language,
                mark("Of the %(events)s numbers %(estimated)s are estimates."),
                events=good.events + bad.events,
                estimated=good.estimated + bad.estimated,
            )
        )
    return told
