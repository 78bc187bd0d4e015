"""Whom to speak to next: reasons, figures, hours, the guarantee, and that a contact settles it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crm.db import Database
from crm.errors import NotFound
from crm.insight.next_contacts.suggesting import next_up
from crm.parties.models import Strength
from crm.viewer import Role, Viewer
from graph.reach import Status
from tests.crm.desk.parts import counted_queries
from tests.crm.insight.city import TODAY, City
from tests.crm.insight.next_contacts.parts import Around

Clients = Callable[[str | None], TestClient]


def test_a_suggestion_says_over_whom_and_for_how_many(around: Around) -> None:
    found = around.next_up()
    # Youssef opens the women's circle himself (0.5), and Dhulka over Amina (0.5 x 0.7, ten days old).
    assert [one.party.name for one in found.suggestions] == ["Youssef"]
    assert found.bound == 1.0
    one = found.suggestions[0]
    assert (one.gain, one.residents, one.without_figure, one.hours) == (836, 826, 1, 1)
    assert one.known is not None
    assert (one.known.colleague, one.known.last_contact_on) == ("Nora Peeters", TODAY - timedelta(days=900))
    somali, women = one.opened
    assert (somali.cell.group.key, somali.counts_for, somali.opens) == ("somali", 826, ("Dhulka",))
    assert [(link.party.name, link.strength, link.last_contact_on) for link in somali.over] == [
        ("Youssef", None, None),
        ("Amina", Strength.WORKS_TOGETHER, TODAY - timedelta(days=10)),
    ]
    assert somali.reach_then == pytest.approx(0.5 * 0.7 * 2 ** (-10 / 180))
    assert (women.cell.group.key, women.counts_for, women.opens) == ("women", 10, ("Vrouwenkring",))
    assert (women.reach_then, somali.cell.status, women.cell.status) == (
        0.5,
        Status.NOT_REACHED,
        Status.STALE,
    )


def test_who_carries_the_group_works_with_these_people_itself(city: City, nora: Viewer) -> None:
    group, place = city.group("roma"), city.place()
    club, friend = city.organisation("Turnkring", (group,), (place,)), city.person()
    city.tie(club, friend, Strength.TRUSTS_US)
    with city.work.reading(nora) as uow:
        (one,) = next_up(uow.session, nora, TODAY).suggestions
    assert (one.party.name, one.known, one.hours) == ("Turnkring", None, 3)
    assert [(opened.over[-1].party.name, opened.opens) for opened in one.opened] == [("Turnkring", ())]


def test_fewer_than_ten_and_no_figure_count_as_the_smallest_number_shown(around: Around) -> None:
    around.city.figure(around.women, around.place, 4)
    one = around.first()
    assert [(opened.cell.group.key, opened.counts_for) for opened in one.opened] == [
        ("somali", 826),
        ("women", 10),
    ]
    assert (one.gain, one.residents, one.without_figure) == (836, 826, 1)


def test_hours_take_the_gain_per_hour_and_give_no_guarantee(city: City, nora: Viewer) -> None:
    place = city.place()
    known, unknown = city.person("Bekend"), city.person("Onbekend")
    for person, key, residents in ((known, "somali", 60), (unknown, "women", 100)):
        group = city.group(key)
        city.opens(person, city.community(key, (group,), (place,)))
        city.figure(group, place, residents)
    city.knows(nora, known, Strength.ACQUAINTED, days_ago=900)
    found = {}
    for hours in (None, 1, 2, 3):
        with city.work.reading(nora) as uow:
            up = next_up(uow.session, nora, TODAY, hours)
        found[hours] = ([one.party.name for one in up.suggestions], up.hours_used, up.bound)
    # Per hour 50 is less than 60; but where only one of the two fits, the one that gains most is taken.
    assert found == {
        None: (["Onbekend", "Bekend"], 3, 1.0),
        1: (["Bekend"], 1, None),
        2: (["Onbekend"], 2, None),
        3: (["Bekend", "Onbekend"], 3, None),
    }


def test_what_nobody_knows_yet_takes_more_hours(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    amina = city.person("Amina")
    city.opens(amina, city.community("Dhulka", (group,), (place,)))
    with city.work.reading(nora) as uow:
        by_hours = {
            hours: [
                (one.party.name, one.hours) for one in next_up(uow.session, nora, TODAY, hours).suggestions
            ]
            for hours in (1, 2)
        }
    assert by_hours == {1: [], 2: [("Amina", 2)]}


def test_a_logged_contact_settles_a_suggestion(
    around: Around, client_of: Clients, run_deliveries: Callable[[], int]
) -> None:
    city = around.city
    city.opens(city.person("Fatma"), city.community("Naaikring", (city.group("seniors"),), (around.place,)))
    client = client_of("nora")
    before = client.get("/api/v1/reach/next").json()
    assert [one["party"]["name"] for one in before["suggestions"]] == ["Youssef", "Fatma"]
    fatma = before["suggestions"][1]["party"]["id"]
    assert client.post("/api/v1/contacts", json={"channel": "visit", "party_ids": [fatma]}).status_code == 201
    run_deliveries()
    after = client.get("/api/v1/reach/next").json()
    assert [one["party"]["name"] for one in after["suggestions"]] == ["Youssef"]


def test_five_at_most_and_the_bound_weighs_what_is_left(city: City, nora: Viewer) -> None:
    place = city.place()
    for number in range(6):
        group = city.group(f"group-{number}")
        city.opens(city.person(f"P{number}"), city.community(f"N{number}", (group,), (place,)))
        city.figure(group, place, 100 - 10 * number)
    with city.work.reading(nora) as uow:
        found = next_up(uow.session, nora, TODAY)
    assert [one.party.name for one in found.suggestions] == ["P0", "P1", "P2", "P3", "P4"]
    assert found.bound == 400 / 450


def test_an_empty_city_proposes_nobody(city: City, nora: Viewer) -> None:
    with city.work.reading(nora) as uow:
        found = next_up(uow.session, nora, TODAY)
    assert (found.suggestions, found.waits, found.put_off) == ((), (), ())


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ORGANISER, Role.ADMINISTRATOR])
def test_nobody_outside_the_team_reads_them(around: Around, role: Role) -> None:
    viewer = Viewer(around.nora.user_id, role)
    with around.work.reading(viewer) as uow, pytest.raises(NotFound):
        next_up(uow.session, viewer, TODAY)


def test_the_number_of_queries_does_not_grow(around: Around, client_of: Clients, database: Database) -> None:
    client = client_of("nora")

    def add_one() -> None:
        city = around.city
        group = city.group(f"group-{len(city.report().groups)}")
        network = city.community("Kring", (group,), (around.place,))
        city.opens(city.person("Iemand"), network)
        other = city.person("Uitgesteld")
        city.opens(other, network)
        around.put_off(other)
        asked = city.person("Gevraagd")
        for _ in range(3):
            city.contact(around.nora, asked, asked_of_them=True)

    def queries() -> int:
        around.next_up()
        with counted_queries(database) as sent:
            assert client.get("/reach/next").status_code == 200
            return sent()

    add_one()
    add_one()
    with_few = queries()
    for _ in range(6):
        add_one()
    assert queries() == with_few
    assert with_few <= 25
