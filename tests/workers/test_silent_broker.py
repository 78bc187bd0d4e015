"""A Redis that is stopped and started again: every page says so meanwhile, contacts are kept, and it goes away by itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PASSWORD
from tests.server import Server
from tests.servers.redis import Redis

Wait = Callable[[Callable[[], bool]], None]
LATER = "Opvolging en meldingen komen iets later."


def test_pages_say_that_follow_ups_come_later_while_redis_is_away(
    served_store: Path, wait_until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Redis() as redis:
        monkeypatch.setenv("BEREIK_BROKER_URL", redis.url)
        with Server(served_store) as server:
            cookie = server.sign_in("nora", PASSWORD)

            def is_said() -> bool:
                answer = server.ask("GET", "/", cookie=cookie)
                assert answer.status == 200
                return LATER in answer.body.decode()

            def is_ready() -> dict[str, Any]:
                found: dict[str, Any] = json.loads(server.ask("GET", "/readyz").body)
                return found

            assert is_said() is False
            redis.stop()
            wait_until(is_said)
            contact = {"channel": "visit", "place": "Schoolpoort", "people_band": "2-4"}
            assert server.ask("POST", "/api/v1/contacts", contact, cookie).status == 201
            assert is_ready()["state"] == "ready"
            redis.start()
            wait_until(lambda: not is_said())
