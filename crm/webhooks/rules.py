"""How long a webhook rests, and when it is given up. Pure."""

from datetime import datetime, timedelta

FAILURES_BEFORE_REST = 5  # in a row
FIRST_REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(hours=24)
SLOW_MS = 2_000
SLOW_RESTS_TIMES = 3  # as long as it took, so that it takes a quarter of a worker's time at most
SPREAD_S = 60


def rest_after_failures(failures: int) -> timedelta | None:
    """How long a webhook rests after that many failures in a row: twice as long each time, an hour at most.

    >>> [str(rest_after_failures(number)) for number in (1, 4, 5, 6, 8, 9, 500)]
    ['None', 'None', '0:05:00', '0:10:00', '0:40:00', '1:00:00', '1:00:00']
    """
    if failures < FAILURES_BEFORE_REST:
        return None
    doublings = min(failures - FAILURES_BEFORE_REST, 10)
    return min(FIRST_REST * (1 << doublings), LONGEST_REST)


def rest_after_slow_answer(duration_ms: int) -> timedelta | None:
    """How long a webhook rests after a good answer that took long: it may not keep the workers from other work.

    >>> str(rest_after_slow_answer(1_999)), str(rest_after_slow_answer(9_000))
    ('None', '0:00:27')
    """
    return timedelta(milliseconds=SLOW_RESTS_TIMES * duration_ms) if duration_ms >= SLOW_MS else None


def patience_left(failing_since: datetime, now: datetime) -> timedelta:
    """How long a webhook without any good answer since then is still tried; nothing left: it is given up."""
    return max(failing_since + GIVEN_UP_AFTER - now, timedelta())
