"""Webhooks through their two doors: who may, what is shown once, and what is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import structlog
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from crm.webhooks.models import OffReason, Webhook
from tests.crm.outside.tls import HOST, TlsServer, WayTo, http_answer
from tests.crm.webhooks.conftest import ADDRESS, TAKEN, Add, heard_by, stored

Clients = Callable[[str | None], TestClient]
API = "/api/v1/webhooks"
WANTED = {"name": "Dataplatform", "address": ADDRESS, "kinds": ["event.planned", "contact.logged"]}


@pytest.fixture(autouse=True)
def reaching_the_receiver(app: FastAPI, receiver: TlsServer, way_to: WayTo) -> None:
    """Tests that are sent from a page reach the receiver on this machine."""
    app.state.way_out = way_to(receiver)


def test_a_secret_is_shown_when_it_is_made_and_never_again(
    client_of: Clients, hilde: Viewer, work: Work
) -> None:
    client = client_of("hilde")
    with structlog.testing.capture_logs() as logged:
        made = client.post(API, json=WANTED)
        key, secret = made.json()["id"], made.json()["secret"]
        assert (made.status_code, secret.startswith("whsec_"), made.json()["is_on"]) == (201, True, False)
        assert made.json()["kinds"] == ["contact.logged", "event.planned"]
        page = client.post("/webhooks/new", data=WANTED)
        shown = [one.secret for one in _all(work) if one.secret in page.text]
        assert (page.status_code, len(shown)) == (200, 1)
        fresh = client.post(f"{API}/{key}/secret").json()["secret"]
        rotated = client.post(f"/webhooks/{key}/secret").text
        secrets = {one for row in _all(work) for one in (row.secret, row.former_secret) if one} | {secret}
        assert len({one for one in secrets if one in rotated}) == 1
        assert fresh not in rotated
        later = [
            client.get(path).text
            for path in (API, f"{API}/{key}", "/webhooks", f"/webhooks/{key}", f"/webhooks/{key}/change")
        ]
    assert len(secrets) == 4
    assert [
        one for one in secrets if any(one in text for text in (*later, str(logged), repr(_all(work))))
    ] == []
    assert page.headers["cache-control"] == "no-store"


def _all(work: Work) -> list[Webhook]:
    with work.database.reading() as session:
        return list(session.exec(select(Webhook)))


def test_a_test_message_shows_what_came_back_and_nothing_of_its_body(
    client_of: Clients, hilde: Viewer, receiver: TlsServer, work: Work
) -> None:
    client = client_of("hilde")
    made = client.post(API, json=WANTED).json()
    receiver.answer = http_answer(b"<b>kanarie van de andere kant</b>", "201 Made")
    page = client.post(f"/webhooks/{made['id']}/test")
    assert (page.status_code, "antwoordde 201" in page.text, "kanarie" in page.text) == (200, True, False)
    receiver.answer = http_answer(b"", "401 Who?")
    answer = client.post(f"{API}/{made['id']}/test").json()
    assert (answer["status"], answer["is_good"], answer["kind"]) == (401, False, "webhook.test")
    assert "antwoordde 401" in client.post(f"/webhooks/{made['id']}/test").text
    heard = heard_by(receiver)
    assert {one.told for one in heard} == {("webhook.test", made["id"])}
    assert len({one.headers["webhook-id"] for one in heard}) == 3
    assert heard[0].verified_by(made["secret"])
    assert [one["status"] for one in client.get(f"{API}/{made['id']}").json()["attempts"]] == [401, 401, 201]
    assert stored(work, _all(work)[0].id).failures == 0


def test_what_we_gave_up_is_switched_on_only_after_a_good_test(
    client_of: Clients, add_webhook: Add, receiver: TlsServer, work: Work, hilde: Viewer
) -> None:
    key = add_webhook().id
    with work.writing(hilde) as uow:
        row = uow.session.get_one(Webhook, key)
        row.off_reason, row.off_at, row.missed_since = OffReason.GONE, uow.now, uow.now
    client = client_of("hilde")
    assert f'action="/webhooks/{key}/on"' not in client.get(f"/webhooks/{key}").text
    for refused in (client.post(f"{API}/{key}/on"), client.post(f"/webhooks/{key}/on")):
        assert (refused.status_code, "Stuur eerst een test" in refused.text) == (409, True)
    receiver.answer = http_answer(b"", "500 Broken")
    client.post(f"{API}/{key}/test")
    assert client.post(f"{API}/{key}/on").status_code == 409
    receiver.answer = TAKEN
    assert f'action="/webhooks/{key}/on"' in client.post(f"/webhooks/{key}/test").text
    assert client.post(f"{API}/{key}/on").json()["is_on"] is True
    assert (stored(work, key).off_at, stored(work, key).missed_since) == (None, None)
    assert client.post(f"{API}/{key}/off").json()["off_reason"] == "by_hand"
    assert client.post(f"{API}/{key}/on").json()["is_on"] is True


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/bereik",
        f"https://{HOST}:8443/bereik",
        f"https://user:word@{HOST}/",
        "https://127.0.0.1/bereik",
        "https://evil.example/bereik",
        f"https://{HOST}/a\r\nHost: evil.example",
        "nonsense",
    ],
)
def test_an_address_that_may_not_be_sent_to_is_refused_by_its_field(
    client_of: Clients, add_webhook: Add, work: Work, address: str
) -> None:
    made, client = add_webhook(), client_of("hilde")
    for answer in (
        client.post(API, json=WANTED | {"address": address}),
        client.put(f"{API}/{made.id}", json=WANTED | {"address": address, "version": made.version}),
    ):
        assert [one["field"] for one in answer.json()["error"]["fields"]] == ["address"]
        assert (answer.status_code, "evil" in answer.text) == (422, False)
    for path in ("/webhooks/new", f"/webhooks/{made.id}/change"):
        form = WANTED | {"address": address, "version": str(made.version)}
        assert client.post(path, data=form).status_code == 422
    assert [one.address for one in _all(work)] == [ADDRESS]


def test_webhooks_are_off_until_the_settings_name_hosts(
    client_of: Clients, hilde: Viewer, app: FastAPI, work: Work
) -> None:
    work.settings = Settings(database_url=work.database.url)
    client = client_of("hilde")
    assert "BEREIK_WEBHOOK_HOSTS" in client.get("/webhooks").text
    assert 'href="/webhooks/new"' not in client.get("/webhooks").text
    assert client.post(API, json=WANTED).status_code == 422
    assert _all(work) == []


def test_two_who_save_at_once_see_each_other(client_of: Clients, add_webhook: Add) -> None:
    made, client = add_webhook(), client_of("hilde")
    changed = client.put(f"{API}/{made.id}", json=WANTED | {"name": "Nieuw", "version": made.version})
    assert (changed.json()["name"], changed.json()["version"]) == ("Nieuw", made.version + 1)
    late = client.post(
        f"/webhooks/{made.id}/change", data=WANTED | {"name": "Laat", "version": str(made.version)}
    )
    assert (late.status_code, "Laat" in late.text, "Nieuw" in late.text) == (409, True, True)
    assert client.put(f"{API}/{made.id}", json=WANTED | {"version": made.version}).status_code == 409
    saved = client.post(f"/webhooks/{made.id}/change", data=WANTED | {"version": str(made.version + 1)})
    assert (saved.status_code, client.get(f"{API}/{made.id}").json()["name"]) == (200, "Dataplatform")


def test_a_webhook_is_removed_with_its_attempts(client_of: Clients, add_webhook: Add) -> None:
    keys, client = [add_webhook().id, add_webhook().id], client_of("hilde")
    for key in keys:
        client.post(f"{API}/{key}/test")
    assert client.delete(f"{API}/{keys[0]}").status_code == 204
    assert client.post(f"/webhooks/{keys[1]}/remove").status_code == 200
    assert (client.get(API).json(), client.get(f"/webhooks/{keys[1]}").status_code) == ([], 404)


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.MANAGER, Role.ORGANISER])
def test_only_administrators_keep_webhooks(
    client_of: Clients, add_webhook: Add, add_user: Callable[..., Viewer], role: Role, receiver: TlsServer
) -> None:
    key = add_webhook().id
    add_user("bram", role)
    client = client_of("bram")
    assert [client.get(path).status_code for path in (API, f"{API}/{key}", "/webhooks")] == [403] * 3
    assert [client.post(f"{API}/{key}/{what}").status_code for what in ("test", "on", "secret")] == [403] * 3
    assert (client.post(API, json=WANTED).status_code, receiver.asked) == (403, [])
    assert 'href="/webhooks"' not in client.get("/").text


def test_the_list_asks_the_store_as_often_for_one_webhook_as_for_ten(
    client_of: Clients, add_webhook: Add, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    client, asked = client_of("hilde"), []
    client.get("/webhooks")  # what an administrator is alarmed about is worked out for some seconds
    for count in (1, 9):
        for _ in range(count):
            client.post(f"{API}/{add_webhook().id}/test")
        for path in ("/webhooks", API):
            with count_queries() as seen:
                assert client.get(path).status_code == 200
            asked.append(len(seen))
    assert asked[:2] == asked[2:]
