"""What was lost, doubled or made of nothing: compares what callers know with the effects that the store holds."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple


class Effect(NamedTuple):
    """One effect in the store: what it is about, and the handler that made it. It may be there twice."""

    key: str
    handler: str


@dataclass(frozen=True)
class Verdict:
    """What a fault did to the work that was under way."""

    fault: str
    committed: int
    rolled_back: int
    lost: int
    doubled: int
    ghosts: int

    @property
    def harm(self) -> dict[str, int]:
        """What went wrong, by kind; empty where nothing did."""
        kinds = {"lost": self.lost, "doubled": self.doubled, "ghosts": self.ghosts}
        return {kind: times for kind, times in kinds.items() if times}


@dataclass
class Checker:
    """What the callers know of their work: acknowledged, rolled back, or unknown since no answer came.

    Threads may note at the same time. A key that was unknown and is acknowledged later (the phone sends it again) is
    acknowledged.
    """

    acknowledged: set[str] = field(default_factory=set)
    rolled_back: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def acknowledge(self, key: str) -> None:
        """Notes that the store has it."""
        with self._lock:
            self.unknown.discard(key)
            self.acknowledged.add(key)

    def roll_back(self, key: str) -> None:
        """Notes that the caller was told that the store does not have it."""
        with self._lock:
            self.unknown.discard(key)
            self.rolled_back.add(key)

    def doubt(self, key: str) -> None:
        """Notes that no answer came: it may have been stored or not."""
        with self._lock:
            self.unknown.add(key)

    def judge(
        self,
        fault: str,
        stored: Collection[str],
        effects: Mapping[Effect, int],
        handlers: Collection[str],
    ) -> Verdict:
        """What the store holds against what it should hold, once all is settled.

        Args:
            stored: the keys that the store has, read from its domain events and from nothing that a handler wrote.
            effects: how often each effect is there.
            handlers: those that make one effect each for every key.
        """
        committed = self.acknowledged | (self.unknown & set(stored))
        wanted = {Effect(key, handler) for key in committed for handler in handlers}
        return Verdict(
            fault=fault,
            committed=len(committed),
            rolled_back=len(self.rolled_back),
            lost=sum(effects.get(one, 0) == 0 or one.key not in stored for one in wanted),
            doubled=sum(times - 1 for one, times in effects.items() if one in wanted and times > 1),
            ghosts=sum(times for one, times in effects.items() if one not in wanted)
            + len(self.rolled_back & set(stored)),
        )


def count_effects(effects: Collection[Effect]) -> Mapping[Effect, int]:
    """How often each effect is there."""
    return Counter(effects)
