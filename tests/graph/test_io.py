"""The network as JSON: the contract of `bereik reach analyse`, and what it refuses."""

import json
import subprocess
import sys
from typing import Any

import pytest

from graph.io import BadNetwork, analyse, parse_network, read_network, table

CONTRACT: dict[str, Any] = {
    "as_of": "2026-06-30",
    "half_life_days": 180,
    "nodes": [
        {"id": "c1", "kind": "consultant"},
        {"id": "a", "kind": "person"},
        {"id": "b", "kind": "person"},
        {"id": "o", "kind": "organisation"},
    ],
    "ties": [
        {"a": "c1", "b": "a", "strength": 0.8, "last_contact": "2026-03-12", "half_life_days": 110},
        {"a": "a", "b": "b", "strength": 0.7, "last_contact": "2026-06-30"},
    ],
    "members": {"deaf elders|south": ["b"], "newcomers|north": ["o"], "youth|north": []},
    "residents": {"deaf elders|south": 120, "newcomers|north": 80},
    "costs": {"o": 2},
    "thresholds": {"strong": 0.25, "weak": 0.1, "live": 0.05},
}


def changed(**fields: Any) -> dict[str, Any]:
    return CONTRACT | fields


def test_analyse_answers_in_the_shape_of_the_contract() -> None:
    unreached: dict[str, Any] = {
        "reach": 0.0,
        "reach_undecayed": 0.0,
        "backup_reach": 0.0,
        "backup_reach_if_a_consultant_leaves": 0.0,
        "fragility": None,
        "independent_ways": 0,
        "critical_people": [],
        "critical_consultants": [],
        "chain": [],
        "reach_if_person_leaves": {},
        "goes_cold_on": None,
    }
    assert analyse(read_network(json.dumps(CONTRACT))) == {
        "groups": {
            "deaf elders|south": {
                "reach": 0.28,
                "reach_undecayed": 0.56,
                "backup_reach": 0.0,
                "backup_reach_if_a_consultant_leaves": 0.0,
                "fragility": 1.0,
                "independent_ways": 1,
                "critical_people": ["a", "b"],
                "critical_consultants": ["c1"],
                "status": "single",
                "chain": ["c1", "a", "b"],
                "reach_if_person_leaves": {"a": 0.0, "b": 0.0},
                # 0.28 x 2^-(d/110 + d/180) is below 0.1 after 101.4 days.
                "goes_cold_on": "2026-10-10",
            },
            "newcomers|north": {"status": "not_reached", **unreached},
            "youth|north": {"status": "unknown", **unreached},
        },
        "articulation_points": ["a"],
        "bridges": [["a", "b"], ["a", "c1"]],
        "next": [{"id": "o", "gain": 80.0, "cells": ["newcomers|north"]}],
        "next_bound": 1.0,
    }


def test_the_answer_is_json_and_does_not_depend_on_the_order_of_the_input() -> None:
    turned = changed(nodes=CONTRACT["nodes"][::-1], ties=CONTRACT["ties"][::-1])
    turned["members"] = dict(reversed(CONTRACT["members"].items()))
    answer = json.dumps(analyse(parse_network(CONTRACT)))
    assert json.dumps(analyse(parse_network(turned))) == answer


def test_only_the_required_fields_are_enough() -> None:
    small = {name: CONTRACT[name] for name in ("as_of", "half_life_days", "nodes", "ties", "members")}
    assert analyse(parse_network(small))["next"] == [{"id": "o", "gain": 1.0, "cells": ["newcomers|north"]}]


def test_a_budget_takes_the_bound_away_and_one_that_is_null_does_not() -> None:
    assert analyse(parse_network(changed(budget=2)))["next_bound"] is None
    assert analyse(parse_network(changed(budget=1)))["next"] == []
    assert analyse(parse_network(changed(budget=None)))["next_bound"] == 1.0


def test_options_of_next_reach_the_answer() -> None:
    net = parse_network(CONTRACT)
    assert analyse(net, next_count=0)["next"] == []
    # a: 120 x (0.8 x 0.7 - 0.28), as its old tie is stronger than 0.5; o: 80 x 0.5 for two hours; b adds nothing after a.
    soft = analyse(net, objective="soft", strength_new=0.5)["next"]
    assert [(pick["id"], pick["gain"]) for pick in soft] == [("a", 33.6), ("o", 40.0)]


def test_an_unknown_objective_is_refused() -> None:
    with pytest.raises(BadNetwork, match=r"^objective: must be cover or soft$"):
        analyse(parse_network(CONTRACT), objective="best")


