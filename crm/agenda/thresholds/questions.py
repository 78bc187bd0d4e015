"""The questions of the threshold check in words, and how long before an event each must be booked."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm.agenda.thresholds.models import AnswerState, Threshold
from crm.i18n import translate
from crm.text import mark

LONGEST_TASK = 200


@dataclass(frozen=True)
class Question:
    """How one threshold is asked about: English message ids, translated where they are shown.

    `task` says what must be arranged; it takes the title of the event, and the detail between brackets or nothing.
    `days_before` is how many days before the event it must be booked, unless somebody chooses a date: a default of
    ours (docs/decisions/booking-dates.md).
    """

    name: str
    asks: str
    hint: str
    detail: str
    task: str
    days_before: int
    icon: str


_WHAT = mark("What exactly?")
QUESTIONS: Mapping[Threshold, Question] = {
    Threshold.LANGUAGE: Question(
        mark("Language and interpreter"),
        mark("Does everybody understand what is said?"),
        mark("Ask the people whom you invite which language they speak best."),
        mark("Which languages?"),
        mark("Book an interpreter%(detail)s for %(title)s"),
        14,
        "languages",
    ),
    Threshold.SIGN_LANGUAGE: Question(
        mark("Flemish sign language (VGT)"),
        mark("Can deaf people follow and speak?"),
        mark("There are few VGT interpreters. An evening often takes two: book early."),
        _WHAT,
        mark("Book a VGT interpreter%(detail)s for %(title)s"),
        28,
        "hand",
    ),
    Threshold.STEP_FREE: Question(
        mark("Step-free access"),
        mark("Does everybody get in without steps, also to the toilet?"),
        mark("Go and look, or call the place. Think of wheelchairs, prams and sore knees."),
        _WHAT,
        mark("Arrange step-free access%(detail)s for %(title)s"),
        21,
        "accessibility",
    ),
    Threshold.QUIET_ROOM: Question(
        mark("Quiet room"),
        mark("Is there a place for who needs rest?"),
        mark("A small room nearby is enough, with little light and little noise."),
        _WHAT,
        mark("Book a quiet room%(detail)s for %(title)s"),
        21,
        "moon",
    ),
    Threshold.CHILDCARE: Question(
        mark("Childcare"),
        mark("Can parents of young children come?"),
        mark("Say on the invitation that there is childcare, or that children are welcome."),
        _WHAT,
        mark("Book childcare%(detail)s for %(title)s"),
        14,
        "baby",
    ),
    Threshold.PRICE: Question(
        mark("Price"),
        mark("Can everybody pay for it?"),
        mark("Count the entrance, the drinks and the way there. Say the price on the invitation."),
        _WHAT,
        mark("Make the price bearable%(detail)s for %(title)s"),
        21,
        "euro",
    ),
    Threshold.PLACE: Question(
        mark("The place"),
        mark("Does everybody dare to come in there, and can they get there?"),
        mark("Not everybody feels at home in a town hall. Look at the last bus as well."),
        _WHAT,
        mark("Find a fitting place%(detail)s for %(title)s"),
        28,
        "map-pin",
    ),
    Threshold.CHANNEL: Question(
        mark("The invitation"),
        mark("Does the invitation come to people in the way they are used to?"),
        mark("A poster or an e-mail passes many people by. Somebody they know does not."),
        _WHAT,
        mark("Spread the invitation in another way%(detail)s for %(title)s"),
        21,
        "megaphone",
    ),
    Threshold.DIGITAL: Question(
        mark("Without a computer"),
        mark("Can people enrol and take part without a computer?"),
        mark("Give a telephone number, or the name of a place where somebody helps."),
        _WHAT,
        mark("Arrange taking part without a computer%(detail)s for %(title)s"),
        21,
        "wifi-off",
    ),
}

STATES: Mapping[AnswerState, str] = {
    AnswerState.NOT_LOOKED_AT: mark("Not looked at yet"),
    AnswerState.IN_ORDER: mark("In order"),
    AnswerState.TO_ARRANGE: mark("To arrange"),
    AnswerState.NOT_NEEDED: mark("Not needed here"),
}

STATES_AFTERWARDS: Mapping[AnswerState, str] = {
    AnswerState.NOT_LOOKED_AT: mark("Nobody looked at this"),
    AnswerState.IN_ORDER: mark("Was in order"),
    AnswerState.TO_ARRANGE: mark("Had to be arranged; nobody ticked it off"),
    AnswerState.NOT_NEEDED: mark("Was not needed"),
}
"""The same once the event is over."""


def say_task(question: Threshold, detail: str | None, title: str, language: str) -> str:
    """What must be arranged for an event, in that language; at most 200 characters, as a follow-up holds.

    >>> say_task(Threshold.LANGUAGE, "Arabic", "Parents' evening", "en")
    "Book an interpreter (Arabic) for Parents' evening"
    """
    sentence = QUESTIONS[question].task
    task = translate(language, sentence, detail=f" ({detail})" if detail else "", title=title)
    return task if len(task) <= LONGEST_TASK else f"{task[: LONGEST_TASK - 1]}…"
