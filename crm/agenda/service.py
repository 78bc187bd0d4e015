"""Commands on participation events and their flags."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, delete, select

from crm.accounts.access import may_see_all_events
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.checking import Moment, at_moment, judge, moment_of, moved_moment, to_check
from crm.agenda.models import (
    EventInvitation,
    EventState,
    Flag,
    FlagState,
    ParticipationEvent,
    Precision,
)
from crm.agenda.observances.windows import CITY_ZONE, settle
from crm.agenda.queries import invited_calendars
from crm.agenda.schemas import MOST_INVITED, EventCreate, EventFields, EventMove, EventUpdate, TimingQuestion
from crm.agenda.thresholds.recording import check_answers, store_answers
from crm.agenda.words import VERDICT_WORDS, clash_name
from crm.db import get, get_for_update, touch
from crm.domain_events import (
    EventCancelled,
    EventChanged,
    EventPlanned,
    FlagOverruled,
)
from crm.errors import BadInput, Conflict, NotAllowed, NotFound
from crm.folding import fold
from crm.i18n import translate
from crm.parties.models import Neighbourhood, Party, PartyKind
from crm.text import mark
from crm.unit_of_work import UnitOfWork

_NOT_STORED = {
    "start_on",
    "end_on",
    "start_hour",
    "end_hour",
    "invited_ids",
    "moved_from",
    "thresholds",
    "version",
}


def plan_event(uow: UnitOfWork, wanted: EventCreate) -> ParticipationEvent:
    """Adds an event of the viewer's own, with what was answered about its thresholds.

    Records EventPlanned, and ThresholdNeeded for each answer that says what must be arranged.

    Raises:
        BadInput: a neighbourhood or an invited organisation is unknown, or a last booking date is after the event.
    """
    check_references(uow, wanted)
    if uow.viewer.user_id is None:
        raise NotAllowed
    moment = moment_of(wanted)
    planned = ParticipationEvent(
        **_stored_fields(wanted),
        search=_search(wanted.title, wanted.place),
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        organiser_id=uow.viewer.user_id,
        created_at=uow.now,
        changed_at=uow.now,
    )
    check_answers(planned, wanted.thresholds, "thresholds")
    uow.session.add(planned)
    uow.session.flush()
    _set_invited(uow, planned.id, wanted.invited_ids)
    store_answers(uow, planned, wanted.thresholds, {})
    if wanted.moved_from is not None:
        planned.moved_because = _reason_of_move(uow, planned, _moment_from(planned, wanted.moved_from))
    uow.record(EventPlanned(planned.id))
    return planned


def update_event(uow: UnitOfWork, key: UUID, wanted: EventUpdate) -> ParticipationEvent:
    """Saves an edited event. Records EventChanged.

    Raises:
        VersionConflict: somebody saved it first.
        Conflict: it is cancelled.
    """
    changed = _own(uow, key, wanted.version)
    check_references(uow, wanted)
    moment = moment_of(wanted)
    if wanted.moved_from is not None:
        before = _moment_from(changed, wanted.moved_from)
    else:
        before = Moment(changed.starts_at, changed.ends_at)
    is_moved = moment.starts_at != changed.starts_at
    for name, value in _stored_fields(wanted).items():
        setattr(changed, name, value)
    changed.search = _search(wanted.title, wanted.place)
    changed.starts_at, changed.ends_at = moment.starts_at, moment.ends_at
    _set_invited(uow, key, wanted.invited_ids)
    if is_moved:
        changed.moved_because = _reason_of_move(uow, changed, before)
    touch(changed, uow.now)
    uow.record(EventChanged(key))
    return changed


def move_event(uow: UnitOfWork, key: UUID, wanted: EventMove) -> ParticipationEvent:
    """Takes over another moment and keeps why: how the old one was judged, and what the new one avoids.

    Records EventChanged; a move to where it is already changes nothing.
    """
    moved = _own(uow, key)
    moment = moved_moment(moved, wanted)
    if moment.starts_at == moved.starts_at:
        return moved
    before = Moment(moved.starts_at, moved.ends_at)
    moved.starts_at, moved.ends_at = moment.starts_at, moment.ends_at
    moved.moved_because = _reason_of_move(uow, moved, before)
    touch(moved, uow.now)
    uow.record(EventChanged(key))
    return moved


def invite_party(uow: UnitOfWork, key: UUID, party_id: UUID) -> ParticipationEvent:
    """Invites an organisation or network as well, whose calendars count from then on. Records EventChanged.

    Whoever is invited already is left alone.

    Raises:
        BadInput: it is unknown or put away, or nobody can be added.
        Conflict: the event is cancelled.
    """
    changed = _own(uow, key)
    party = uow.session.get(Party, party_id)
    if party is None or party.kind == PartyKind.PERSON or party.archived_on is not None:
        raise BadInput(mark("Choose organisations and networks of the list."), field="party_id")
    invited = uow.session.exec(select(EventInvitation.party_id).where(EventInvitation.event_id == key)).all()
    if party_id in invited:
        return changed
    if len(invited) >= MOST_INVITED:
        raise BadInput(
            mark("These are too many: at most %(max_length)s."), field="party_id", max_length=MOST_INVITED
        )
    uow.session.add(EventInvitation(event_id=key, party_id=party_id))
    touch(changed, uow.now)
    uow.record(EventChanged(key))
    return changed


def cancel_event(uow: UnitOfWork, key: UUID) -> ParticipationEvent:
    """Marks an event as cancelled. Records EventCancelled; cancelled twice is cancelled once."""
    cancelled = visible_event(uow, key)
    if cancelled.state == EventState.PLANNED:
        cancelled.state = EventState.CANCELLED
        touch(cancelled, uow.now)
        uow.record(EventCancelled(key))
    return cancelled


def overrule_flag(uow: UnitOfWork, key: UUID, reason: str) -> Flag:
    """Goes on in spite of a flag: name, date and reason are kept. Records FlagOverruled.

    Raises:
        NotFound: there is no such flag, or it belongs to somebody else's event.
        Conflict: it stands no longer.
    """
    flag = get_for_update(uow.session, Flag, key)
    visible_event(uow, flag.event_id)
    if flag.state == FlagState.LIFTED:
        raise Conflict(mark("This no longer clashes: there is nothing to decide."))
    flag.state, flag.overruled_because = FlagState.OVERRULED, reason.strip()
    flag.overruled_by_id, flag.overruled_at = uow.viewer.user_id, uow.now
    touch(flag, uow.now)
    uow.record(FlagOverruled(key))
    return flag


def check_references(uow: UnitOfWork, wanted: TimingQuestion) -> None:
    """Refuses a neighbourhood or guests that are not there; a person answers as somebody unknown.

    Raises:
        BadInput: with the field.
    """
    if wanted.neighbourhood_id is not None:
        try:
            get(uow.session, Neighbourhood, wanted.neighbourhood_id)
        except NotFound:
            raise BadInput(mark("Choose one of the list."), field="neighbourhood_id") from None
    invited = set(wanted.invited_ids)
    known = uow.session.exec(
        select(Party.id).where(col(Party.id).in_(invited), Party.kind != PartyKind.PERSON)
    ).all()
    if len(known) != len(invited):
        raise BadInput(mark("Choose organisations and networks of the list."), field="invited_ids")


def visible_event(uow: UnitOfWork, key: UUID) -> ParticipationEvent:
    """The event, locked, when the viewer may change it; otherwise it does not exist for them."""
    found = get_for_update(uow.session, ParticipationEvent, key)
    if not may_see_all_events(uow.viewer) and found.organiser_id != uow.viewer.user_id:
        raise NotFound
    return found


def _own(uow: UnitOfWork, key: UUID, version: int | None = None) -> ParticipationEvent:
    found = visible_event(uow, key)
    if found.state == EventState.CANCELLED:
        raise Conflict(mark("This event is cancelled."))
    return get_for_update(uow.session, ParticipationEvent, key, version)


def _stored_fields(wanted: EventFields) -> dict[str, Any]:
    fields: dict[str, Any] = wanted.model_dump(exclude=_NOT_STORED)
    fields["audience"] = [tag.value for tag in wanted.audience]
    fields["celebrates"] = None if wanted.celebrates is None else wanted.celebrates.value
    return fields


def _search(title: str, place: str | None) -> str:
    return fold(f"{title} {place or ''}")[:400]


def _set_invited(uow: UnitOfWork, event_id: UUID, party_ids: Sequence[UUID]) -> None:
    uow.session.exec(delete(EventInvitation).where(col(EventInvitation.event_id) == event_id))
    uow.session.add_all(EventInvitation(event_id=event_id, party_id=party_id) for party_id in set(party_ids))
    uow.session.flush()


def _moment_from(event: ParticipationEvent, local_start: datetime) -> Moment:
    """The event's moment as it was first asked: another start, the same length."""
    start = settle(local_start, CITY_ZONE).astimezone(UTC)
    return Moment(start, start + (event.ends_at - event.starts_at))


def _reason_of_move(uow: UnitOfWork, event: ParticipationEvent, before: Moment) -> str | None:
    """Why the moment was left, in the words of who moves it; None where nothing was avoided.

    Kept as text: it says what was known on that day, even when the calendar is mended later.
    """
    tags = invited_calendars(uow.session, uow.viewer, [event.id]).get(event.id, frozenset())
    here = to_check(event, tags)
    if here is None or event.precision == Precision.PERIOD:
        return None
    then = at_moment(here, before)
    calendar = stored_calendar(uow.session, uow.viewer)
    was = judge(then, calendar)
    language = uow.viewer.language
    left = {clash_name(clash) for clash in judge(here, calendar).clashes}
    avoided = [
        clash_name(clash).in_language(language) for clash in was.clashes if clash_name(clash) not in left
    ]
    if not avoided:
        return None
    return translate(
        language,
        mark("It was planned on %(moment)s: %(word)s (%(observances)s)."),
        moment=before.starts_at
        if event.precision == Precision.HOUR
        else before.starts_at.astimezone(CITY_ZONE).date(),
        word=VERDICT_WORDS[was.level].in_language(language),
        observances=", ".join(avoided),
    )[:400]
