"""From planning to warning: an event is checked after the commit, and again whenever something changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlmodel import select

from crm.agenda import queries, service
from crm.agenda.calendars import queries as calendars_queries
from crm.agenda.calendars import service as calendars_service
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.handlers import check_around, check_event, check_inviting, check_next_days
from crm.agenda.models import Flag, FlagState
from crm.agenda.observances.keys import Observance
from crm.agenda.schemas import EventMove
from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import EventPlanned, ObservanceConfirmed, PartyChanged, ScheduleDue
from crm.errors import Conflict, NotAllowed, NotFound
from crm.outbox import DomainEventRow
from crm.parties.models import Community
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.agenda.conftest import Inviter, Planner, Recorded, Said

Flags = Callable[[UUID], dict[str, Flag]]
Run = Callable[[], int]
EID = {"start_on": "2027-03-10", "start_hour": "14:00", "end_hour": "17:00", "audience": ["islam_general"]}


def confirm(work: Work, viewer: Viewer, start_on: date = date(2027, 3, 9)) -> UUID:
    wanted = DateConfirm(
        observance=Observance.EID_AL_FITR, year=start_on.year, start_on=start_on, source="Moslimraad, 8 maart"
    )
    with work.writing(viewer) as uow:
        return calendars_service.confirm_date(uow, wanted).id


def test_planned_event_is_flagged_once_and_its_owner_told_once(
    plan: Planner, nora: Viewer, run_deliveries: Run, flags: Flags, recorded: Recorded, work: Work
) -> None:
    key = plan(nora)
    assert flags(key) == {}
    run_deliveries()
    found = flags(key)
    assert list(found) == ["ramadan"]
    flag = found["ramadan"]
    assert (flag.level, flag.certainty, flag.state) == ("high", "expected", FlagState.OPEN)
    assert (flag.reason_codes, flag.until_on) == (["evening_prayer"], date(2027, 3, 8))
    assert recorded() == ["FlagRaised"]
    with work.writing(SYSTEM) as uow:
        check_event(uow, EventPlanned(key))
    assert flags(key) == found
    assert recorded() == ["FlagRaised"]


def test_check_of_an_event_that_is_gone_does_nothing(work: Work, recorded: Recorded) -> None:
    gone = UUID(int=7)
    with work.writing(SYSTEM) as uow:
        check_event(uow, EventPlanned(gone))
        check_around(uow, ObservanceConfirmed(gone))
        check_inviting(uow, PartyChanged(gone))
    assert recorded() == []


def test_move_to_a_better_moment_lifts_the_flag_and_keeps_why(
    plan: Planner,
    nora: Viewer,
    run_deliveries: Run,
    flags: Flags,
    recorded: Recorded,
    work: Work,
    said: Said,
) -> None:
    key = plan(nora)
    run_deliveries()
    with work.writing(nora) as uow:
        service.move_event(uow, key, EventMove(start_on=date(2027, 3, 16)))
    run_deliveries()
    flag = flags(key)["ramadan"]
    assert (flag.state, said(flag)) == (FlagState.LIFTED, [("high", "expected"), ("none", "expected")])
    assert recorded() == ["FlagRaised", "VerdictChanged"]
    with work.reading(nora) as read:
        view = queries.event(read.session, nora, key)
    assert view.event.starts_at == datetime(2027, 3, 16, 18, 30, tzinfo=UTC)
    assert view.event.ends_at == datetime(2027, 3, 16, 20, 30, tzinfo=UTC)
    assert view.event.moved_because is not None
    assert "Liever niet (Ramadan)" in view.event.moved_because
    assert view.level.word == "none"


def test_move_back_asks_again(
    plan: Planner,
    nora: Viewer,
    run_deliveries: Run,
    flags: Flags,
    recorded: Recorded,
    work: Work,
    said: Said,
) -> None:
    key = plan(nora)
    run_deliveries()
    for on in (date(2027, 3, 16), date(2027, 2, 23)):
        with work.writing(nora) as uow:
            service.move_event(uow, key, EventMove(start_on=on))
        run_deliveries()
    flag = flags(key)["ramadan"]
    assert flag.state == FlagState.OPEN
    assert [level for level, _ in said(flag)] == ["high", "none", "high"]
    assert recorded() == ["FlagRaised", "VerdictChanged", "FlagRaised"]


def test_confirmed_date_softens_the_verdict_and_tells_the_owner_once(
    plan: Planner,
    nora: Viewer,
    run_deliveries: Run,
    flags: Flags,
    recorded: Recorded,
    work: Work,
    clock: FixedClock,
    said: Said,
) -> None:
    key = plan(nora, title="Infomarkt wonen", **EID)
    run_deliveries()
    before = flags(key)["eid_al_fitr"]
    assert (before.level, before.certainty) == ("medium", "expected")
    told_at, clock.instant = clock.instant, datetime(2027, 3, 8, 20, 0, tzinfo=UTC)
    confirmation = confirm(work, nora)
    run_deliveries()
    after = flags(key)["eid_al_fitr"]
    assert (after.level, after.certainty, after.source) == ("low", "confirmed", "Moslimraad, 8 maart")
    assert said(after) == [("medium", "expected"), ("low", "confirmed")]
    with work.reading(nora) as read:
        changes = queries.flag_changes(read.session, nora, [after.id])[after.id]
    assert [change.created_at for change in changes] == [told_at, clock.instant]
    assert after.reported_at == clock.instant
    assert recorded() == ["FlagRaised", "VerdictChanged"]
    with work.writing(SYSTEM) as uow:
        check_around(uow, ObservanceConfirmed(confirmation))
    assert confirm(work, nora) == confirmation
    run_deliveries()
    assert recorded() == ["FlagRaised", "VerdictChanged"]


def test_another_confirmed_date_replaces_the_first_and_warns_again(
    plan: Planner,
    nora: Viewer,
    run_deliveries: Run,
    flags: Flags,
    recorded: Recorded,
    work: Work,
    said: Said,
) -> None:
    key = plan(nora, **EID)
    run_deliveries()
    confirm(work, nora)
    run_deliveries()
    confirm(work, nora, date(2027, 3, 10))
    run_deliveries()
    flag = flags(key)["eid_al_fitr"]
    assert (flag.level, flag.state) == ("high", FlagState.OPEN)
    assert [level for level, _ in said(flag)] == ["medium", "low", "high"]
    with work.reading(nora) as read:
        stored = calendars_queries.confirmations(read.session, nora)
        kept = calendars_queries.confirmations(read.session, nora, with_withdrawn=True)
    assert [row.start_on for row in stored] == [date(2027, 3, 10)]
    assert [(row.start_on, row.replaced_by_id) for row in kept] == [
        (date(2027, 3, 10), None),
        (date(2027, 3, 9), stored[0].id),
    ]
    assert recorded() == ["FlagRaised", "VerdictChanged", "VerdictChanged"]


def test_overruled_flag_is_not_asked_again_until_it_gets_heavier(
    plan: Planner, nora: Viewer, run_deliveries: Run, flags: Flags, recorded: Recorded, work: Work
) -> None:
    key = plan(nora, **EID)
    run_deliveries()
    with work.writing(nora) as uow:
        service.overrule_flag(uow, flags(key)["eid_al_fitr"].id, "De zaal is enkel dan vrij.")
    with work.writing(SYSTEM) as uow:
        check_event(uow, EventPlanned(key))
    confirm(work, nora)
    run_deliveries()
    softened = flags(key)["eid_al_fitr"]
    assert (softened.state, softened.level) == (FlagState.OVERRULED, "low")
    with work.reading(nora) as read:
        assert queries.open_warnings(read.session, nora, [key]) == {}
    confirm(work, nora, date(2027, 3, 10))
    run_deliveries()
    heavier = flags(key)["eid_al_fitr"]
    assert (heavier.state, heavier.level) == (FlagState.OPEN, "high")
    assert (heavier.overruled_because, heavier.overruled_by_id) == (
        "De zaal is enkel dan vrij.",
        nora.user_id,
    )


def test_cancelled_event_has_no_standing_flags_and_cannot_be_moved(
    plan: Planner, nora: Viewer, run_deliveries: Run, flags: Flags, recorded: Recorded, work: Work
) -> None:
    key = plan(nora)
    run_deliveries()
    for _ in range(2):
        with work.writing(nora) as uow:
            service.cancel_event(uow, key)
    run_deliveries()
    assert flags(key)["ramadan"].state == FlagState.LIFTED
    assert recorded("EventCancelled") == ["EventCancelled"]
    assert recorded() == ["FlagRaised"]
    with pytest.raises(Conflict), work.writing(nora) as uow:
        service.move_event(uow, key, EventMove(start_on=date(2027, 3, 16)))


def test_past_event_is_flagged_but_nobody_is_told(
    plan: Planner, nora: Viewer, run_deliveries: Run, flags: Flags, recorded: Recorded
) -> None:
    key = plan(nora, start_on="2026-03-03")
    run_deliveries()
    assert [(flag.level, flag.reported_at) for flag in flags(key).values()] == [("high", None)]
    assert recorded() == []


def test_remark_on_a_good_moment_tells_nobody(
    plan: Planner, nora: Viewer, run_deliveries: Run, flags: Flags, recorded: Recorded
) -> None:
    key = plan(nora, start_on="2027-03-19", start_hour="12:00", end_hour="14:00", audience=["general_public"])
    run_deliveries()
    assert {name: flag.level for name, flag in flags(key).items()} == {"jumuah": "low"}
    assert recorded() == []


def test_invited_community_brings_the_calendar_it_said_it_keeps(
    plan: Planner,
    nora: Viewer,
    add_party: Inviter,
    run_deliveries: Run,
    flags: Flags,
    recorded: Recorded,
    work: Work,
) -> None:
    mothers = add_party("Moeders van de Arsenaalwijk")
    key = plan(nora, audience=["women"], invited_ids=[str(mothers)])
    run_deliveries()
    assert flags(key) == {}
    with work.writing(nora) as uow:
        uow.session.get_one(Community, mothers).calendars = ["islam_ma"]
        uow.record(PartyChanged(mothers))
    run_deliveries()
    assert list(flags(key)) == ["ramadan"]
    assert recorded() == ["FlagRaised"]


def test_event_of_which_only_the_period_is_known_gets_no_flag(
    plan: Planner, nora: Viewer, run_deliveries: Run, flags: Flags, work: Work
) -> None:
    key = plan(nora, precision="period", start_on="2027-02-01", end_on="2027-03-31")
    run_deliveries()
    assert flags(key) == {}
    with work.reading(nora) as read:
        assert queries.stored_checks(read.session, nora, date(2027, 1, 1), date(2027, 12, 31)) == []


def test_nightly_check_settles_the_next_200_days(
    plan: Planner, nora: Viewer, flags: Flags, recorded: Recorded, work: Work, clock: FixedClock
) -> None:
    near, far = plan(nora), plan(nora, start_on="2028-02-08")
    due = ScheduleDue("timing_check", clock.instant, clock.instant.date())
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            check_next_days(uow, due)
    assert (list(flags(near)), flags(far)) == (["ramadan"], {})
    assert recorded() == ["FlagRaised"]


def test_coming_events_with_open_warnings_are_found_each_with_its_own(
    plan: Planner, nora: Viewer, run_deliveries: Run, work: Work, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    theirs, mine = plan(bram, title="Van Bram"), plan(nora, title="Van Nora")
    plan(nora, title="Rustig", start_on="2027-03-16")
    run_deliveries()
    far = datetime(2027, 12, 31, tzinfo=UTC)
    with work.reading(nora) as read:
        found = {
            viewer.name: [row.id for row in queries.warned_events(read.session, viewer, read.now, far)]
            for viewer in (nora, bram)
        }
        warnings = {
            viewer.name: {
                key: [flag.observance for flag in flags]
                for key, flags in queries.open_warnings(read.session, viewer, [theirs, mine]).items()
            }
            for viewer in (nora, bram)
        }
        soon = queries.warned_events(read.session, nora, read.now, datetime(2027, 2, 23, tzinfo=UTC))
    assert found == {"Nora Peeters": [theirs, mine], "Bram": [theirs]}
    both = {theirs: ["ramadan"], mine: ["ramadan"]}
    assert warnings == {"Nora Peeters": both, "Bram": {theirs: ["ramadan"]}}
    assert soon == []


def test_organiser_changes_own_events_only(
    plan: Planner,
    nora: Viewer,
    run_deliveries: Run,
    flags: Flags,
    work: Work,
    add_user: Callable[..., Viewer],
) -> None:
    bram, karin = add_user("bram", Role.ORGANISER), add_user("karin", Role.MANAGER)
    key = plan(nora)
    run_deliveries()
    flag_id = flags(key)["ramadan"].id
    with pytest.raises(NotFound), work.writing(bram) as uow:
        service.cancel_event(uow, key)
    with pytest.raises(NotFound), work.writing(bram) as uow:
        service.overrule_flag(uow, flag_id, "Het kan niet anders.")
    with pytest.raises(NotAllowed), work.writing(bram) as uow:
        calendars_service.confirm_date(
            uow,
            DateConfirm(
                observance=Observance.EID_AL_FITR, year=2027, start_on=date(2027, 3, 9), source="De buren"
            ),
        )
    with work.writing(karin) as uow:
        assert service.overrule_flag(uow, flag_id, "Het kan niet anders.").overruled_by_id == karin.user_id


def test_programme_of_2023_clashes_with_ramadan_on_31_march_only(
    plan: Planner, nora: Viewer, run_deliveries: Run, flags: Flags, work: Work, recorded: Recorded
) -> None:
    lab = {
        "kind": "policy_lab",
        "precision": "day",
        "audience": ["general_public"],
        "programme": "MUST-a-Lab",
    }
    first = plan(nora, **lab, title="Beleidslabo 1", start_on="2023-01-17")
    again = plan(nora, **lab, title="Beleidslabo 1, vervolg", start_on="2023-01-19")
    second = plan(nora, **lab, title="Beleidslabo 2", start_on="2023-03-31")
    third = plan(nora, **lab, title="Beleidslabo 3", start_on="2023-11-16")
    run_deliveries()
    assert ["ramadan" in flags(key) for key in (first, again, second, third)] == [False, False, True, False]
    assert flags(second)["ramadan"].level == "medium"
    assert recorded() == []
    with work.reading(nora) as read:
        checks = queries.stored_checks(read.session, nora, date(2023, 1, 1), date(2023, 12, 31))
    assert [(each.title, each.first_on, each.last_on, each.hour_unknown) for each in checks] == [
        ("Beleidslabo 1", date(2023, 1, 17), date(2023, 1, 17), True),
        ("Beleidslabo 1, vervolg", date(2023, 1, 19), date(2023, 1, 19), True),
        ("Beleidslabo 2", date(2023, 3, 31), date(2023, 3, 31), True),
        ("Beleidslabo 3", date(2023, 11, 16), date(2023, 11, 16), True),
    ]


def test_many_events_are_checked_in_parts_each_once(
    plan: Planner,
    nora: Viewer,
    run_deliveries: Run,
    flags: Flags,
    work: Work,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crm.agenda.handlers.AT_ONCE", 2)
    keys = [plan(nora, title=f"Infomarkt {number}", **EID) for number in range(5)]  # all at the same instant
    run_deliveries()
    with work.reading(nora) as uow:
        before = {key: queries.event(uow.session, nora, key).flags[0].version for key in keys}
    confirmation = confirm(work, nora)
    run_deliveries()
    assert {flags(key)["eid_al_fitr"].level for key in keys} == {"low"}
    assert {flags(key)["eid_al_fitr"].version - before[key] for key in keys} == {1}
    reached = select(DomainEventRow).where(DomainEventRow.kind == "TimingCheckReached")
    with database.reading() as session:
        parts = session.exec(reached).all()
    assert len(parts) == 2  # two, two and one
    with work.writing(SYSTEM) as uow:  # once more: the parts that follow are recorded already
        check_around(uow, ObservanceConfirmed(confirmation))
    with database.reading() as session:
        assert len(session.exec(reached).all()) == 2
