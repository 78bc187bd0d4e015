"""What the closed lists of webhooks are called on screen: English message ids, translated where they are shown."""

from collections.abc import Mapping

from crm.outside.failures import Obstacle
from crm.text import mark
from crm.webhooks.models import OffReason

OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.HOST_NOT_ALLOWED: mark("We may not ask this host: it is not on the list in the settings."),
    Obstacle.ADDRESS_NOT_ALLOWED: mark("We do not ask this address. Give one that starts with https://."),
    Obstacle.HOST_UNKNOWN: mark("We cannot find this address on the internet."),
    Obstacle.NO_ANSWER: mark("The other side did not answer as it should."),
    Obstacle.TOO_SLOW: mark("The other side took longer than 10 seconds."),
    Obstacle.TOO_LARGE: mark("The other side did not answer as it should."),
    Obstacle.NOT_SAFE: mark("The other side cannot show who it is: its certificate is not right."),
}

OFF_REASONS: Mapping[OffReason, str] = {
    OffReason.NEW: mark("It was not switched on yet."),
    OffReason.BY_HAND: mark("An administrator switched it off."),
    OffReason.GONE: mark("The other side said that the address is gone. So we switched it off."),
    OffReason.FAILING: mark("The other side gave no good answer for 24 hours. So we switched it off."),
}
