"""What the city asked of somebody against what it gave back, and when it should wait with asking more: pure.

It says what the city did. It is no figure about the other one, and nobody is compared by it
(docs/decisions/asked-and-given-back.md).
"""

from dataclasses import dataclass
from datetime import date, timedelta

LOOKED_BACK_DAYS = 90
ASKED_OFTEN_FROM = 3


@dataclass(frozen=True)
class Load:
    """At how many contacts we asked something, and at how many we gave something back, in the last 90 days."""

    asked: int = 0
    given_back: int = 0

    @property
    def should_wait(self) -> bool:
        """Whether we asked at three contacts or more, and gave back less than half of that.

        >>> Load(asked=6, given_back=1).should_wait, Load(asked=6, given_back=3).should_wait
        (True, False)
        >>> Load(asked=2, given_back=0).should_wait
        False
        """
        return self.asked >= ASKED_OFTEN_FROM and 2 * self.given_back < self.asked

    @property
    def still_to_give(self) -> int:
        """How many times we must give something back before we may ask again; 0 where we need not wait.

        >>> Load(asked=6, given_back=1).still_to_give, Load(asked=5, given_back=0).still_to_give
        (2, 3)
        """
        return -(-self.asked // 2) - self.given_back if self.should_wait else 0


def looked_back_from(today: date) -> date:
    """The first day that counts: 90 days before today.

    >>> looked_back_from(date(2026, 11, 23))
    datetime.date(2026, 8, 25)
    """
    return today - timedelta(days=LOOKED_BACK_DAYS)
