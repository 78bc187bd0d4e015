"""The picture of a month: made once whatever happens, caught up when missed, and frozen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect
from sqlmodel import select

from crm.accounts.models import PolicyChange
from crm.accounts.policies import STRONG_FROM
from crm.clock import FixedClock
from crm.domain_events import ScheduleDue, SnapshotFellDue
from crm.insight.trend.handlers import find_missing_months, make_picture
from crm.insight.trend.models import ReachSnapshot
from crm.insight.trend.months import CAUGHT_UP_MONTHS, missing_months, month_after, month_of
from crm.insight.trend.queries import pictures
from crm.parties.models import Party, Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from graph.network import Thresholds
from scheduler.jobs import JOBS
from scheduler.run import tick
from tests.crm.insight.city import NOW, TODAY, City
from tests.crm.insight.trend.conftest import Freeze, stored

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 10, 11))
MONTHLY = [job for job in JOBS if job.name == "reach_snapshots"]


def months_made(work: Work) -> list[date]:
    with work.reading(SYSTEM) as uow:
        return [picture.month for picture in pictures(uow.session, SYSTEM)]


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (datetime(2026, 11, 30, 12, tzinfo=UTC), datetime(2026, 12, 1, 4, tzinfo=UTC)),
        (datetime(2026, 3, 31, 12, tzinfo=UTC), datetime(2026, 4, 1, 3, tzinfo=UTC)),
        (datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ],
    ids=["winter", "after the clock went forward", "after it went back"],
)
def test_month_is_frozen_on_the_first_at_five_in_the_city_and_not_before(
    city: City,
    work: Work,
    nora: Viewer,
    clock: FixedClock,
    run_deliveries: Callable[[], int],
    before: datetime,
    due: datetime,
) -> None:
    network = city.community("Dhulka", (city.group("somali"),), (city.place(),))
    city.contact(nora, network, on=before.date().replace(day=3))
    clock.instant = before
    tick(work, MONTHLY)
    clock.instant = due - timedelta(seconds=1)
    assert (tick(work, MONTHLY), run_deliveries(), months_made(work)) == (0, 0, [])
    clock.instant = due + timedelta(seconds=1)
    assert tick(work, MONTHLY) == 1
    run_deliveries()
    assert months_made(work) == [month_of(before.date())]
    clock.instant += timedelta(days=1)
    assert tick(work, MONTHLY) == 1
    run_deliveries()
    assert months_made(work) == [month_of(before.date())]


def test_missed_months_are_caught_up_and_say_that_they_are_late(
    city: City, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    network = city.community("Dhulka", (city.group("somali"),), (city.place(),))
    city.contact(nora, network, on=date(2026, 8, 20))
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            find_missing_months(uow, ScheduleDue("reach_snapshots", NOW, TODAY))
    run_deliveries()
    with work.reading(SYSTEM) as uow:
        made = pictures(uow.session, SYSTEM)
    assert [(one.month, one.as_of, one.made_on, one.is_late) for one in made] == [
        (AUGUST, date(2026, 8, 31), TODAY, True),
        (SEPTEMBER, date(2026, 9, 30), TODAY, True),
        (OCTOBER, date(2026, 10, 31), TODAY, True),
    ]


def test_picture_made_on_the_morning_after_its_month_is_not_late(
    city: City, work: Work, clock: FixedClock, freeze: Freeze
) -> None:
    clock.instant = datetime(2026, 11, 1, 4, tzinfo=UTC)
    freeze(OCTOBER)
    with work.reading(SYSTEM) as uow:
        assert [one.is_late for one in pictures(uow.session, SYSTEM)] == [False]


def test_store_that_knows_nothing_gets_no_picture(work: Work, run_deliveries: Callable[[], int]) -> None:
    with work.writing(SYSTEM) as uow:
        find_missing_months(uow, ScheduleDue("reach_snapshots", NOW, TODAY))
    assert (run_deliveries(), months_made(work)) == (0, [])


def test_handler_that_runs_twice_makes_one_picture(city: City, work: Work, nora: Viewer) -> None:
    city.community("Dhulka", (city.group("somali"),), (city.place(),))
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            make_picture(uow, SnapshotFellDue(OCTOBER))
    assert (months_made(work), len(stored(work))) == ([OCTOBER], 2)


def test_nothing_that_is_noted_later_changes_a_picture(
    city: City, work: Work, nora: Viewer, freeze: Freeze
) -> None:
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    city.knows(nora, network, Strength.TRUSTS_US, 90)
    freeze(OCTOBER)
    frozen = stored(work)
    assert frozen[1] == {
        "snapshot_id": frozen[0]["id"],
        "position": 0,
        "group_id": group,
        "neighbourhood_id": place,
        "status": "single",
        "heard_on": None,
        "reach": pytest.approx(0.9 * 2 ** (-67 / 180)),
        "ways": 1,
        "residents": None,
        "residents_year": None,
        "residents_source": None,
        "residents_invented": False,
    }
    city.contact(nora, network, on=date(2026, 10, 20), group_itself_heard=True)
    city.figure(group, place, 300)
    city.group("deaf")
    with work.writing(SYSTEM) as uow:
        party = uow.session.get(Party, network)
        assert party is not None
        party.archived_on = date(2026, 10, 1)
    freeze(OCTOBER)
    assert stored(work) == frozen
    freeze(SEPTEMBER)
    assert [row for row in stored(work) if row in frozen] == frozen


def test_picture_holds_words_dates_and_counts(city: City, work: Work, nora: Viewer, freeze: Freeze) -> None:
    group, place, small = city.group("somali"), city.place("arsenaal"), city.place("leest")
    network, person = city.community("Dhulka", (group,), (place, small)), city.person()
    city.knows(nora, person, Strength.TRUSTS_US, 50)
    city.opens(person, network)
    city.contact(nora, network, on=date(2026, 10, 4), group_itself_heard=True)
    city.figure(group, place, 120, 2024)
    city.figure(group, small, 9, 2024, is_invented=True)
    freeze(OCTOBER)
    picture, *cells = stored(work)
    assert picture["counts"] == {"community": 1, "consultant": 1, "person": 1, "ties": 1}
    assert [
        (one["heard_on"], one["residents"], one["residents_year"], one["residents_invented"]) for one in cells
    ] == [(date(2026, 10, 4), 120, 2024, False), (date(2026, 10, 4), None, 2024, True)]


def test_no_person_and_no_party_is_in_a_picture(city: City, work: Work, nora: Viewer, freeze: Freeze) -> None:
    group, place = city.group("somali"), city.place()
    network, person = city.community("Dhulka", (group,), (place,)), city.person("Zzkanarie")
    city.knows(nora, person, Strength.TRUSTS_US)
    city.opens(person, network)
    freeze(OCTOBER)
    values = {str(value) for row in stored(work) for value in row.values()}
    assert {str(group), str(place)} <= values
    everything = " ".join(values)
    assert [one for one in (person, network, nora.user_id, "Zzkanarie") if str(one) in everything] == []
    columns = inspect(work.database.engine).get_columns("reach_snapshot_cell")
    keys = [one["name"] for one in columns if one["name"].endswith("_id")]
    assert keys == ["snapshot_id", "group_id", "neighbourhood_id"]


def test_picture_keeps_the_rules_that_held_when_its_month_ended(
    city: City, work: Work, add_user: Callable[..., Viewer], freeze: Freeze
) -> None:
    decided_by = add_user("hilde", Role.ADMINISTRATOR).user_id
    assert decided_by is not None

    def decide(value: float, at: datetime) -> None:
        city.add(PolicyChange(key=STRONG_FROM.name, value=value, changed_by_id=decided_by, created_at=at))

    decide(0.4, datetime(2026, 9, 30, 21, 59, tzinfo=UTC))  # the last minute of September in the city
    decide(0.5, datetime(2026, 9, 30, 22, 0, tzinfo=UTC))
    freeze(AUGUST, SEPTEMBER, OCTOBER)
    with work.reading(SYSTEM) as uow:
        made = pictures(uow.session, SYSTEM)
        keys = uow.session.exec(select(ReachSnapshot.rules)).first()
    assert [one.rules.thresholds for one in made] == [
        Thresholds(),
        Thresholds(strong=0.4),
        Thresholds(strong=0.5),
    ]
    assert keys is not None and keys["half_life_days.bridge"] == 110


_DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(_DAYS, _DAYS, st.sets(_DAYS.map(month_of), max_size=30))
def test_missing_months_are_closed_known_without_a_picture_and_at_most_two_years_back(
    today: date, begun_on: date, made: set[date]
) -> None:
    missing = missing_months(today, begun_on, made)
    assert list(missing) == sorted(set(missing) - made)
    oldest = month_after(month_of(today), -CAUGHT_UP_MONTHS)
    assert all(max(oldest, month_of(begun_on)) <= month < month_of(today) for month in missing)
    after = missing_months(today, begun_on, made | set(missing))
    assert after == ()
