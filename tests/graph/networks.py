"""Small networks, written as text, and random ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from graph.network import Network, Node, NodeKind, Thresholds, Tie

TODAY = date(2026, 6, 30)
KINDS = {"c": NodeKind.CONSULTANT, "o": NodeKind.ORGANISATION, "m": NodeKind.COMMUNITY, "k": NodeKind.COUNCIL}


def kind_of(id_: str) -> NodeKind:
    """Returns the kind that the first letter of an id stands for: c, o, m, k; any other is a person."""
    return KINDS.get(id_[0], NodeKind.PERSON)


def tie(text: str) -> Tie:
    """Returns a tie from "a b strength [days ago [half-life]]"."""
    a, b, strength, *rest = text.split()
    days = int(rest[0]) if rest else 0
    half_life_days = float(rest[1]) if len(rest) > 1 else None
    return Tie(a, b, float(strength), TODAY - timedelta(days=days), half_life_days)


def network(
    *ties: str,
    members: Mapping[str, str],
    alone: str = "",
    residents: Mapping[str, float] | None = None,
    costs: Mapping[str, float] | None = None,
    budget: float | None = None,
    thresholds: Thresholds = Thresholds(),  # noqa: B008 - frozen
) -> Network:
    """Returns a network of the ties; `members` lists the openers of each cell, `alone` nodes without ties."""
    made = tuple(tie(text) for text in ties)
    ids = {end for each in made for end in (each.a, each.b)} | set(alone.split())
    ids |= {opener for openers in members.values() for opener in openers.split()}
    return Network(
        nodes=tuple(Node(id_, kind_of(id_)) for id_ in sorted(ids)),
        ties=made,
        members={cell: frozenset(openers.split()) for cell, openers in members.items()},
        as_of=TODAY,
        residents=residents or {},
        costs=costs or {},
        budget=budget,
        thresholds=thresholds,
    )


@st.composite
def networks(draw: st.DrawFn, most_ties: int = 14) -> Network:
    """Draws a network of at most seven nodes with many equal costs, perfect ties, doubled ties and dead ties."""
    ids = ["c1", "c2", "a", "b", "d", "o1", "m1"]
    pairs = [(a, b) for a in ids for b in ids if a < b]
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(pairs),
                st.sampled_from([0.0, 0.06, 0.3, 0.5, 0.7, 0.9, 1.0]),
                st.sampled_from([-20, 0, 0, 0, 90, 180, 400, 900]),
                st.sampled_from([None, None, 110.0, 365.0]),
            ),
            min_size=3,
            max_size=most_ties,
        )
    )
    ties = tuple(Tie(a, b, s, TODAY - timedelta(days=ago), half) for (a, b), s, ago, half in drawn)
    openers = st.sets(st.sampled_from(["a", "b", "d", "o1", "m1"]), max_size=4).map(frozenset)
    cells = draw(st.lists(openers, min_size=1, max_size=4))
    residents = draw(st.lists(st.integers(0, 300), min_size=len(cells), max_size=len(cells)))
    return Network(
        nodes=tuple(Node(id_, kind_of(id_)) for id_ in draw(st.permutations(ids))),
        ties=ties,
        members={f"cell {at}": members for at, members in enumerate(cells)},
        as_of=TODAY,
        residents={f"cell {at}": count for at, count in enumerate(residents)} if draw(st.booleans()) else {},
    )
