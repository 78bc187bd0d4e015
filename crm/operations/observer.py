"""One look at queue, processes and schedule for many who ask: metrics and the banner of every page."""

import threading
from datetime import timedelta

from crm.operations.observed import Observed
from crm.operations.queries import observe
from crm.unit_of_work import Work
from crm.viewer import SYSTEM

KEPT_FOR = timedelta(seconds=5)


class Observer:
    """Looks at most once in a few seconds, however often it is asked."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._last: Observed | None = None
        self._seen_at = work.clock.now()

    def observed(self) -> Observed:
        """What was seen at most a few seconds ago."""
        now = self._work.clock.now()
        with self._lock:
            # A clock that was put back looks again.
            if self._last is None or not timedelta() <= now - self._seen_at < KEPT_FOR:
                with self._work.reading(SYSTEM) as uow:
                    at = self._work.present_in(uow.session)
                    self._last = observe(uow.session, SYSTEM, at, is_embedded=uow.settings.is_embedded)
                self._seen_at = now
            return self._last
