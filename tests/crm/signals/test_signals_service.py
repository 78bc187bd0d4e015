"""Commands on signals: capture, answer, tell back, join, change."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from crm.clock import FixedClock
from crm.contacts.models import Topic
from crm.db import new_id
from crm.errors import BadInput, Conflict, NotFound, VersionConflict
from crm.outbox import DomainEventRow
from crm.signals import service
from crm.signals.models import Signal, SignalState
from crm.signals.queries import joinable_signals, open_signals_of, overdue_signals, signal, signals
from crm.signals.schemas import SignalCreate, SignalFilter, SignalReassign, SignalUpdate
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.signals.conftest import NOW, City, Stored

AddUser = Callable[..., Viewer]
TODAY = date(2026, 11, 23)


def wanted(**values: object) -> SignalCreate:
    return SignalCreate.model_validate({"theme": "housing", "text": "De lift is stuk."} | values)


def capture(work: Work, viewer: Viewer, **values: object) -> UUID:
    with work.writing(viewer) as uow:
        return service.capture_signal(uow, wanted(**values)).id


def read(work: Work, key: UUID) -> Signal:
    with work.reading(SYSTEM) as uow:
        return signal(uow.session, SYSTEM, key)


def answer(work: Work, viewer: Viewer, key: UUID, text: str = "Hersteld.") -> None:
    with work.writing(viewer) as uow:
        service.answer_signal(uow, key, text)


def join(work: Work, viewer: Viewer, key: UUID, to_id: UUID) -> UUID:
    with work.writing(viewer) as uow:
        return service.join_signals(uow, key, to_id).id


def tell(work: Work, viewer: Viewer, key: UUID) -> None:
    with work.writing(viewer) as uow:
        service.tell_back(uow, key, "Op de koffieochtend.")


def events(work: Work, kind: str) -> int:
    with work.reading(SYSTEM) as uow:
        return len(uow.session.exec(select(DomainEventRow).where(DomainEventRow.kind == kind)).all())


def update(version: int = 1, **values: object) -> SignalUpdate:
    return SignalUpdate.model_validate(
        {"version": version, "theme": "work", "text": "Anders.", "heard_on": "2026-11-20"} | values
    )


def test_capture_fills_in_the_owner_the_day_and_the_answer_by(work: Work, nora: Viewer, city: City) -> None:
    found = read(work, capture(work, nora, service_id=city.service))
    assert (found.owner_id, found.heard_on, found.answer_by, found.asked_at, found.contact_id) == (
        nora.user_id,
        TODAY,
        TODAY + timedelta(days=21),
        NOW,
        None,
    )


def test_capture_sent_twice_is_stored_once(work: Work, nora: Viewer, stored: Stored) -> None:
    key = new_id()
    assert (capture(work, nora, id=key), capture(work, nora, id=key)) == (key, key)
    assert (len(stored()), events(work, "SignalCaptured")) == (1, 1)


def test_capture_with_the_id_of_a_colleague_is_refused(work: Work, nora: Viewer, add_user: AddUser) -> None:
    key = capture(work, nora)
    with pytest.raises(Conflict):
        capture(work, add_user("sam"), id=key, text="Iets anders.")
    assert read(work, key).text == "De lift is stuk."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"service_id": new_id()}, "service_id"),
        ({"group_id": new_id()}, "group_id"),
        ({"neighbourhood_id": new_id()}, "neighbourhood_id"),
        ({"heard_on": TODAY + timedelta(days=1)}, "heard_on"),
        ({"answer_by": TODAY - timedelta(days=1)}, "answer_by"),
    ],
)
def test_capture_of_what_cannot_be_names_the_field_and_writes_nothing(
    work: Work, nora: Viewer, stored: Stored, values: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        capture(work, nora, **values)
    assert (refused.value.field, stored()) == (field, [])


def test_capture_for_a_group_that_a_small_area_betrays_takes_no_neighbourhood(
    work: Work, nora: Viewer, city: City
) -> None:
    with pytest.raises(BadInput) as refused:
        capture(work, nora, group_id=city.hidden, neighbourhood_id=city.north)
    assert refused.value.field == "neighbourhood_id"
    assert read(work, capture(work, nora, group_id=city.hidden)).group_id == city.hidden


def test_tell_back_needs_an_answer_first(work: Work, nora: Viewer) -> None:
    key = capture(work, nora)
    with pytest.raises(Conflict):
        tell(work, nora, key)
    answer(work, nora, key)
    tell(work, nora, key)
    tell(work, nora, key)
    found = read(work, key)
    assert (found.state, found.answer, found.told_back_how) == (
        SignalState.TOLD_BACK,
        "Hersteld.",
        "Op de koffieochtend.",
    )
    assert (found.answered_at, found.told_back_at) == (NOW, NOW)
    assert (events(work, "SignalAnswered"), events(work, "SignalToldBack")) == (1, 1)


def test_answer_may_be_mended_until_it_is_told_back(work: Work, nora: Viewer, clock: FixedClock) -> None:
    key = capture(work, nora)
    answer(work, nora, key, "Hersteld.")
    clock.instant = NOW + timedelta(days=1)
    answer(work, nora, key, "Hersteld op 2 december.")
    found = read(work, key)
    assert (found.answer, found.answered_at) == ("Hersteld op 2 december.", NOW)
    tell(work, nora, key)
    with pytest.raises(Conflict):
        answer(work, nora, key, "Toch niet.")


def test_signal_stays_visible_until_it_is_told_back(work: Work, nora: Viewer) -> None:
    key = capture(work, nora)
    assert nora.user_id is not None

    def visible() -> list[UUID]:
        with work.reading(nora) as uow:
            assert nora.user_id is not None
            return [one.signal.id for one in open_signals_of(uow.session, nora, nora.user_id)]

    assert visible() == [key]
    answer(work, nora, key)
    assert visible() == [key]
    tell(work, nora, key)
    assert visible() == []


def test_withdrawn_signal_takes_no_answer(work: Work, nora: Viewer) -> None:
    key = capture(work, nora)
    with work.writing(nora) as uow:
        service.withdraw_signal(uow, key)
    for command in (answer, tell):
        with pytest.raises(Conflict):
            command(work, nora, key)


def test_joined_signals_are_answered_and_told_back_together(work: Work, nora: Viewer) -> None:
    lead, second, third = (capture(work, nora) for _ in range(3))
    assert join(work, nora, second, lead) == lead
    assert join(work, nora, third, second) == lead  # a joined one leads on to its lead
    answer(work, nora, third)  # a follower carries the command to the matter
    assert {read(work, key).state for key in (lead, second, third)} == {SignalState.ANSWERED}
    tell(work, nora, lead)
    assert {read(work, key).told_back_how for key in (lead, second, third)} == {"Op de koffieochtend."}
    assert (events(work, "SignalAnswered"), events(work, "SignalToldBack")) == (3, 3)


def test_join_twice_changes_nothing_more(work: Work, nora: Viewer) -> None:
    lead, second = capture(work, nora), capture(work, nora)
    join(work, nora, second, lead)
    join(work, nora, second, lead)
    assert (read(work, second).joined_to_id, read(work, second).version) == (lead, 2)


def test_join_of_a_lead_takes_its_followers_along(work: Work, nora: Viewer) -> None:
    first, second, third = (capture(work, nora) for _ in range(3))
    join(work, nora, third, second)
    join(work, nora, second, first)
    assert [read(work, key).joined_to_id for key in (second, third)] == [first, first]


def test_join_goes_never_in_circles(work: Work, nora: Viewer) -> None:
    lead, second = capture(work, nora), capture(work, nora)
    join(work, nora, second, lead)
    for key, to_id in ((lead, second), (lead, lead), (second, second), (lead, new_id())):
        with pytest.raises(BadInput) as refused:
            join(work, nora, key, to_id)
        assert refused.value.field == "to_id"
    assert read(work, lead).joined_to_id is None


def test_join_to_an_answered_matter_gives_its_answer(work: Work, nora: Viewer) -> None:
    lead, second = capture(work, nora), capture(work, nora)
    answer(work, nora, lead)
    join(work, nora, second, lead)
    assert (read(work, second).state, read(work, second).answer) == (SignalState.ANSWERED, "Hersteld.")


def test_join_to_a_closed_matter_or_of_an_answered_signal_is_refused(work: Work, nora: Viewer) -> None:
    closed, answered, waiting = (capture(work, nora) for _ in range(3))
    answer(work, nora, closed)
    tell(work, nora, closed)
    answer(work, nora, answered)
    with pytest.raises(BadInput):
        join(work, nora, waiting, closed)
    with pytest.raises(Conflict):
        join(work, nora, answered, waiting)


def test_update_keeps_the_second_saver_from_overwriting(work: Work, nora: Viewer) -> None:
    key = capture(work, nora)
    with work.writing(nora) as uow:
        service.update_signal(uow, key, update(text="Eerst."))
    with pytest.raises(VersionConflict) as refused, work.writing(nora) as uow:
        service.update_signal(uow, key, update(text="Daarna."))
    assert (refused.value.current["text"], read(work, key).text) == ("Eerst.", "Eerst.")
    assert (read(work, key).theme, read(work, key).version) == (Topic.WORK, 2)


def test_update_refuses_an_answer_before_it_was_heard(work: Work, nora: Viewer) -> None:
    key = capture(work, nora)
    with pytest.raises(BadInput) as refused, work.writing(nora) as uow:
        service.update_signal(uow, key, update(answer_by="2026-11-19"))
    assert (refused.value.field, read(work, key).version) == ("answer_by", 1)


def test_reassign_asks_a_new_service_now(
    work: Work, nora: Viewer, city: City, add_user: AddUser, clock: FixedClock
) -> None:
    sam, key = add_user("sam"), capture(work, nora)
    clock.instant = NOW + timedelta(days=2)
    for _ in range(2):
        with work.writing(nora) as uow:
            given = SignalReassign.model_validate({"owner_id": sam.user_id, "service_id": city.service})
            service.reassign_signal(uow, key, given)
    found = read(work, key)
    assert (found.owner_id, found.service_id, found.asked_at, found.version) == (
        sam.user_id,
        city.service,
        clock.instant,
        2,
    )


def test_reassign_to_somebody_outside_the_team_is_refused(
    work: Work, nora: Viewer, add_user: AddUser
) -> None:
    key, manager = capture(work, nora), add_user("karin", Role.MANAGER)
    with pytest.raises(BadInput) as refused, work.writing(nora) as uow:
        service.reassign_signal(uow, key, SignalReassign.model_validate({"owner_id": manager.user_id}))
    assert (refused.value.field, read(work, key).owner_id) == ("owner_id", nora.user_id)


def test_move_gives_the_matter_another_day_while_it_waits(work: Work, nora: Viewer) -> None:
    lead, second = capture(work, nora), capture(work, nora)
    join(work, nora, second, lead)
    with work.writing(nora) as uow:
        service.move_signal(uow, second, date(2027, 1, 4))
    assert read(work, lead).answer_by == date(2027, 1, 4)
    answer(work, nora, lead)
    with pytest.raises(Conflict), work.writing(nora) as uow:
        service.move_signal(uow, lead, date(2027, 1, 5))


def found_by(work: Work, viewer: Viewer, **filters: object) -> list[tuple[UUID, int]]:
    with work.reading(viewer) as uow:
        asked = SignalFilter.model_validate(filters)
        page = signals(uow.session, viewer, asked, TODAY)
        assert page.total == len(page.items)
        return [(one.signal.id, one.joined_count) for one in page.items]


def test_list_shows_matters_by_urgency_and_filters_by_any_of_their_signals(
    work: Work, nora: Viewer, city: City, add_user: AddUser
) -> None:
    sam = add_user("sam")
    lead = capture(work, nora, heard_on="2026-10-01")
    joined = capture(work, sam, theme="work", neighbourhood_id=city.north, service_id=city.service)
    other = capture(work, nora, heard_on="2026-11-02")  # its answer is wanted today: not late yet
    join(work, nora, joined, lead)
    assert found_by(work, nora) == [(lead, 1), (other, 0)]
    for filters in (
        {"theme": "work"},
        {"neighbourhood_id": city.north},
        {"service_id": city.service},
        {"owner_id": sam.user_id},
        {"overdue": True},
    ):
        assert found_by(work, nora, **filters) == [(lead, 1)]
    assert found_by(work, nora, state="answered") == []
    answer(work, nora, lead)
    assert found_by(work, nora, state="answered") == [(lead, 1)]


def test_matter_stays_with_the_owner_of_a_joined_signal(work: Work, nora: Viewer, add_user: AddUser) -> None:
    sam = add_user("sam")
    lead, joined = capture(work, nora), capture(work, sam)
    join(work, nora, joined, lead)
    with work.reading(sam) as uow:
        assert sam.user_id is not None
        assert [one.signal.id for one in open_signals_of(uow.session, sam, sam.user_id)] == [lead]


def test_overdue_signals_are_those_that_wait_past_their_day(
    work: Work, nora: Viewer, add_user: AddUser
) -> None:
    late, answered = capture(work, nora, heard_on="2026-10-01"), capture(work, nora, heard_on="2026-10-01")
    capture(work, nora)
    answer(work, nora, answered)
    sam = add_user("sam")
    with work.reading(nora) as uow:
        everybody = overdue_signals(uow.session, nora, TODAY)
        of_sam = overdue_signals(uow.session, nora, TODAY, sam.user_id)
    assert ([one.signal.id for one in everybody], of_sam) == ([late], [])


def test_organiser_reads_no_signals(work: Work, nora: Viewer, add_user: AddUser) -> None:
    key, organiser = capture(work, nora, heard_on="2026-10-01"), add_user("bram", Role.ORGANISER)
    with work.reading(organiser) as uow:
        assert nora.user_id is not None
        with pytest.raises(NotFound):
            signal(uow.session, organiser, key)
        assert open_signals_of(uow.session, organiser, nora.user_id) == []
        assert overdue_signals(uow.session, organiser, TODAY) == []
    assert found_by(work, organiser) == []


def test_joinable_signals_offer_the_same_theme_first(work: Work, nora: Viewer) -> None:
    own = capture(work, nora)
    other_theme = capture(work, nora, theme="work")
    same_theme = capture(work, nora, heard_on="2026-11-01")
    closed = capture(work, nora)
    answer(work, nora, closed)
    tell(work, nora, closed)
    with work.reading(nora) as uow:
        assert [one.id for one in joinable_signals(uow.session, nora, own)] == [same_theme, other_theme]
