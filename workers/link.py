"""The link of a process to a Redis outside: its mark of memory, nudges between processes, and whether it answers."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import redis
import structlog

from workers.broker import NAMESPACE

log = structlog.get_logger()

EPOCH_KEY = f"{NAMESPACE}:epoch"
NUDGES = f"{NAMESPACE}:nudges"
LOOK_EVERY_S = 2.0


def refusal_of(url: str) -> str | None:
    """Why the broker will never work with this address, in one line; None where it answers, or is down for now."""
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        client.ping()
    except redis.AuthenticationError:  # before the next, of which it is a kind
        return "the broker refuses the user or the password."
    except (redis.ConnectionError, redis.TimeoutError):
        log.warning("broker.silent")
    except redis.ResponseError as error:
        return f"the broker refuses: {type(error).__name__}."
    finally:
        client.close()
    return None


class Link:
    """Nudges the relays of other processes after a commit, and knows whether Redis answers.

    Nothing hangs on it but speed and a banner: a nudge that is lost costs one pause of the relay. A request never
    waits for it, since a thread of its own does the talking.
    """

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._nudged = threading.Event()
        self._stopped = threading.Event()
        self._is_up = True

    @property
    def is_up(self) -> bool:
        """Whether Redis answered when it was last asked, at most two seconds or so ago."""
        return self._is_up

    def nudge(self) -> None:
        """Tells every relay that something was just committed; returns at once."""
        self._nudged.set()

    def read_epoch(self) -> str:
        """The mark that this memory of Redis carries; a Redis that was emptied gets another one.

        Raises:
            redis.RedisError: it does not answer.
        """
        known = self._client.get(EPOCH_KEY)
        if known is None:
            self._client.set(EPOCH_KEY, uuid.uuid4().hex, nx=True)
            known = self._client.get(EPOCH_KEY)
        return cast(bytes, known).decode() if known else ""

    @contextmanager
    def talking(self) -> Iterator[None]:
        """Passes nudges on while the block runs."""
        speaking = threading.Thread(target=self._speak, name="nudges", daemon=True)
        speaking.start()
        try:
            yield
        finally:
            self._stopped.set()
            self._nudged.set()
            speaking.join(timeout=5)

    @contextmanager
    def listening(self, heard: Callable[[], None]) -> Iterator[None]:
        """Calls `heard` for every nudge of another process while the block runs."""
        listening = threading.Thread(target=self._listen, args=(heard,), name="nudged", daemon=True)
        listening.start()
        try:
            yield
        finally:
            self._stopped.set()
            listening.join(timeout=5)

    def _speak(self) -> None:
        while not self._stopped.is_set():
            self._nudged.wait(LOOK_EVERY_S)
            self._nudged.clear()
            try:
                self._client.publish(NUDGES, b"")
                self._note(is_up=True)
            except redis.RedisError:
                self._note(is_up=False)
                self._stopped.wait(0.5)

    def _listen(self, heard: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            try:
                with self._client.pubsub(ignore_subscribe_messages=True) as heard_from:  # type: ignore[no-untyped-call]
                    heard_from.subscribe(NUDGES)
                    while not self._stopped.is_set():
                        if heard_from.get_message(timeout=1.0) is not None:
                            heard()
                        self._note(is_up=True)
            except redis.RedisError:
                self._note(is_up=False)
                self._stopped.wait(0.5)

    def _note(self, *, is_up: bool) -> None:
        if is_up != self._is_up:
            log.warning("broker.answers" if is_up else "broker.silent")
        self._is_up = is_up
