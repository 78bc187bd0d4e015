"""The tokens of secret addresses: 256 bits that nobody can guess, of which only a hash is stored."""

import hashlib
import secrets

BYTES = 32


def fresh_token() -> str:
    """A new token, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def hash_token(token: str) -> str:
    """What is stored of a token.

    >>> len(hash_token("abc"))
    64
    """
    return hashlib.sha256(token.encode()).hexdigest()
