"""The network as JSON, in and out: what `bereik reach analyse` reads and prints (shared contract "Reach")."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from graph.brokers import find_brokers
from graph.columns import Columns
from graph.network import BadNetwork, Network, Node, NodeKind, Thresholds, Tie, bad_opener, bad_settings
from graph.next_contacts import NEW_STRENGTH, Objective, next_contacts
from graph.reach import CellReach, analyse_cells

__all__ = ["BadNetwork", "Settings", "analyse", "parse_network", "parse_settings", "read_network", "table"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_REQUIRED = ("as_of", "half_life_days", "nodes", "ties", "members")
_OPTIONAL = ("residents", "costs", "budget", "thresholds")
_TIE_FIELDS = ("a", "b", "strength", "last_contact")


def read_network(text: str) -> Network:
    """Returns the network that a JSON text describes. Raises `BadNetwork`, which names the entry and the field."""
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise BadNetwork(f"line {error.lineno}, column {error.colno}: is not JSON") from error
    except BadNetwork:
        raise
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise BadNetwork("network: holds a number that is too long") from error
    except RecursionError as error:
        raise BadNetwork("network: is nested too deeply") from error
    return parse_network(value)


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a network as a whole."""

    as_of: date
    half_life_days: float
    budget: float | None
    thresholds: Thresholds


def parse_settings(value: object) -> Settings:
    """Returns the settings that a parsed JSON value describes. Raises `BadNetwork`, also for an unknown field."""
    settings = _settings(_fields("network", value, ("as_of", "half_life_days"), ("budget", "thresholds")))
    for refusal in bad_settings(settings.half_life_days, settings.budget, settings.thresholds):
        raise BadNetwork(refusal)
    return settings


def parse_network(value: object) -> Network:
    """Returns the network that a parsed JSON value describes. Raises `BadNetwork`, also for an unknown field."""
    fields = _fields("network", value, _REQUIRED, _OPTIONAL)
    settings = _settings(fields)
    nodes = tuple(_node(f"nodes[{at}]", node) for at, node in enumerate(_list("nodes", fields["nodes"])))
    kinds = {node.id: node.kind for node in nodes}
    return Network(
        nodes=nodes,
        ties=tuple(_tie(f"ties[{at}]", tie) for at, tie in enumerate(_list("ties", fields["ties"]))),
        members={
            cell: _openers(f"members[{cell!r}]", openers, kinds)
            for cell, openers in _dict("members", fields["members"]).items()
        },
        as_of=settings.as_of,
        half_life_days=settings.half_life_days,
        residents=_numbers("residents", fields.get("residents", {})),
        costs=_numbers("costs", fields.get("costs", {})),
        budget=settings.budget,
        thresholds=settings.thresholds,
    )


def _settings(fields: Mapping[str, object]) -> Settings:
    budget = fields.get("budget")
    return Settings(
        as_of=_date("as_of", fields["as_of"]),
        half_life_days=_number("half_life_days", fields["half_life_days"]),
        budget=None if budget is None else _number("budget", budget),
        thresholds=_thresholds(fields.get("thresholds", {})),
    )


def analyse(
    network: Network | Columns,
    next_count: int = 5,
    objective: str = Objective.COVER,
    strength_new: float = NEW_STRENGTH,
) -> dict[str, Any]:
    """Returns the analysis as JSON values. Figures keep twelve digits. Raises `BadNetwork` for a wrong option."""
    if objective not in list(Objective):
        raise BadNetwork("objective: must be cover or soft")
    brokers = find_brokers(network.live_ties)
    following = next_contacts(
        network, count=next_count, objective=Objective(objective), strength_new=strength_new
    )
    return {
        "groups": {cell: _cell(reach) for cell, reach in analyse_cells(network).items()},
        "articulation_points": list(brokers.articulation_points),
        "bridges": [list(bridge) for bridge in brokers.bridges],
        "next": [
            {"id": pick.id, "gain": _figure(pick.gain), "cells": list(pick.cells)} for pick in following.picks
        ],
        "next_bound": None if following.bound is None else _figure(following.bound),
    }


