"""What was sent, received whole before anything looks at it.

A command's transaction holds the only writer of a SQLite store. A phone on a bad line sends its form for seconds: it may
not hold the store for as long. So the frame waits for the whole of it first.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from crm.errors import BereikError, TooLarge
from crm.text import mark

LONGEST_S = 60.0
"""How long the sending of a body may take: five times what 4 MB take on a slow phone."""


class TooSlow(BereikError):
    """What was sent did not come in in time."""

    code = "too_slow"
    status = 408
    message = mark(
        "Sending this took too long. Nothing was changed. Try again where the connection is better."
    )


class Gone(Exception):
    """The sender hung up before all of it was there: nobody waits for an answer."""


async def received(receive: Receive, headers: Headers, largest: int) -> Receive:
    """The same source of messages, with the body in one piece; at once where nothing is sent.

    Raises:
        TooLarge: it is larger than `largest` bytes, whatever it said of its length.
        TooSlow: it took longer than a minute.
        Gone: the sender hung up.
    """
    if "transfer-encoding" not in headers and headers.get("content-length", "0") == "0":
        return receive
    try:
        async with asyncio.timeout(LONGEST_S):
            body = await _whole(receive, largest)
    except TimeoutError:
        raise TooSlow from None
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


async def _whole(receive: Receive, largest: int) -> bytes:
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts += message.get("body", b"")
        if len(parts) > largest:
            raise TooLarge
        if not message.get("more_body", False):
            return bytes(parts)
