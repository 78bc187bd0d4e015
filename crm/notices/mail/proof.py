"""The proof that mail to an address reaches its user: a token that stands in one mail, and nowhere in the store."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from crm.accounts.models import User
from crm.notices.mail.models import MailChoices

VALID_FOR = timedelta(hours=24)
LONGEST_TOKEN = 100


def token_for(user: User, choices: MailChoices) -> str:
    """The token that confirms the address that waits; another address, moment or password gives another one.

    It is worked out anew each time, so that a mail that is sent again holds the same one, and a copy of the store
    holds none. It is of use to its signed-in user only.
    """
    asked_at = choices.asked_at.isoformat() if choices.asked_at else ""
    said = "\n".join((str(user.id), choices.wanted_address or "", asked_at))
    made = hmac.new(user.password_hash.encode(), said.encode(), hashlib.sha256)
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")


def is_waiting(choices: MailChoices, now: datetime) -> bool:
    """Whether an address can still be confirmed."""
    is_asked = choices.wanted_address is not None and choices.asked_at is not None
    return is_asked and choices.asked_at is not None and now < choices.asked_at + VALID_FOR


def is_proof(token: str, user: User, choices: MailChoices, now: datetime) -> bool:
    """Whether the token confirms the address that waits; an old one does not."""
    return is_waiting(choices, now) and hmac.compare_digest(
        token.encode(errors="replace"), token_for(user, choices).encode()
    )
