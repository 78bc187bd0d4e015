"""What happened to the timing of an event, as its page tells it: who decided what and when."""

from dataclasses import dataclass
from datetime import datetime

from crm.agenda.checking import LEVELS
from crm.agenda.models import Flag, FlagState
from crm.agenda.observances.keys import Certainty, Observance
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
    if flag.reported_at is not None:
        steps.append(Step("bell", _reported(flag, name, language), "", flag.reported_at))
    if flag.overruled_at is not None and flag.overruled_by_id is not None:
        person = view.names.get(flag.overruled_by_id, "")
        sentence = mark("%(person)s goes on in spite of %(observance)s")
        title = translate(language, sentence, person=person, observance=name)
        steps.append(Step("hand", title, flag.overruled_because or "", flag.overruled_at))
    return steps


def _reported(flag: Flag, name: str, language: str) -> str:
    now = _verdict(flag.level, flag.certainty, language)
    if flag.level_before is None or flag.reported_before_at is None:
        return translate(
            language, mark("%(observance)s: reported as %(verdict)s"), observance=name, verdict=now
        )
    values = {
        "observance": name,
        "date": short_date(language, flag.reported_before_at),
        "before": _verdict(flag.level_before, flag.certainty_before or flag.certainty, language),
    }
    if flag.state == FlagState.LIFTED:
        sentence = mark("%(observance)s: reported on %(date)s as %(before)s, no longer coincides")
        return translate(language, sentence, **values)
    sentence = mark("%(observance)s: reported on %(date)s as %(before)s, now %(verdict)s")
    return translate(language, sentence, **values, verdict=now)


def _verdict(level: str, certainty: str, language: str) -> str:
    return f"{level_word(LEVELS[level], language)} ({translate(language, CERTAINTIES[Certainty(certainty)])})"
