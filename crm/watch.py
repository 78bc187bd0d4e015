"""What a process tells about its own work, to whoever wants to know: metrics, and the list of what runs now."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """How an attempt at a delivery ended."""

    DONE = "done"
    FAILED = "failed"  # it comes due again
    GIVEN_UP = "given_up"
    GIVEN_BACK = "given_back"  # the process was told to stop
    LOST = "lost"  # somebody else ran it meanwhile: nothing was applied


@dataclass(frozen=True)
class Attempt:
    """One attempt at a delivery that has ended.

    Args:
        attempt: which one it was, from 1.
        waited_s: from the commit that recorded the event to the start of this attempt.
    """

    delivery_id: UUID
    handler: str
    urgency: str
    outcome: Outcome
    attempt: int
    waited_s: float
    spent_s: float


class Watch:
    """Told what this process does. This one keeps nothing; those that do override what they want to know."""

    def request_answered(self, method: str, route: str | None, status: int, spent_s: float) -> None:
        """A request was answered; `route` is the pattern of its address, None where there is none."""

    def delivery_began(self, delivery_id: UUID, handler: str) -> None:
        """A worker of this process carries out that delivery from now on."""

    def delivery_ended(self, attempt: Attempt) -> None:
        """The worker is done with it, one way or another."""


class Watches(Watch):
    """Several of them, told one after the other."""

    def __init__(self, *watches: Watch) -> None:
        self._watches = watches

    def request_answered(self, method: str, route: str | None, status: int, spent_s: float) -> None:
        """Tells each of them."""
        for watch in self._watches:
            watch.request_answered(method, route, status, spent_s)

    def delivery_began(self, delivery_id: UUID, handler: str) -> None:
        """Tells each of them."""
        for watch in self._watches:
            watch.delivery_began(delivery_id, handler)

    def delivery_ended(self, attempt: Attempt) -> None:
        """Tells each of them."""
        for watch in self._watches:
            watch.delivery_ended(attempt)
