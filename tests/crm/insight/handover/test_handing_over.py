"""A date on which a colleague leaves, and what they had in hand going to another in one step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from crm.accounts import service as accounts
from crm.accounts.models import User
from crm.accounts.queries import colleagues
from crm.clock import FixedClock
from crm.db import new_id
from crm.domain_events import PartiesHandedOver
from crm.errors import BadInput, Conflict, NotAllowed, NotFound
from crm.followups.models import FollowUp, FollowUpState
from crm.insight.handover import service
from crm.insight.handover.schemas import HandOverCreate
from crm.notices import handlers as notices
from crm.notices.models import Notice, NoticeKind
from crm.outbox import DomainEventRow
from crm.parties.models import Party
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW, PASSWORD
from tests.crm.insight.city import TODAY, City

AddUser = Callable[..., Viewer]
Run = Callable[[], int]
Clients = Callable[[str | None], TestClient]
EVERYTHING: Mapping[str, object] = {"everything": True}
LEAVES = TODAY + timedelta(days=30)


@pytest.fixture
def hilde(add_user: AddUser) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR)


@pytest.fixture
def karim(add_user: AddUser) -> Viewer:
    """Who leaves."""
    return add_user("karim", name="Karim Bouzid")


def id_of(viewer: Viewer) -> UUID:
    assert viewer.user_id is not None
    return viewer.user_id


def note(work: Work, viewer: Viewer, who: Viewer, left_on: date = LEAVES) -> None:
    with work.writing(viewer) as uow:
        accounts.note_leaving(uow, id_of(who), left_on)


def withdraw(work: Work, viewer: Viewer, who: Viewer) -> None:
    with work.writing(viewer) as uow:
        accounts.withdraw_leaving(uow, id_of(who))


def recorded(work: Work, *kinds: str) -> list[tuple[str, UUID | None]]:
    with work.reading(SYSTEM) as uow:
        rows = uow.session.exec(
            select(DomainEventRow).where(col(DomainEventRow.kind).in_(kinds)).order_by(col(DomainEventRow.id))
        )
        return [(row.kind, row.actor_id) for row in rows]


def test_date_is_noted_and_taken_back_each_once_with_who_did_it(
    work: Work, nora: Viewer, karim: Viewer, hilde: Viewer
) -> None:
    for _ in range(2):
        note(work, hilde, karim)
    for _ in range(2):
        withdraw(work, hilde, karim)
    assert recorded(work, "LeavingDateSet", "LeavingDateWithdrawn") == [
        ("LeavingDateSet", hilde.user_id),
        ("LeavingDateWithdrawn", hilde.user_id),
    ]
    with work.reading(SYSTEM) as uow:
        assert uow.session.get_one(User, id_of(karim)).left_on is None


def test_access_and_choices_of_owners_end_on_the_date_itself(
    work: Work, nora: Viewer, karim: Viewer, hilde: Viewer, client_of: Clients, clock: FixedClock
) -> None:
    note(work, hilde, karim, TODAY + timedelta(days=1))
    client = client_of("karim")
    assert client.get("/api/v1/me").status_code == 200

    def team() -> list[str]:
        with work.reading(SYSTEM) as uow:
            return [user.login for user in colleagues(uow.session, SYSTEM, uow.today)]

    assert team() == ["karim", "nora"]
    clock.instant = NOW + timedelta(hours=14, minutes=1)  # a minute past midnight in the city
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/session", json={"login": "karim", "password": PASSWORD}).status_code == 422
    assert team() == ["nora"]


def test_dates_and_people_that_cannot_be_are_refused(
    work: Work, nora: Viewer, karim: Viewer, hilde: Viewer, clock: FixedClock
) -> None:
    for left_on in (TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(BadInput) as refused:
            note(work, hilde, karim, left_on)
        assert refused.value.field == "left_on"
    with pytest.raises(BadInput) as refused:
        note(work, hilde, hilde)
    assert refused.value.field == "user_id"
    with pytest.raises(NotAllowed):
        note(work, nora, karim)
    with pytest.raises(NotAllowed):
        withdraw(work, nora, karim)
    note(work, hilde, karim)
    clock.instant = NOW + timedelta(days=30)
    with pytest.raises(Conflict):
        withdraw(work, hilde, karim)
    with pytest.raises(BadInput):
        note(work, hilde, karim, LEAVES + timedelta(days=90))


@dataclass
class Desk:
    """What Karim has in hand: two open follow-ups, a closed one, a network, a person, and one put away."""

    work: Work
    giver: Viewer
    leaver: Viewer
    tasks: tuple[UUID, UUID]
    closed: UUID
    circle: UUID
    person: UUID
    archived: UUID

    def give(self, to: Viewer, wanted: Mapping[str, object], viewer: Viewer | None = None) -> tuple[int, int]:
        with self.work.writing(viewer or self.giver) as uow:
            values = HandOverCreate.model_validate({"to_id": to.user_id, **wanted})
            done = service.hand_over_all(uow, id_of(self.leaver), values)
            return done.follow_ups, done.parties

    def owners(self) -> dict[UUID, UUID | None]:
        with self.work.reading(SYSTEM) as uow:
            follow_ups = {row.id: row.owner_id for row in uow.session.exec(select(FollowUp))}
            parties = {row.id: row.owner_id for row in uow.session.exec(select(Party))}
        return {**follow_ups, **parties}

    def told(self) -> list[tuple[UUID, NoticeKind]]:
        with self.work.reading(SYSTEM) as uow:
            rows = uow.session.exec(select(Notice).order_by(col(Notice.kind), col(Notice.id)))
            return [(row.user_id, row.kind) for row in rows]


@pytest.fixture
def desk(city: City, work: Work, nora: Viewer, karim: Viewer, hilde: Viewer) -> Desk:
    """Karim leaves in a month."""
    owner = id_of(karim)
    tasks = [
        FollowUp(what="Bel", owner_id=owner, due_on=TODAY, created_at=NOW, changed_at=NOW) for _ in range(3)
    ]
    tasks[2].state = FollowUpState.DONE
    one, two, closed = (task.id for task in tasks)
    city.add(*tasks)
    made = Desk(
        work,
        hilde,
        karim,
        (one, two),
        closed,
        city.community("Dhulka", owner_id=owner),
        city.person("Amina", owner_id=owner),
        city.organisation("Oud", owner_id=owner, archived_on=TODAY),
    )
    note(work, hilde, karim)
    return made


def test_everything_goes_in_one_step_and_is_told_once(desk: Desk, nora: Viewer, run_deliveries: Run) -> None:
    assert desk.give(nora, EVERYTHING) == (2, 2)
    assert desk.give(nora, EVERYTHING) == (0, 0)
    run_deliveries()
    with desk.work.writing(SYSTEM) as uow:
        handing = PartiesHandedOver(id_of(desk.leaver), id_of(nora), 2)
        notices.tell_parties_handed_over(uow, handing)
    assert desk.owners() == {
        **dict.fromkeys((*desk.tasks, desk.circle, desk.person), nora.user_id),
        **dict.fromkeys((desk.closed, desk.archived), desk.leaver.user_id),
    }
    assert desk.told() == [
        (nora.user_id, NoticeKind.FOLLOW_UP_HANDED_OVER),
        (nora.user_id, NoticeKind.FOLLOW_UP_HANDED_OVER),
        (nora.user_id, NoticeKind.PARTIES_HANDED_OVER),
    ]
    assert recorded(desk.work, "FollowUpHandedOver", "PartiesHandedOver") == [
        ("FollowUpHandedOver", desk.giver.user_id),
        ("FollowUpHandedOver", desk.giver.user_id),
        ("PartiesHandedOver", desk.giver.user_id),
    ]


def test_what_is_ticked_goes_and_the_rest_stays(desk: Desk, nora: Viewer, add_user: AddUser) -> None:
    sofie = add_user("sofie")
    assert desk.give(nora, {"follow_up_ids": [desk.tasks[0]]}) == (1, 0)
    assert desk.give(sofie, {"party_ids": [desk.circle]}) == (0, 1)
    owners = desk.owners()
    assert [owners[key] for key in (*desk.tasks, desk.circle, desk.person)] == [
        nora.user_id,
        desk.leaver.user_id,
        sofie.user_id,
        desk.leaver.user_id,
    ]


def test_who_takes_it_over_themselves_is_not_told(desk: Desk, nora: Viewer, run_deliveries: Run) -> None:
    assert desk.give(nora, EVERYTHING, viewer=nora) == (2, 2)
    run_deliveries()
    assert desk.told() == []


def test_what_is_not_theirs_and_who_is_not_there_are_refused_and_nothing_moves(
    desk: Desk, city: City, nora: Viewer, hilde: Viewer
) -> None:
    before, other = desk.owners(), city.organisation("Van niemand")
    refusals: tuple[tuple[Mapping[str, object], Viewer, str], ...] = (
        ({}, nora, "follow_up_ids"),
        (EVERYTHING, desk.leaver, "to_id"),
        (EVERYTHING, hilde, "to_id"),
        ({"follow_up_ids": [desk.closed]}, nora, "follow_up_ids"),
        ({"follow_up_ids": [desk.tasks[0], new_id()]}, nora, "follow_up_ids"),
        ({"party_ids": [other]}, nora, "party_ids"),
        ({"party_ids": [desk.archived]}, nora, "party_ids"),
        # Hilde reads no persons: the answer is that of an id that is nobody's.
        ({"party_ids": [desk.person]}, nora, "party_ids"),
    )
    for wanted, to, field in refusals:
        with pytest.raises(BadInput) as refused:
            desk.give(to, wanted)
        assert refused.value.field == field
    assert desk.owners() == before | {other: None}


def test_whoever_stays_hands_over_nothing_here(desk: Desk, nora: Viewer) -> None:
    withdraw(desk.work, desk.giver, desk.leaver)
    with pytest.raises(NotFound):
        desk.give(nora, EVERYTHING)
