"""Names, notes and contact data stay on the pages: never in logs, addresses, titles, the ledger or notices."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import PartyCreated
from crm.outbox import Delivery, DomainEventRow
from crm.parties.models import Party, PartyKind
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM, Viewer
from tests.conftest import NOW
from workers.delivery import deliver_due

API = "/api/v1"
# Each canary is a word that stands nowhere else.
PERSON, MAIL, PHONE = "Kanarierova Vogelzangová", "kanarierova@voorbeeld.example", "015 77 66 55"
NOTE, PROMISE, SIGNAL = "kanarienotitie over haar", "kanariebelofte", "kanariesignaal in de straat"
ANSWER, BASIS, TITLE = "kanarieantwoord", "kanariegrond", "kanarietitel"
NEED = "kanarienood van een gezin"
LOOKED_FOR, LOGIN = "kanariezoekwoord", "kanarielogin"
CANARY = re.compile(r"kanarie|vogelzang|015 ?77 ?66 ?55", re.IGNORECASE)


@dataclass
class Tour:
    """A client that keeps what addresses and titles it met."""

    client: TestClient
    addresses: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    seen: str = ""

    def take(self, answer: Response) -> Response:
        """Keeps where an answer leads to and how its page is called."""
        self.addresses.append(answer.headers.get("location", ""))
        self.titles += re.findall(r"<title>(.*?)</title>", answer.text, re.DOTALL)
        self.seen += answer.text
        return answer

    def send(self, path: str, **values: object) -> str:
        """Sends JSON; gives the id of what was made."""
        answer = self.take(self.client.post(f"{API}{path}", json=values))
        assert answer.status_code in (200, 201, 204), answer.text
        return str(answer.json()["id"])

    def submit(self, path: str, **values: str) -> Response:
        """Submits a form."""
        return self.take(self.client.post(path, data=values, follow_redirects=False))

    def look(self, path: str) -> Response:
        """Opens a page."""
        return self.take(self.client.get(path, follow_redirects=False))


def _commands(tour: Tour, nora: Viewer) -> dict[str, str]:
    """Stores canaries in every kind of record; the ids by kind."""
    person = tour.send(
        "/people", name=PERSON, email=MAIL, phone=PHONE, roles=[{"role": "guide", "title": TITLE}]
    )
    circle = tour.send("/communities", name="Kring Noord", portrait=NOTE)
    link = {"holder_id": person, "target_id": circle, "kind": "can_help_reach", "basis": "consent"}
    tour.send("/reach-links", **link, basis_note=BASIS)
    promise = {"what": PROMISE, "owner_id": str(nora.user_id), "due_on": "2026-11-24"}
    contact = tour.send(
        "/contacts",
        channel="visit",
        party_ids=[person, circle],
        summary=NOTE,
        place="kanarieplek",
        agreements=[promise],
        signal={"theme": "housing"},
    )
    signal = tour.send("/signals", theme="housing", text=SIGNAL)
    tour.take(tour.client.post(f"{API}/signals/{signal}/answer", json={"answer": ANSWER}))
    todo = tour.send("/follow-ups", **{**promise, "due_on": "2026-11-20"}, party_id=person)
    event = tour.send(
        "/events",
        title="Ouderavond",
        note=NOTE,
        start_on="2027-02-23",
        start_hour="19:30",
        end_hour="21:30",
        audience=["islam_general"],
        invited_ids=[circle],
        thresholds=[{"question": "language", "state": "to_arrange", "detail": NEED}],
    )
    tour.take(tour.client.put(f"{API}/people/{person}", json={"name": PERSON, "version": 99}))
    return {
        "people": person,
        "communities": circle,
        "contacts": contact,
        "signals": signal,
        "todo": todo,
        "events": event,
    }


def _forms(tour: Tour, made: dict[str, str], nora: Viewer) -> None:
    """Submits forms, right and wrong, whose fields hold canaries."""
    tour.submit("/people/new", name=f"{PERSON} II", owner_id=str(nora.user_id), anyway="true")
    tour.submit("/people/new", name=PERSON, email="kanarie-fout")
    tour.submit(f"/people/{made['people']}/change", name=PERSON, version="99")
    tour.submit("/contacts/new", channel="visit", party_ids=made["people"], summary=NOTE)
    tour.submit("/contacts/new", channel="kanarie", summary=NOTE)
    tour.submit("/contacts/new", find="1", q=LOOKED_FOR)
    tour.submit("/signals/new", theme="housing", text=SIGNAL)
    tour.submit("/signals/new", theme="kanarie", text=SIGNAL)
    tour.submit(f"/signals/{made['signals']}/tell-back", how=ANSWER)
    tour.submit("/follow-ups/new", what=PROMISE, owner_id=str(nora.user_id), due_on="2026-12-01", back="/")
    tour.submit(f"/follow-ups/{made['todo']}/move", due_on="kanarie")
    price = {"answers.0.question": "price", "answers.0.state": "not_needed", "answers.0.reason": NEED}
    tour.submit(f"/events/{made['events']}/thresholds", **price)
    tour.submit(f"/events/{made['events']}/thresholds", **{**price, "answers.0.state": NEED})
    tour.submit("/parties/similar?kind=person", name=PERSON)
    tour.submit("/sign-in", login=LOGIN, password="kanariegeheim")
    tour.take(tour.client.post(f"{API}/people", content=f'{{"name": "{PERSON}"'.encode()))
    tour.take(tour.client.post(f"{API}/session", json={"login": LOGIN, "password": "kanariegeheim"}))


def _pages(tour: Tour, made: dict[str, str]) -> None:
    """Opens every page on which canaries stand, and looks for them."""
    for kind in ("people", "communities", "contacts", "signals", "events"):
        tour.look(f"/{kind}/{made[kind]}")
        tour.look(f"{API}/{kind}/{made[kind]}")
    for path in (
        "/",
        "/people",
        "/follow-ups",
        "/signals",
        "/notices",
        "/reach",
        f"{API}/today",
        f"{API}/notices",
    ):
        assert tour.look(path).status_code == 200
    for path in ("/search", "/people", f"{API}/search", f"{API}/parties", "/contacts/suggest", "/events"):
        for word in (LOOKED_FOR, "kanarierova"):
            assert tour.look(f"{path}?q={word}").status_code == 200
    edits = (f"/people/{made['people']}/change", f"/people/{made['people']}/ties/new?q=kanarierova")
    for path in (*edits, f"/contacts/{made['contacts']}/saved", f"/contacts/{made['contacts']}/edit"):
        assert tour.look(path).status_code == 200
    for path in (f"/people/{LOOKED_FOR}", f"/{LOOKED_FOR}", f"{API}/events?when={LOOKED_FOR}"):
        assert tour.look(path).status_code in (404, 422)


def _texts(session: Session, table: str) -> str:
    """All that stands in a table, as one text."""
    return "\n".join(
        str(tuple(row)) for row in session.connection().exec_driver_sql(f"select * from {table}")
    )


def test_a_tour_leaves_no_personal_data_outside_the_pages(
    client_of: Callable[[str | None], TestClient],
    nora: Viewer,
    database: Database,
    run_deliveries: Callable[[], int],
    clock: FixedClock,
) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        tour = Tour(client_of("nora"))
        made = _commands(tour, nora)
        assert run_deliveries() > 5
        _forms(tour, made, nora)
        run_deliveries()
        _pages(tour, made)
    assert CANARY.search(tour.seen), "the tour must meet the canaries on its pages"
    assert len(logged) > 50
    assert [line for line in logged if CANARY.search(str(line))] == []
    assert [address for address in tour.addresses if CANARY.search(address)] == []
    assert len([address for address in tour.addresses if address]) >= 4, "some forms must lead on"
    assert len(tour.titles) > 20
    assert [title for title in tour.titles if CANARY.search(title)] == []
    with database.reading() as session:
        for table in ("domain_event", "delivery", "notice", "schedule", "flag"):
            assert (table, CANARY.findall(_texts(session, table))) == (table, [])
        assert CANARY.search(_texts(session, "person")), "the canaries are stored"
        assert len(session.exec(select(DomainEventRow)).all()) > 5


def _break(uow: UnitOfWork, event: PartyCreated) -> None:
    """A handler that fails with what it read."""
    raise ValueError(f"cannot use {uow.session.get_one(Party, event.party_id).name}")


_break.__module__ = "crm.parties.handlers"


def test_a_handler_that_fails_with_a_name_in_its_error_leaves_no_name(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    work = Work(database, Subscriptions({"PartyCreated": (_break,)}), clock, settings)
    with structlog.testing.capture_logs() as logged:
        with work.writing(SYSTEM) as uow:
            party = Party(
                created_at=NOW, changed_at=NOW, kind=PartyKind.PERSON, name=PERSON, search="kanarierova"
            )
            uow.session.add(party)
            uow.session.flush()
            uow.record(PartyCreated(party.id))
        deliver_due(work)
    assert [line["event"] for line in logged] == ["delivery.failed"]
    with database.reading() as session:
        errors = [row.error for row in session.exec(select(Delivery)).all()]
    assert [error is not None and error.startswith("ValueError at ") for error in errors] == [True]
    assert CANARY.findall(f"{logged} {errors}") == []


def test_a_page_that_breaks_leaves_no_name(app: FastAPI, nora: Viewer) -> None:
    def broken() -> None:
        raise ValueError(f"cannot show {PERSON}")

    app.add_api_route("/broken", broken)
    client = TestClient(app, base_url="https://testserver", raise_server_exceptions=False)
    with structlog.testing.capture_logs() as logged:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert "request.failed" in [line["event"] for line in logged]
    assert CANARY.findall(f"{logged} {answer.text} {answer.headers}") == []
