"""What notices say: whole sentences, made from the state as it is when they are read."""

from collections.abc import Mapping, Sequence
from datetime import date

from crm.agenda.calendars.announcers import date_question
from crm.agenda.calendars.models import DateConfirmation, DateQuestion
from crm.agenda.models import EventState, Flag, FlagState, ParticipationEvent, Precision
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.names import name_of
from crm.agenda.terms import AUTHORITIES
from crm.clock import city_date
from crm.followups.models import FollowUp, FollowUpState
from crm.text import Text, mark

GONE = Text(mark("What this notice was about is no longer here."))

_LEVELS: Mapping[str, str] = {
    "none": mark("Good moment"),
    "low": mark("Good moment, with a remark"),
    "medium": mark("Take care"),
    "high": mark("Better not"),
}


_SOON: Mapping[int, str] = {0: mark("Today"), 1: mark("Tomorrow")}


def follow_up_due(follow_up: FollowUp) -> Text:
    """That somebody has something to do, or no longer has."""
    if follow_up.state != FollowUpState.OPEN:
        return Text(mark("No longer to do: %(what)s."), {"what": follow_up.what})
    return Text(mark("To do by %(day)s: %(what)s."), {"day": follow_up.due_on, "what": follow_up.what})


def handed_over(follow_up: FollowUp) -> Text:
    """That a colleague handed something over."""
    return Text(
        mark("A colleague handed this over to you: %(what)s. To do by %(day)s."),
        {"day": follow_up.due_on, "what": follow_up.what},
    )


def flag_raised(flag: Flag, event: ParticipationEvent, language: str) -> Text:
    """That an event falls together with an observance; on which day, where the day is known."""
    values: dict[str, object] = {"title": event.title, "observance": observance_name(flag, language)}
    if event.precision == Precision.PERIOD:
        return Text(
            mark("%(title)s falls together with %(observance)s. See whether there is a better moment."),
            values,
        )
    values["day"] = city_date(event.starts_at)
    return Text(
        mark(
            "%(title)s on %(day)s falls together with %(observance)s. See whether there is a better moment."
        ),
        values,
    )


def verdict_changed(
    flag: Flag, event: ParticipationEvent, language: str, level_before: str | None = None
) -> Text:
    """What an event's warning was, and what it is now."""
    values: dict[str, object] = {"title": event.title, "observance": observance_name(flag, language)}
    if flag.state == FlagState.LIFTED:
        return Text(mark("%(title)s no longer falls together with %(observance)s."), values)
    values["now"] = Text(_LEVELS.get(flag.level, flag.level))
    if level_before is None:
        return Text(mark("%(title)s and %(observance)s: now “%(now)s”."), values)
    values["before"] = Text(_LEVELS.get(level_before, level_before))
    return Text(mark("%(title)s and %(observance)s: it was “%(before)s”, now “%(now)s”."), values)


def event_near(event: ParticipationEvent, warnings: Sequence[Flag], today: date, language: str) -> Text:
    """How many days an event with warnings is away, what it falls together with, and what to do.

    Args:
        warnings: those that wait for a decision, heaviest first; none: somebody decided, or it no longer holds.
    """
    on = city_date(event.starts_at)
    values: dict[str, object] = {"title": event.title, "day": on}
    if event.state != EventState.PLANNED or on < today:
        return Text(mark("%(title)s of %(day)s: there is nothing left to decide."), values)
    days = (on - today).days
    values["when"] = Text(_SOON[days]) if days in _SOON else Text(mark("In %(days)s days"), {"days": days})
    if not warnings:
        return Text(mark("%(when)s: %(title)s, on %(day)s. No warning waits any more."), values)
    values["word"] = Text(_LEVELS.get(warnings[0].level, warnings[0].level))
    values["observances"] = ", ".join(observance_name(flag, language) for flag in warnings)
    return Text(
        mark(
            "%(when)s: %(title)s, on %(day)s. “%(word)s”: it falls together with %(observances)s. "
            "Choose a better moment, or say why you go on."
        ),
        values,
    )


def date_awaited(question: DateQuestion, answer: DateConfirmation | None, language: str) -> Text:
    """Which date is to be confirmed, by whose announcement, or that a colleague did."""
    values: dict[str, object] = {
        "question": date_question(Observance(question.observance), language),
        "authority": Text(AUTHORITIES[Authority(question.authority)]),
        "day": question.calculated_on if answer is None else answer.start_on,
    }
    if answer is not None:
        return Text(mark("%(question)s %(authority)s: %(day)s. A colleague confirmed it."), values)
    return Text(
        mark("%(question)s %(authority)s: expected on %(day)s. Confirm the date when it is announced."),
        values,
    )


def quiet(name: str, last_contact_on: date | None) -> Text:
    """Since when nobody spoke to a network."""
    if last_contact_on is None:
        return Text(mark("Nobody has spoken to %(name)s yet."), {"name": name})
    return Text(
        mark("The last contact with %(name)s was on %(day)s. Shall you go by, or call?"),
        {"name": name, "day": last_contact_on},
    )


def introduction_asked(name: str) -> Text:
    """That a colleague would like to be introduced to somebody."""
    return Text(mark("A colleague asks whether you can introduce them to %(name)s."), {"name": name})


def introduction_answered(name: str) -> Text:
    """That something came of a question for an introduction."""
    return Text(mark("There is an answer to your question for an introduction to %(name)s."), {"name": name})


def parties_handed_over(name: str) -> Text:
    """That the reader now looks after what another colleague looked after."""
    return Text(mark("You now look after what %(name)s looked after."), {"name": name})


def mail_stopped() -> Text:
    """That mail to the reader does not arrive."""
    return Text(mark("Mail to your address does not arrive. Look at the address that you gave."))


def webhook_given_up(name: str, is_on: bool) -> Text:
    """That we switched a webhook off, or that somebody switched it on since."""
    if is_on:
        return Text(mark("The connection “%(name)s” works again."), {"name": name})
    return Text(
        mark("We switched off the connection “%(name)s”: the other side gives no good answer."),
        {"name": name},
    )


def observance_name(flag: Flag, language: str) -> str:
    """The name of the flag's observance, or of the imported day; its key where the calendar no longer knows it."""
    if flag.title:
        return flag.title
    try:
        return name_of(Observance(flag.observance)).in_language(language)
    except ValueError:
        return flag.observance
