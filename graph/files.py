"""Networks of a region or a nation, read from a folder of CSV files straight into columns: no Python object per tie stays.

    network.json    as_of, half_life_days and, if wanted, budget and thresholds, as in the JSON of `reach analyse`
    nodes.csv       id,kind
    ties.csv        a,b,strength,last_contact,half_life_days   (the last may be empty)
    members.csv     cell,id                                    (an empty id: a cell that nobody can open)
    residents.csv   cell,residents                             (may be missing)
    costs.csv       id,cost                                    (may be missing)

Every file begins with the line of its field names, in that order. What is wrong is refused by file, line and field.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

from graph.arrays import Nodes
from graph.columns import Columns, TieColumns, cells_of
from graph.io import Settings, parse_settings
from graph.ties import BadNetwork, NodeKind

AT_ONCE = 2_000
"""How many lines are held as text at a time: more of them would leave the processor's cache."""

Row = list[str]
TIES = ("a", "b", "strength", "last_contact", "half_life_days")


def read_folder(folder: Path) -> Columns:
    """Returns the network that the files of a folder describe. Raises `BadNetwork`, which names file, line and field.

    O(nodes log nodes + ties); the memory of the answer is some 30 bytes a tie.
    """
    settings = _read_settings(folder / "network.json")
    with _rows(folder, "nodes.csv", ("id", "kind")) as rows:
        nodes = read_nodes(rows)
    with _rows(folder, "ties.csv", TIES) as rows:
        ties = read_ties(rows, nodes, settings.half_life_days)
    with _rows(folder, "members.csv", ("cell", "id")) as rows:
        members = _read_members(rows, nodes)
    residents: dict[str, float] = {}
    if (folder / "residents.csv").exists():
        with _rows(folder, "residents.csv", ("cell", "residents")) as rows:
            residents = _read_figures("residents.csv", rows, members, "members.csv has no such cell")
    costs: dict[str, float] = {}
    if (folder / "costs.csv").exists():
        with _rows(folder, "costs.csv", ("id", "cost")) as rows:
            costs = _read_figures(
                "costs.csv", rows, nodes.place_of, "no node has this id", least=math.ulp(0.0)
            )
    hours = np.ones(len(nodes.ids))
    for id_, cost in costs.items():
        hours[nodes.place_of[id_]] = cost
    cells = cells_of(nodes, {cell: frozenset(ids) for cell, ids in members.items()}, residents)
    return Columns(nodes, ties, cells, settings.as_of, hours, settings.thresholds, settings.budget)


def _read_settings(file: Path) -> Settings:
    try:
        return parse_settings(json.loads(file.read_text(encoding="utf-8")))
    except BadNetwork as error:
        raise BadNetwork(f"{file.name}, {error}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise BadNetwork(f"{file.name}: cannot be read") from error


def read_nodes(rows: Iterable[Row]) -> Nodes:
    """Returns the nodes of `id, kind` rows, in the order of their ids."""
    kinds: dict[str, NodeKind] = {}
    known = {kind.value: kind for kind in NodeKind}
    for line, row in enumerate(rows, start=2):
        id_, kind = _fields("nodes.csv", line, row, 2)
        if not id_ or id_ in kinds:
            raise BadNetwork(f"nodes.csv, line {line}, id: must be new and not empty")
        if kind not in known:
            raise BadNetwork(f"nodes.csv, line {line}, kind: must be one of {', '.join(NodeKind)}")
        kinds[id_] = known[kind]
    ids = sorted(kinds)
    return Nodes(ids, np.array([kinds[id_] is NodeKind.CONSULTANT for id_ in ids], dtype=bool))


def read_ties(rows: Iterable[Row], nodes: Nodes, half_life_days: float, at_once: int = AT_ONCE) -> TieColumns:
    """Returns the ties of rows of text in the order of `TIES`: from a CSV file, or from a COPY of PostgreSQL."""
    reader = _TieReader(nodes, half_life_days)
    parts: list[TieColumns] = []
    lines = iter(rows)
    while batch := list(islice(lines, at_once)):
        parts.append(reader.read(batch))
    return TieColumns(
        *(
            np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])
            for name, kind in _KINDS.items()
        )
    )


_KINDS = {
    "a": np.int32,
    "b": np.int32,
    "strength": np.float64,
    "last_contact": np.int32,
    "half_life_days": np.float64,
}