TIE = CONTRACT["ties"][0]
NODES = CONTRACT["nodes"]
RANGE = "must be a number, 0 or more and at most 1"
BAD = [
    ([], "network: must be an object"),
    (changed(surprise=1), "surprise: is not a known field"),
    ({name: value for name, value in CONTRACT.items() if name != "as_of"}, "as_of: is missing"),
    ({name: value for name, value in CONTRACT.items() if name != "members"}, "members: is missing"),
    (changed(as_of="30-06-2026"), "as_of: must be a date like 2026-06-30"),
    (changed(as_of="2026-02-30"), "as_of: must be a date like 2026-06-30"),
    (changed(as_of="20260630"), "as_of: must be a date like 2026-06-30"),
    (changed(half_life_days="180"), "half_life_days: must be a number that is finite"),
    (changed(half_life_days=0), "half_life_days: must be a number, above 0"),
    (changed(nodes={}), "nodes: must be a list"),
    (changed(nodes=["c1"]), "nodes[0]: must be an object"),
    (changed(nodes=[*NODES, {"id": "x"}]), "nodes[4].kind: is missing"),
    (
        changed(nodes=[*NODES, {"id": "x", "kind": "cell"}]),
        "nodes[4].kind: must be one of consultant, person, organisation, community, council",
    ),
    (
        changed(nodes=[*NODES, {"id": 3, "kind": "person"}]),
        "nodes[4].id: must be a text that is not empty",
    ),
    (changed(nodes=[*NODES, NODES[0]]), "nodes[4].id: an earlier node has the same id"),
    (changed(nodes=[*NODES, NODES[0] | {"name": "An"}]), "nodes[4].name: is not a known field"),
    (changed(ties=[TIE, TIE | {"strength": 1.5}]), f"ties[1].strength: {RANGE}"),
    (changed(ties=[TIE, TIE | {"strength": -1}]), f"ties[1].strength: {RANGE}"),
    (changed(ties=[TIE | {"strength": True}]), "ties[0].strength: must be a number from 0 to 1"),
    (changed(ties=[TIE | {"strength": "0.9"}]), "ties[0].strength: must be a number from 0 to 1"),
    (changed(ties=[TIE | {"strength": None}]), "ties[0].strength: must be a number from 0 to 1"),
    (changed(ties=[TIE | {"strength": 10**400}]), "ties[0].strength: must be a number from 0 to 1"),
    (changed(ties=[TIE | {"strength": float("nan")}]), f"ties[0].strength: {RANGE}"),
    (changed(ties=[TIE | {"last_contact": None}]), "ties[0].last_contact: must be a date like 2026-06-30"),
    (changed(ties=[{"a": "c1", "b": "a", "strength": 1}]), "ties[0].last_contact: is missing"),
    (changed(ties=[TIE | {"kind": "knows"}]), "ties[0].kind: is not a known field"),
    (changed(ties=[TIE | {"a": "\ud800"}]), "ties[0].a: is not text in Unicode"),
    (changed(members={"\udfff": []}), "members['\\udfff']: is not text in Unicode"),
    (changed(ties=[TIE, TIE | {"b": "x"}]), "ties[1].b: no node has this id"),
    (changed(ties=[TIE | {"b": "c1"}]), "ties[0].b: a tie needs two different nodes"),
    (changed(ties=[TIE | {"half_life_days": -1}]), "ties[0].half_life_days: must be a number, above 0"),
    (changed(members={"x": "b"}), "members['x']: must be a list"),
    (changed(members={"x": ["b", "q"]}), "members['x'][1]: no node has this id"),
    (changed(members={"x": ["b", "c1"]}), "members['x'][1]: a consultant cannot open a cell"),
    (changed(members={"x": [["b"]]}), "members['x'][0]: must be a text that is not empty"),
    (changed(residents={"x": 3}), "residents['x']: members has no such cell"),
    (changed(residents={"youth|north": -3}), "residents['youth|north']: must be a number, 0 or more"),
    (changed(costs={"q": 3}), "costs['q']: no node has this id"),
    (changed(costs={"a": 0}), "costs['a']: must be a number, above 0"),
    (changed(budget=-1), "budget: must be a number, 0 or more"),
    (changed(thresholds={"strong": 2}), f"thresholds.strong: {RANGE}"),
    (changed(thresholds={"warm": 0.2}), "thresholds.warm: is not a known field"),
]


