"""Choosing what comes by mail, page and API: an address gets nothing before its user confirms it."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlmodel import select
from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.db import Database
from crm.notices.mail.models import MailChoices
from crm.notices.mail.service import MOST_ASKED_A_DAY
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.notices.mail.conftest import ADDRESS, SITE, Deliver, Mails, ReadChoices, WantMail
from tests.smtp import MailServer

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]
API = "/api/v1/me/mail"
WANTED = {"address": ADDRESS, "digest": "weekdays", "reminders_at_once": False, "warnings_at_once": True}


def _path(post: MailServer) -> str:
    """The path of the link in the newest mail."""
    found = re.search(rf"{re.escape(SITE)}(/me/mail/confirm/\S+)", post.received[-1].part("plain"))
    assert found is not None
    return found[1]


def test_address_is_confirmed_by_the_link_in_a_mail(
    add_user: AddUser, client_of: Clients, deliver: Deliver, post: MailServer, mails: Mails
) -> None:
    add_user("iris", Role.ORGANISER)
    client = client_of("iris")
    answer = client.post("/me/mail", data={"address": ADDRESS, "digest": "daily"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/mail?said=mail_asked")
    assert f"We sturen een mail naar {ADDRESS}" in client.get("/me/mail").text
    assert deliver() == 1
    (mail,) = post.received
    assert mail.recipients == (ADDRESS,)
    assert mail.message["Subject"] == "Is dit je mailadres voor Bereik?"
    assert mail.message["List-Unsubscribe"] is None
    assert f'<a href="{SITE}{_path(post)}">' in mail.part("html")
    assert (
        client.put(API, json={"digest": "daily"}).status_code == 422
    )  # no address is taken away by oversight
    shown = client.get(_path(post))
    assert (shown.status_code, ADDRESS in shown.text) == (200, True)
    assert client.get(API).json()["state"] == "none"  # opening the link changed nothing
    token = _path(post).rpartition("/")[2]
    answer = client.post("/me/mail/confirm", data={"token": token}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/mail?said=mail_confirmed")
    assert client.get(API).json() == {
        "is_on": True,
        "address": ADDRESS,
        "state": "working",
        "wanted_address": None,
        "wanted_state": None,
        "digest": "daily",
        "reminders_at_once": False,
        "warnings_at_once": False,
    }
    assert client.post("/me/mail/confirm", data={"token": token}).status_code == 422
    assert [one.kind.value for one in mails()] == ["address"]


def test_programs_choose_and_confirm_the_same_way(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer
) -> None:
    client = client_of("nora")
    first = client.put(API, json=WANTED).json()
    assert (first["address"], first["wanted_address"], first["wanted_state"]) == (None, ADDRESS, "waiting")
    deliver()
    token = _path(post).rpartition("/")[2]
    confirmed = client.post(f"{API}/confirm", json={"token": token}).json()
    assert (confirmed["address"], confirmed["state"], confirmed["wanted_address"]) == (
        ADDRESS,
        "working",
        None,
    )
    again = client.post(f"{API}/confirm", json={"token": token})
    assert (again.status_code, again.json()["error"]["fields"][0]["field"]) == (422, "token")


def test_link_is_of_use_to_its_own_user_only_and_for_a_day(
    nora: Viewer, add_user: AddUser, client_of: Clients, deliver: Deliver, post: MailServer, clock: FixedClock
) -> None:
    add_user("elke")
    client, other = client_of("nora"), client_of("elke")
    for one in (client, other):
        one.put(API, json=WANTED)
    deliver()
    tokens = sorted(mail.part("plain").split("/confirm/")[1].split()[0] for mail in post.received)
    accepted = [
        one.post(f"{API}/confirm", json={"token": token}).status_code == 200
        for one in (client, other)
        for token in tokens
    ]
    assert sorted(accepted) == [False, False, True, True]
    for_later = {**WANTED, "address": "later@stad.example"}
    client.put(API, json=for_later)
    deliver()
    token = _path(post).rpartition("/")[2]
    clock.instant += timedelta(hours=24)
    client = client_of("nora")
    assert client.get(API).json()["wanted_state"] == "expired"
    assert client.post(f"{API}/confirm", json={"token": token}).status_code == 422
    gone = client.get(f"/me/mail/confirm/{token}")
    assert (gone.status_code, "Deze link werkt niet meer." in gone.text) == (404, True)
    assert client.get(API).json()["address"] == ADDRESS


def test_asking_again_makes_the_link_before_void(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer, clock: FixedClock
) -> None:
    client = client_of("nora")
    client.put(API, json=WANTED)
    deliver()
    before = _path(post).rpartition("/")[2]
    clock.instant += timedelta(minutes=1)
    answer = client.post("/me/mail/confirmation", follow_redirects=False)
    assert answer.headers["location"] == "/me/mail?said=mail_asked"
    deliver()
    assert client.post(f"{API}/confirm", json={"token": before}).status_code == 422
    now = _path(post).rpartition("/")[2]
    assert client.post(f"{API}/confirm", json={"token": now}).status_code == 200
    assert client.post(f"{API}/confirmation").status_code == 409


def test_token_stands_nowhere_in_the_store_and_is_the_same_when_the_mail_comes_twice(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer, work: Work
) -> None:
    client = client_of("nora")
    client.put(API, json=WANTED)
    post.behaviour.cuts = 1
    deliver()
    deliver(timedelta(minutes=1))
    first, second = post.received
    assert first.content == second.content
    token = _path(post).rpartition("/")[2]
    with work.reading(SYSTEM) as uow:
        for table in ("mail_choices", "mail", "domain_event", "delivery", "notice"):
            rows = uow.session.connection().exec_driver_sql(f"select * from {table}").all()
            assert token not in str(rows), table
            assert table == "mail_choices" or ADDRESS not in str(rows), table


def test_confirmed_address_keeps_its_mail_until_the_next_one_is_confirmed(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer, wants_mail: WantMail
) -> None:
    wants_mail(nora)
    client = client_of("nora")
    changed = client.put(API, json={**WANTED, "address": "new@stad.example"}).json()
    assert (changed["address"], changed["wanted_address"]) == (ADDRESS, "new@stad.example")
    deliver()
    assert [mail.recipients for mail in post.received] == [("new@stad.example",)]
    back = client.put(API, json=WANTED).json()
    assert (back["address"], back["wanted_address"]) == (ADDRESS, None)
    none = client.put(API, json={"address": None, "digest": "daily"}).json()
    assert (none["address"], none["state"], none["digest"]) == (None, "none", "daily")


def test_saving_other_choices_sends_no_second_question(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer
) -> None:
    client = client_of("nora")
    client.put(API, json=WANTED)
    client.put(API, json={**WANTED, "digest": "never"})
    deliver()
    assert len(post.received) == 1


def test_address_that_failed_is_asked_anew_when_it_is_saved_again(
    nora: Viewer,
    client_of: Clients,
    deliver: Deliver,
    post: MailServer,
    wants_mail: WantMail,
    clock: FixedClock,
    choices: ReadChoices,
) -> None:
    wants_mail(nora, stopped_at=clock.instant, refusals=3)
    client = client_of("nora")
    assert "komt niet aan" in client.get("/me/mail").text
    assert client.get(API).json()["state"] == "stopped"
    saved = client.put(API, json=WANTED).json()
    assert (saved["address"], saved["wanted_state"]) == (None, "waiting")
    deliver()
    client.post(f"{API}/confirm", json={"token": _path(post).rpartition("/")[2]})
    assert (choices(nora).address, choices(nora).stopped_at, choices(nora).refusals) == (ADDRESS, None, 0)


def test_question_to_an_address_that_is_not_there_is_told(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer
) -> None:
    client = client_of("nora")
    client.put(API, json=WANTED)
    post.behaviour.at_recipient = ["550 5.1.1 no such user"]
    deliver()
    assert client.get(API).json()["wanted_state"] == "refused"
    assert "Kijk of er een fout in staat" in client.get("/me/mail").text
    (notice,) = client.get("/api/v1/notices").json()["items"]
    assert (notice["kind"], notice["href"]) == ("mail_stopped", "/me/mail")
    assert notice["sentence"] == "Mail naar jouw adres komt niet aan. Kijk het adres na dat je gaf."


def test_nobody_fills_a_strangers_inbox(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer, clock: FixedClock
) -> None:
    client = client_of("nora")
    client.put(API, json=WANTED)
    for _ in range(MOST_ASKED_A_DAY):
        deliver(timedelta(minutes=1))
        answer = client.post(f"{API}/confirmation")
    assert answer.status_code == 409
    other = {**WANTED, "address": "other@stad.example", "digest": "never"}
    assert client.put(API, json=other).status_code == 409
    page = client.post("/me/mail", data=other)
    assert (page.status_code, "Probeer morgen opnieuw" in page.text) == (422, True)
    again = client.post("/me/mail/confirmation")
    kept = f'name="address" type="email" value="{ADDRESS}"'
    assert (again.status_code, "Probeer morgen opnieuw" in again.text, kept in again.text) == (
        422,
        True,
        True,
    )
    assert client.get(API).json()["digest"] == "weekdays"  # nothing was changed
    deliver()
    assert len(post.received) == MOST_ASKED_A_DAY


BAD_ADDRESSES = (
    "nora",
    "nora@localhost",
    "nora@stad.example\r\nBcc: anderen@stad.example",
    "nora@stad.example\nBcc: anderen@stad.example",
    "nora@stad.example%0d%0aBcc: x@stad.example",
    "nora@stad.example,anderen@stad.example",
    "nora@stad.example anderen@stad.example",
    "Nora <nora@stad.example>",
    "<nora@stad.example>",
    '"nora\r\nx"@stad.example',
    "nora@stad.example>\r\nRCPT TO:<anderen@stad.example",
    "nora@[127.0.0.1]",
    "nora@stad..example",
    "nora@-stad.example",
    ".nora@stad.example",
    "nora@stad.example.",
    "nora@städ.example",
    "nöra@stad.example",
    "nora\u2028@stad.example",
    "n" * 65 + "@stad.example",
    "nora@" + "a" * 250 + ".example",
)


def test_what_is_no_plain_address_is_refused(
    nora: Viewer, client_of: Clients, deliver: Deliver, post: MailServer, work: Work
) -> None:
    client, taken = client_of("nora"), []
    for address in BAD_ADDRESSES:
        answer = client.put(API, json={**WANTED, "address": address})
        form = client.post("/me/mail", data={"address": address, "digest": "daily"})
        fields = [one["field"] for one in answer.json().get("error", {}).get("fields", ())]
        if (answer.status_code, fields, form.status_code) != (422, ["address"], 422):
            taken.append(address)
    assert taken == []
    assert (deliver(), post.connections) == (0, 0)
    with work.reading(SYSTEM) as uow:
        assert uow.session.exec(select(MailChoices)).all() == []


def test_where_no_mail_is_sent_the_page_says_so_and_nothing_is_kept(
    database: Database, work: Work, nora: Viewer, settings: Settings
) -> None:
    from crm.app import create_app
    from tests.conftest import PASSWORD

    off = Settings(database_url=database.url)
    without = Work(database, work.subscriptions, work.clock, off)
    headers = {"sec-fetch-site": "same-origin"}
    with TestClient(create_app(off, without), base_url="https://testserver", headers=headers) as client:
        client.post("/api/v1/session", json={"login": "nora", "password": PASSWORD})
        shown = client.get("/me/mail").text
        assert ("Dit Bereik stuurt geen mail" in shown, 'name="address"' in shown) == (True, False)
        assert client.get(API).json()["is_on"] is False
        assert client.put(API, json=WANTED).status_code == 409
        assert client.post("/me/mail", data=WANTED).status_code == 422


def test_nobody_reads_or_sets_the_choices_of_another(
    nora: Viewer, add_user: AddUser, client_of: Clients, wants_mail: WantMail
) -> None:
    wants_mail(nora)
    add_user("hilde", Role.ADMINISTRATOR)
    client = client_of("hilde")
    assert client.get(API).json()["address"] is None
    assert ADDRESS not in client.get("/me/mail").text
    client.put(API, json={"address": None, "digest": "never"})
    assert client_of("nora").get(API).json()["address"] == ADDRESS
    assert client_of(None).get(API).status_code == 401
    link = client_of(None).get("/me/mail/confirm/abc", follow_redirects=False)
    assert link.headers["location"] == "/sign-in?next=/me/mail/confirm/abc"
