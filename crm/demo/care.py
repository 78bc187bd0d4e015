"""How the team keeps up a network of the demo city: it decides how often and with whom is spoken."""

from enum import StrEnum


class Care(StrEnum):
    """What the log of contacts of an organisation or community looks like."""

    WARM = "warm"  # every three weeks or so, with several persons
    STEADY = "steady"  # every five weeks or so, with several persons
    SINGLE = "single"  # regularly, through one person only
    THIN = "thin"  # a few times, last year
    COLD = "cold"  # often once, nothing for more than seventeen months
    NEVER = "never"  # a name from a public source; nobody of the team spoke with it
    UNMAPPED = "unmapped"  # known to exist; nobody known who can open it
    SERVICE = "service"  # a city service: the team meets it about what people asked

    @property
    def weight(self) -> int:
        """How many contacts in two years, against the others."""
        return {"warm": 38, "steady": 22, "single": 20, "thin": 5, "cold": 9, "service": 14}.get(self, 0)
