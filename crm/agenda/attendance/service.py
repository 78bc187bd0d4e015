"""The command on attendance: noting who came."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import select

from crm.accounts.access import may_note_attendance, may_see_all_events
from crm.agenda.attendance.disclosure import Stated, impossible
from crm.agenda.attendance.models import Attendance, AttendanceCount
from crm.agenda.attendance.queries import OfferedGroups, offered_groups
from crm.agenda.attendance.schemas import AttendanceNote, GroupCountNote
from crm.agenda.models import EventState, ParticipationEvent
from crm.db import get_for_update, touch
from crm.domain_events import AttendanceNoted
from crm.errors import BadInput, Conflict, NotAllowed, NotFound, VersionConflict
from crm.text import mark
from crm.unit_of_work import UnitOfWork


def note_attendance(uow: UnitOfWork, event_id: UUID, wanted: AttendanceNote) -> Attendance:
    """Keeps who came to an event, in place of what was noted before. Records AttendanceNoted.

    The same once more changes nothing.

    Raises:
        NotFound: there is no such event, or an organiser asks for somebody else's.
        NotAllowed: the viewer is neither a consultant nor its organiser.
        Conflict: it is cancelled, or has not begun.
        VersionConflict: somebody noted it first.
        BadInput: a group is unknown or not counted at events, or the counts cannot all be true.
    """
    event = get_for_update(uow.session, ParticipationEvent, event_id)
    check_may_note(uow, event)
    if uow.viewer.user_id is None:
        raise NotAllowed
    _check_counts(uow, wanted)
    found = uow.session.exec(
        select(Attendance).where(Attendance.event_id == event_id).with_for_update()
    ).first()
    if found is not None and _says(uow, found, wanted):
        return found
    if found is not None and found.version != wanted.version:
        raise VersionConflict(found.model_dump(mode="json"))
    if found is None:
        found = Attendance(
            event_id=event_id,
            counting=wanted.counting,
            noted_by_id=uow.viewer.user_id,
            created_at=uow.now,
            changed_at=uow.now,
        )
        uow.session.add(found)
    else:
        touch(found, uow.now)
    found.counting, found.total, found.noted_by_id = wanted.counting, wanted.total, uow.viewer.user_id
    found.answered, found.asked_how = wanted.answered, wanted.asked_how
    uow.session.flush()
    _set_counts(uow, found, wanted.counts)
    uow.record(AttendanceNoted(event_id))
    return found


def check_may_note(uow: UnitOfWork, event: ParticipationEvent) -> None:
    """Refuses whoever may not note this event's attendance, and events of which there is nothing to note."""
    if not may_see_all_events(uow.viewer) and event.organiser_id != uow.viewer.user_id:
        raise NotFound
    if not may_note_attendance(uow.viewer, event.organiser_id):
        raise NotAllowed
    if event.state == EventState.CANCELLED:
        raise Conflict(mark("This event is cancelled."))
    if event.starts_at > uow.now:
        raise Conflict(mark("This event has not begun. Note afterwards how many people came."))


def _check_counts(uow: UnitOfWork, wanted: AttendanceNote) -> None:
    if not wanted.counts or wanted.answered is None:
        return
    groups = offered_groups(uow.session, uow.viewer)
    known = {group.id for group in groups.offered}
    kept_out = {group.id for group in groups.city_wide_only}
    for position, each in enumerate(wanted.counts):
        field = f"counts.{position}.group_id"
        if each.group_id in kept_out:
            raise BadInput(
                mark("We note no numbers of this group at one event: they could betray people."), field=field
            )
        if each.group_id not in known:
            raise BadInput(mark("Choose groups of the list."), field=field)
    stated = _stated(groups, wanted.counts)
    wrong = impossible(wanted.answered, stated)
    if wrong is not None:
        sentence = mark(
            "This cannot be true beside the other numbers: a person counts in every group that is theirs."
        )
        if wrong.count > wanted.answered:
            sentence = mark("These are more people than answered.")
        raise BadInput(sentence, field=f"counts.{stated.index(wrong)}.count")


def _stated(groups: OfferedGroups, counts: Sequence[GroupCountNote]) -> list[Stated]:
    dimensions = {group.id: group.dimension.value for group in groups.offered}
    return [
        Stated(each.group_id, groups.parts[each.group_id], dimensions[each.group_id], each.count)
        for each in counts
    ]


def _counts_of(uow: UnitOfWork, found: Attendance) -> dict[UUID, AttendanceCount]:
    rows = uow.session.exec(select(AttendanceCount).where(AttendanceCount.attendance_id == found.id))
    return {row.group_id: row for row in rows}


def _says(uow: UnitOfWork, found: Attendance, wanted: AttendanceNote) -> bool:
    counts = {key: row.count for key, row in _counts_of(uow, found).items()}
    return (found.counting, found.total, found.answered, found.asked_how, counts) == (
        wanted.counting,
        wanted.total,
        wanted.answered,
        wanted.asked_how,
        {each.group_id: each.count for each in wanted.counts},
    )


def _set_counts(uow: UnitOfWork, found: Attendance, counts: Sequence[GroupCountNote]) -> None:
    """Stores the counts; a group that was there keeps its row, and so how it is rounded."""
    known = _counts_of(uow, found)
    for each in counts:
        row = known.pop(each.group_id, None)
        if row is None:
            row = AttendanceCount(
                attendance_id=found.id, group_id=each.group_id, count=each.count, created_at=uow.now
            )
            uow.session.add(row)
        row.count = each.count
    for row in known.values():
        uow.session.delete(row)
    uow.session.flush()
