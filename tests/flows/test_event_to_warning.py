"""Second walk: an event is planned, flagged once after the commit, moved to a better moment, and confirmed dates count."""

from collections.abc import Callable

from starlette.testclient import TestClient

from crm.viewer import Role, Viewer

Clients = Callable[[str | None], TestClient]
EVENING = {
    "title": "Ouderavond",
    "kind": "participation_evening",
    "start_on": "2027-02-23",
    "start_hour": "19:30",
    "end_hour": "21:30",
    "audience": ["islam_ma", "families"],
}


def _flags(client: TestClient, key: str) -> list[tuple[str, str, str]]:
    flags = client.get(f"/api/v1/events/{key}").json()["flags"]
    return [(flag["observance"], flag["level"], flag["state"]) for flag in flags]


def test_parents_evening_in_ramadan_is_flagged_told_moved_and_lifted(
    client_of: Clients, add_user: Callable[..., Viewer], run_deliveries: Callable[[], int]
) -> None:
    add_user("bram", Role.ORGANISER, name="Bram Verlooy")
    bram = client_of("bram")
    live = bram.post(
        "/api/v1/timing/check",
        json={name: EVENING[name] for name in EVENING if name not in ("title", "kind")},
    )
    assert live.json()["level"] == "high"

    key = bram.post("/api/v1/events", json=EVENING).json()["id"]
    run_deliveries()
    assert _flags(bram, key) == [("ramadan", "high", "open")]
    notices = bram.get("/api/v1/notices").json()["items"]
    assert [one["kind"] for one in notices] == ["flag_raised"]

    better = live.json()["suggestions"]
    assert "2027-03-16T19:30:00+01:00" in [one["start"] for one in better]
    bram.post(f"/api/v1/events/{key}/move", json={"start_on": "2027-03-16"})
    run_deliveries()
    assert _flags(bram, key) == [("ramadan", "high", "lifted")]
    stored = bram.get(f"/api/v1/events/{key}").json()
    assert stored["starts_at"].startswith("2027-03-16T18:30")
    assert stored["moved_because"]


def test_running_the_same_check_twice_tells_the_owner_once(
    client_of: Clients, add_user: Callable[..., Viewer], run_deliveries: Callable[[], int]
) -> None:
    add_user("bram", Role.ORGANISER)
    bram = client_of("bram")
    key = bram.post("/api/v1/events", json=EVENING).json()["id"]
    run_deliveries()
    stored = bram.get(f"/api/v1/events/{key}").json()
    answer = bram.put(
        f"/api/v1/events/{key}", json={**EVENING, "place": "De Ham", "version": stored["version"]}
    )
    assert answer.status_code == 200, answer.text
    run_deliveries()
    assert _flags(bram, key) == [("ramadan", "high", "open")]
    assert len(bram.get("/api/v1/notices").json()["items"]) == 1
