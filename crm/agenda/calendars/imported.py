"""How a day of an imported calendar weighs: what an administrator said that it means, as a row of the matrix. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm.agenda.calendars.models import Meaning
from crm.agenda.checking import LEVELS
from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.keys import Certainty, Observance, Reason, Tag
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.windows import Hours

TRADITION = "imported"

REASONS: Mapping[Meaning, Reason] = {
    Meaning.SAME_PEOPLE: Reason.LOCAL_EVENT,
    Meaning.TRAFFIC: Reason.TRAFFIC,
    Meaning.CLOSED: Reason.CLOSURE,
    Meaning.NOTE: Reason.IMPORTED,
}
_KNOWN_TAGS = {tag.value: tag for tag in Tag}


@dataclass(frozen=True)
class Weight:
    """What the days of one calendar mean, and where they come from."""

    name: str
    effect: Effect


def weight_of(name: str, meaning: Meaning, level: str, audience: Iterable[str]) -> Weight:
    """The weight of a calendar's days: for the tags that were chosen, or for everybody where none was."""
    tags = frozenset(_KNOWN_TAGS[tag] for tag in audience if tag in _KNOWN_TAGS)
    return Weight(name, Effect(Observance.IMPORTED, REASONS[meaning], LEVELS[level], tags or None))


def occurrence_of(
    weight: Weight,
    title: str,
    start_on: date,
    end_on: date,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> Occurrence:
    """An imported day as the timing check and the year calendar see it."""
    return Occurrence(
        Observance.IMPORTED,
        TRADITION,
        start_on,
        end_on,
        Certainty.IMPORTED,
        weight.name,
        title=title,
        hours=None if starts_at is None or ends_at is None else Hours(starts_at, ends_at),
        effect=weight.effect,
    )
