"""What attendance is called on screen: English message ids, translated where they are shown."""

from collections.abc import Mapping

from crm.agenda.attendance.models import AskedHow, Counting
from crm.text import mark

COUNTINGS: Mapping[Counting, str] = {
    Counting.COUNTED: mark("counted"),
    Counting.ESTIMATED: mark("estimated"),
    Counting.NOT_COUNTED: mark("not counted"),
}

ASKED_HOW: Mapping[AskedHow, str] = {
    AskedHow.REGISTRATION: mark("When registering"),
    AskedHow.DOOR_FORM: mark("A form at the door"),
    AskedHow.SHORT_SURVEY: mark("A short survey"),
    AskedHow.SHOW_OF_CARDS: mark("A show of cards, without names"),
    AskedHow.OTHER: mark("In another way"),
}

HIDDEN_WORD = mark("not shown")
"""What stands in a hidden cell, everywhere."""
