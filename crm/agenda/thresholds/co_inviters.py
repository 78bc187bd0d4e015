"""Wie kan mee uitnodigen? Which organisations of the network could invite along, and in which order. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from crm.i18n import translate
from crm.text import mark

MOST_CO_INVITERS = 8


class Ground(StrEnum):
    """Why an organisation could invite along."""

    NEIGHBOURHOOD = "neighbourhood"
    OPENS = "opens"
    GROUP = "group"
    CALENDAR = "calendar"


_SENTENCES = {
    Ground.NEIGHBOURHOOD: mark("Works in %(names)s."),
    Ground.OPENS: mark("Can help to reach %(names)s."),
    Ground.GROUP: mark("Works with a group that you invite: %(names)s."),
    Ground.CALENDAR: mark("Keeps a calendar that you take into account: %(names)s."),
}
_WITHOUT_NAMES = mark("Works with a group that you invite.")


@dataclass(frozen=True)
class Reason:
    """One ground, and what it is about; the names of groups are left out for who may not read them."""

    ground: Ground
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoInviter:
    """An organisation that could invite along."""

    id: UUID
    name: str
    reasons: tuple[Reason, ...]
    last_contact_on: date | None


def rank_co_inviters(candidates: Iterable[CoInviter], most: int = MOST_CO_INVITERS) -> list[CoInviter]:
    """Those with a reason: the most reasons first, then whom we spoke to last, then by name.

    >>> from uuid import UUID
    >>> works, opens = Reason(Ground.NEIGHBOURHOOD, ("Arsenaal",)), Reason(Ground.OPENS, ("Zora",))
    >>> found = [
    ...     CoInviter(UUID(int=1), "Plein 15", (works,), None),
    ...     CoInviter(UUID(int=2), "De Locomotief", (works,), date(2026, 11, 2)),
    ...     CoInviter(UUID(int=3), "De Tafel", (works, opens), None),
    ... ]
    >>> [one.name for one in rank_co_inviters(found)]
    ['De Tafel', 'De Locomotief', 'Plein 15']
    """
    wanted = [one for one in candidates if one.reasons]
    return sorted(
        wanted,
        key=lambda one: (
            -len(one.reasons),
            -(one.last_contact_on or date.min).toordinal(),
            one.name.casefold(),
            one.id,
        ),
    )[:most]


def tradition_of(calendar: str) -> str:
    """What a calendar has in common with those that differ from it by a day or by authority.

    >>> tradition_of("islam_ma") == tradition_of("islam_general"), tradition_of("jewish")
    (True, 'jewish')
    """
    return calendar.partition("_")[0]


def say_reason(reason: Reason, language: str) -> str:
    """Why, in one sentence.

    >>> say_reason(Reason(Ground.NEIGHBOURHOOD, ("Arsenaal",)), "en")
    'Works in Arsenaal.'
    """
    if not reason.names:
        return translate(language, _WITHOUT_NAMES)
    sentence = _SENTENCES[reason.ground]
    return translate(language, sentence, names=", ".join(reason.names))
