"""A form that comes in slowly keeps nobody else from writing."""

import threading
from collections.abc import Callable, Iterator

from starlette.testclient import TestClient

from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer


def test_others_write_while_a_form_is_still_being_sent(
    client_of: Callable[[str | None], TestClient], nora: Viewer, work: Work
) -> None:
    written: list[bool] = []

    def write() -> None:
        with work.writing(SYSTEM):
            written.append(True)

    def form() -> Iterator[bytes]:
        yield b"title=Buurt"
        other = threading.Thread(target=write, daemon=True)
        other.start()
        other.join(timeout=10)
        written.append(not other.is_alive())
        yield b"moment"

    answer = client_of("nora").post(
        "/events/new",
        content=form(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert (answer.status_code, written) == (422, [True, True])
    assert 'value="Buurtmoment"' in answer.text