@pytest.mark.parametrize(("value", "refusal"), BAD, ids=[refusal for _, refusal in BAD])
def test_bad_input_is_refused_by_entry_and_field(value: object, refusal: str) -> None:
    parse_network(CONTRACT)
    with pytest.raises(BadNetwork) as refused:
        parse_network(value)
    assert str(refused.value) == refusal


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "line 1, column 1: is not JSON"),
        ('{"nodes": [],\n oops}', "line 2, column 2: is not JSON"),
        ('{"half_life_days": NaN}', "NaN: is not a number in JSON"),
        ('{"members": {"x": [], "x": []}}', "'x': is given twice in one object"),
        ("[" * 100_000, "network: is nested too deeply"),
        ('{"a":' * 100_000, "network: is nested too deeply"),
        ('{"half_life_days": ' + "9" * 5000 + "}", "network: holds a number that is too long"),
        ('{"\\ud800": 1}', "network['\\ud800']: is not text in Unicode"),
    ],
)
def test_text_that_is_not_a_network_is_refused(text: str, refusal: str) -> None:
    with pytest.raises(BadNetwork) as refused:
        read_network(text)
    assert str(refused.value) == refusal


@pytest.mark.parametrize("objective", ["cover", "soft"])
def test_networks_with_nothing_in_them_have_a_defined_answer(objective: str) -> None:
    nothing = {"articulation_points": [], "bridges": [], "next": [], "next_bound": 1.0}
    empty = changed(nodes=[], ties=[], members={}, residents={}, costs={})
    assert analyse(parse_network(empty), objective=objective) == {"groups": {}, **nothing}
    lone = changed(nodes=[], ties=[], members={"x": []}, residents={}, costs={})
    assert analyse(parse_network(lone), objective=objective)["groups"]["x"]["status"] == "unknown"
    leaderless = changed(nodes=NODES[1:], ties=CONTRACT["ties"][1:])
    found = analyse(parse_network(leaderless), objective=objective)
    assert {cell: reach["status"] for cell, reach in found["groups"].items()} == {
        "deaf elders|south": "not_reached",
        "newcomers|north": "not_reached",
        "youth|north": "unknown",
    }
    assert (found["next"], found["next_bound"]) == ([], 1.0)


def test_extreme_numbers_have_a_defined_answer() -> None:
    # The first date there is, the last, a half-life next to nothing and one next to for ever, no thresholds at all.
    old = changed(
        as_of="9999-12-31",
        half_life_days=1e-320,
        ties=[
            {"a": "c1", "b": "a", "strength": 1e-300, "last_contact": "0001-01-01", "half_life_days": 1e300},
            {"a": "c1", "b": "b", "strength": 1, "last_contact": "0001-01-01"},
        ],
        members={"x": ["a"], "y": ["b"]},
        residents={},
        thresholds={"strong": 0, "weak": 0, "live": 0},
    )
    groups = analyse(parse_network(old))["groups"]
    assert (groups["x"]["reach"], groups["x"]["status"], groups["x"]["goes_cold_on"]) == (
        1e-300,
        "reached",
        None,
    )
    assert (groups["y"]["reach"], groups["y"]["reach_undecayed"], groups["y"]["chain"]) == (0.0, 1.0, [])


def test_table_shows_a_row_per_cell_then_brokers_and_next_contacts() -> None:
    assert table(analyse(parse_network(CONTRACT))) == (
        "Cell               Status       Reach  If one person leaves  Ways in  Goes cold on  Chain\n"
        "deaf elders|south  single       0.28   0.00                  1        2026-10-10    c1 -> a -> b\n"
        "newcomers|north    not_reached  0.00   0.00                  0        -             -\n"
        "youth|north        unknown      0.00   0.00                  0        -             -\n"
        "\n"
        "Articulation points: a\n"
        "Bridges: a - b, a - c1\n"
        "\n"
        "1. Contact o: gains 80 (newcomers|north).\n"
        "Together at least 100% of the best possible.\n"
    )


def test_table_says_when_there_is_nothing_to_gain_and_speaks_the_readers_language() -> None:
    result = analyse(parse_network(changed(members={}, residents={})))
    assert table(result).endswith("\n\nNo contact gains anything.\n")
    assert table(result, lambda text: f"<{text}>").endswith("\n\n<No contact gains anything.>\n")


def test_an_analysis_does_not_load_the_heavy_libraries() -> None:
    # Statistics, solvers, tables and plots would cost every process that shows a report tens of megabytes.
    program = (
        "import sys; from graph.io import analyse, read_network;"
        "analyse(read_network(sys.stdin.read()), objective='soft');"
        "heavy = {'scipy.stats', 'scipy.optimize', 'pandas', 'matplotlib', 'igraph'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(CONTRACT), capture_output=True, text=True
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")
