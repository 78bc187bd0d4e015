"""Why a cell changed, each cause worked out by hand: three months with one thing in between."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from crm.accounts.models import User
from crm.insight.cells import Cell
from crm.insight.report import fresh_report
from crm.insight.rules.held import ReachRules
from crm.insight.trend.reasons import Cause, Compared, Reason, reasons_for
from crm.parties.models import Party, Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from graph.network import Thresholds
from graph.reach import Status
from tests.crm.insight.city import TODAY, City

JULY, OCTOBER = date(2026, 7, 31), date(2026, 10, 31)
BETWEEN = date(2026, 9, 10)
LONG_BEFORE = date(2025, 1, 1)
TRUST, KNOWN = Strength.TRUSTS_US, Strength.ACQUAINTED
# From 0.5 at this date 0.1 is left in between: 417 days later.
COOLS_BETWEEN = OCTOBER - timedelta(days=450)
STEADY = (TODAY - date(2026, 7, 1)).days


def days_before_today(day: date) -> int:
    return (TODAY - day).days


def compared(work: Work, rules: ReachRules | None = None) -> Compared:
    """The reports of July and October, the later one by other rules where these are given."""
    with work.reading(SYSTEM) as uow:
        before = fresh_report(uow.session, SYSTEM, JULY)
        plain = fresh_report(uow.session, SYSTEM, OCTOBER)
        if rules is None:
            return Compared(before, plain)
        return Compared(before, fresh_report(uow.session, SYSTEM, OCTOBER, rules), plain)


def explain(
    work: Work, group: UUID, place: UUID, rules: ReachRules | None = None
) -> tuple[Status, Status, tuple[Reason, ...]]:
    """From what, to what, and why."""
    both, cell = compared(work, rules), Cell(group, place)
    was, became = both.before.by_key[cell.key].status, both.after.by_key[cell.key].status
    return was, became, reasons_for(both, cell, was, became)


@pytest.fixture
def group(city: City) -> UUID:
    return city.group("somali")


@pytest.fixture
def place(city: City) -> UUID:
    return city.place()


@pytest.fixture
def network(city: City, group: UUID, place: UUID) -> UUID:
    return city.community("Dhulka", (group,), (place,))


def test_first_contact(city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID) -> None:
    city.knows(nora, network, TRUST, days_before_today(BETWEEN))
    city.contact(nora, network, on=BETWEEN)
    assert explain(work, group, place) == (
        Status.UNKNOWN,
        Status.SINGLE,
        (Reason(Cause.FIRST_CONTACT, BETWEEN, (str(nora.user_id), str(network))),),
    )


def test_line_that_had_gone_cold_is_used_again(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    city.knows(nora, network, TRUST, days_before_today(BETWEEN))
    city.contact(nora, network, on=LONG_BEFORE)
    city.contact(nora, network, on=BETWEEN)
    assert explain(work, group, place) == (
        Status.STALE,
        Status.SINGLE,
        (Reason(Cause.SPOKEN_AGAIN, BETWEEN, (str(nora.user_id), str(network))),),
    )


def test_silence(city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID) -> None:
    city.knows(nora, network, KNOWN, days_before_today(COOLS_BETWEEN))
    assert explain(work, group, place) == (
        Status.WEAK,
        Status.STALE,
        (Reason(Cause.SILENCE, COOLS_BETWEEN, (str(nora.user_id), str(network))),),
    )


def test_second_way_in_that_went_cold(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    person = city.person()
    city.knows(nora, network, TRUST, STEADY)
    city.knows(nora, person, KNOWN, days_before_today(COOLS_BETWEEN))
    city.opens(person, network)
    assert explain(work, group, place) == (
        Status.REACHED,
        Status.SINGLE,
        (Reason(Cause.SILENCE, COOLS_BETWEEN, (str(nora.user_id), str(person))),),
    )


def test_second_way_in_that_was_found(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    person = city.person()
    city.knows(nora, network, TRUST, STEADY)
    city.knows(nora, person, TRUST, days_before_today(BETWEEN))
    city.contact(nora, person, on=BETWEEN)
    city.opens(person, network)
    assert explain(work, group, place) == (
        Status.SINGLE,
        Status.REACHED,
        (Reason(Cause.FIRST_CONTACT, BETWEEN, (str(nora.user_id), str(person))),),
    )


def test_reach_link_that_ended(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    person = city.person()
    city.knows(nora, person, TRUST, STEADY)
    city.opens(person, network, until=BETWEEN)
    assert explain(work, group, place) == (
        Status.SINGLE,
        Status.UNKNOWN,
        (Reason(Cause.LINK_ENDED, BETWEEN, (str(person),)),),
    )


def test_reach_link_that_began(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    person = city.person()
    city.knows(nora, person, TRUST, STEADY)
    city.opens(person, network, since=BETWEEN)
    assert explain(work, group, place) == (
        Status.UNKNOWN,
        Status.SINGLE,
        (Reason(Cause.LINK_BEGUN, BETWEEN, (str(person),)),),
    )


def test_relation_that_began_and_one_that_ended(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    person = city.person()
    city.knows(nora, person, TRUST, STEADY)
    city.tie(person, network, TRUST, STEADY, since=BETWEEN)
    assert explain(work, group, place) == (
        Status.UNKNOWN,
        Status.SINGLE,
        (Reason(Cause.RELATION_NOTED, BETWEEN, (str(person), str(network))),),
    )
    other = city.group("deaf")
    left = city.community("De Zenne", (other,), (place,))
    city.tie(person, left, TRUST, STEADY, until=BETWEEN)
    assert explain(work, other, place) == (
        Status.SINGLE,
        Status.UNKNOWN,
        (Reason(Cause.RELATION_ENDED, BETWEEN, (str(person), str(left))),),
    )


def test_colleague_who_left(
    city: City, work: Work, add_user: Callable[..., Viewer], group: UUID, place: UUID, network: UUID
) -> None:
    wim = add_user("wim", Role.CONSULTANT)
    city.knows(wim, network, TRUST, STEADY)
    with work.writing(SYSTEM) as uow:
        user = uow.session.get(User, wim.user_id)
        assert user is not None
        user.left_on = BETWEEN
    assert explain(work, group, place) == (
        Status.SINGLE,
        Status.NOT_REACHED,
        (Reason(Cause.COLLEAGUE_LEFT, BETWEEN, (str(wim.user_id),)),),
    )


def test_network_that_was_put_away(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    city.knows(nora, network, TRUST, STEADY)
    with work.writing(SYSTEM) as uow:
        party = uow.session.get(Party, network)
        assert party is not None
        party.archived_on = BETWEEN
    assert explain(work, group, place) == (
        Status.SINGLE,
        Status.UNKNOWN,
        (Reason(Cause.PUT_AWAY, BETWEEN, (str(network),)),),
    )


def test_rule_that_changed_and_nothing_else(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    city.knows(nora, network, TRUST, STEADY)
    strict = ReachRules(thresholds=Thresholds(strong=0.95))
    assert explain(work, group, place, strict) == (
        Status.SINGLE,
        Status.WEAK,
        (Reason(Cause.RULES_CHANGED),),
    )


def test_rule_that_changed_beside_a_colleague_who_left(
    city: City,
    work: Work,
    nora: Viewer,
    add_user: Callable[..., Viewer],
    group: UUID,
    place: UUID,
    network: UUID,
) -> None:
    wim, person = add_user("wim", Role.CONSULTANT), city.person()
    city.knows(nora, network, TRUST, STEADY)
    city.knows(wim, person, TRUST, STEADY)
    city.opens(person, network)
    with work.writing(SYSTEM) as uow:
        user = uow.session.get(User, wim.user_id)
        assert user is not None
        user.left_on = BETWEEN
    left = Reason(Cause.COLLEAGUE_LEFT, BETWEEN, (str(wim.user_id),))
    strict = ReachRules(thresholds=Thresholds(strong=0.95))
    assert explain(work, group, place, strict) == (
        Status.REACHED,
        Status.WEAK,
        (left, Reason(Cause.RULES_CHANGED)),
    )
    no_matter = ReachRules(thresholds=Thresholds(live=0.04))
    assert explain(work, group, place, no_matter) == (Status.REACHED, Status.SINGLE, (left,))


def test_what_the_log_does_not_tell_is_said(
    city: City, work: Work, group: UUID, place: UUID, network: UUID
) -> None:
    city.tie(city.person(), network, TRUST, STEADY, since=BETWEEN)  # none of them knows a colleague
    assert explain(work, group, place) == (Status.UNKNOWN, Status.NOT_REACHED, (Reason(Cause.UNKNOWN),))


def test_picture_that_the_log_no_longer_bears_out_is_not_explained(
    city: City, work: Work, nora: Viewer, group: UUID, place: UUID, network: UUID
) -> None:
    city.knows(nora, network, KNOWN, days_before_today(COOLS_BETWEEN))
    both, cell = compared(work), Cell(group, place)
    frozen_otherwise = reasons_for(both, cell, Status.SINGLE, Status.STALE)
    gone_since = reasons_for(both, Cell(group, None), Status.WEAK, Status.STALE)
    assert (frozen_otherwise, gone_since) == ((Reason(Cause.LOG_CHANGED),), (Reason(Cause.LOG_CHANGED),))
