"""On what a proposal rests, as a text that changes when that changes: pure.

Its two halves are hashes: of what the store says of the party (contacts, ties, reach links), and of the cells that a contact would
open, each with its status. So a decision can be kept beside a person without any group (DOMAIN rule 1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from graph.reach import Status

_HALF = 32


@dataclass(frozen=True)
class PartyFacts:
    """What the store says of a party: how many contacts, the last one, and its ties and reach links with their versions."""

    contacts: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenedCell:
    """A cell that a contact would open, and how it stands now."""

    key: str
    status: Status


def facts_seen(party_id: UUID, facts: PartyFacts) -> str:
    """The first half: other contacts, ties or reach links give another text.

    >>> one = facts_seen(UUID(int=1), PartyFacts(lines=("tie:7:1",)))
    >>> one == facts_seen(UUID(int=1), PartyFacts(lines=("tie:7:2",))), len(one)
    (False, 32)
    """
    return _hashed(party_id, [*facts.contacts, *sorted(facts.lines)])


def cells_seen(party_id: UUID, cells: Iterable[OpenedCell]) -> str:
    """The second half: other cells, or cells that stand differently, give another text."""
    return _hashed(party_id, sorted(f"{cell.key}:{cell.status.value}" for cell in cells))


def _hashed(party_id: UUID, parts: Iterable[str]) -> str:
    # With the party in it, so that two parties who open the same have nothing in common in the store.
    return sha256("\n".join([str(party_id), *parts]).encode()).hexdigest()[:_HALF]
