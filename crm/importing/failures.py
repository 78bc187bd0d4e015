"""Why a calendar cannot be read, or an entry of it is left out: the closed lists, without words."""

from enum import StrEnum


class Failure(StrEnum):
    """Why a whole calendar was not read; stored with it, so a value stays what it is."""

    NOT_A_CALENDAR = "not_a_calendar"
    NOT_TEXT = "not_text"
    ENDS_TOO_EARLY = "ends_too_early"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    TOO_HEAVY = "too_heavy"
    HOST_NOT_ALLOWED = "host_not_allowed"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    HOST_UNKNOWN = "host_unknown"
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    NOT_SAFE = "not_safe"
    LEADS_ELSEWHERE = "leads_elsewhere"
    REFUSED = "refused"


class LeftOut(StrEnum):
    """Why an entry, or a part of it, was left out."""

    NO_START = "no_start"
    ENDS_BEFORE_START = "ends_before_start"
    UNKNOWN_ZONE = "unknown_zone"
    TOO_OFTEN = "too_often"
    TOO_LONG = "too_long"
    TOO_HEAVY = "too_heavy"
    UNREADABLE = "unreadable"
    MORE_TIMES = "more_times"


class CannotRead(Exception):
    """The calendar cannot be read; nothing of it is kept."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class TooHeavy(BaseException):
    """Raised inside a guard when its work takes too long. No library catches it by accident."""