@dataclass
class _TieReader:
    """Reads a batch of rows at a time; a refusal counts lines over all batches."""

    nodes: Nodes
    half_life_days: float
    line: int = 2

    def __post_init__(self) -> None:
        self._days = _Days()

    def read(self, batch: list[Row]) -> TieColumns:
        """Returns the columns of a batch."""
        if set(map(len, batch)) != {len(TIES)}:
            for at, row in enumerate(batch):
                _fields("ties.csv", self.line + at, row, len(TIES))
        a, b, strength, day, half_life = zip(*batch, strict=True)
        place_of, default = self.nodes.place_of, self.half_life_days
        found = TieColumns(
            a=np.array(self._each("a", place_of.__getitem__, a), dtype=np.int32),
            b=np.array(self._each("b", place_of.__getitem__, b), dtype=np.int32),
            strength=np.array(self._each("strength", float, strength), dtype=np.float64),
            last_contact=np.array(self._each("last_contact", self._days.__getitem__, day), dtype=np.int32),
            half_life_days=np.array(
                self._each("half_life_days", lambda text: float(text) if text else default, half_life)
            ),
        )
        self._check("b", found.a == found.b, "a tie needs two different nodes")
        self._check(
            "strength",
            ~((found.strength >= 0) & (found.strength <= 1)),
            "must be a number, 0 or more and at most 1",
        )
        lasting = (found.half_life_days > 0) & (found.half_life_days < np.inf)
        self._check("half_life_days", ~lasting, "must be a number, above 0")
        self.line += len(batch)
        return found

    def _each(self, field: str, value_of: Callable[[str], float], texts: tuple[str, ...]) -> list[float]:
        """Returns the value of each text; the first that has none is refused."""
        try:
            return list(map(value_of, texts))
        except (KeyError, ValueError):
            for at, text in enumerate(texts):
                try:
                    value_of(text)
                except KeyError:
                    raise self._refusal(field, at, "no node has this id") from None
                except ValueError:
                    what = "a date like 2026-06-30" if field == "last_contact" else "a number"
                    raise self._refusal(field, at, f"must be {what}") from None
            raise

    def _check(self, field: str, is_bad: np.ndarray[tuple[int], np.dtype[np.bool_]], why: str) -> None:
        if is_bad.any():
            raise self._refusal(field, int(np.argmax(is_bad)), why)

    def _refusal(self, field: str, at: int, why: str) -> BadNetwork:
        return BadNetwork(f"ties.csv, line {self.line + at}, {field}: {why}")


class _Days(dict[str, int]):
    """The ordinal of each date as text, worked out once: a nation's ties have a few thousand dates."""

    def __missing__(self, text: str) -> int:
        if len(text) != len("2026-06-30"):
            raise ValueError(text)
        self[text] = day = date.fromisoformat(text).toordinal()
        return day


def _read_members(rows: Iterable[Row], nodes: Nodes) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for line, row in enumerate(rows, start=2):
        cell, id_ = _fields("members.csv", line, row, 2)
        openers = members.setdefault(cell, set())
        if not id_:
            continue
        if id_ not in nodes.place_of:
            raise BadNetwork(f"members.csv, line {line}, id: no node has this id")
        if nodes.is_consultant[nodes.place_of[id_]]:
            raise BadNetwork(f"members.csv, line {line}, id: a consultant cannot open a cell")
        openers.add(id_)
    return members


def _read_figures(
    file: str, rows: Iterable[Row], known: Iterable[str], unknown: str, least: float = 0.0
) -> dict[str, float]:
    names = frozenset(known)
    figures: dict[str, float] = {}
    for line, row in enumerate(rows, start=2):
        name, text = _fields(file, line, row, 2)
        if name not in names:
            raise BadNetwork(f"{file}, line {line}: {unknown}")
        try:
            figures[name] = float(text)
        except ValueError:
            figures[name] = math.nan
        if not least <= figures[name] < math.inf:
            raise BadNetwork(f"{file}, line {line}: must be a number, {'above 0' if least else '0 or more'}")
    return figures


def _fields(file: str, line: int, row: Row, count: int) -> Row:
    if len(row) != count:
        raise BadNetwork(f"{file}, line {line}: must have {count} fields")
    return row


@contextmanager
def _rows(folder: Path, file: str, fields: tuple[str, ...]) -> Iterator[Iterator[Row]]:
    """Yields the rows of a file after the line of its field names."""
    try:
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            if tuple(next(rows, ())) != fields:
                raise BadNetwork(f"{file}, line 1: must be {','.join(fields)}")
            yield rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadNetwork(f"{file}: cannot be read") from error
