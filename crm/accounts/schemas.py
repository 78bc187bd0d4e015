"""What goes in and out of signing in."""

from uuid import UUID

from pydantic import Field

from crm.viewer import Role
from crm.web.schemas import Input, Output


class SignIn(Input):
    """Name and password."""

    login: str = Field(min_length=1, max_length=60, examples=["nora"])
    password: str = Field(min_length=1, max_length=1024, examples=["welkom-in-mechelen"])


class UserRead(Output):
    """A user as colleagues see one."""

    id: UUID
    name: str
    role: Role
    language: str
