"""Asking for an introduction, answering, waiting no longer; each thing is told once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm.db import new_id
from crm.domain_events import FollowUpClosed, IntroductionAnswered, IntroductionAsked
from crm.errors import BadInput, Conflict, NotAllowed, NotFound
from crm.followups import service as followups
from crm.followups.models import FollowUp, FollowUpState
from crm.insight.introductions import handlers, service
from crm.insight.introductions.models import Introduction, IntroductionState
from crm.insight.introductions.schemas import IntroductionAnswer, IntroductionCreate
from crm.notices.models import Notice, NoticeKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.crm.insight.city import TODAY, City

AddUser = Callable[..., Viewer]
Run = Callable[[], int]
DUE = date(2026, 12, 1)
ASKED, ACCEPTED, INTRODUCED, DECLINED, NO_ANSWER = IntroductionState


@dataclass
class Desk:
    """Two colleagues, whom one of them wants to meet, and the commands."""

    work: Work
    nora: Viewer
    karim: Viewer
    amina: UUID
    target: UUID

    def ask(self, *chain: UUID | None, viewer: Viewer | None = None) -> UUID:
        ids = chain or (self.karim.user_id, self.target)
        with self.work.writing(viewer or self.nora) as uow:
            wanted = IntroductionCreate.model_validate({"chain": ids, "due_on": DUE})
            return service.ask_introduction(uow, wanted).id

    def answer(self, key: UUID, state: str, note: str | None = None, viewer: Viewer | None = None) -> None:
        with self.work.writing(viewer or self.karim) as uow:
            wanted = IntroductionAnswer.model_validate({"state": state, "note": note})
            service.answer_introduction(uow, key, wanted)

    def close(self, key: UUID, viewer: Viewer | None = None) -> None:
        with self.work.writing(viewer or self.nora) as uow:
            service.close_introduction(uow, key)

    def row(self, key: UUID) -> Introduction:
        with self.work.reading(SYSTEM) as uow:
            return uow.session.get_one(Introduction, key)

    def follow_up(self, key: UUID) -> FollowUp:
        with self.work.reading(SYSTEM) as uow:
            return uow.session.get_one(FollowUp, uow.session.get_one(Introduction, key).follow_up_id)

    def told(self) -> list[tuple[UUID, NoticeKind, UUID]]:
        with self.work.reading(SYSTEM) as uow:
            rows = uow.session.exec(select(Notice).order_by(col(Notice.created_at), col(Notice.id)))
            return [(row.user_id, row.kind, row.about_id) for row in rows]


@pytest.fixture
def desk(city: City, work: Work, nora: Viewer, add_user: AddUser) -> Desk:
    """Nora wants to meet Dhulka; Karim knows them."""
    karim = add_user("karim", name="Karim Bouzid", language="fr")
    return Desk(work, nora, karim, city.person("Amina"), city.organisation("Dhulka"))


def test_question_to_a_colleague_is_a_follow_up_of_theirs_and_a_notice_once(
    desk: Desk, run_deliveries: Run
) -> None:
    key = desk.ask(desk.karim.user_id, desk.amina, desk.target)
    run_deliveries()
    with desk.work.writing(SYSTEM) as uow:
        handlers.tell_introduction_asked(uow, IntroductionAsked(key))
    row, follow_up = desk.row(key), desk.follow_up(key)
    assert (row.asker_id, row.target_id, row.via_user_id, row.via_party_id, row.state) == (
        desk.nora.user_id,
        desk.target,
        desk.karim.user_id,
        None,
        ASKED,
    )
    assert row.chain == [str(desk.karim.user_id), str(desk.amina), str(desk.target)]
    assert (follow_up.what, follow_up.owner_id, follow_up.due_on, follow_up.party_id) == (
        "Présenter Nora Peeters",  # in the language of who reads it
        desk.karim.user_id,
        DUE,
        desk.target,
    )
    assert desk.told() == [(desk.karim.user_id, NoticeKind.INTRODUCTION_ASKED, desk.target)]


def test_question_that_the_asker_puts_is_a_follow_up_of_their_own(desk: Desk, run_deliveries: Run) -> None:
    key = desk.ask(desk.nora.user_id, desk.amina, desk.target)
    run_deliveries()
    row, follow_up = desk.row(key), desk.follow_up(key)
    assert (row.via_user_id, row.via_party_id) == (None, desk.amina)
    assert (follow_up.owner_id, follow_up.party_id) == (desk.nora.user_id, desk.amina)
    desk.answer(key, "introduced", "Op de koffie.", viewer=desk.nora)
    run_deliveries()
    assert (desk.row(key).state, desk.follow_up(key).state) == (INTRODUCED, FollowUpState.DONE)
    assert desk.told() == []  # what somebody notes themselves is no news to them


def test_asked_twice_is_asked_once_until_it_is_closed(desk: Desk) -> None:
    first = desk.ask()
    assert desk.ask() == first
    desk.close(first)
    assert desk.ask() != first


@pytest.mark.parametrize(
    ("state", "note", "follow_up"),
    [
        ("accepted", None, FollowUpState.OPEN),
        ("introduced", "Ze spraken elkaar.", FollowUpState.DONE),
        ("declined", "Na de vakantie.", FollowUpState.DROPPED),
    ],
)
def test_answer_settles_the_follow_up_and_is_told_once(
    desk: Desk, run_deliveries: Run, state: str, note: str | None, follow_up: FollowUpState
) -> None:
    key = desk.ask()
    run_deliveries()
    desk.answer(key, state, note)
    desk.answer(key, state, note)
    run_deliveries()
    with desk.work.writing(SYSTEM) as uow:
        handlers.tell_introduction_answered(uow, IntroductionAnswered(key))
    row = desk.row(key)
    assert (row.state, row.note, desk.follow_up(key).state) == (state, note, follow_up)
    assert desk.told()[1:] == [(desk.nora.user_id, NoticeKind.INTRODUCTION_ANSWERED, desk.target)]


def test_yes_and_then_done_are_two_pieces_of_news(desk: Desk, run_deliveries: Run) -> None:
    key = desk.ask()
    for state in ("accepted", "introduced"):
        run_deliveries()
        desk.answer(key, state)
    run_deliveries()
    assert [kind for _, kind, _ in desk.told()] == [
        NoticeKind.INTRODUCTION_ASKED,
        NoticeKind.INTRODUCTION_ANSWERED,
        NoticeKind.INTRODUCTION_ANSWERED,
    ]


def test_not_now_needs_a_reason_and_a_closed_question_stays_closed(desk: Desk) -> None:
    key = desk.ask()
    with pytest.raises(BadInput) as refused:
        desk.answer(key, "declined")
    assert refused.value.field == "note"
    desk.answer(key, "declined", "Te druk.")
    with pytest.raises(Conflict):
        desk.answer(key, "introduced")
    with pytest.raises(Conflict):
        desk.close(key)
    assert (desk.row(key).state, desk.row(key).note) == (DECLINED, "Te druk.")


def test_who_asked_stops_waiting_and_the_colleague_has_it_no_longer_to_do(
    desk: Desk, run_deliveries: Run
) -> None:
    key = desk.ask()
    desk.close(key)
    desk.close(key)
    run_deliveries()
    assert (desk.row(key).state, desk.follow_up(key).state) == (NO_ANSWER, FollowUpState.DROPPED)
    assert desk.told() == []  # taken back before it was told


def test_only_who_was_asked_answers_only_who_asked_stops_and_others_see_nothing(
    desk: Desk, add_user: AddUser
) -> None:
    key, other = desk.ask(), add_user("sofie")
    with pytest.raises(NotAllowed):
        desk.answer(key, "introduced", viewer=desk.nora)
    with pytest.raises(NotAllowed):
        desk.close(key, viewer=desk.karim)
    with pytest.raises(NotFound):
        desk.answer(key, "introduced", viewer=other)
    with pytest.raises(NotFound):
        desk.close(key, other)
    with pytest.raises(NotFound):
        desk.close(new_id())


def test_question_goes_along_with_its_follow_up(desk: Desk, add_user: AddUser) -> None:
    key, sofie = desk.ask(), add_user("sofie")
    with desk.work.writing(desk.karim) as uow:
        followups.hand_over_follow_up(uow, desk.row(key).follow_up_id, sofie.user_id or new_id())
    with pytest.raises(NotFound):
        desk.answer(key, "introduced")
    desk.answer(key, "introduced", viewer=sofie)
    assert desk.row(key).state == INTRODUCED


@pytest.mark.parametrize(
    ("command", "state"),
    [
        (followups.complete_follow_up, INTRODUCED),
        (followups.drop_follow_up, DECLINED),
    ],
)
def test_follow_up_closed_in_the_list_answers_the_question_once(
    desk: Desk, run_deliveries: Run, command: Callable[..., FollowUp], state: IntroductionState
) -> None:
    key = desk.ask()
    run_deliveries()
    with desk.work.writing(desk.karim) as uow:
        follow_up_id = command(uow, desk.row(key).follow_up_id).id
    run_deliveries()
    version = desk.row(key).version
    with desk.work.writing(SYSTEM) as uow:
        handlers.settle_introduction(uow, FollowUpClosed(follow_up_id))
    run_deliveries()
    assert (desk.row(key).state, desk.row(key).version) == (state, version)
    assert len(desk.told()) == 2


def test_having_asked_somebody_is_no_introduction_yet(desk: Desk, run_deliveries: Run) -> None:
    key = desk.ask(desk.nora.user_id, desk.amina, desk.target)
    with desk.work.writing(desk.nora) as uow:
        followups.complete_follow_up(uow, desk.row(key).follow_up_id)
    run_deliveries()
    assert desk.row(key).state == ASKED
    desk.answer(key, "introduced", viewer=desk.nora)
    assert desk.row(key).state == INTRODUCED


def test_handlers_do_nothing_with_what_is_gone(desk: Desk) -> None:
    gone = new_id()
    with desk.work.writing(SYSTEM) as uow:
        handlers.tell_introduction_asked(uow, IntroductionAsked(gone))
        handlers.tell_introduction_answered(uow, IntroductionAnswered(gone))
        handlers.settle_introduction(uow, FollowUpClosed(gone))
    assert desk.told() == []


def test_chains_that_are_none_are_refused(desk: Desk, city: City, add_user: AddUser) -> None:
    manager_less = city.organisation("Weg", archived_on=TODAY)
    chains = (
        (desk.nora.user_id, desk.target),  # she knows them herself
        (desk.karim.user_id, manager_less),
        (desk.karim.user_id, new_id()),
        (new_id(), desk.target),
        (desk.target, desk.amina),
        (desk.karim.user_id, desk.target, desk.target),
    )
    for chain in chains:
        with pytest.raises(BadInput) as refused:
            desk.ask(*chain)
        assert refused.value.field == "chain"
