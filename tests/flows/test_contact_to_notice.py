"""First walk: a contact logged on the phone becomes a follow-up, falls due, and ends as one notice in the app."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.unit_of_work import Work
from crm.viewer import Viewer
from scheduler.run import tick

Clients = Callable[[str | None], TestClient]


def test_contact_on_the_phone_ends_as_one_notice_in_the_app(
    client_of: Clients, nora: Viewer, work: Work, clock: FixedClock, run_deliveries: Callable[[], int]
) -> None:
    phone = client_of("nora")
    tick(work)
    contact = {
        "id": str(uuid4()),
        "channel": "visit",
        "new_parties": [{"id": str(uuid4()), "kind": "person", "name": "Nadia Bakir"}],
        "summary": "Zoekt een zaal voor de naaigroep.",
        "agreements": [
            {"what": "Bel Nadia over de zaal", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
        ],
    }
    assert phone.post("/api/v1/contacts", json=contact).status_code == 201
    # The answer was lost on the way: the phone sends the same again.
    assert phone.post("/api/v1/contacts", json=contact).status_code == 200
    run_deliveries()
    planned = phone.get("/api/v1/follow-ups").json()["items"]
    assert [(one["what"], one["due_on"]) for one in planned] == [("Bel Nadia over de zaal", "2026-12-01")]

    for instant in (datetime(2026, 11, 30, 6, 0, 1, tzinfo=UTC), datetime(2026, 12, 1, 5, 59, tzinfo=UTC)):
        clock.instant = instant
        tick(work)
        run_deliveries()
    phone = client_of("nora")
    assert phone.get("/api/v1/notices").json()["items"] == []

    clock.instant = datetime(2026, 12, 1, 6, 0, 1, tzinfo=UTC)
    for _ in range(3):
        tick(work)
        run_deliveries()
        clock.instant += timedelta(minutes=1)
    notices = phone.get("/api/v1/notices").json()["items"]
    assert [(one["kind"], one["read_at"]) for one in notices] == [("follow_up_due", None)]
    assert "Bel Nadia over de zaal" in notices[0]["sentence"]

    # Not done: the next morning it is still on the list, and is not told again for the same date.
    clock.instant = datetime(2026, 12, 2, 6, 0, 1, tzinfo=UTC)
    tick(work)
    run_deliveries()
    phone = client_of("nora")
    assert len(phone.get("/api/v1/notices").json()["items"]) == 1
    phone.post(f"/api/v1/follow-ups/{planned[0]['id']}/done")
    assert phone.get("/api/v1/follow-ups").json()["total"] == 0
