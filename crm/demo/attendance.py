"""Who came to the invented events of the demo city: fewer at a bad moment. All numbers are invented, and the events say so."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from crm.agenda.attendance.models import AskedHow, Attendance, AttendanceCount, Counting
from crm.agenda.checking import WARNING_LEVELS, judge, to_check
from crm.agenda.models import EventInvitation, EventKind, ParticipationEvent
from crm.agenda.observances.calendar import Calendar
from crm.demo.draft import Draft, instant
from crm.parties.models import Community, Organisation

AT_BAD_MOMENT = 0.5
"""The share that comes all the same at a moment with a warning; invented, like the rest."""
MORE_AT_FEASTS = 20
MADE_UP = "Aantallen verzonnen voor de demo."
ASKED_AT = {EventKind.LISTENING_SESSION, EventKind.DIALOGUE_EVENING, EventKind.WORKSHOP}
# What people said of themselves, as a share of those who answered. The last group is small, and so not shown.
SHARES = {"women": 0.6, "newcomers": 0.3, "dutch-learners": 0.25, "older": 0.2, "deaf": 0.06}
LEAST_FOR_GROUPS = 30
STILL_ASKED = 2
"""The newest events have no total yet: Today asks their organiser for it. The last one was Nora's."""


def add_attendance(draft: Draft) -> None:
    """Adds a total to every invented past event but the newest, and to some what participants said of themselves."""
    past = sorted(
        (row for row in _events(draft) if row.id in draft.came and row.ends_at < instant(draft.today, 0)),
        key=lambda row: (row.starts_at, row.id),
    )
    past[-1].organiser_id = draft.users["nora"].id
    calendars = _calendars_invited(draft)
    for position, event in enumerate(past[:-STILL_ASKED]):
        verdict = judge(to_check(event, calendars.get(event.id, ())), Calendar())
        is_bad = verdict.level.word in WARNING_LEVELS
        would_come = draft.came[event.id] + (MORE_AT_FEASTS if event.kind == EventKind.FESTIVITY else 0)
        total = round(would_come * (AT_BAD_MOMENT if is_bad else 1))
        noted = draft.add(
            Attendance(
                **draft.born_versioned(event.ends_at + timedelta(hours=14)),
                event_id=event.id,
                counting=Counting.ESTIMATED if position % 4 == 3 else Counting.COUNTED,
                total=total,
                noted_by_id=event.organiser_id,
            )
        )
        if event.kind in ASKED_AT and total >= LEAST_FOR_GROUPS:
            _add_groups(draft, event, noted, total)


def _add_groups(draft: Draft, event: ParticipationEvent, noted: Attendance, total: int) -> None:
    noted.answered = round(total * 0.8)
    noted.asked_how = AskedHow.SHOW_OF_CARDS if event.kind == EventKind.WORKSHOP else AskedHow.DOOR_FORM
    event.note = MADE_UP
    for key, share in SHARES.items():
        draft.add(
            AttendanceCount(
                **draft.born(noted.created_at),
                attendance_id=noted.id,
                group_id=draft.groups[key],
                count=round(noted.answered * share),
            )
        )


def _events(draft: Draft) -> Iterable[ParticipationEvent]:
    return (row for row in draft.rows[ParticipationEvent] if isinstance(row, ParticipationEvent))


def _calendars_invited(draft: Draft) -> dict[UUID, set[str]]:
    """The calendars of those whom each event invites, as the timing check takes them."""
    kept = {
        row.id: row.calendars
        for kind in (Organisation, Community)
        for row in draft.rows[kind]
        if isinstance(row, Organisation | Community)
    }
    joined: dict[UUID, set[str]] = {}
    for row in draft.rows[EventInvitation]:
        if isinstance(row, EventInvitation):
            joined.setdefault(row.event_id, set()).update(kept.get(row.party_id, ()))
    return joined
