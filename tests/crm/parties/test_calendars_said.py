"""The calendars that organisations and communities keep: what they said of themselves, when, and how we know."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from crm.viewer import Role, Viewer
from tests.crm.parties.conftest import API, Add

TODAY = "2026-11-23"
KEPT = ("calendars", "calendars_said_on", "calendars_source")


def kept(found: dict[str, Any]) -> tuple[object, ...]:
    return tuple(found[name] for name in KEPT)


@pytest.mark.parametrize("place", ["organisations", "communities"])
def test_what_they_said_is_kept_with_its_day_and_how_we_know(
    add: Add, client: TestClient, place: str
) -> None:
    own: dict[str, Any] = {"type": "association"} if place == "organisations" else {}
    made = add(place, name="Kring Noord", calendars=["islam_tr"], calendars_source="Op hun feest", **own)
    assert kept(made) == (["islam_tr"], TODAY, "Op hun feest")
    address, wanted = f"{API}/{place}/{made['id']}", {"name": "Kring Noord", **own}
    said = {"calendars": ["islam_tr"], "calendars_said_on": "2026-05-04", "calendars_source": "Gevraagd"}
    assert kept(client.put(address, json=wanted | said | {"version": 1}).json()) == (
        ["islam_tr"],
        "2026-05-04",
        "Gevraagd",
    )
    # The same calendars, nothing said about the day: it stays. Other calendars: today. None: nothing was said.
    same = client.put(address, json=wanted | {"calendars": ["islam_tr"], "version": 2}).json()
    other = client.put(address, json=wanted | {"calendars": ["islam_ma"], "version": 3}).json()
    none = client.put(address, json=wanted | {"calendars_said_on": "2026-05-04", "version": 4}).json()
    assert [kept(found) for found in (same, other, none)] == [
        (["islam_tr"], "2026-05-04", None),
        (["islam_ma"], TODAY, None),
        ([], None, None),
    ]


def test_what_is_still_to_be_said_is_refused(client: TestClient) -> None:
    wanted = {"name": "Kring", "calendars": ["alevi"], "calendars_said_on": "2026-11-24"}
    answer = client.post(f"{API}/communities", json=wanted)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == ["calendars_said_on"]
    assert client.get(f"{API}/communities").json()["total"] == 0


def test_form_and_page_show_when_they_said_so_and_how_we_know_to_the_team_only(
    add: Add,
    client: TestClient,
    client_of: Callable[[str | None], TestClient],
    add_user: Callable[..., Viewer],
) -> None:
    add_user("karin", Role.MANAGER)
    said = {"calendars": ["alevi"], "calendars_said_on": "2026-05-04", "calendars_source": "Bij de thee"}
    key = add("communities", name="Kring Noord", **said)["id"]
    form = client.get(f"/communities/{key}/change").text
    assert ('value="2026-05-04"' in form, 'value="Bij de thee"' in form) == (True, True)
    page, seen = client.get(f"/communities/{key}").text, client_of("karin").get(f"/communities/{key}").text
    sentence = "Ze zeiden dat zelf op 4 mei 2026."
    assert [(sentence in text, "Bij de thee" in text) for text in (page, seen)] == [
        (True, True),
        (True, False),
    ]
    assert client_of("karin").get(f"{API}/communities/{key}").json()["calendars_source"] is None
