"""What falls away without somebody: hand-worked, and the same as leaving one out of the whole report."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from crm.insight.cells import GroupFact, PlaceFact
from crm.insight.handover.rules import Fall, falls_without
from crm.insight.rules.held import ReachRules
from crm.insight.snapshot import LineFact, NetworkRows, NodeFact, OpeningFact, network_of
from crm.parties.models import Dimension, TieKind
from graph.network import NodeKind
from graph.reach import Status, analyse_cells

TODAY = date(2026, 11, 23)
ON = date(2027, 6, 30)
RULES = ReachRules()
NORA, KARIM, SEVGI, CAFE, CIRCLE, GROUP, OTHER, PLACE = (UUID(int=number) for number in range(1, 9))
CELL = f"{GROUP}:{PLACE}"


def group(key: UUID) -> GroupFact:
    return GroupFact(key, str(key), Dimension.ORIGIN, ("n", "e", "f"))


def line(a: UUID, b: UUID, strength: float, on: date = ON) -> LineFact:
    kind = None if a in (NORA, KARIM) else TieKind.KNOWS
    return LineFact(a, b, strength, on, on, kind)


def rows(
    *lines: LineFact, openers: tuple[UUID, ...] = (SEVGI,), gone: dict[UUID, date] | None = None
) -> NetworkRows:
    kinds = {NORA: NodeKind.CONSULTANT, KARIM: NodeKind.CONSULTANT, SEVGI: NodeKind.PERSON}
    kinds |= {CAFE: NodeKind.ORGANISATION, CIRCLE: NodeKind.COMMUNITY}
    return NetworkRows(
        nodes=tuple(NodeFact(key, kind, gone_on=(gone or {}).get(key)) for key, kind in kinds.items()),
        lines=lines,
        openings=tuple(OpeningFact(holder, CIRCLE, TODAY) for holder in openers),
        groups=(group(GROUP), group(OTHER)),
        places=(PlaceFact(PLACE, "noord", "Noord"),),
        carried={CIRCLE: frozenset({GROUP})},
        presence={CIRCLE: frozenset({PLACE})},
    )


def test_only_way_in_is_lost_and_another_opener_is_to_be_met() -> None:
    """Sevgi opens; the café can open too, but nobody of us knows it: 0.9 x 2^(-0) against nothing."""
    found = falls_without(
        rows(line(NORA, SEVGI, 0.9), line(SEVGI, CAFE, 0.7), openers=(SEVGI, CAFE)), RULES, SEVGI, ON
    )
    assert found == (Fall(CELL, Status.SINGLE, Status.NOT_REACHED, str(CAFE), ()),)
    assert found[0].loses_way_in


def test_where_nobody_else_is_known_nobody_is_named() -> None:
    found = falls_without(rows(line(NORA, SEVGI, 0.9)), RULES, SEVGI, ON)
    assert found == (Fall(CELL, Status.SINGLE, Status.UNKNOWN, None, ()),)


def test_second_way_in_falls_to_one_person() -> None:
    lines = (line(NORA, SEVGI, 0.9), line(NORA, CAFE, 0.7))
    found = falls_without(rows(*lines, openers=(SEVGI, CAFE)), RULES, SEVGI, ON)
    assert [(one.before, one.after, one.loses_way_in) for one in found] == [
        (Status.REACHED, Status.SINGLE, False)
    ]


def test_backup_that_is_not_on_the_best_line_counts_too() -> None:
    """The café is the second way: without it the cell is reached through Sevgi alone."""
    lines = (line(NORA, SEVGI, 0.9), line(NORA, CAFE, 0.5))
    found = falls_without(rows(*lines, openers=(SEVGI, CAFE)), RULES, CAFE, ON)
    assert [(one.before, one.after) for one in found] == [(Status.REACHED, Status.SINGLE)]


def test_lines_have_cooled_until_the_day_itself() -> None:
    """0.9 x 2^(-549/180) = 0.109 on 30 June, a weak line; on 1 September it is 0.085, gone before anybody leaves."""
    lines = (line(NORA, SEVGI, 0.9, ON - timedelta(days=549)),)
    assert [one.before for one in falls_without(rows(*lines, openers=(SEVGI, CAFE)), RULES, SEVGI, ON)] == [
        Status.WEAK
    ]
    late = ON + timedelta(days=63)
    assert falls_without(rows(*lines, openers=(SEVGI, CAFE)), RULES, SEVGI, late) == ()


def test_colleague_who_leaves_introduces_another_to_whom_they_know() -> None:
    found = falls_without(rows(line(KARIM, SEVGI, 0.9)), RULES, KARIM, ON)
    assert found == (Fall(CELL, Status.SINGLE, Status.NOT_REACHED, str(SEVGI), ()),)


def test_whoever_leaves_before_is_in_neither_report() -> None:
    lines = (line(NORA, SEVGI, 0.9), line(KARIM, SEVGI, 0.9))
    both = rows(*lines, gone={NORA: ON - timedelta(days=1), KARIM: ON})
    assert [one.loses_way_in for one in falls_without(both, RULES, KARIM, ON)] == [True]
    assert falls_without(both, RULES, NORA, ON - timedelta(days=1)) == ()


def test_nobody_and_nothing_gives_nothing() -> None:
    assert falls_without(NetworkRows(), RULES, SEVGI, ON) == ()
    assert falls_without(rows(openers=()), RULES, SEVGI, ON) == ()


def test_only_opener_without_a_line_leaves_us_knowing_nobody() -> None:
    assert falls_without(rows(), RULES, SEVGI, ON) == (
        Fall(CELL, Status.NOT_REACHED, Status.UNKNOWN, None, ()),
    )


PAIRS = [*product((NORA, KARIM), (SEVGI, CAFE, CIRCLE)), (SEVGI, CAFE), (SEVGI, CIRCLE), (CAFE, CIRCLE)]
_RANK = {Status.UNKNOWN: 0, Status.NOT_REACHED: 1, Status.STALE: 1}
_RANK |= {Status.WEAK: 2, Status.SINGLE: 3, Status.REACHED: 4}
_SHARES = st.sampled_from((0.0, 0.0, 0.1, 0.3, 0.5, 0.7, 0.9))


@given(
    strengths=st.lists(_SHARES, min_size=len(PAIRS), max_size=len(PAIRS)),
    openers=st.sets(st.sampled_from((SEVGI, CAFE))),
    leaver=st.sampled_from((NORA, KARIM, SEVGI, CAFE)),
)
def test_cells_left_out_are_those_that_stay(strengths: list[float], openers: set[UUID], leaver: UUID) -> None:
    lines = [line(a, b, share) for (a, b), share in zip(PAIRS, strengths, strict=True) if share]
    city = rows(*lines, openers=tuple(sorted(openers)))
    without = replace(city, nodes=tuple(replace(n, gone_on=ON) if n.id == leaver else n for n in city.nodes))
    before = analyse_cells(network_of(city, ON, RULES))
    after = analyse_cells(network_of(without, ON, RULES))
    fallen = {
        key: (before[key].status, after[key].status)
        for key in before
        if _RANK[after[key].status] < _RANK[before[key].status]
    }
    found = falls_without(city, RULES, leaver, ON)
    # What was out of reach already and is now unknown matters only where the leaver opened it.
    told = {one.cell: (one.before, one.after) for one in found}
    assert told == {key: pair for key, pair in fallen.items() if pair[1] != Status.UNKNOWN or key in told}
    assert all(one[0] in (Status.NOT_REACHED, Status.STALE) for key, one in fallen.items() if key not in told)
