"""The words of signals on screen: themes, states and how many people, as message ids of the catalogue."""

from collections.abc import Mapping

from crm.contacts.models import PeopleBand, Topic
from crm.signals.models import SignalState
from crm.text import mark

THEMES: Mapping[Topic, str] = {
    Topic.HOUSING: mark("Housing"),
    Topic.EDUCATION: mark("School and education"),
    Topic.WORK: mark("Work"),
    Topic.MEETING: mark("Meeting each other"),
    Topic.SERVICES: mark("Services of the city"),
    Topic.ACCESSIBILITY: mark("Accessibility"),
}

STATES: Mapping[SignalState, str] = {
    SignalState.OPEN: mark("Waiting for an answer"),
    SignalState.ANSWERED: mark("Answered, not told back yet"),
    SignalState.TOLD_BACK: mark("Answered and told back"),
    SignalState.WITHDRAWN: mark("Withdrawn"),
}

PEOPLE: Mapping[PeopleBand, str] = {
    PeopleBand.ONE: mark("1 person"),
    PeopleBand.FEW: mark("2 to 4 people"),
    PeopleBand.MANY: mark("5 people or more"),
}

# What a signal says when its contact was logged without a summary.
NOTHING_NOTED = mark("Somebody raised this at a contact. Nothing more was noted.")
