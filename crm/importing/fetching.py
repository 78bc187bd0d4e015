"""Fetches a calendar, by the one way out that there is: what was answered is shown to nobody before it was read."""

import zlib

from crm.importing.blocks import MOST_BYTES
from crm.importing.failures import CannotRead, Failure
from crm.outside.connection import INTERNET, Answer, Call, Way, ask
from crm.outside.failures import NotReached

GZIP = 16 + zlib.MAX_WBITS
HEADERS = {"Accept": "text/calendar", "Accept-Encoding": "gzip"}


def fetch(address: str, allowed: frozenset[str], way: Way = INTERNET) -> bytes:
    """What stands at an https address.

    Args:
        allowed: the names of the hosts that may be asked.

    Raises:
        CannotRead: the address or its host is not allowed, or what was answered cannot be used.
    """
    try:
        return _content(ask(Call(address, HEADERS), allowed, MOST_BYTES, way))
    except NotReached as stopped:
        raise CannotRead(Failure(stopped.obstacle.value)) from None
    except zlib.error:
        raise CannotRead(Failure.NO_ANSWER) from None


def _content(answer: Answer) -> bytes:
    if 300 <= answer.status < 400:
        raise CannotRead(Failure.LEADS_ELSEWHERE)
    if answer.status != 200:
        raise CannotRead(Failure.REFUSED)
    body = answer.body
    packing = (answer.header("content-encoding") or "identity").strip().lower()
    if packing == "gzip":
        unpacking = zlib.decompressobj(GZIP)
        body = unpacking.decompress(body, MOST_BYTES + 1)
        if not unpacking.eof and len(body) <= MOST_BYTES:
            raise CannotRead(Failure.ENDS_TOO_EARLY)
    elif packing != "identity":
        raise CannotRead(Failure.REFUSED)
    if len(body) > MOST_BYTES:
        raise CannotRead(Failure.TOO_LARGE)
    return body
