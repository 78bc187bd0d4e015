"""The words of next contacts: why not now, and how a line runs, as message ids translated where they are shown."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from crm.i18n import short_date, translate
from crm.insight.next_contacts.models import DismissalReason
from crm.insight.next_contacts.suggesting import Link, Opened
from crm.parties.words import STRENGTHS
from crm.text import mark

REASONS: Mapping[DismissalReason, str] = {
    DismissalReason.BUSY: mark("They are too busy now"),
    DismissalReason.MEND_FIRST: mark("We have something to put right first"),
    DismissalReason.ANOTHER_WAY: mark("We are trying another way"),
    DismissalReason.NOT_THE_WAY_IN: mark("This is not the right way in"),
    DismissalReason.NO_TIME: mark("The team has no time now"),
    DismissalReason.OTHER: mark("Something else"),
}

_KNOW_EACH_OTHER = mark("%(name)s and %(other)s %(strength)s; last contact on %(day)s.")
_OPENS = mark("%(name)s opens the door at %(places)s.")
_WORKS_WITH_THEM = mark("%(name)s works with these people.")


def why(language: str, opened: Opened) -> list[str]:
    """How a line runs, a sentence a step: who knows whom and since when they spoke, and where the last one opens the door."""
    return [*_steps(language, opened.over), _end(language, opened)]


def _steps(language: str, over: Sequence[Link]) -> list[str]:
    return [
        translate(
            language,
            _KNOW_EACH_OTHER,
            name=before.party.name,
            other=link.party.name,
            strength=translate(language, STRENGTHS[link.strength]),
            day=short_date(language, link.last_contact_on),
        )
        for before, link in pairwise(over)
        if link.strength is not None and link.last_contact_on is not None
    ]


def _end(language: str, opened: Opened) -> str:
    name = opened.over[-1].party.name
    if not opened.opens:
        return translate(language, _WORKS_WITH_THEM, name=name)
    return translate(language, _OPENS, name=name, places=", ".join(opened.opens))
