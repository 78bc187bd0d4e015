"""Passwords: argon2id, with parameters that four sign-ins at once can afford."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_BYTES = 1024
# OWASP's smallest argon2id setting: at 64 MiB and four at once the memory goal of the server breaks.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(4)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    with _at_once:
        return _hasher.hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits the hash. An unknown user (None) takes as long as a wrong password."""
    if len(password.encode()) > MAX_BYTES:
        return False
    with _at_once:
        try:
            return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False
