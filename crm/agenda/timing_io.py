"""The timing contract as JSON: reading events with exact refusals, and writing verdicts, occurrences and the sun.

The shapes are promised in INTERFACES.md, section Timing. `today` is passed in; nothing here needs a database.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from crm.agenda.observances.keys import Format, Observance, Tag
from crm.agenda.observances.names import name_of
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.sun import (
    CITY_TIMEZONE,
    MECHELEN_LATITUDE,
    MECHELEN_LONGITUDE,
    sun_times,
    to_minute,
)
from crm.agenda.suggestions import Suggestion, suggest
from crm.agenda.timing import Clash, EventToCheck, Verdict, check
from crm.agenda.wall_clock import settle_end, settle_start
from crm.agenda.words import clash_text, note_text, opportunity_text, suggestion_text

FIRST_SUN_YEAR, LAST_SUN_YEAR = 1950, 2075
LONGEST_EVENT = timedelta(days=366)
NO_CALENDAR = f"no calendar for that year (they run from {FIRST_YEAR} to {LAST_YEAR})"
REQUIRED = ("start", "end", "audience")
FIELDS = frozenset(
    {
        "id",
        "title",
        "start",
        "end",
        "timezone",
        "hour_unknown",
        "neighbourhood",
        "audience",
        "format",
        "food",
        "online",
        "recorded",
        "decision",
        "is_celebration_of",
    }
)


class BadTimingInput(ValueError):
    """Input that was refused; the message names the entry by position and the field."""


@dataclass(frozen=True)
class _Entry:
    """One object of the input, with its position for refusals (the first is 1)."""

    position: int
    fields: Mapping[str, object]

    def refuse(self, field: str, why: str) -> BadTimingInput:
        """The refusal of one field, to raise."""
        return BadTimingInput(f"entry {self.position}, field {field}: {why}")

    def text(self, field: str) -> str | None:
        """The field's text, or None."""
        found = self.fields.get(field)
        if found is not None and not isinstance(found, str):
            raise self.refuse(field, "must be text or null")
        return found

    def flag(self, field: str) -> bool:
        """The field's yes or no; no where nothing is said."""
        found = self.fields.get(field, False)
        if not isinstance(found, bool):
            raise self.refuse(field, "must be true or false")
        return found

    def moment(self, field: str) -> datetime:
        """A local wall-clock time, without an offset."""
        found = self.text(field)
        if found is None:
            raise self.refuse(field, "must be a local date and time such as 2027-02-23T19:30")
        try:
            moment = datetime.fromisoformat(found)
        except ValueError:
            raise self.refuse(field, "must be a local date and time such as 2027-02-23T19:30") from None
        if moment.tzinfo is not None:
            raise self.refuse(field, "must be a local time without an offset")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self.refuse(field, NO_CALENDAR)
        if "T" not in found and " " not in found and not self.flag("hour_unknown"):
            raise self.refuse(field, "needs an hour, or hour_unknown")
        return moment

    def zone(self) -> ZoneInfo:
        """The named time zone of the event's hours."""
        name = self.text("timezone")
        try:
            return ZoneInfo(CITY_TIMEZONE if name is None else name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.refuse("timezone", "must be a time zone such as Europe/Brussels") from None

    def audience(self) -> frozenset[Tag]:
        """The tags; a list with at least one, each known."""
        found = self.fields["audience"]
        if not isinstance(found, list) or not found:
            raise self.refuse("audience", "must be a list with at least one tag")
        known = {tag.value: tag for tag in Tag}
        for tag in found:
            if not isinstance(tag, str) or tag not in known:
                raise self.refuse("audience", "holds an unknown tag")
        return frozenset(known[tag] for tag in found)

    def format(self) -> Format:
        """The kind of moment; a meeting where nothing is said."""
        found = self.text("format")
        if found is None:
            return Format.MEETING
        if found not in {each.value for each in Format}:
            raise self.refuse("format", f"must be one of {', '.join(Format)}")
        return Format(found)

    def celebration(self) -> Observance | None:
        """The observance that the event is, or None."""
        found = self.text("is_celebration_of")
        if found is None:
            return None
        if found not in {each.value for each in Observance}:
            raise self.refuse("is_celebration_of", "must be an observance key or null")
        return Observance(found)


def _read_entry(position: int, found: object) -> EventToCheck:
    if not isinstance(found, dict):
        raise BadTimingInput(f"entry {position}: must be an object")
    entry = _Entry(position, found)
    for field in found:
        if field not in FIELDS:
            raise entry.refuse(str(field)[:40], "is not known")
    for field in REQUIRED:
        if field not in found:
            raise entry.refuse(field, "is missing")
    zone = entry.zone()
    first, last = settle_start(entry.moment("start"), zone), settle_end(entry.moment("end"), zone)
    if entry.moment("end") < entry.moment("start"):
        raise entry.refuse("end", "is before start")
    if entry.moment("end") - entry.moment("start") > LONGEST_EVENT:
        raise entry.refuse("end", "is more than a year after start")
    end = max(first.at, last.at, key=lambda at: at.astimezone(UTC))  # both inside the skipped hour
    return EventToCheck(
        id=entry.text("id") or "",
        title=entry.text("title") or "",
        start=first.at,
        end=end,
        timezone=zone.key,
        hour_unknown=entry.flag("hour_unknown"),
        neighbourhood=entry.text("neighbourhood"),
        audience=entry.audience(),
        format=entry.format(),
        food=entry.text("food"),
        online=entry.flag("online"),
        recorded=entry.flag("recorded"),
        decision=entry.flag("decision"),
        is_celebration_of=entry.celebration(),
        notes=tuple(each.note for each in (first, last) if each.note is not None),
    )


def _refuse_constant(name: str) -> object:
    raise BadTimingInput(f"not JSON: {name}")


def read_events(text: str) -> list[EventToCheck]:
    """The events of a JSON list, in its order. Raises BadTimingInput for anything that the contract does not allow."""
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except BadTimingInput:
        raise
    except json.JSONDecodeError as error:
        raise BadTimingInput(f"not JSON: line {error.lineno}, column {error.colno}") from None
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        raise BadTimingInput("not JSON that can be read") from None
    if not isinstance(found, list):
        raise BadTimingInput("must be a list of events")
    return [_read_entry(position, each) for position, each in enumerate(found, start=1)]


def _local(at: datetime, zone: ZoneInfo) -> str:
    """A local date and time as the input writes it, to the minute."""
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def _with_offset(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="minutes")


def clash_row(clash: Clash) -> dict[str, object]:
    """A clash as the contract writes it."""
    return {
        "observance": clash.observance.value,
        "level": clash.level.word,
        "certainty": clash.certainty.value,
        "reason_codes": [reason.value for reason in clash.reasons],
        "starts_at": _with_offset(clash.starts_at),
        "ends_at": _with_offset(clash.ends_at),
        "sunset_at": _with_offset(clash.sunset_at),
        "source": clash.source,
        "text": clash_text(clash).as_dict(),
    }


def suggestion_row(suggestion: Suggestion, zone: ZoneInfo) -> dict[str, object]:
    """A suggestion as the contract writes it: local times, ready to be checked again."""
    return {
        "start": _local(suggestion.start, zone),
        "end": _local(suggestion.end, zone),
        "level": suggestion.level.word,
        "why": suggestion_text(suggestion).as_dict(),
    }


def verdict_row(
    event: EventToCheck, verdict: Verdict, suggestions: Sequence[Suggestion]
) -> dict[str, object]:
    """The answer for one event as the contract writes it."""
    return {
        "id": event.id or None,
        "start": _local(event.start, event.zone),
        "end": _local(event.end, event.zone),
        "title": event.title or None,
        "level": verdict.level.word,
        "clashes": [clash_row(clash) for clash in verdict.clashes],
        "opportunities": [
            {"observance": each.value, "text": opportunity_text(each).as_dict()}
            for each in verdict.opportunities
        ],
        "suggestions": [suggestion_row(each, event.zone) for each in suggestions],
        "notes": [note_text(note).as_dict() for note in verdict.notes],
    }


def check_events(
    events: Iterable[EventToCheck], calendar: Calendar, today: date, has_suggestions: bool = True
) -> list[dict[str, object]]:
    """The contract's answer for events, in their order."""
    return [
        verdict_row(event, check(event, calendar), suggest(event, calendar, today) if has_suggestions else ())
        for event in events
    ]


def check_json(
    text: str, today: date, calculated_only: bool = False, suggestions: bool = True
) -> list[dict[str, object]]:
    """What `timing check FILE --json` prints for the text of a file. Raises BadTimingInput before anything is checked."""
    calendar = Calendar(calculated_only=calculated_only)
    return check_events(read_events(text), calendar, today, suggestions)


def occurrence_row(occurrence: Occurrence) -> dict[str, object]:
    """An occurrence as the contract writes it."""
    possible = occurrence.possible_end_on
    return {
        "observance": occurrence.observance.value,
        "name": name_of(occurrence.observance).as_dict(),
        "tradition": occurrence.tradition,
        "start_on": occurrence.start_on.isoformat(),
        "end_on": occurrence.end_on.isoformat(),
        "starts_previous_sunset": occurrence.starts_previous_sunset,
        "possible_end_on": None if possible is None else possible.isoformat(),
        "certainty": occurrence.certainty.value,
        "source": occurrence.source,
        "time_source": occurrence.time_source,
    }


def check_range(first: date, last: date) -> None:
    """Raises BadTimingInput where the calendars do not reach or the dates are the wrong way round."""
    if last < first:
        raise BadTimingInput("field to: is before from")
    for field, on in (("from", first), ("to", last)):
        if not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise BadTimingInput(f"field {field}: {NO_CALENDAR}")


def occurrences_json(
    first: date,
    last: date,
    observances: Sequence[str] = (),
    calculated_only: bool = False,
    calendar: Calendar | None = None,
) -> list[dict[str, object]]:
    """What `timing occurrences` prints: one row per occurrence that may touch the dates, in order of date.

    `observances` limits the keys; `calendar` brings stored confirmations. Raises BadTimingInput for an unknown key or
    a range that cannot be answered.
    """
    check_range(first, last)
    known = {each.value for each in Observance}
    for position, key in enumerate(observances, start=1):
        if key not in known:
            raise BadTimingInput(f"entry {position}, field observance: is not an observance key")
    settled = calendar or Calendar(calculated_only=calculated_only)
    return [
        occurrence_row(each)
        for each in settled.occurrences(first, last)
        if not observances or each.observance.value in observances
    ]


def sun_json(
    days: Iterable[date],
    latitude: float = MECHELEN_LATITUDE,
    longitude: float = MECHELEN_LONGITUDE,
    timezone: str = CITY_TIMEZONE,
) -> list[dict[str, object]]:
    """What `timing sun --json` prints: local hours to the minute; null where the sun does not get there.

    Raises BadTimingInput for a place or a time zone that does not exist.
    """
    if not -90 <= latitude <= 90:
        raise BadTimingInput("field lat: must be between -90 and 90")
    if not -180 <= longitude <= 180:
        raise BadTimingInput("field lon: must be between -180 and 180")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadTimingInput("field timezone: must be a time zone such as Europe/Brussels") from None
    rows: list[dict[str, object]] = []
    for position, on in enumerate(days, start=1):
        if not FIRST_SUN_YEAR <= on.year <= LAST_SUN_YEAR:
            raise BadTimingInput(
                f"entry {position}, field date: year must be between {FIRST_SUN_YEAR} and {LAST_SUN_YEAR}"
            )
        sun = sun_times(on, latitude, longitude, timezone)
        rows.append(
            {
                "date": on.isoformat(),
                "sunrise": _hour(sun.sunrise),
                "sunset": _hour(sun.sunset),
                "candle_lighting": _hour(sun.candle_lighting),
                "nightfall": _hour(sun.nightfall),
            }
        )
    return rows


def _hour(at: datetime | None) -> str | None:
    return None if at is None else to_minute(at).strftime("%H:%M")
