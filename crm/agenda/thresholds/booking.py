"""When something must be booked at the latest. Pure."""

from datetime import date, timedelta

from crm.agenda.thresholds.models import Threshold
from crm.agenda.thresholds.questions import QUESTIONS


def last_booking_on(question: Threshold, event_on: date, chosen_on: date | None = None) -> date:
    """The last date on which it can be booked: the one that somebody chose, or our default before the event.

    Args:
        event_on: the first day of the event.

    >>> last_booking_on(Threshold.LANGUAGE, date(2027, 2, 23)).isoformat()
    '2027-02-09'
    """
    return chosen_on or event_on - timedelta(days=QUESTIONS[question].days_before)
