"""From stored rows to the status of a cell: who opens it, which lines count, and since when."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crm.accounts.models import User
from crm.errors import NotFound
from crm.insight.cells import Residents
from crm.parties.models import ReachLinkKind, Strength, TieKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from graph.reach import Status
from tests.crm.insight.city import TODAY, City

QUARTER = timedelta(days=91)
TRUST, WORK, KNOWN = Strength.TRUSTS_US, Strength.WORKS_TOGETHER, Strength.ACQUAINTED


def test_group_of_which_nobody_is_known_is_unknown(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    city.organisation("Zonder lijn", (group,), (place,))
    assert city.cell(group, place).status == Status.UNKNOWN


@pytest.mark.parametrize(
    ("strength", "days_ago", "status"),
    [
        (TRUST, 0, Status.SINGLE),
        (TRUST, 332, Status.SINGLE),
        (TRUST, 333, Status.WEAK),
        (KNOWN, 417, Status.WEAK),
        (KNOWN, 418, Status.STALE),
        (TRUST, 900, Status.STALE),
    ],
)
def test_status_follows_strength_and_days(
    city: City, nora: Viewer, strength: Strength, days_ago: int, status: Status
) -> None:
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    city.knows(nora, network, strength, days_ago)
    assert city.cell(group, place).status == status


def test_line_that_never_worked_is_not_reached(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    network, far = city.community("Dhulka", (group,), (place,)), city.person()
    city.knows(nora, far, Strength.KNOWS_US)
    city.tie(far, network, Strength.KNOWS_US)
    assert city.cell(group, place).status == Status.NOT_REACHED


def test_second_way_makes_it_reached(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    network, person = city.community("Dhulka", (group,), (place,)), city.person()
    city.knows(nora, network, TRUST)
    city.knows(nora, person, TRUST)
    city.opens(person, network)
    cell = city.cell(group, place)
    assert (cell.status, cell.openers, cell.reach.independent_ways) == (Status.REACHED, 2, 2)


def test_person_with_an_ended_link_does_not_open(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    network, person = city.community("Dhulka", (group,), (place,)), city.person()
    city.knows(nora, person, TRUST)
    city.opens(person, network, until=TODAY)
    assert city.cell(group, place).status == Status.UNKNOWN
    assert city.cell(group, place, TODAY - timedelta(days=1)).status == Status.SINGLE


def test_archived_person_or_network_does_not_open(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    gone = city.person(archived_on=TODAY)
    city.knows(nora, gone, TRUST)
    city.opens(gone, city.community("Dhulka", (group,), (place,)))
    put_away = city.community("Oud", (group,), (place,), archived_on=TODAY)
    city.knows(nora, put_away, TRUST)
    assert city.cell(group, place).status == Status.UNKNOWN


def test_organisation_that_speaks_for_a_network_opens_it(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    federation = city.organisation("Koepel")
    city.knows(nora, federation, WORK)
    city.opens(federation, city.community("Dhulka", (group,), (place,)), kind=ReachLinkKind.SPEAKS_FOR)
    assert city.cell(group, place).reach.chain == (str(nora.user_id), str(federation))


def test_intersection_is_not_inferred_from_its_parts(city: City, nora: Viewer) -> None:
    deaf, turkish, place = city.group("deaf"), city.group("turkish"), city.place()
    both = city.group("deaf-turkish", parts=(deaf, turkish))
    network = city.community("De Zenne", (deaf, turkish), (place,))
    city.knows(nora, network, TRUST)
    assert [city.cell(group, place).status for group in (deaf, turkish, both)] == [
        Status.SINGLE,
        Status.SINGLE,
        Status.UNKNOWN,
    ]
    carrying = city.community("Samen", (both,), (place,))
    city.knows(nora, carrying, TRUST)
    assert city.cell(both, place).status == Status.SINGLE


def test_party_counts_where_it_works_and_city_wide_ones_everywhere(city: City, nora: Viewer) -> None:
    group, here, there = city.group("somali"), city.place("arsenaal"), city.place("leest")
    city.knows(nora, city.community("Hier", (group,), (here,)), TRUST)
    assert [city.cell(group, place).status for place in (here, there)] == [Status.SINGLE, Status.UNKNOWN]
    city.knows(nora, city.community("Overal", (group,), (), is_city_wide=True), TRUST)
    assert [city.cell(group, place).status for place in (here, there)] == [Status.REACHED, Status.SINGLE]


def test_group_for_the_city_only_has_one_cell(city: City, nora: Viewer) -> None:
    roma, place = city.group("roma", city_only=True), city.place()
    city.knows(nora, city.community("Amaro", (roma,), (place,)), TRUST)
    city.figure(roma, place, 120)
    report = city.report()
    assert [(one.cell.place, one.status, one.residents) for one in report.cells] == [
        ("city", Status.SINGLE, None)
    ]
    with pytest.raises(NotFound):
        city.cell(roma, place)


def test_line_of_a_colleague_who_left_no_longer_counts(
    city: City, work: Work, add_user: Callable[..., Viewer]
) -> None:
    group, place = city.group("somali"), city.place()
    former = add_user("rik", Role.CONSULTANT)
    city.knows(former, city.community("Dhulka", (group,), (place,)), TRUST)
    assert city.cell(group, place).status == Status.SINGLE
    with work.writing(SYSTEM) as uow:
        user = uow.session.get(User, former.user_id)
        assert user is not None
        user.left_on = TODAY
    assert city.cell(group, place).status == Status.NOT_REACHED


def test_bridge_cools_faster_than_other_ties(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    for name, kind in (("Brug", TieKind.BRIDGE), ("Kennis", TieKind.KNOWS)):
        person, network = city.person(), city.community(name, (city.group(name),), (place,))
        city.knows(nora, person, TRUST)
        city.tie(person, network, TRUST, 110, kind=kind)
    reach = {one.group.key: one.reach.reach for one in city.report().cells if one.group.id != group}
    assert reach == {
        "Brug": pytest.approx(0.9 * 0.45),
        "Kennis": pytest.approx(0.9 * 0.9 * 2 ** (-110 / 180)),
    }


def test_ended_tie_does_not_count_from_its_last_day_on(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    person, network = city.person(), city.community("Dhulka", (group,), (place,))
    city.knows(nora, person, TRUST)
    city.tie(person, network, TRUST, until=TODAY)
    assert city.cell(group, place).status == Status.UNKNOWN
    assert city.cell(group, place, TODAY - timedelta(days=1)).status == Status.SINGLE


def test_report_of_a_past_day_sets_lines_back_to_the_contacts_before_it(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    city.knows(nora, network, TRUST)
    city.contact(nora, network, on=TODAY)
    report = city.report()
    assert [one.group.key for one in report.found] == ["somali"]
    city.contact(nora, network, on=TODAY - QUARTER)
    assert (city.report().found, city.report().lost) == ((), ())
    then = city.cell(group, place, TODAY - timedelta(days=60))
    assert then.reach.reach == pytest.approx(0.9 * 2 ** (-31 / 180))


def test_line_that_cooled_in_a_quarter_is_lost(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    city.knows(nora, city.community("Dhulka", (group,), (place,)), KNOWN, 430)
    report = city.report()
    assert [one.group.key for one in report.lost] == ["somali"]
    assert [one.group.key for one in report.largest_gaps] == ["somali"]
    assert report.cells[0].oldest_contact_on == TODAY - timedelta(days=430)


def test_newest_figure_is_shown_and_fewer_than_ten_are_not(city: City) -> None:
    group, place, small = city.group("somali"), city.place("arsenaal"), city.place("leest")
    city.figure(group, place, 80, 2019)
    city.figure(group, place, 90, 2024)
    city.figure(group, small, 9)
    assert city.cell(group, place).residents == Residents(90, 2024, "Register", False)
    assert city.cell(group, small).residents == Residents(None, 2019, "Register", False)


def test_largest_gaps_name_each_group_once_with_most_residents_first(city: City, nora: Viewer) -> None:
    few, many = city.group("few"), city.group("many")
    here, there = city.place("arsenaal"), city.place("leest")
    for group, residents in ((few, 100), (many, 900)):
        city.knows(nora, city.community(str(group), (group,), (here, there)), TRUST, 900)
        city.figure(group, here, residents)
        city.figure(group, there, residents + 1)
    gaps = city.report().largest_gaps
    assert [(gap.group.key, gap.place and gap.place.key) for gap in gaps] == [
        ("many", "leest"),
        ("few", "leest"),
    ]


def test_dates_of_the_report_may_lie_ahead(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    city.knows(nora, city.community("Dhulka", (group,), (place,)), TRUST)
    cools_on = city.cell(group, place).reach.goes_cold_on
    assert cools_on is not None
    assert city.cell(group, place, cools_on - timedelta(days=1)).status == Status.WEAK
    assert city.cell(group, place, cools_on).status == Status.STALE
    assert cools_on > date(2027, 1, 1)
