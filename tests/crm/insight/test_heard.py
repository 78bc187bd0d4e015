"""When a group itself last spoke, and that a way in is no voice."""

from datetime import date, timedelta
from typing import Any

from crm.contacts.models import Topic
from crm.insight.report import fresh_report
from crm.parties.models import Strength
from crm.signals.models import Signal, SignalState
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from graph.reach import Status
from tests.crm.insight.city import NOW, TODAY, City

SPRING, AUTUMN = date(2026, 4, 1), date(2026, 10, 1)


def signal(city: City, owner: Viewer, **fields: object) -> None:
    values: dict[str, Any] = {"heard_on": AUTUMN, "group_itself_heard": True} | fields
    assert owner.user_id is not None
    city.add(
        Signal(
            created_at=NOW, changed_at=NOW, owner_id=owner.user_id, theme=Topic.HOUSING, text="Lift", **values
        )
    )


def test_way_in_is_not_a_voice(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    network, person = city.community("Dhulka", (group,), (place,)), city.person()
    city.knows(nora, person, Strength.TRUSTS_US)
    city.opens(person, network)
    city.contact(nora, person, group_itself_heard=True)  # a person speaks for others
    city.contact(nora, network)  # nobody said that the group itself was heard
    cell = city.cell(group, place)
    assert (cell.status, cell.heard_on) == (Status.SINGLE, None)
    assert [one.key for one in city.report().unheard] == ["somali"]


def test_newest_contact_with_the_group_itself_counts_where_it_took_place(city: City, nora: Viewer) -> None:
    group, here, there = city.group("somali"), city.place("arsenaal"), city.place("leest")
    network = city.community("Dhulka", (group,), (here,))
    city.contact(nora, network, on=SPRING, group_itself_heard=True)
    city.contact(nora, network, on=AUTUMN, group_itself_heard=True, neighbourhood_id=there)
    assert (city.cell(group, here).heard_on, city.cell(group, there).heard_on) == (SPRING, AUTUMN)
    reading = city.reading(nora, group, there)
    assert [view.happened_at.date() for view in reading.voices] == [AUTUMN]


def test_city_wide_network_is_heard_everywhere(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    city.contact(
        nora, city.community("Dhulka", (group,), is_city_wide=True), on=SPRING, group_itself_heard=True
    )
    assert city.cell(group, place).heard_on == SPRING


def test_network_without_a_neighbourhood_is_heard_in_the_city_only(city: City, nora: Viewer) -> None:
    roma, other, place = city.group("roma", city_only=True), city.group("somali"), city.place()
    network = city.community("Amaro", (roma, other))
    city.contact(nora, network, on=SPRING, group_itself_heard=True)
    assert (city.cell(roma, "city").heard_on, city.cell(other, place).heard_on) == (SPRING, None)


def test_contact_taken_back_or_still_to_come_does_not_count(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    city.contact(nora, network, on=SPRING, group_itself_heard=True, withdrawn_at=NOW)
    city.contact(nora, network, on=AUTUMN, group_itself_heard=True)
    assert city.cell(group, place, AUTUMN - timedelta(days=1)).heard_on is None
    assert city.cell(group, place, AUTUMN).heard_on == AUTUMN


def test_signal_of_the_group_itself_counts_until_it_is_withdrawn(
    city: City, work: Work, nora: Viewer
) -> None:
    group, here, there = city.group("somali"), city.place("arsenaal"), city.place("leest")
    signal(city, nora, group_id=group, neighbourhood_id=here)
    signal(city, nora, group_id=group, heard_on=SPRING)
    signal(city, nora, group_id=group, heard_on=TODAY, state=SignalState.WITHDRAWN)
    signal(city, nora, group_id=group, heard_on=TODAY, group_itself_heard=False)
    taken_back = city.contact(nora, withdrawn_at=NOW)
    signal(city, nora, group_id=group, heard_on=TODAY, contact_id=taken_back)
    assert (city.cell(group, here).heard_on, city.cell(group, there).heard_on) == (AUTUMN, SPRING)
    reading = city.reading(nora, group, here)
    assert [one.heard_on for one in reading.signals] == [AUTUMN, SPRING]
    with work.reading(SYSTEM) as uow:
        assert fresh_report(uow.session, SYSTEM, TODAY).unheard == ()
