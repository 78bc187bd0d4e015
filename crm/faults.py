"""Fault points: places where a test can make the process die, to see that nothing is lost.

Without the environment variable BEREIK_FAULT every call does nothing. `BEREIK_FAULT=after_effects:3`
kills the process (as by kill -9) at the third passage of that point.
"""

import os
import signal
import threading

FAULT_POINTS = (
    "before_claim",
    "after_claim",
    "after_effects",
    "before_commit",
    "after_commit",
    "before_send",
)
"""Points that every delivery passes."""

OUTSIDE_FAULT_POINTS = ("after_lease", "after_call")
"""Points that only a handler that talks to the outside passes."""

_lock = threading.Lock()
_passages = 0


def fault(point: str) -> None:
    """Does nothing, unless BEREIK_FAULT names this point: then this process dies here."""
    named = os.environ.get("BEREIK_FAULT")
    if not named:
        return
    wanted, _, nth = named.partition(":")
    if wanted != point:
        return
    global _passages
    with _lock:
        _passages += 1
        if _passages >= int(nth or 1):
            os.kill(os.getpid(), signal.SIGKILL)
