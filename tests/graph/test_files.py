"""Networks from a folder of CSV files: the same answers as from JSON, and refusals by file, line and field."""

import json
from pathlib import Path

import pytest

from graph.files import read_folder, read_nodes, read_ties
from graph.io import analyse, read_network
from graph.network import BadNetwork

SETTINGS = {"as_of": "2026-06-30", "half_life_days": 180, "thresholds": {"strong": 0.3}}
FILES = {
    "network.json": json.dumps(SETTINGS),
    "nodes.csv": 'id,kind\nc1,consultant\na,person\nb,person\n"o, n",organisation\né,person\n',
    "ties.csv": "a,b,strength,last_contact,half_life_days\n"
    'c1,a,0.8,2026-03-12,110\na,b,0.7,2026-06-30,\n"o, n",é,1,2026-06-30,\nb,a,0.2,2026-06-30,\n',
    "members.csv": 'cell,id\n"deaf elders, south",b\nnewcomers|north,é\nnewcomers|north,é\nyouth|north,\n',
    "residents.csv": 'cell,residents\n"deaf elders, south",120\nnewcomers|north,80\n',
    "costs.csv": "id,cost\né,2\n",
}
SAME = {
    **SETTINGS,
    "nodes": [
        {"id": "c1", "kind": "consultant"},
        {"id": "a", "kind": "person"},
        {"id": "b", "kind": "person"},
        {"id": "o, n", "kind": "organisation"},
        {"id": "é", "kind": "person"},
    ],
    "ties": [
        {"a": "c1", "b": "a", "strength": 0.8, "last_contact": "2026-03-12", "half_life_days": 110},
        {"a": "a", "b": "b", "strength": 0.7, "last_contact": "2026-06-30"},
        {"a": "o, n", "b": "é", "strength": 1, "last_contact": "2026-06-30"},
        {"a": "b", "b": "a", "strength": 0.2, "last_contact": "2026-06-30"},
    ],
    "members": {"deaf elders, south": ["b"], "newcomers|north": ["é"], "youth|north": []},
    "residents": {"deaf elders, south": 120, "newcomers|north": 80},
    "costs": {"é": 2},
}


def write(folder: Path, **changes: str | None) -> Path:
    for name, text in {**FILES, **{name.replace("_", "."): text for name, text in changes.items()}}.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_gives_the_same_answer_as_json(tmp_path: Path) -> None:
    found = analyse(read_folder(write(tmp_path)))
    assert found == analyse(read_network(json.dumps(SAME)))
    assert (found["groups"]["deaf elders, south"]["reach"], found["next"][0]["id"]) == (0.28, "a")


@pytest.mark.parametrize("at_once", [1, 3])
def test_ties_are_the_same_however_many_are_read_at_once(at_once: int) -> None:
    nodes = read_nodes([["b", "person"], ["a", "consultant"]])
    rows = [["a", "b", f"0.{number}", "2026-06-30", ""] for number in range(7)]
    found = read_ties(iter(rows), nodes, 180, at_once)
    assert found.strength.tolist() == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    assert (found.a.tolist(), found.b.tolist(), found.half_life_days.tolist()) == (
        [0] * 7,
        [1] * 7,
        [180] * 7,
    )
    with pytest.raises(BadNetwork, match=r"^ties\.csv, line 8, a: no node has this id$"):
        read_ties([*rows[:6], ["x", "b", "1", "2026-06-30", ""]], nodes, 180, at_once)


def test_residents_and_costs_may_be_missing(tmp_path: Path) -> None:
    found = read_folder(write(tmp_path, residents_csv=None, costs_csv=None))
    assert (found.cells.residents.tolist(), found.hours.tolist()) == ([1.0, 1.0, 1.0], [1.0] * 5)


def test_a_folder_with_headings_alone_is_an_empty_network(tmp_path: Path) -> None:
    empty = {name: text.splitlines()[0] + "\n" for name, text in FILES.items() if name.endswith(".csv")}
    folder = write(tmp_path, **{name.replace(".", "_"): text for name, text in empty.items()})
    assert analyse(read_folder(folder))["groups"] == {}


TIES = FILES["ties.csv"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"network_json": "{"}, "network.json: cannot be read"),
        ({"network_json": "[]"}, "network.json, network: must be an object"),
        ({"network_json": '{"half_life_days": 1}'}, "network.json, as_of: is missing"),
        (
            {"network_json": '{"as_of": "2026-06-30", "half_life_days": 0}'},
            "network.json, half_life_days: must be a number, above 0",
        ),
        ({"nodes_csv": None}, "nodes.csv: cannot be read"),
        ({"nodes_csv": ""}, "nodes.csv, line 1: must be id,kind"),
        ({"nodes_csv": "id,kind\na\n"}, "nodes.csv, line 2: must have 2 fields"),
        ({"nodes_csv": "id,kind\na,person\na,person\n"}, "nodes.csv, line 3, id: must be new and not empty"),
        (
            {"nodes_csv": "id,kind\na,cell\n"},
            "nodes.csv, line 2, kind: must be one of consultant, person, organisation, community, council",
        ),
        ({"ties_csv": TIES + "c1,a\n"}, "ties.csv, line 6: must have 5 fields"),
        ({"ties_csv": TIES + "c1,x,1,2026-06-30,\n"}, "ties.csv, line 6, b: no node has this id"),
        ({"ties_csv": TIES + "a,a,1,2026-06-30,\n"}, "ties.csv, line 6, b: a tie needs two different nodes"),
        (
            {"ties_csv": TIES + "c1,a,nan,2026-06-30,\n"},
            "ties.csv, line 6, strength: must be a number, 0 or more and at most 1",
        ),
        ({"ties_csv": TIES + "c1,a,much,2026-06-30,\n"}, "ties.csv, line 6, strength: must be a number"),
        (
            {"ties_csv": TIES + "c1,a,1,20260630,\n"},
            "ties.csv, line 6, last_contact: must be a date like 2026-06-30",
        ),
        (
            {"ties_csv": TIES + "c1,a,1,2026-06-30,inf\n"},
            "ties.csv, line 6, half_life_days: must be a number, above 0",
        ),
        ({"members_csv": "cell,id\nx,q\n"}, "members.csv, line 2, id: no node has this id"),
        ({"members_csv": "cell,id\nx,c1\n"}, "members.csv, line 2, id: a consultant cannot open a cell"),
        ({"residents_csv": "cell,residents\nx,1\n"}, "residents.csv, line 2: members.csv has no such cell"),
        (
            {"residents_csv": "cell,residents\nyouth|north,-1\n"},
            "residents.csv, line 2: must be a number, 0 or more",
        ),
        ({"costs_csv": "id,cost\na,0\n"}, "costs.csv, line 2: must be a number, above 0"),
        ({"costs_csv": "id,cost\na,few\n"}, "costs.csv, line 2: must be a number, above 0"),
    ],
)
def test_bad_files_are_refused_by_file_line_and_field(
    tmp_path: Path, changes: dict[str, str | None], refusal: str
) -> None:
    with pytest.raises(BadNetwork) as refused:
        read_folder(write(tmp_path, **changes))
    assert str(refused.value) == refusal


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    (write(tmp_path) / "nodes.csv").write_bytes(b"id,kind\n\xff,person\n")
    with pytest.raises(BadNetwork, match=r"^nodes\.csv: cannot be read$"):
        read_folder(tmp_path)
