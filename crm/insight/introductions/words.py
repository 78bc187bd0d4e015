"""What introductions are called on screen."""

from crm.insight.introductions.models import IntroductionState
from crm.text import mark

STATES: dict[IntroductionState, str] = {
    IntroductionState.ASKED: mark("Asked"),
    IntroductionState.ACCEPTED: mark("Will do it"),
    IntroductionState.INTRODUCED: mark("Introduced"),
    IntroductionState.DECLINED: mark("Not now"),
    IntroductionState.NO_ANSWER: mark("No answer came"),
}

TONES: dict[IntroductionState, str] = {
    IntroductionState.ASKED: "",
    IntroductionState.ACCEPTED: "brand",
    IntroductionState.INTRODUCED: "ok",
    IntroductionState.DECLINED: "past",
    IntroductionState.NO_ANSWER: "past",
}

INTRODUCE = mark("Introduce %(name)s")
"""What a colleague has to do; to whom stands with the follow-up."""

ASK_YOURSELF = mark("Ask for an introduction")
"""What the asker has to do; whom to ask stands with the follow-up."""
