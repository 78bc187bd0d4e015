"""Whom we tell what: each thing once, not when it no longer holds, and with nothing personal in the row."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from crm.agenda.models import EventState, Flag, FlagState, ParticipationEvent
from crm.clock import FixedClock
from crm.db import new_id
from crm.domain_events import (
    FlagRaised,
    FollowUpFellDue,
    FollowUpHandedOver,
    NetworkFellQuiet,
    ScheduleDue,
    VerdictChanged,
)
from crm.followups import service as followups
from crm.followups.models import FollowUp
from crm.notices import handlers
from crm.notices.models import Notice, NoticeKind
from crm.notices.quiet import quiet_parties
from crm.parties.models import Party, PartyKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.notices.conftest import NOW, TODAY, AddFlag, AddFollowUp, AddNetwork, Told

AddUser = Callable[..., Viewer]
Run = Callable[[], int]
LONG_AGO = TODAY - timedelta(days=181)


def addressed(rows: list[Notice]) -> list[tuple[UUID, NoticeKind, UUID]]:
    return [(row.user_id, row.kind, row.about_id) for row in rows]


def due(work: Work, key: UUID, due_on: date = TODAY) -> None:
    with work.writing(SYSTEM) as uow:
        handlers.tell_due(uow, FollowUpFellDue(key, due_on))


def night(work: Work, instant: datetime = NOW) -> None:
    with work.writing(SYSTEM) as uow:
        handlers.find_quiet_networks(uow, ScheduleDue("quiet_networks", instant, instant.date()))


def test_due_follow_up_is_told_to_its_owner_once(
    work: Work, nora: Viewer, add_follow_up: AddFollowUp, told: Told
) -> None:
    key = add_follow_up(nora)
    due(work, key)
    due(work, key)
    assert addressed(told()) == [(nora.user_id, NoticeKind.FOLLOW_UP_DUE, key)]


def test_due_follow_up_is_told_from_the_schedule_and_again_after_it_was_moved(
    work: Work, nora: Viewer, add_follow_up: AddFollowUp, told: Told, clock: FixedClock, run_deliveries: Run
) -> None:
    key = add_follow_up(nora)
    for day in range(2):
        clock.instant = NOW + timedelta(days=day)
        with work.writing(SYSTEM) as uow:
            uow.record(ScheduleDue("due_reminders", clock.instant, uow.today))
        run_deliveries()
    assert len(told()) == 1
    with work.writing(nora) as uow:
        followups.move_follow_up(uow, key, TODAY + timedelta(days=5))
    clock.instant = NOW + timedelta(days=5)
    with work.writing(SYSTEM) as uow:
        uow.record(ScheduleDue("due_reminders", clock.instant, uow.today))
    run_deliveries()
    assert addressed(told()) == [(nora.user_id, NoticeKind.FOLLOW_UP_DUE, key)] * 2


def test_follow_up_that_was_closed_moved_or_is_gone_is_not_told(
    work: Work, nora: Viewer, add_follow_up: AddFollowUp, told: Told
) -> None:
    closed, moved = add_follow_up(nora), add_follow_up(nora)
    with work.writing(nora) as uow:
        followups.complete_follow_up(uow, closed)
        followups.move_follow_up(uow, moved, TODAY + timedelta(days=7))
    for key in (closed, moved, new_id()):
        due(work, key)
    assert told() == []


def test_handing_over_is_told_to_the_new_owner_once(
    work: Work, nora: Viewer, add_user: AddUser, add_follow_up: AddFollowUp, told: Told, run_deliveries: Run
) -> None:
    sam, key = add_user("sam"), add_follow_up(nora)
    assert sam.user_id is not None
    with work.writing(nora) as uow:
        followups.hand_over_follow_up(uow, key, sam.user_id)
    run_deliveries()
    with work.writing(SYSTEM) as uow:
        handlers.tell_handed_over(uow, FollowUpHandedOver(key))
    assert addressed(told()) == [(sam.user_id, NoticeKind.FOLLOW_UP_HANDED_OVER, key)]


def test_handing_over_back_and_again_is_told_each_time(
    work: Work, nora: Viewer, add_user: AddUser, add_follow_up: AddFollowUp, told: Told, run_deliveries: Run
) -> None:
    sam, key = add_user("sam"), add_follow_up(nora)
    for giver, taker in ((nora, sam), (sam, nora), (nora, sam)):
        assert taker.user_id is not None
        with work.writing(giver) as uow:
            followups.hand_over_follow_up(uow, key, taker.user_id)
        run_deliveries()
    assert [row.user_id for row in told()] == [sam.user_id, nora.user_id, sam.user_id]


def test_taking_over_is_not_told_to_oneself(
    work: Work, nora: Viewer, add_user: AddUser, add_follow_up: AddFollowUp, told: Told, run_deliveries: Run
) -> None:
    sam, key = add_user("sam"), add_follow_up(nora)
    assert sam.user_id is not None
    with work.writing(sam) as uow:
        followups.hand_over_follow_up(uow, key, sam.user_id)
    run_deliveries()
    assert told() == []


def test_handing_over_of_what_is_gone_or_closed_is_not_told(
    work: Work, nora: Viewer, add_user: AddUser, add_follow_up: AddFollowUp, told: Told, run_deliveries: Run
) -> None:
    sam, closed, gone = add_user("sam"), add_follow_up(nora), add_follow_up(nora)
    assert sam.user_id is not None
    with work.writing(nora) as uow:
        followups.hand_over_follow_up(uow, closed, sam.user_id)
        followups.complete_follow_up(uow, closed)
        followups.hand_over_follow_up(uow, gone, sam.user_id)
    with work.writing(SYSTEM) as uow:
        uow.session.delete(uow.session.get_one(FollowUp, gone))
    run_deliveries()
    assert told() == []


def test_flag_is_told_to_the_organiser_once(
    work: Work, add_user: AddUser, add_flag: AddFlag, told: Told
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    key = add_flag(bram)
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            handlers.tell_flag(uow, FlagRaised(key))
    assert addressed(told()) == [(bram.user_id, NoticeKind.FLAG_RAISED, key)]


def test_flag_of_a_past_or_cancelled_event_or_one_that_is_settled_or_gone_is_not_told(
    work: Work, add_user: AddUser, add_flag: AddFlag, told: Told
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    past, cancelled, lifted = (
        add_flag(bram, NOW - timedelta(hours=2)),  # ends at this very moment
        add_flag(bram),
        add_flag(bram),
    )
    with work.writing(SYSTEM) as uow:
        flag = uow.session.get_one(Flag, cancelled)
        uow.session.get_one(ParticipationEvent, flag.event_id).state = EventState.CANCELLED
        uow.session.get_one(Flag, lifted).state = FlagState.LIFTED
    with work.writing(SYSTEM) as uow:
        for key in (past, cancelled, lifted, new_id()):
            handlers.tell_flag(uow, FlagRaised(key))
        for key in (past, cancelled, new_id()):
            handlers.tell_verdict_changed(uow, VerdictChanged(key))
    assert told() == []


def test_changed_verdict_is_told_once_for_each_change(
    work: Work, add_user: AddUser, add_flag: AddFlag, told: Told
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    key = add_flag(bram)
    for reported_at in (NOW, NOW, NOW + timedelta(days=1)):
        with work.writing(SYSTEM) as uow:
            uow.session.get_one(Flag, key).reported_at = reported_at
            handlers.tell_verdict_changed(uow, VerdictChanged(key))
    assert addressed(told()) == [(bram.user_id, NoticeKind.VERDICT_CHANGED, key)] * 2


def test_quiet_network_is_told_to_its_owner_once_for_each_silence(
    work: Work, nora: Viewer, add_network: AddNetwork, told: Told, clock: FixedClock, run_deliveries: Run
) -> None:
    key = add_network(nora, LONG_AGO)
    for day in range(2):
        clock.instant = NOW + timedelta(days=day)
        night(work, clock.instant)
        run_deliveries()
    assert addressed(told()) == [(nora.user_id, NoticeKind.NETWORK_QUIET, key)]
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Party, key).last_contact_on = TODAY
    clock.instant = NOW + timedelta(days=181)
    night(work, clock.instant)
    run_deliveries()
    assert addressed(told()) == [(nora.user_id, NoticeKind.NETWORK_QUIET, key)] * 2


@pytest.mark.parametrize(("days", "count"), [(180, 0), (181, 1)])
def test_network_is_quiet_after_more_days_than_the_city_set(
    work: Work,
    nora: Viewer,
    add_network: AddNetwork,
    told: Told,
    run_deliveries: Run,
    days: int,
    count: int,
) -> None:
    add_network(nora, TODAY - timedelta(days=days))
    night(work)
    run_deliveries()
    assert len(told()) == count


def test_persons_archived_unowned_and_new_networks_do_not_fall_quiet(
    work: Work, nora: Viewer, add_user: AddUser, add_network: AddNetwork, told: Told, run_deliveries: Run
) -> None:
    sam = add_user("sam")
    add_network(nora, LONG_AGO, kind=PartyKind.PERSON)
    add_network(nora, LONG_AGO, archived_on=TODAY)
    add_network(None, LONG_AGO)
    add_network(nora, None)
    quiet = add_network(nora, LONG_AGO)
    with work.reading(nora) as uow:
        before = TODAY - timedelta(days=180)
        assert [one.id for one in quiet_parties(uow.session, nora, before)] == [quiet]
        assert [one.id for one in quiet_parties(uow.session, nora, before, nora.user_id)] == [quiet]
        assert quiet_parties(uow.session, nora, before, sam.user_id) == []
    night(work)
    run_deliveries()
    assert [row.about_id for row in told()] == [quiet]


def test_network_that_was_spoken_to_archived_or_is_gone_is_not_told(
    work: Work, nora: Viewer, add_network: AddNetwork, told: Told
) -> None:
    spoken, archived, unowned = (
        add_network(nora, TODAY),
        add_network(nora, LONG_AGO, archived_on=TODAY),
        add_network(None, LONG_AGO),
    )
    with work.writing(SYSTEM) as uow:
        for key in (spoken, archived, unowned, new_id()):
            handlers.tell_quiet(uow, NetworkFellQuiet(key, LONG_AGO))
    assert told() == []


def test_notice_rows_hold_nothing_personal(
    work: Work, nora: Viewer, add_follow_up: AddFollowUp, add_network: AddNetwork, told: Told
) -> None:
    key, network = add_follow_up(nora, "Bel Nadia over de zaal"), add_network(nora, LONG_AGO)
    due(work, key)
    with work.writing(SYSTEM) as uow:
        handlers.tell_quiet(uow, NetworkFellQuiet(network, LONG_AGO))
    stored = " ".join(row.model_dump_json() for row in told())
    assert [word in stored for word in ("Nadia", "zaal", "Sylhet", "Nora")] == [False] * 4
    assert set(Notice.model_fields) == {
        "id",
        "created_at",
        "user_id",
        "kind",
        "about_id",
        "dedupe_key",
        "read_at",
        "mailed_at",
    }