def table(result: Mapping[str, Any], gettext: Callable[[str], str] = str) -> str:
    """Returns what `analyse` found as text: a row per cell, then the brokers and whom to contact next.

    `gettext` translates the headings and sentences; without it they are English.
    """
    head = [gettext("Cell"), gettext("Status"), gettext("Reach"), gettext("If one person leaves")]
    rows = [[*head, gettext("Ways in"), gettext("Goes cold on"), gettext("Chain")]]
    for cell, reach in result["groups"].items():
        figures = [f"{reach['reach']:.2f}", f"{reach['backup_reach']:.2f}", str(reach["independent_ways"])]
        chain = " -> ".join(reach["chain"]) or "-"
        rows.append([cell, reach["status"], *figures, reach["goes_cold_on"] or "-", chain])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows]
    points = ", ".join(result["articulation_points"]) or "-"
    bridges = ", ".join(f"{a} - {b}" for a, b in result["bridges"]) or "-"
    lines += ["", gettext("Articulation points: %(ids)s") % {"ids": points}]
    lines += [gettext("Bridges: %(ties)s") % {"ties": bridges}, ""]
    for rank, pick in enumerate(result["next"], start=1):
        named = {
            "rank": rank,
            "id": pick["id"],
            "gain": f"{pick['gain']:g}",
            "cells": ", ".join(pick["cells"]),
        }
        lines.append(gettext("%(rank)s. Contact %(id)s: gains %(gain)s (%(cells)s).") % named)
    if not result["next"]:
        lines.append(gettext("No contact gains anything."))
    elif result["next_bound"] is not None:
        share = f"{result['next_bound']:.0%}"
        lines.append(gettext("Together at least %(share)s of the best possible.") % {"share": share})
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(reach: CellReach) -> dict[str, Any]:
    return {
        "reach": _figure(reach.reach),
        "reach_undecayed": _figure(reach.reach_undecayed),
        "backup_reach": _figure(reach.backup_reach),
        "backup_reach_if_a_consultant_leaves": _figure(reach.backup_reach_if_a_consultant_leaves),
        "fragility": None if reach.fragility is None else _figure(reach.fragility),
        "independent_ways": reach.independent_ways,
        "critical_people": list(reach.critical_people),
        "critical_consultants": list(reach.critical_consultants),
        "status": str(reach.status),
        "chain": list(reach.chain),
        "reach_if_person_leaves": {id_: _figure(left) for id_, left in reach.reach_if_person_leaves.items()},
        "goes_cold_on": None if reach.goes_cold_on is None else reach.goes_cold_on.isoformat(),
    }


def _figure(value: float) -> float:
    """Returns a figure without the noise of floats: twelve digits, so the smallest reach is not rounded to none."""
    return float(f"{value:.12g}")


def _node(entry: str, value: object) -> Node:
    fields = _fields(entry, value, ("id", "kind"))
    kind = _text(f"{entry}.kind", fields["kind"])
    if kind not in list(NodeKind):
        raise BadNetwork(f"{entry}.kind: must be one of {', '.join(NodeKind)}")
    return Node(_text(f"{entry}.id", fields["id"]), NodeKind(kind))


def _tie(entry: str, value: object) -> Tie:
    fields = _fields(entry, value, _TIE_FIELDS, ("half_life_days",))
    half_life_days = fields.get("half_life_days")
    return Tie(
        a=_text(f"{entry}.a", fields["a"]),
        b=_text(f"{entry}.b", fields["b"]),
        strength=_number(f"{entry}.strength", fields["strength"], "from 0 to 1"),
        last_contact_on=_date(f"{entry}.last_contact", fields["last_contact"]),
        half_life_days=None if half_life_days is None else _number(f"{entry}.half_life_days", half_life_days),
    )


def _openers(entry: str, value: object, kinds: Mapping[str, NodeKind]) -> frozenset[str]:
    ids = [_text(f"{entry}[{at}]", opener) for at, opener in enumerate(_list(entry, value))]
    for at, opener in enumerate(ids):
        for refusal in bad_opener(f"{entry}[{at}]", opener, kinds):
            raise BadNetwork(refusal)
    return frozenset(ids)


def _thresholds(value: object) -> Thresholds:
    fields = _fields("thresholds", value, (), ("strong", "weak", "live"))
    return Thresholds(**{name: _number(f"thresholds.{name}", level) for name, level in fields.items()})


def _fields(
    entry: str, value: object, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, object]:
    fields = _dict(entry, value)
    prefix = "" if entry == "network" else f"{entry}."
    for name in required:
        if name not in fields:
            raise BadNetwork(f"{prefix}{name}: is missing")
    for name in fields:
        if name not in required and name not in optional:
            raise BadNetwork(f"{prefix}{name}: is not a known field")
    return fields


def _dict(entry: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BadNetwork(f"{entry}: must be an object")
    for name in value:
        if not _is_unicode(name):
            raise BadNetwork(f"{entry}[{name!r}]: is not text in Unicode")
    return cast("dict[str, object]", value)


def _list(entry: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadNetwork(f"{entry}: must be a list")
    return value


def _text(entry: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise BadNetwork(f"{entry}: must be a text that is not empty")
    if not _is_unicode(value):
        raise BadNetwork(f"{entry}: is not text in Unicode")
    return value


def _is_unicode(text: str) -> bool:
    """Whether a text can be written: JSON can spell half a character, which no file or screen takes.

    >>> _is_unicode("é"), _is_unicode(json.loads(r'"\\ud83d"'))
    (True, False)
    """
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _number(entry: str, value: object, range_: str = "that is finite") -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
        raise BadNetwork(f"{entry}: must be a number {range_}")
    return value


def _numbers(entry: str, value: object) -> dict[str, float]:
    return {name: _number(f"{entry}[{name!r}]", number) for name, number in _dict(entry, value).items()}


def _date(entry: str, value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadNetwork(f"{entry}: must be a date like 2026-06-30")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Returns a JSON object; a name that is given twice would silently lose one of the two."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        twice = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
        raise BadNetwork(f"{twice!r}: is given twice in one object")
    return fields


def _refuse_constant(constant: str) -> float:
    raise BadNetwork(f"{constant}: is not a number in JSON")
