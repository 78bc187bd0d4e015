"""Commands on introductions: ask, say what came of it, stop waiting."""

from uuid import UUID

from sqlmodel import select

from crm.accounts.models import User
from crm.db import get, get_for_update, touch
from crm.domain_events import IntroductionAnswered, IntroductionAsked
from crm.errors import BadInput, Conflict, NotAllowed, NotFound
from crm.followups.models import FollowUp, FollowUpState
from crm.followups.schemas import FollowUpCreate
from crm.followups.service import complete_follow_up, drop_follow_up, plan_follow_up
from crm.i18n import translate
from crm.insight.introductions.models import OPEN, Introduction, IntroductionState
from crm.insight.introductions.rights import is_party_to, may_answer
from crm.insight.introductions.schemas import IntroductionAnswer, IntroductionCreate
from crm.insight.introductions.words import ASK_YOURSELF, INTRODUCE
from crm.parties.models import Party
from crm.parties.service.checks import UNKNOWN, check_rows, party_in_use
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.viewer import Role


def ask_introduction(uow: UnitOfWork, wanted: IntroductionCreate) -> Introduction:
    """Asks the colleague with whom a chain starts, or notes that the asker will ask the second of it.

    Either gets a follow-up with its date. Asked again while the first is open, it is the first that is returned.
    Records FollowUpPlanned and IntroductionAsked.

    Raises:
        BadInput: the chain does not run from the asker or a colleague over parties to one that is not archived, or
            the asker knows its end already.
    """
    asker_id, first, target_id = uow.viewer.user_id, wanted.chain[0], wanted.chain[-1]
    if asker_id is None:
        raise NotAllowed
    colleague = _checked_chain(uow, wanted.chain, asker_id)
    via_party_id = wanted.chain[1] if first == asker_id else None
    via_user_id = None if first == asker_id else first
    same = select(Introduction).where(
        Introduction.asker_id == asker_id,
        Introduction.target_id == target_id,
        Introduction.via_user_id == via_user_id,
        Introduction.via_party_id == via_party_id,
    )
    # Who asks twice at once waits here: a question that is not there yet cannot be locked.
    get_for_update(uow.session, User, asker_id)
    for asked in uow.session.exec(same):
        if asked.state in OPEN:
            return asked
    follow_up = plan_follow_up(
        uow,
        FollowUpCreate(
            what=translate(colleague.language, INTRODUCE, name=uow.viewer.name)
            if via_party_id is None
            else translate(colleague.language, ASK_YOURSELF),
            owner_id=colleague.id,
            due_on=wanted.due_on,
            party_id=via_party_id or target_id,
        ),
    )
    made = Introduction(
        asker_id=asker_id,
        target_id=target_id,
        via_user_id=via_user_id,
        via_party_id=via_party_id,
        chain=[str(key) for key in wanted.chain],
        follow_up_id=follow_up.id,
        created_at=uow.now,
        changed_at=uow.now,
    )
    uow.session.add(made)
    uow.session.flush()
    uow.record(IntroductionAsked(made.id))
    return made


def answer_introduction(uow: UnitOfWork, key: UUID, wanted: IntroductionAnswer) -> Introduction:
    """Says what came of a question; what is done or will not be done closes its follow-up.

    Said twice it is said once. Records IntroductionAnswered, and FollowUpClosed where it closes.

    Raises:
        NotFound: there is none, or it is between others.
        NotAllowed: the viewer asked it of a colleague, who answers.
        BadInput: not now, without a reason.
        Conflict: it is closed already.
    """
    found, follow_up = _own(uow, key)
    if not may_answer(uow.viewer, found, follow_up):
        raise NotAllowed
    state = IntroductionState(wanted.state)
    if (found.state, found.note) == (state, wanted.note):
        return found
    if found.state not in OPEN:
        raise Conflict(mark("This question is closed already."))
    if state == IntroductionState.DECLINED and not wanted.note:
        raise BadInput(mark("Say in a few words why not now."), field="note")
    _settle(uow, found, state, wanted.note)
    if state == IntroductionState.INTRODUCED:
        complete_follow_up(uow, follow_up.id)
    elif state == IntroductionState.DECLINED:
        drop_follow_up(uow, follow_up.id)
    return found


def close_introduction(uow: UnitOfWork, key: UUID) -> Introduction:
    """Stops waiting for an answer, and drops the follow-up. Done twice is done once.

    Records IntroductionAnswered and FollowUpClosed.

    Raises:
        NotFound: there is none, or it is between others.
        NotAllowed: somebody else asked it.
        Conflict: it is closed already, with an answer.
    """
    found, follow_up = _own(uow, key)
    if found.asker_id != uow.viewer.user_id:
        raise NotAllowed
    if found.state == IntroductionState.NO_ANSWER:
        return found
    if found.state not in OPEN:
        raise Conflict(mark("This question is closed already."))
    _settle(uow, found, IntroductionState.NO_ANSWER, None)
    drop_follow_up(uow, follow_up.id)
    return found


def settle_by_follow_up(uow: UnitOfWork, follow_up_id: UUID) -> None:
    """Lets a question to a colleague follow its closed follow-up: done is introduced, dropped is not now.

    Who asks somebody themselves says what came of it on the question: having asked is no introduction.
    Records IntroductionAnswered.
    """
    found = uow.session.exec(
        select(Introduction).where(Introduction.follow_up_id == follow_up_id).with_for_update()
    ).first()
    if found is None or found.state not in OPEN or found.via_user_id is None:
        return
    state = get(uow.session, FollowUp, follow_up_id).state
    if state == FollowUpState.DONE:
        _settle(uow, found, IntroductionState.INTRODUCED, found.note)
    elif state == FollowUpState.DROPPED:
        _settle(uow, found, IntroductionState.DECLINED, found.note)


def _settle(uow: UnitOfWork, found: Introduction, state: IntroductionState, note: str | None) -> None:
    found.state, found.note, found.answered_at = state, note, uow.now
    touch(found, uow.now)
    uow.record(IntroductionAnswered(found.id))


def _own(uow: UnitOfWork, key: UUID) -> tuple[Introduction, FollowUp]:
    found = get_for_update(uow.session, Introduction, key)
    follow_up = get(uow.session, FollowUp, found.follow_up_id)
    if not is_party_to(uow.viewer, found, follow_up):
        raise NotFound
    return found, follow_up


def _checked_chain(uow: UnitOfWork, chain: list[UUID], asker_id: UUID) -> User:
    """The colleague with whom the chain starts: who asked, or who is asked."""
    colleague = uow.session.get(User, chain[0])
    has_left = colleague is not None and colleague.left_on is not None and colleague.left_on <= uow.today
    if colleague is None or colleague.role != Role.CONSULTANT or has_left or len(set(chain)) < len(chain):
        raise BadInput(UNKNOWN, field="chain")
    check_rows(uow, Party, chain[1:], "chain")
    party_in_use(uow, chain[-1], "chain")
    if chain == [asker_id, chain[-1]]:
        raise BadInput(mark("You know them yourself: you need no introduction."), field="chain")
    return colleague
