"""*Zelf gehoord*: when a group itself last spoke. Never merged with whether we know a way in (DOMAIN rule 3): pure.

A voice is a contact or a signal of which somebody said that the group itself was heard. A chain to a
representative is a way in, not a voice: what persons say for others does not count here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crm.insight.cells import Cell, cells_of
from crm.insight.snapshot import NetworkRows


@dataclass(frozen=True, slots=True)
class PartyVoice:
    """A party was at a contact in which the group itself spoke; `place_id` is where, if that was noted."""

    party_id: UUID
    place_id: UUID | None
    heard_on: date


@dataclass(frozen=True, slots=True)
class GroupVoice:
    """A signal of the group itself; without a place it is the group's wherever it lives."""

    group_id: UUID
    place_id: UUID | None
    heard_on: date


@dataclass(frozen=True)
class Voices:
    """The newest of each kind, party or group, and place."""

    parties: tuple[PartyVoice, ...] = ()
    groups: tuple[GroupVoice, ...] = ()


def heard_on(rows: NetworkRows, voices: Voices) -> dict[str, date]:
    """Returns the newest date on which each cell's group itself spoke; a cell that never did is missing.

    A contact counts where it took place; without a place, where the organisation or community works.
    """
    newest: dict[str, date] = {}
    city_wide = {node.id for node in rows.nodes if node.is_city_wide}
    by_group: dict[UUID, list[GroupVoice]] = {}
    for voice in (*_said_by_carriers(voices.parties, rows.carried, rows.presence, city_wide), *voices.groups):
        by_group.setdefault(voice.group_id, []).append(voice)
    for cell in cells_of(rows.groups, rows.places):
        dates = [voice.heard_on for voice in by_group.get(cell.group_id, ()) if _counts_in(voice, cell)]
        if dates:
            newest[cell.key] = max(dates)
    return newest


def _said_by_carriers(
    voices: Iterable[PartyVoice],
    carried: Mapping[UUID, frozenset[UUID]],
    presence: Mapping[UUID, frozenset[UUID]],
    city_wide: set[UUID],
) -> Iterable[GroupVoice]:
    """Yields what a party's groups said, in each place that it counts for."""
    for voice in voices:
        if voice.place_id is not None:
            places: Iterable[UUID | None] = (voice.place_id,)
        elif voice.party_id in city_wide:
            places = (None,)
        else:
            places = presence.get(voice.party_id) or (_NOWHERE,)
        for group_id in carried.get(voice.party_id, ()):
            for place_id in places:
                yield GroupVoice(group_id, place_id, voice.heard_on)


_NOWHERE = UUID(int=0)
"""Where a party without a neighbourhood is heard: in no neighbourhood, but in the city."""


def _counts_in(voice: GroupVoice, cell: Cell) -> bool:
    return cell.place_id is None or voice.place_id is None or voice.place_id == cell.place_id
