"""The command line: forms that other programs rely on, exit status and refusals."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from crm import migrate

EVENT = {
    "id": "S1",
    "title": "Buurtoverleg",
    "start": "2026-03-03T19:30",
    "end": "2026-03-03T21:30",
    "timezone": "Europe/Brussels",
    "audience": ["islam_ma", "women"],
    "format": "meeting",
}
NETWORK = {
    "as_of": "2026-06-30",
    "half_life_days": 180,
    "nodes": [{"id": "c1", "kind": "consultant"}, {"id": "a", "kind": "person"}],
    "ties": [{"a": "c1", "b": "a", "strength": 0.9, "last_contact": "2026-06-30"}],
    "members": {"deaf elders|south": ["a"]},
    "residents": {"deaf elders|south": 120},
}


def _run(
    *arguments: str, text: str = "", folder: Path | None = None, **settings: str
) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BEREIK_")}
    store = {} if folder is None else {"BEREIK_DATABASE_URL": f"sqlite:///{folder / 'bereik.db'}"}
    command = [sys.executable, "-m", "crm", *arguments]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, env=environment | store | settings, check=False
    )


def test_timing_check_answers_the_documented_example() -> None:
    done = _run("timing", "check", "-", "--json", "--today", "2026-02-20", text=json.dumps([EVENT]))
    assert (done.returncode, done.stderr) == (0, "")
    (answer,) = json.loads(done.stdout)
    (clash,) = answer["clashes"]
    assert (answer["id"], answer["level"], clash["observance"], clash["certainty"]) == (
        "S1",
        "high",
        "ramadan",
        "confirmed",
    )
    assert clash["reason_codes"] == ["iftar", "evening_prayer"]
    assert clash["sunset_at"] == "2026-03-03T18:26+01:00"
    assert sorted(clash["text"]) == ["en", "fr", "nl"]


@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        (("timing", "check", "-"), '[{"start": "2026-03-03T19:30", "audience": []}]', "entry 1"),
        (("timing", "check", "-"), '[{"start": "x", "colour": 1}]', "entry 1"),
        (("timing", "check", "-"), "{", "bereik: "),
        (("timing", "check", "nowhere.json"), "", "nowhere.json cannot be read"),
        (("timing", "check"), "", "give either FILE or --stored"),
        (("timing", "occurrences", "--from", "2027-02-30", "--to", "2027-03-01"), "", "give a date"),
        (("timing", "sun", "2027-02-23", "--lat", "99"), "", "field lat"),
        (("reach", "analyse", "-"), json.dumps({**NETWORK, "colour": 1}), "colour"),
        (("reach", "analyse", "-", "--objective", "all"), json.dumps(NETWORK), "objective"),
        (("demo", "--port", "1"), "", "No such option"),
    ],
)
def test_bad_input_exits_with_2_and_prints_nothing_on_standard_output(
    arguments: tuple[str, ...], text: str, said: str
) -> None:
    done = _run(*arguments, text=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_reach_analyse_prints_the_documented_fields() -> None:
    done = _run("reach", "analyse", "-", "--json", text=json.dumps(NETWORK))
    assert done.returncode == 0
    found = json.loads(done.stdout)
    group = found["groups"]["deaf elders|south"]
    assert (group["status"], group["chain"], group["reach"]) == ("single", ["c1", "a"], 0.9)
    assert sorted(found) == ["articulation_points", "bridges", "groups", "next", "next_bound"]


def test_reach_analyse_reads_a_folder_of_csv_files(tmp_path: Path) -> None:
    (tmp_path / "network.json").write_text('{"as_of": "2026-06-30", "half_life_days": 180}')
    (tmp_path / "nodes.csv").write_text("id,kind\nc1,consultant\na,person\n")
    (tmp_path / "ties.csv").write_text("a,b,strength,last_contact,half_life_days\nc1,a,0.9,2026-06-30,\n")
    (tmp_path / "members.csv").write_text("cell,id\ndeaf elders|south,a\n")
    (tmp_path / "residents.csv").write_text("cell,residents\ndeaf elders|south,120\n")
    done = _run("reach", "analyse", str(tmp_path), "--json")
    assert json.loads(done.stdout) == json.loads(
        _run("reach", "analyse", "-", "--json", text=json.dumps(NETWORK)).stdout
    )
    (tmp_path / "ties.csv").unlink()
    refused = _run("reach", "analyse", str(tmp_path))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "ties.csv: cannot be read" in refused.stderr


def test_tables_are_printed_without_json() -> None:
    assert "Ramadan" in _run("timing", "check", "-", text=json.dumps([EVENT])).stdout
    assert "deaf elders|south" in _run("reach", "analyse", "-", text=json.dumps(NETWORK)).stdout
    assert "2027-02-23" in _run("timing", "sun", "2027-02-23").stdout


def test_store_is_migrated_down_and_up_and_its_queue_read(empty_url: str) -> None:
    assert "Run 'bereik migrate'" in _run("queue", BEREIK_DATABASE_URL=empty_url).stderr
    assert (
        _run("migrate", BEREIK_DATABASE_URL=empty_url).stdout
        == f"The store is at revision {migrate.head()}.\n"
    )
    queue = json.loads(_run("queue", "--json", BEREIK_DATABASE_URL=empty_url).stdout)
    assert queue == {
        "counts": {"ready": 0, "queued": 0, "running": 0, "done": 0, "dead": 0},
        "oldest_due_at": None,
        "depth": [],
        "alarms": [],
        "dead": [],
        "processes": [],
    }
    assert (
        _run("migrate", "--down", "--to", "base", BEREIK_DATABASE_URL=empty_url).stdout
        == "The store is at revision base.\n"
    )


@pytest.mark.parametrize("command", ["work", "schedule"])
def test_standalone_processes_need_a_broker_outside(tmp_path: Path, command: str) -> None:
    done = _run(command, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "bereik: with the broker memory:// the server does this itself. Set BEREIK_BROKER_URL to redis://...\n"
    )


def test_port_in_use_is_one_line(tmp_path: Path) -> None:
    assert _run("migrate", folder=tmp_path).returncode == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _run("serve", "--port", str(port), folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    said = f"bereik: 127.0.0.1:{port} cannot be used: Address already in use. Choose another with --port.\n"
    assert done.stderr == said


def test_wrong_setting_is_one_line() -> None:
    done = _run("migrate", BEREIK_DATABASE_URL="mysql://x")
    assert done.returncode == 2
    assert (
        done.stderr
        == "bereik: BEREIK_DATABASE_URL is not right: it starts with sqlite:/// or postgresql://.\n"
    )


def test_demo_lists_the_2023_programme_with_one_clash_with_ramadan(empty_url: str) -> None:
    made = _run("demo", BEREIK_DATABASE_URL=empty_url)
    assert made.returncode == 0, made.stderr
    assert "nora" in made.stdout
    dates = ("--from", "2023-01-01", "--to", "2023-12-31")
    done = _run("timing", "check", "--stored", *dates, "--json", BEREIK_DATABASE_URL=empty_url)
    clashing = {
        row["start"][:10]: "ramadan" in [clash["observance"] for clash in row["clashes"]]
        for row in json.loads(done.stdout)
        if "MUST-a-Lab" in row["title"]
    }
    assert clashing == {"2023-01-17": False, "2023-03-31": True, "2023-11-16": False}
    again = _run("demo", BEREIK_DATABASE_URL=empty_url)
    assert (again.returncode, again.stdout) == (2, "")
    assert _run("demo", "--if-empty", BEREIK_DATABASE_URL=empty_url).returncode == 0


def test_openapi_is_printed_whole() -> None:
    schema = json.loads(_run("openapi").stdout)
    assert schema["info"]["title"] == "Bereik"
    assert "/api/v1/contacts" in schema["paths"]


def test_help_reads_well() -> None:
    text = _run("--help").stdout
    for command in ("serve", "work", "schedule", "migrate", "demo", "openapi", "timing", "reach", "queue"):
        assert f"\n  {command} " in text
