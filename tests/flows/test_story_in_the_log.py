"""One contact, and its whole story in the log of real processes, found by the id that the answer's header gave."""

import json
import re
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

from tests.conftest import PASSWORD
from tests.server import Server
from workers.subscriptions import subscriptions

Wait = Callable[[Callable[[], bool]], None]
CANARY = re.compile("kanarie", re.IGNORECASE)
CONTACT = {
    "channel": "visit",
    "place": "kanarieplek",
    "people_band": "2-4",
    "summary": "kanarienotitie",
    "signal": {"theme": "housing"},
}


def _lines(log: Path) -> list[dict[str, object]]:
    """The lines of a log; a line that is being written is left for the next look."""
    whole = log.read_text().rpartition("\n")[0].splitlines()
    return [json.loads(line) for line in whole if not line.startswith("Bereik ")]


def test_the_story_of_one_contact_is_found_by_the_id_of_its_answer(
    served_store: Path, wait_until: Wait
) -> None:
    with Server(served_store) as server:
        cookie = server.sign_in("nora", PASSWORD)
        connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
        headers = {"origin": server.url, "content-type": "application/json", "cookie": cookie}
        place = json.loads(server.ask("GET", "/api/v1/neighbourhoods", cookie=cookie).body)
        sent = CONTACT | ({"neighbourhood_id": place[0]["id"]} if place else {})
        connection.request("POST", "/api/v1/contacts", json.dumps(sent), headers)
        answer = connection.getresponse()
        answered, story = answer.status, answer.headers["x-request-id"]
        connection.close()
        assert answered == 201

        def told() -> list[dict[str, object]]:
            return [line for line in _lines(server.log) if line.get("request_id") == story]

        first = subscriptions.handlers_of("ContactLogged")
        wait_until(lambda: set(first) <= {line.get("handler") for line in told()})
        server.ask("GET", "/people?q=kanarie", cookie=cookie)
        mine, lines = told(), _lines(server.log)
    requests = [line for line in mine if line["event"] == "request.answered"]
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("POST", "/api/v1/contacts", 201)
    ]
    done = [line for line in mine if line["event"] == "delivery.done"]
    assert {(line["handler"], line["attempt"]) for line in done} >= {(handler, 1) for handler in first}
    assert all({"event_id", "delivery_id", "spent_ms", "waited_ms"} <= set(line) for line in done)
    # The signal that was ticked is an event of its own: what follows from it belongs to the story too.
    assert len({line["event_id"] for line in done}) >= 2
    assert [line for line in lines if CANARY.search(str(line))] == []
    assert "uvicorn.error" in {line.get("library") for line in lines}
