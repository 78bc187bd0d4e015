"""Why nobody outside was reached, or what was answered is no answer: the closed list, without words."""

from enum import StrEnum


class Obstacle(StrEnum):
    """What stood in the way; stored by those who ask, so a value stays what it is."""

    HOST_NOT_ALLOWED = "host_not_allowed"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    HOST_UNKNOWN = "host_unknown"
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    NOT_SAFE = "not_safe"


class NotReached(Exception):
    """Nothing usable was answered; the address and what was said are not repeated."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle
