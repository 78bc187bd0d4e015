"""Translatable sentences as values: what is said, before it is known in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def mark(msgid: str) -> str:
    """The same string; marks it for the catalogue where it is translated later, at the edge."""
    return msgid


@dataclass(frozen=True)
class Text:
    """One sentence: an English message id and the values of its named placeholders."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.values if self.values else self.msgid


@dataclass(frozen=True)
class Counted:
    """A sentence that holds a number, %(num)s: its English form for one, and for several."""

    one: str
    many: str


def mark_counted(one: str, many: str) -> Counted:
    """The two forms; marks them for the catalogue."""
    return Counted(one, many)
