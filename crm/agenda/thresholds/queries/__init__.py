"""Readings of the threshold check."""

from crm.agenda.thresholds.queries.answers import (
    Booking,
    ThresholdCheck,
    ThresholdLine,
    booking,
    bookings_of_event,
    bookings_of_organiser,
    threshold_check,
)
from crm.agenda.thresholds.queries.co_inviters import co_inviters

__all__ = [
    "Booking",
    "ThresholdCheck",
    "ThresholdLine",
    "booking",
    "bookings_of_event",
    "bookings_of_organiser",
    "co_inviters",
    "threshold_check",
]
