"""The words of signals on screen: message ids, translated where they are shown. Themes are the topics of contacts."""

from collections.abc import Mapping

from crm.signals.models import SignalState
from crm.text import mark

STATES: Mapping[SignalState, str] = {
    SignalState.OPEN: mark("Waiting for an answer"),
    SignalState.ANSWERED: mark("Answered, not told back yet"),
    SignalState.TOLD_BACK: mark("Answered and told back"),
    SignalState.WITHDRAWN: mark("Withdrawn"),
}

# What a signal says when its contact was logged without a summary.
NOTHING_NOTED = mark("Somebody raised this at a contact. Nothing more was noted.")
