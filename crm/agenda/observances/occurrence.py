"""One time that an observance falls, and a date that somebody confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.keys import Authority, Certainty, Observance, Part
from crm.agenda.observances.time_sources import AS_IMPORTED
from crm.agenda.observances.windows import Hours


@dataclass(frozen=True)
class Occurrence:
    """An observance on its likely dates.

    `start_on` and `end_on` are daytime dates, both included. `starts_previous_sunset`: it begins the evening before.
    `possible_end_on`: the last day that is still possible while the moon decides, else None.
    `has_high_doubt`: the moon makes the later day about as likely as the first (TIMING.md section 4).
    `title`, `hours` and `effect` are those of an imported day: its own name, from when to when, and how it weighs for
    whom; for other days they follow from the observance.
    `part`: a part with days of its own (Red Wednesday before Nowruz), which weighs by the rows of that part.
    `time_source`: where the hours come from, as a message id.
    """

    observance: Observance
    tradition: str
    start_on: date
    end_on: date
    certainty: Certainty
    source: str
    starts_previous_sunset: bool = False
    possible_end_on: date | None = None
    has_high_doubt: bool = False
    title: str = ""
    hours: Hours | None = None
    effect: Effect | None = None
    part: Part = Part.WHOLE
    time_source: str = AS_IMPORTED

    @property
    def last_on(self) -> date:
        """The last day on which it may still be going on."""
        return self.possible_end_on or self.end_on

    def touches(self, first: date, last: date) -> bool:
        """Whether it may fall between two dates, both included."""
        return self.start_on <= last and first <= self.last_on


@dataclass(frozen=True)
class Confirmation:
    """A first day that an authority announced and a colleague entered, with its source."""

    observance: Observance
    start_on: date
    source: str
    authority: Authority = Authority.BELGIUM


class Tradition(Protocol):
    """The one function a tradition's file offers to the table of calendars."""

    def __call__(self, first: date, last: date) -> Iterator[Occurrence]:
        """Occurrences that touch the dates from `first` to `last`, both included."""
