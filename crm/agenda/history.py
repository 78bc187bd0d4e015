"""What happened to the timing of an event, as its page tells it: who decided what and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.agenda.checking import LEVELS
from crm.agenda.models import Flag, FlagChange
from crm.agenda.observances.keys import Certainty, Level, Observance
from crm.agenda.queries import EventView
from crm.agenda.terms import CERTAINTIES
from crm.agenda.verdicts import level_word, observance_name
from crm.i18n import short_date, translate
from crm.text import mark


@dataclass(frozen=True)
class Step:
    """One thing that happened: an icon, a sentence, a quotation where there is one, and when."""

    icon: str
    title: str
    text: str
    at: datetime


def told_before(changes: Sequence[FlagChange]) -> FlagChange | None:
    """What stood there before the level last changed; None where it never did. The oldest comes first."""
    return next((each for each in reversed(changes) if each.level != changes[-1].level), None)


def event_history(view: EventView, language: str) -> list[Step]:
    """The steps of an event in that language, the newest first."""
    planned = translate(language, mark("Planned by %(name)s"), name=view.organiser)
    steps = [Step("calendar-plus", planned, "", view.event.created_at)]
    for flag in view.flags:
        steps += _steps_of(flag, view, language)
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _steps_of(flag: Flag, view: EventView, language: str) -> list[Step]:
    name = flag.title or observance_name(Observance(flag.observance), language)
    steps = []
    changes = view.changes.get(flag.id, [])
    if changes:
        steps.append(Step("bell", _reported(name, changes, language), "", changes[-1].created_at))
    if flag.overruled_at is not None and flag.overruled_by_id is not None:
        person = view.names.get(flag.overruled_by_id, "")
        sentence = mark("%(person)s goes on in spite of %(observance)s")
        title = translate(language, sentence, person=person, observance=name)
        steps.append(Step("hand", title, flag.overruled_because or "", flag.overruled_at))
    return steps


def _reported(name: str, changes: Sequence[FlagChange], language: str) -> str:
    """Everything that the owner was told of one observance, the oldest first."""
    if len(changes) == 1:
        verdict = _verdict(changes[0], language)
        return translate(
            language, mark("%(observance)s: reported as %(verdict)s"), observance=name, verdict=verdict
        )
    return f"{name}: {', '.join(_dated(change, language) for change in changes)}"


def _dated(change: FlagChange, language: str) -> str:
    date = short_date(language, change.created_at)
    if change.level == Level.NONE.word:
        return translate(language, mark("on %(date)s no longer at the same time"), date=date)
    verdict = _verdict(change, language)
    return translate(language, mark("on %(date)s %(verdict)s"), date=date, verdict=verdict)


def _verdict(change: FlagChange, language: str) -> str:
    certainty = translate(language, CERTAINTIES[Certainty(change.certainty)])
    return f"{level_word(LEVELS[change.level], language)} ({certainty})"
