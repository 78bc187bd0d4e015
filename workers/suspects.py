"""Deliveries whose earlier wake-up went unanswered: one of them may have ended its process, so they run one by one.

Such a delivery is counted before it runs. If several ran at once, one that ends its process would use up the
attempts of its neighbours, time after time, until they were given up with it.
"""

import threading

from crm.outbox import Urgency

PAUSE_MS = 500


class Suspects:
    """Lets one suspect of each urgency run at a time in this process; nobody waits, the others come again."""

    def __init__(self) -> None:
        self._locks = {urgency: threading.Lock() for urgency in Urgency}

    def enter(self, urgency: Urgency) -> bool:
        """Whether one may run now, until `leave`."""
        return self._locks[urgency].acquire(blocking=False)

    def leave(self, urgency: Urgency) -> None:
        """Lets the next one in."""
        self._locks[urgency].release()
