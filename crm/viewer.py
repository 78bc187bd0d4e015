"""Who is looking: every query takes a viewer, so that rights cannot be forgotten."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a user of Bereik does in the city."""

    CONSULTANT = "consultant"
    MANAGER = "manager"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # handlers and jobs: never a person who signs in


@dataclass(frozen=True)
class Viewer:
    """A signed-in user, or the system itself; only what rights and pages need."""

    user_id: UUID | None
    role: Role
    name: str = ""
    language: str = "nl"

    def has_role(self, *roles: Role) -> bool:
        """Whether the viewer's role is one of these."""
        return self.role in roles


SYSTEM = Viewer(user_id=None, role=Role.SYSTEM)
