"""What goes in and out of the choices of mail."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from crm.mail_settings import LONGEST_ADDRESS, is_mail_address
from crm.notices.mail.models import DigestDays
from crm.notices.mail.proof import LONGEST_TOKEN
from crm.text import mark
from crm.web.schemas import Input, refusal


def _mail_address(value: str) -> str:
    if not is_mail_address(value):
        raise refusal(mark("Give an e-mail address, such as name@example.org."))
    return value


MailAddress = Annotated[str, StringConstraints(max_length=LONGEST_ADDRESS), AfterValidator(_mail_address)]


class MailChoicesUpdate(Input):
    """Where a user wants mail, and which."""

    address: MailAddress | None = Field(
        examples=["nora@voorbeeld.example"],
        description="A new address gets one mail, to confirm it; without an address no mail is sent",
    )
    digest: DigestDays = Field(DigestDays.WEEKDAYS, description="On which days the morning digest comes")
    reminders_at_once: bool = Field(False, description="Whether reminders come within minutes too")
    warnings_at_once: bool = Field(
        False, description="Whether warnings about one's own events come within minutes too"
    )


class AddressConfirm(Input):
    """The token of the mail that asked to confirm an address."""

    token: str = Field(min_length=1, max_length=LONGEST_TOKEN, examples=["9nd0dQYbJk3yZ3W8m0cQ6B4y2b1f3k"])


class AddressState(StrEnum):
    """Whether mail reaches a user."""

    NONE = "none"
    WORKING = "working"
    STOPPED = "stopped"  # the mail server said too often that there is no such address


class WantedState(StrEnum):
    """What became of the question whether a new address is the user's."""

    WAITING = "waiting"
    EXPIRED = "expired"
    REFUSED = "refused"  # the mail server said that there is no such address


class MailChoicesRead(BaseModel):
    """A user's own choices; `is_on` is false where this Bereik sends no mail at all."""

    is_on: bool
    address: str | None
    state: AddressState
    wanted_address: str | None = Field(description="An address that is not confirmed yet")
    wanted_state: WantedState | None
    digest: DigestDays
    reminders_at_once: bool
    warnings_at_once: bool
