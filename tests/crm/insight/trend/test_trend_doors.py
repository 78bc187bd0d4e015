"""The trend through its two doors: who may read it, what it says, and no name of a person where roles are read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.errors import NotFound
from crm.insight.trend.queries import arrows_on, trend_of
from crm.insight.trend.trends import Direction
from crm.parties.models import PersonRole, Strength
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.insight.city import TODAY, City
from tests.crm.insight.trend.conftest import Freeze

Clients = Callable[[str | None], TestClient]
Counting = Callable[[], AbstractContextManager[list[str]]]
CANARY = "Zzkanarie"
API = "/api/v1/reach/trend"
JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))
BETWEEN = date(2026, 9, 10)
COOLING = (TODAY - date(2025, 12, 1)).days


@pytest.fixture
def group(city: City, nora: Viewer, freeze: Freeze) -> UUID:
    """A group that we found in between, over two persons who are named; frozen in four months."""
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    near = city.person(f"Hodan {CANARY}", PersonRole.KEY_FIGURE)
    far = city.person(f"Ayaan {CANARY}", PersonRole.BRIDGE_BUILDER)
    city.knows(nora, near, Strength.TRUSTS_US, (TODAY - date(2026, 6, 1)).days)
    city.tie(near, far, Strength.TRUSTS_US, since=BETWEEN)
    city.opens(far, network)
    city.contact(nora, network, on=date(2026, 8, 20), group_itself_heard=True, summary=f"{CANARY} belt terug")
    freeze(JULY, AUGUST, SEPTEMBER, OCTOBER)
    return group


def test_answer_holds_arrow_months_and_counts(client_of: Clients, nora: Viewer, group: UUID) -> None:
    answer = client_of("nora").get(API).json()
    assert (len(answer["months"]), answer["months"][-1], answer["compared_with"]) == (
        12,
        "2026-10-01",
        "2026-07-01",
    )
    assert answer["pictures"][0]["rules"]["half_life_days.bridge"] == 110
    assert [(one["month"], one["as_of"], one["made_on"], one["is_late"]) for one in answer["pictures"]] == [
        (f"2026-{month}-01", f"2026-{month}-{days}", "2026-11-23", True)
        for month, days in (("07", 31), ("08", 31), ("09", 30), ("10", 31))
    ]
    (one,) = answer["groups"]
    assert (one["group_id"], one["name"], one["direction"], one["better"], one["worse"]) == (
        str(group),
        "somali",
        "better",
        1,
        0,
    )
    assert [(each["statuses"], each["is_heard"]) for each in one["months"]] == [
        *[(None, False)] * 8,
        ({"not_reached": 1}, False),
        ({"not_reached": 1}, True),
        ({"single": 1}, False),
        ({"single": 1}, False),
    ]


def test_team_reads_who_a_reason_is_about_and_a_manager_what_they_do(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer], group: UUID
) -> None:
    add_user("annelies", Role.MANAGER)
    for login, who in (
        ("nora", [(f"Hodan {CANARY}", ["key_figure"]), (f"Ayaan {CANARY}", ["bridge_builder"])]),
        ("annelies", [(None, ["key_figure"]), (None, ["bridge_builder"])]),
    ):
        (change,) = client_of(login).get(f"{API}/{group}").json()["changes"]
        (reason,) = change["reasons"]
        assert (change["was"], change["became"]) == ("not_reached", "single")
        assert (reason["cause"], reason["on"]) == ("relation_noted", "2026-09-10")
        assert sorted((box["name"], box["roles"]) for box in reason["who"]) == sorted(who)
    assert f"Hodan {CANARY}" in client_of("nora").get(f"/reach/trend/{group}").text
    assert "Sleutelfiguur" in client_of("annelies").get(f"/reach/trend/{group}").text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_no_name_of_a_person_reaches_who_reads_roles(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer], group: UUID, role: Role
) -> None:
    add_user("annelies", role)
    client = client_of("annelies")
    for path in (API, f"{API}/{group}", "/reach/trend", f"/reach/trend/{group}"):
        answer = client.get(path)
        assert (path, answer.status_code, CANARY in answer.text, "belt terug" in answer.text) == (
            path,
            200,
            False,
            False,
        )


def test_organisers_do_not_read_the_trend(
    client_of: Clients, work: Work, add_user: Callable[..., Viewer], group: UUID
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    client = client_of("bram")
    paths = (API, f"{API}/{group}", "/reach/trend", f"/reach/trend/{group}")
    assert [client.get(path).status_code for path in paths] == [403] * 4
    with work.reading(bram) as uow, pytest.raises(NotFound):
        trend_of(uow.session, bram)


def test_odd_addresses_are_refused(client_of: Clients, nora: Viewer, group: UUID) -> None:
    client = client_of("nora")
    statuses = {
        path: client.get(f"{API}{path}").status_code
        for path in (
            f"/{UUID(int=7)}",
            "/village",
            "?months=13",
            "?months=many",
            "?as_of=2026-10-03",
            "?months=24",
            "?months=",
        )
    }
    assert list(statuses.values()) == [404, 404, 422, 422, 422, 200, 200]


def test_pages_open_in_every_state(city: City, client_of: Clients, nora: Viewer, freeze: Freeze) -> None:
    client = client_of("nora")
    assert "Er is nog geen beeld" in client.get("/reach/trend").text  # nothing at all is stored
    only, roma = city.group("only"), city.group("roma", city_only=True)
    assert client.get(f"/reach/trend/{only}").status_code == 200
    freeze(AUGUST)  # groups, and no neighbourhood
    assert client.get("/reach/trend").status_code == 200
    assert client.get(f"/reach/trend/{only}").status_code == 200
    place = city.place()
    city.knows(nora, city.community("Amaro", (roma,), (place,)), Strength.TRUSTS_US, 30)
    freeze(OCTOBER)  # September has none
    late = city.group("late")
    for path in ("/reach/trend", "/reach/trend?months=24", f"/reach/trend/{roma}", f"/reach/trend/{late}"):
        answer = client.get(path)
        assert (path, answer.status_code, "geen beeld" in answer.text) == (path, 200, True)


def test_what_goes_cold_soon_leads_to_its_cell(city: City, client_of: Clients, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    city.knows(nora, city.community("Dhulka", (group,), (place,)), Strength.ACQUAINTED, COOLING)
    (cold,) = client_of("nora").get(API).json()["going_cold"]
    assert cold == {"group_id": str(group), "neighbourhood_id": str(place), "goes_cold_on": "2027-01-23"}
    page = client_of("nora").get("/reach/trend").text
    assert f'href="/reach/{group}/{place}"' in page
    assert "We verliezen deze ingang op 23 jan 2027, tenzij iemand contact legt." in page


def test_trend_takes_as_many_queries_for_one_picture_as_for_many(
    city: City, work: Work, nora: Viewer, freeze: Freeze, count_queries: Counting
) -> None:
    def sent() -> int:
        with count_queries() as statements, work.reading(nora) as uow:
            trend_of(uow.session, nora, 24)
        return len(statements)

    city.community("Dhulka", (city.group("somali"),), (city.place(),))
    freeze(OCTOBER)
    one = sent()
    for number in range(6):
        city.community(f"Kring {number}", (city.group(f"group{number}"),), (city.place(f"place{number}"),))
    freeze(*(date(2025, month, 1) for month in range(1, 13)), JULY, AUGUST, SEPTEMBER)
    assert (one, sent()) == (4, 4)


def test_page_of_a_group_takes_as_many_queries_for_one_change_as_for_many(
    city: City, client_of: Clients, nora: Viewer, freeze: Freeze, count_queries: Counting
) -> None:
    group = city.group("somali")
    places = [city.place(f"place{number}") for number in range(8)]

    def sent() -> int:
        client = client_of("nora")
        with count_queries() as statements:
            assert client.get(f"{API}/{group}").status_code == 200
        return len(statements)

    for place in places:
        network = city.community(f"Kring {place}", (group,), (place,))
        city.knows(nora, network, Strength.TRUSTS_US, (TODAY - BETWEEN).days)
        city.contact(nora, network, on=BETWEEN)
        if place == places[0]:
            freeze(JULY, OCTOBER)
            few = sent()
    city.work.database.engine.dispose()
    with city.work.writing(nora) as uow:
        for table in ("reach_snapshot_cell", "reach_snapshot"):
            uow.session.connection().exec_driver_sql(f"delete from {table}")
    freeze(JULY, OCTOBER)
    assert len(client_of("nora").get(f"{API}/{group}").json()["changes"]) == 8
    city.place("another")  # what is kept is read again
    assert sent() == few


def test_arrow_of_each_group_stands_in_the_report_of_the_steering_group(
    work: Work, client_of: Clients, nora: Viewer, group: UUID
) -> None:
    with work.reading(nora) as uow:
        known = [
            arrows_on(uow.session, nora, day)
            for day in (date(2026, 7, 30), date(2026, 8, 31), date(2026, 10, 31))
        ]
    assert known == [{}, {group: Direction.NEW}, {group: Direction.BETTER}]
    answer = client_of("nora").get("/api/v1/reach/steering").json()
    assert [(one["group"]["id"], one["direction"]) for one in answer["groups"]] == [(str(group), "better")]
    before = client_of("nora").get("/api/v1/reach/steering?as_of=2026-08-31").json()
    assert [one["direction"] for one in before["groups"]] == ["new"]
