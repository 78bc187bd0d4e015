"""Commands on signals. A matter of several signals is answered and told back as one, through the one that leads."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from crm.accounts.models import User
from crm.clock import city_date
from crm.db import get_for_update, new_id, touch
from crm.domain_events import SignalAnswered, SignalCaptured, SignalToldBack
from crm.errors import BadInput, Conflict, NotAllowed
from crm.parties.models import InclusionGroup, Neighbourhood, Organisation
from crm.signals.models import Signal, SignalState
from crm.signals.schemas import SignalCreate, SignalReassign, SignalUpdate
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.viewer import Role

ANSWER_WITHIN_DAYS = 21  # how long a service gets where nobody says otherwise


def answer_by_default(heard_on: date) -> date:
    """The day by which an answer is wanted, where nobody chose one.

    >>> answer_by_default(date(2026, 11, 2)).isoformat()
    '2026-11-23'
    """
    return heard_on + timedelta(days=ANSWER_WITHIN_DAYS)


def capture_signal(uow: UnitOfWork, wanted: SignalCreate) -> Signal:
    """Stores a signal that was heard outside a logged contact. Records SignalCaptured; sent twice is stored once.

    Raises:
        BadInput: what it is about is unknown, or a date cannot be.
        Conflict: the id belongs to a signal of a colleague.
    """
    author_id = uow.viewer.user_id
    if author_id is None:
        raise NotAllowed
    found = uow.session.get(Signal, wanted.id) if wanted.id is not None else None
    if found is not None:
        if found.owner_id != author_id:
            raise Conflict(mark("This signal is stored already, by a colleague."))
        return found
    heard_on = wanted.heard_on or uow.today
    answer_by = wanted.answer_by or answer_by_default(heard_on)
    _check_days(uow, heard_on, answer_by)
    _check_exists(uow, Organisation, wanted.service_id, "service_id")
    _check_place(uow, wanted.group_id, wanted.neighbourhood_id)
    captured = Signal(
        **wanted.model_dump(exclude={"id", "heard_on", "answer_by"}),
        id=wanted.id or new_id(),
        owner_id=author_id,
        heard_on=heard_on,
        answer_by=answer_by,
        asked_at=uow.now if wanted.service_id else None,
        created_at=uow.now,
        changed_at=uow.now,
    )
    uow.session.add(captured)
    uow.session.flush()
    uow.record(SignalCaptured(captured.id))
    return captured


def update_signal(uow: UnitOfWork, key: UUID, wanted: SignalUpdate) -> Signal:
    """Changes what a signal says.

    Raises:
        BadInput: what it is about is unknown, or a date cannot be.
        VersionConflict: a colleague saved it first.
    """
    changed = get_for_update(uow.session, Signal, key, wanted.version)
    _check_days(uow, wanted.heard_on, wanted.answer_by)
    _check_place(uow, wanted.group_id, wanted.neighbourhood_id)
    for name, value in wanted.model_dump(exclude={"version"}).items():
        setattr(changed, name, value)
    touch(changed, uow.now)
    return changed


def reassign_signal(uow: UnitOfWork, key: UUID, wanted: SignalReassign) -> Signal:
    """Gives a signal another owner, or asks another service. A service that is new is asked now.

    Raises:
        BadInput: the owner is not in the team, or the service is unknown.
    """
    _check_owner(uow, wanted.owner_id)
    _check_exists(uow, Organisation, wanted.service_id, "service_id")
    changed = get_for_update(uow.session, Signal, key)
    if (changed.owner_id, changed.service_id) == (wanted.owner_id, wanted.service_id):
        return changed
    if changed.service_id != wanted.service_id:
        changed.asked_at = uow.now if wanted.service_id else None
    changed.owner_id, changed.service_id = wanted.owner_id, wanted.service_id
    touch(changed, uow.now)
    return changed


def move_signal(uow: UnitOfWork, key: UUID, answer_by: date) -> Signal:
    """Gives the matter of a signal another day by which an answer is wanted.

    Raises:
        BadInput: the day lies before it was heard.
        Conflict: it is answered or withdrawn.
    """
    lead = _lead(uow, key)
    if lead.state != SignalState.OPEN:
        raise Conflict(mark("This signal no longer waits for an answer."))
    _check_days(uow, lead.heard_on, answer_by)
    if lead.answer_by != answer_by:
        lead.answer_by = answer_by
        touch(lead, uow.now)
    return lead


def answer_signal(uow: UnitOfWork, key: UUID, answer: str) -> Signal:
    """Notes what was answered, on every signal of the matter; an answer not told yet may be mended.

    Records SignalAnswered for each signal that was open. Returns the signal that leads.

    Raises:
        Conflict: the answer was told back already, or the signal was withdrawn.
    """
    lead = _lead(uow, key)
    if lead.state == SignalState.WITHDRAWN:
        raise Conflict(mark("This signal was withdrawn."))
    if lead.state == SignalState.TOLD_BACK:
        raise Conflict(mark("This answer was told back already. Note what is new as a new signal."))
    for one in (lead, *_joined(uow, lead)):
        if one.answer != answer:
            _answer(uow, one, answer)
    return lead


def tell_back(uow: UnitOfWork, key: UUID, how: str) -> Signal:
    """Closes the loop: those who raised the matter know the answer. Told twice is told once.

    Records SignalToldBack for each signal of the matter. Returns the signal that leads.

    Raises:
        Conflict: there is no answer yet, or the signal was withdrawn.
    """
    lead = _lead(uow, key)
    if lead.state == SignalState.WITHDRAWN:
        raise Conflict(mark("This signal was withdrawn."))
    if lead.state == SignalState.OPEN:
        raise Conflict(mark("There is no answer yet. Note the answer first, then tell it back."))
    if lead.state == SignalState.TOLD_BACK:
        return lead
    for one in (lead, *_joined(uow, lead)):
        one.state, one.told_back_at, one.told_back_how = SignalState.TOLD_BACK, uow.now, how
        touch(one, uow.now)
        uow.record(SignalToldBack(one.id))
    return lead


def join_signals(uow: UnitOfWork, key: UUID, to_id: UUID) -> Signal:
    """Joins a signal, and those joined to it, to another one: from now on they are one matter.

    A signal joined to a joined one follows the one that leads there. Where that one is answered already, the answer
    counts for the newcomers too (records SignalAnswered). Returns the signal that leads.

    Raises:
        BadInput: a signal is joined to itself, to one that follows it, to an unknown one or to a closed one.
        Conflict: the signal no longer waits for an answer.
    """
    if uow.session.get(Signal, to_id) is None:
        raise BadInput(mark("Choose one of the list."), field="to_id")
    # Locked in one order, so that two colleagues who join crosswise do not wait for each other for ever.
    rows = {one: get_for_update(uow.session, Signal, one) for one in sorted({key, to_id})}
    joining, lead = rows[key], _lead(uow, to_id)
    if key in (to_id, lead.id):
        raise BadInput(mark("A signal cannot follow itself. Choose another one."), field="to_id")
    if joining.joined_to_id == lead.id:
        return lead
    if joining.state != SignalState.OPEN:
        raise Conflict(mark("This signal no longer waits for an answer."))
    if lead.state not in (SignalState.OPEN, SignalState.ANSWERED):
        raise BadInput(mark("That matter is closed. Choose one that is open."), field="to_id")
    for one in (joining, *_joined(uow, joining)):
        one.joined_to_id = lead.id
        touch(one, uow.now)
        if lead.answer is not None:
            _answer(uow, one, lead.answer)
    return lead


def withdraw_signal(uow: UnitOfWork, key: UUID) -> Signal:
    """Takes a signal back while nobody has answered it; those joined to it go on as a matter of their own.

    A signal that was answered stays: somebody acted on it.
    """
    withdrawn = get_for_update(uow.session, Signal, key)
    if withdrawn.state != SignalState.OPEN:
        return withdrawn
    followers = _joined(uow, withdrawn)
    for one in followers:
        one.joined_to_id = None if one is followers[0] else followers[0].id
        touch(one, uow.now)
    withdrawn.state, withdrawn.joined_to_id = SignalState.WITHDRAWN, None
    touch(withdrawn, uow.now)
    return withdrawn


def _lead(uow: UnitOfWork, key: UUID) -> Signal:
    found = get_for_update(uow.session, Signal, key)
    return found if found.joined_to_id is None else get_for_update(uow.session, Signal, found.joined_to_id)


def _joined(uow: UnitOfWork, lead: Signal) -> list[Signal]:
    joined = select(Signal).where(Signal.joined_to_id == lead.id)
    return list(uow.session.exec(joined.order_by(col(Signal.heard_on), col(Signal.id)).with_for_update()))


def _answer(uow: UnitOfWork, one: Signal, answer: str) -> None:
    one.answer = answer
    touch(one, uow.now)
    if one.state == SignalState.OPEN:
        one.state, one.answered_at = SignalState.ANSWERED, uow.now
        uow.record(SignalAnswered(one.id))


def _check_days(uow: UnitOfWork, heard_on: date, answer_by: date | None) -> None:
    if heard_on > city_date(uow.now):
        raise BadInput(mark("This day is still to come. When was it heard?"), field="heard_on")
    if answer_by is not None and answer_by < heard_on:
        raise BadInput(mark("The answer cannot come before it was heard."), field="answer_by")


def _check_place(uow: UnitOfWork, group_id: UUID | None, neighbourhood_id: UUID | None) -> None:
    _check_exists(uow, InclusionGroup, group_id, "group_id")
    _check_exists(uow, Neighbourhood, neighbourhood_id, "neighbourhood_id")
    if neighbourhood_id is not None and is_city_wide_only(uow, group_id):
        raise BadInput(
            mark("For this group we note no neighbourhood, so that nobody is recognised. Leave it open."),
            field="neighbourhood_id",
        )


def is_city_wide_only(uow: UnitOfWork, group_id: UUID | None) -> bool:
    """Whether a small area would betray the people of that group (DOMAIN rule 5)."""
    group = None if group_id is None else uow.session.get(InclusionGroup, group_id)
    return group is not None and group.is_city_wide_only


def _check_owner(uow: UnitOfWork, owner_id: UUID) -> None:
    owner = uow.session.get(User, owner_id)
    is_in_team = owner is not None and owner.role == Role.CONSULTANT
    if owner is None or not is_in_team or (owner.left_on is not None and owner.left_on <= uow.today):
        raise BadInput(mark("Choose a colleague of the team."), field="owner_id")


def _check_exists(uow: UnitOfWork, table: type, key: UUID | None, field: str) -> None:
    if key is not None and uow.session.get(table, key) is None:
        raise BadInput(mark("Choose one of the list."), field=field)
