"""Reach: a city, a region and, when asked for, a nation; ours beside NetworkX, igraph and rustworkx.

Each task runs in a process of its own, so that its memory is its own too: the highest that the process ever took, above
that of a bare interpreter. Times are seconds of the processor, the least of some runs. Before a figure is printed, all
engines that did a task have given the same answer. `python -m tests.benchmarks.reach nation` measures a nation.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from graph.chains import chains_from
from graph.columns import Columns
from graph.files import TIES, read_folder, read_ties
from graph.network import Network
from graph.next_contacts import next_contacts
from graph.reach import analyse_cells
from tests.benchmarks import reach_networks
from tests.benchmarks.measuring import Row, print_table, row_of
from tests.benchmarks.reach_engines import TASKS, our_fragility, prepared_ties
from tests.servers.postgres import Postgres

CITY, TOWN, REGION, NATION = 5_000, 50_000, 200_000, 1_000_000
ENGINES = ("ours", "NetworkX", "igraph", "rustworkx")
RUNS = 5
Answer = dict[str, Any]


def measure_reach(store: Path) -> list[Row]:
    """The rows of the city and the region, and of ours beside the others; `store` names a folder to work in."""
    with tempfile.TemporaryDirectory(prefix="reach-", dir=store.parent) as folder:
        return [*_city(), *_beside_others(), *_region(Path(folder))]


def measure_nation(folder: Path) -> list[Row]:
    """The rows of a nation: the nightly task, and reading it from files and from PostgreSQL."""
    found = _in_child("scale", NATION)
    nightly = found["reach"] + found["next contacts"]
    return [
        _row("nation: ties to arrays", math.inf, found["arrays"], "s"),
        _row("nation: reach and next contacts", 30, nightly, "s"),
        _row("nation: memory of that", 4000, found["memory_mb"], "MB"),
        *_reading("nation", NATION, folder),
    ]


def _city() -> Iterator[Row]:
    found = _in_child("report", CITY)
    yield _row("city: statuses, fragility, next contacts", 2, found["first"], "s")
    yield _row("city: the same after one contact more", 1, found["again"], "s")
    yield _row("city: memory of that", 250, found["memory_mb"], "MB")


def _region(folder: Path) -> Iterator[Row]:
    found = _in_child("scale", REGION)
    yield _row("region: ties to arrays", math.inf, found["arrays"], "s")
    yield _row("region: reach", 1, found["reach"], "s")
    yield _row("region: next contacts", 5, found["next contacts"], "s")
    yield _row("region: fragility of every cell", 30, found["fragility"], "s")
    yield _row("region: memory of that", 1500, found["memory_mb"], "MB")
    yield from _reading("region", REGION, folder)


def _reading(what: str, size: int, folder: Path) -> Iterator[Row]:
    _write_folder(reach_networks.columns(size), folder)
    for source, name in (("files", "from CSV files"), ("postgres", "ties alone, from PostgreSQL")):
        found = _in_child(source, size, str(folder))
        yield _row(f"{what}: read {name}", math.inf, found["read"], "s")


def _beside_others() -> Iterator[Row]:
    """Ours against goals in their times; the others as they are. The slowest are asked for a city alone."""
    wanted = (
        ("reach", CITY, ENGINES),
        ("reach", TOWN, ENGINES),
        ("reach", REGION, ENGINES),
        ("next contacts", CITY, ENGINES),
        ("next contacts", TOWN, ENGINES[:2]),
        ("next contacts", REGION, ENGINES[:2]),
        ("fragility", CITY, ENGINES[:3]),
        ("brokers", TOWN, ENGINES),
    )
    for task, size, engines in wanted:
        found = {engine: _in_child("task", size, task, engine) for engine in engines}
        for engine in engines[1:]:
            _check_same(task, size, engine, found["ours"]["answer"], found[engine]["answer"])
        yield from _compared(task, size, {engine: one["spent"] * 1000 for engine, one in found.items()})


def _compared(task: str, size: int, spent: dict[str, float]) -> Iterator[Row]:
    what, ours = f"{task}, {size:,} nodes", spent["ours"]
    fastest = min(time_ for engine, time_ in spent.items() if engine != "ours")
    goal = fastest * 1.5 if task in ("reach", "next contacts") else math.inf
    ratio = spent["NetworkX"] / ours
    yield _row(
        f"{what}: ours (at most 1.5 times the fastest)" if goal < math.inf else f"{what}: ours", goal, ours
    )
    if (task, size) == ("reach", TOWN):
        yield _row(f"{what}: ours (NetworkX / 30)", spent["NetworkX"] / 30, ours)
    for engine, time_ in spent.items():
        if engine != "ours":
            note = f" ({ratio:.0f} times ours)" if engine == "NetworkX" else ""
            yield _row(f"{what}: {engine}{note}", math.inf, time_)


def _row(what: str, goal: float, value: float, unit: str = "ms") -> Row:
    return row_of(what, goal, [value], unit)


def _check_same(task: str, size: int, engine: str, ours: Sequence[float], theirs: Sequence[float]) -> None:
    same = len(ours) == len(theirs) and np.allclose(ours, theirs, rtol=0, atol=1e-5)
    if not same:
        raise SystemExit(f"{task}, {size} nodes: {engine} gives another answer than ours")


def _in_child(*arguments: object) -> Answer:
    """Runs one task in a process of its own; what it answers, with the memory above that of a bare interpreter."""
    bare = "print(next(x.split()[1] for x in open('/proc/self/status') if x.startswith('VmHWM')))"
    least = subprocess.run([sys.executable, "-c", bare], capture_output=True, text=True, check=True)
    with tempfile.NamedTemporaryFile("r", suffix=".json") as file:
        words = [str(argument) for argument in arguments]
        subprocess.run([sys.executable, "-m", __spec__.name, "child", file.name, *words], check=True)
        found: Answer = json.load(file)
    found["memory_mb"] = (found["memory_kb"] - int(least.stdout)) / 1024
    return found


# In the child.


def _spent(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def _task(size: int, task: str, engine: str) -> Answer:
    wanted, made = TASKS[task][engine], reach_networks.columns(size)
    prepared = wanted.prepare(made)
    best, found = math.inf, None
    for _ in range(RUNS):
        started = time.process_time()
        found = wanted.run(made, prepared)
        best = min(best, time.process_time() - started)
        if best > 1:
            break
    return {"spent": best, "answer": [float(number) for number in wanted.answer(made, found)]}


def _report(size: int) -> Answer:
    network = reach_networks.network(reach_networks.columns(size))
    first = _spent(lambda: _whole_report(network))
    newest = dataclasses.replace(network.ties[0], last_contact_on=network.as_of)
    return {"first": first, "again": _spent(lambda: _whole_report(_with(network, newest)))}


def _with(network: Network, tie: Any) -> Network:
    return dataclasses.replace(network, ties=(*network.ties[1:], tie))


def _whole_report(network: Network) -> None:
    analyse_cells(network)
    next_contacts(network)


def _scale(size: int) -> Answer:
    made = reach_networks.columns(size)
    found = {"arrays": _spent(lambda: prepared_ties(made))}
    ties, staff = made.live_ties, made.nodes.is_consultant
    found["reach"] = _spent(lambda: chains_from(ties, staff).reach_of_cells(made.cells))
    found["next contacts"] = _spent(lambda: next_contacts(made))
    if size < NATION:
        found["fragility"] = _spent(lambda: our_fragility(made, ties))
    return found


def _files(size: int, folder: str) -> Answer:
    return {"read": _spent(lambda: read_folder(Path(folder)))}


def _postgres(size: int, folder: str) -> Answer:
    """The ties alone, out of a table through COPY: the time of this process, while the server works beside it."""
    import psycopg

    nodes = read_folder(Path(folder)).nodes
    with Postgres() as server, psycopg.connect(f"{server.url}/postgres") as connection:
        connection.execute(
            "CREATE TABLE tie (a text, b text, strength float8, last_contact date, half_life float8)"
        )
        cursor = connection.cursor()
        with (
            (Path(folder) / "ties.csv").open("rb") as lines,
            cursor.copy("COPY tie FROM STDIN (FORMAT csv, HEADER)") as copy_in,
        ):
            while part := lines.read(1 << 20):
                copy_in.write(part)
        started = time.process_time()
        with cursor.copy("COPY tie TO STDOUT (FORMAT csv)") as copy_out:
            ties = read_ties(csv.reader(_lines(copy_out)), nodes, 180)
        spent = time.process_time() - started
    assert len(ties.a) == size * reach_networks.TIES_PER_NODE
    return {"read": spent}


def _lines(parts: Any) -> Iterator[str]:
    for part in parts:
        yield from bytes(part).decode().splitlines()


def _write_folder(made: Columns, folder: Path) -> None:
    ids, ties, cells = made.nodes.ids, made.ties, made.cells
    settings = {"as_of": made.as_of.isoformat(), "half_life_days": 180}
    (folder / "network.json").write_text(json.dumps(settings))
    kinds = ["consultant" if is_one else "person" for is_one in made.nodes.is_consultant.tolist()]
    _write(folder / "nodes.csv", ("id", "kind"), zip(ids, kinds, strict=True))
    days = {day: date.fromordinal(day).isoformat() for day in np.unique(ties.last_contact).tolist()}
    columns = (ties.a, ties.b, ties.strength, ties.last_contact, ties.half_life_days)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    _write(folder / "ties.csv", TIES, ((ids[a], ids[b], s, days[day], half) for a, b, s, day, half in rows))
    openers = (
        (name, ids[place]) for at, name in enumerate(cells.names) for place in cells.openers_of(at).tolist()
    )
    _write(folder / "members.csv", ("cell", "id"), openers)


def _write(file: Path, fields: Sequence[str], rows: Any) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(fields)
        writer.writerows(rows)


CHILD: dict[str, Callable[..., Answer]] = {
    "task": _task,
    "report": _report,
    "scale": _scale,
    "files": _files,
    "postgres": _postgres,
}


def main(arguments: Sequence[str]) -> None:
    """Prints the table of this part alone; as a child, writes down what one task took."""
    if arguments[:1] == ["child"]:
        file, task, size, *rest = arguments[1:]
        found = CHILD[task](int(size), *rest)
        status = Path("/proc/self/status").read_text()
        found["memory_kb"] = int(next(line.split()[1] for line in status.splitlines() if "VmHWM" in line))
        Path(file).write_text(json.dumps(found))
        return
    with tempfile.TemporaryDirectory(prefix="bereik-bench-") as name:
        measure = measure_nation if "nation" in arguments else measure_reach
        print_table(measure(Path(name) / "store.db" if measure is measure_reach else Path(name)))


if __name__ == "__main__":
    main(sys.argv[1:])
