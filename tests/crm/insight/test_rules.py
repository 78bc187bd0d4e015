"""The choices behind every figure: administrators make them, everybody who reads the report sees them, and they count at once."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from crm.insight.cells import Cell
from crm.insight.chain import planned_for
from crm.insight.queries import OpenFollowUp
from crm.insight.report import reach_report
from crm.insight.rules.held import ReachRules, reach_rules
from crm.parties.models import InclusionGroup, Strength, TieKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from graph.network import Thresholds
from graph.reach import Status
from tests.crm.insight.city import TODAY, City

Clients = Callable[[str | None], TestClient]
API = "/api/v1/reach/rules"
PROPOSED = {
    "colleague": 180,
    "knows": 180,
    "works_together": 180,
    "works_at": 365,
    "volunteers_at": 180,
    "bridge": 110,
    "strong": 0.25,
    "weak": 0.1,
    "live": 0.05,
}


@pytest.fixture
def hilde(add_user: Callable[..., Viewer]) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR, name="Hilde")


def held(work: Work) -> ReachRules:
    with work.reading(SYSTEM) as uow:
        return reach_rules(uow.session, SYSTEM)


def test_what_nobody_decided_is_what_bereik_proposes(work: Work, client_of: Clients, hilde: Viewer) -> None:
    assert held(work) == ReachRules()
    answer = client_of("hilde").get(API).json()
    rows = [*answer["half_lives"], *answer["thresholds"]]
    assert {row["name"]: row["value"] for row in rows} == PROPOSED
    assert {row["name"]: row["proposed"] for row in rows} == PROPOSED
    assert answer["changes"] == []


def test_a_decision_counts_in_the_next_report_and_keeps_a_name(
    city: City, work: Work, client_of: Clients, nora: Viewer, hilde: Viewer
) -> None:
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    city.knows(nora, network, Strength.WORKS_TOGETHER, days_ago=180)

    def status() -> Status:
        with work.reading(SYSTEM) as uow:
            return reach_report(uow.session, SYSTEM, TODAY).cells[0].status

    assert status() is Status.SINGLE  # 0.7 halved once
    changed = client_of("hilde").put(API, json=PROPOSED | {"colleague": 90})
    assert changed.status_code == 200
    assert [(row["name"], row["value"], row["changed_by"]) for row in changed.json()["changes"]] == [
        ("colleague", 90, "Hilde")
    ]
    assert status() is Status.WEAK  # halved twice: 0.175
    client_of("hilde").put(API, json=PROPOSED | {"colleague": 90, "strong": 0.15})
    assert status() is Status.SINGLE
    assert held(work).thresholds == Thresholds(strong=0.15)


def test_each_kind_of_tie_cools_at_its_own_pace(
    city: City, work: Work, client_of: Clients, nora: Viewer, hilde: Viewer
) -> None:
    client_of("hilde").put(API, json=PROPOSED | {"bridge": 60, "works_at": 730})
    assert held(work).half_life_days(TieKind.BRIDGE) == 60
    assert held(work).half_life_days(TieKind.WORKS_AT) == 730
    one, other = city.person(), city.person()
    city.knows(nora, one, Strength.TRUSTS_US)
    city.tie(one, other, Strength.TRUSTS_US, kind=TieKind.BRIDGE)
    with work.reading(SYSTEM) as uow:
        ties = reach_report(uow.session, SYSTEM, TODAY).network.ties
    assert sorted(tie.half_life_days or 180 for tie in ties) == [60, 180]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weak": 0.3}, ""),
        ({"live": 0.2}, ""),
        ({"bridge": 6}, "bridge"),
        ({"strong": 1.1}, "strong"),
        ({"strong": 0, "weak": 0, "live": 0}, "strong"),
        ({"strong": "veel"}, "strong"),
    ],
)
def test_wrong_choices_are_refused_whole(
    work: Work, client_of: Clients, hilde: Viewer, wrong: dict[str, object], field: str
) -> None:
    refused = client_of("hilde").put(API, json=PROPOSED | {"knows": 90} | wrong)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["error"]["fields"]] == [field]
    assert held(work) == ReachRules()


def test_a_dutch_comma_is_read_and_a_wrong_form_keeps_what_was_typed(
    work: Work, client_of: Clients, hilde: Viewer
) -> None:
    typed = {name: str(value).replace(".", ",") for name, value in PROPOSED.items()}
    assert (
        client_of("hilde")
        .post("/reach/rules", data=typed | {"weak": "0,2"}, follow_redirects=False)
        .status_code
        == 303
    )
    assert held(work).thresholds == Thresholds(weak=0.2)
    wrong = client_of("hilde").post("/reach/rules", data=typed | {"bridge": "veel"})
    assert (wrong.status_code, 'value="veel"' in wrong.text) == (422, True)


def test_only_administrators_decide(client_of: Clients, nora: Viewer) -> None:
    assert client_of("nora").get("/reach/rules").status_code == 200
    assert client_of("nora").put(API, json=PROPOSED).status_code == 403
    assert client_of("nora").post("/reach/rules/city-wide", data={}).status_code == 403


def test_a_group_that_is_kept_to_the_city_has_one_cell_at_once(
    city: City, work: Work, client_of: Clients, hilde: Viewer
) -> None:
    group = city.group("people_without_papers")
    city.place("arsenaal")
    city.place("battel")

    def places() -> list[bool]:
        with work.reading(SYSTEM) as uow:
            return [one.place is None for one in reach_report(uow.session, SYSTEM, TODAY).cells]

    assert places() == [False, False]
    client = client_of("hilde")
    chosen = client.put(f"{API}/city-wide", json={"group_ids": [str(group)]})
    assert [one["is_city_wide_only"] for one in chosen.json()["groups"]] == [True]
    assert places() == [True]
    assert client.post("/reach/rules/city-wide", data={}, follow_redirects=False).status_code == 303
    assert places() == [False, False]
    unknown = client.put(f"{API}/city-wide", json={"group_ids": ["01900000-0000-7000-8000-000000000000"]})
    assert unknown.status_code == 422
    with work.reading(SYSTEM) as uow:
        kept = uow.session.get(InclusionGroup, group)
        assert kept is not None
        assert not kept.is_city_wide_only


def test_what_was_noted_before_loses_its_neighbourhood_too(
    city: City, work: Work, client_of: Clients, nora: Viewer, hilde: Viewer
) -> None:
    group, place = city.group("undocumented"), city.place()
    heard = {"theme": "housing", "text": "Geen woonst.", "heard_on": "2026-11-20"}
    planned = {"what": "Ga langs", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
    of_both = {"group_id": str(group), "neighbourhood_id": str(place)}
    signal = client_of("nora").post("/api/v1/signals", json=heard | of_both).json()["id"]
    follow_up = client_of("nora").post("/api/v1/follow-ups", json=planned | of_both).json()["id"]

    assert client_of("hilde").put(f"{API}/city-wide", json={"group_ids": [str(group)]}).status_code == 200

    for path in (f"/api/v1/signals/{signal}", f"/api/v1/follow-ups/{follow_up}"):
        kept = client_of("nora").get(path).json()
        assert (kept["group_id"], kept["neighbourhood_id"]) == (str(group), None)
    refused = client_of("nora").post("/api/v1/follow-ups", json=planned | of_both)
    assert [one["field"] for one in refused.json()["error"]["fields"]] == ["neighbourhood_id"]


def test_planned_work_of_one_neighbourhood_counts_for_the_city(
    city: City, work: Work, client_of: Clients, nora: Viewer
) -> None:
    group, place = city.group("somali", city_only=True), city.place()
    with work.reading(SYSTEM) as uow:
        cell = reach_report(uow.session, SYSTEM, TODAY).cells[0].cell
    there = OpenFollowUp(group, "Ga langs", group, "Nora", TODAY, Cell(group, place))
    assert planned_for(cell, [there]) == (there,)
