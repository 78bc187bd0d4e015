"""Search: part of a word, accents and case ignored, and nothing about what the viewer may not see."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from crm.db import Database
from crm.desk.queries import search
from crm.parties.models import PartyKind
from crm.signals.models import SignalState
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.desk.parts import CANARY, NOW, TODAY, Desk, counted_queries

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]


@pytest.fixture
def desk(work: Work, nora: Viewer) -> Desk:
    """Rows of Nora's."""
    return Desk(work, nora)


def _found(client: TestClient, q: str) -> dict[str, Any]:
    answer = client.get("/api/v1/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    return {kind["kind"]: [hit["name"] for hit in kind["hits"]] for kind in answer.json()["kinds"]}


def test_every_kind_is_found_by_part_of_a_word_without_accents_and_case(
    client_of: Clients, desk: Desk
) -> None:
    desk.person("Şükrü Aydın")
    desk.party("Aydınlık vzw", PartyKind.ORGANISATION)
    desk.party("Vrouwen rond Aydin")
    desk.event("Feest met AYDIN", desk.owner_id)
    desk.signal("Mevrouw AYDÌN wacht op de lift.")
    desk.person("Iemand anders")
    client = client_of("nora")
    everything = {
        "person": ["Şükrü Aydın"],
        "organisation": ["Aydınlık vzw"],
        "community": ["Vrouwen rond Aydin"],
        "event": ["Feest met AYDIN"],
        "signal": ["Mevrouw AYDÌN wacht op de lift."],
    }
    assert _found(client, "ydIn") == everything
    assert _found(client, "aydin sukru") == {"person": ["Şükrü Aydın"]}
    page = client.get("/search", params={"q": "aydin"}).text
    assert [hit in page for hits in everything.values() for hit in hits] == [True] * 5


def test_names_that_start_so_come_first(client_of: Clients, desk: Desk) -> None:
    for name in ("Het Plein", "Plein 15", "Buurtplein"):
        desk.party(name)
    assert _found(client_of("nora"), "plein") == {"community": ["Plein 15", "Buurtplein", "Het Plein"]}


def test_archived_and_withdrawn_are_not_found(client_of: Clients, desk: Desk) -> None:
    client = client_of("nora")
    party = desk.party("Plein 15")
    desk.signal("Plein is donker.", state=SignalState.WITHDRAWN)
    client.post(f"/api/v1/communities/{party}/archive")
    assert _found(client, "plein") == {}
    assert "Nothing found for “plein”." in client.get("/search?q=plein&lang=en").text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_managers_are_told_nothing_of_persons_and_notes(
    client_of: Clients, desk: Desk, add_user: AddUser, role: Role
) -> None:
    add_user("karin", role)
    client = client_of("karin")
    before = client.get("/search", params={"q": "kanarie"}).text
    desk.person()
    desk.signal(f"{CANARY} wacht op de lift.")
    after = client.get("/search", params={"q": "kanarie"})
    # The same answer whether the name exists or not.
    assert after.text == before
    assert client.get("/api/v1/search", params={"q": "kanarie"}).json() == {
        "q": "kanarie",
        "total": 0,
        "kinds": [],
    }
    desk.party("Kanarievogels")
    assert _found(client, "kanarie") == {"community": ["Kanarievogels"]}


def test_managers_find_a_signal_by_its_answer_and_read_its_theme(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    add_user("karin", Role.MANAGER)
    desk.signal(f"{CANARY} wacht.", state=SignalState.ANSWERED)
    client = client_of("karin")
    assert _found(client, "hersteld") == {"signal": [""]}
    page = client.get("/search?q=hersteld&lang=en").text
    assert ["A signal about housing" in page, CANARY in page] == [True, False]


def test_organisers_find_their_own_events_only(client_of: Clients, desk: Desk, add_user: AddUser) -> None:
    bram = add_user("bram", Role.ORGANISER)
    assert bram.user_id is not None
    desk.event("Avond op het plein", bram.user_id)
    desk.event("Avond van Nora op het plein", desk.owner_id)
    desk.party("Plein 15")
    desk.party("Plein vzw", PartyKind.ORGANISATION)
    desk.person("Plein Persoon")
    desk.signal("Het plein is donker.")
    assert _found(client_of("bram"), "plein") == {"event": ["Avond op het plein"]}


def test_at_most_ten_of_a_kind_with_the_way_to_the_whole_list(client_of: Clients, desk: Desk) -> None:
    for number in range(11):
        desk.party(f"Plein & park {number:02}")
    client = client_of("nora")
    read = client.get("/api/v1/search?q=plein").json()
    assert [(kind["total"], len(kind["hits"])) for kind in read["kinds"]] == [(11, 10)]
    page = client.get("/search", params={"q": "plein & park"}).text
    assert 'href="/communities?q=plein%20%26%20park"' in page
    assert "Plein &amp; park 09" in page


@pytest.mark.parametrize("q", ["", "   ", "!?", "%", "_"])
def test_nothing_is_found_for_nothing(work: Work, nora: Viewer, desk: Desk, q: str) -> None:
    desk.party("Plein 15")
    with work.reading(nora) as uow:
        assert search(uow.session, nora, q, NOW, TODAY).kinds == ()


def test_an_empty_search_says_what_to_type(client_of: Clients, nora: Viewer, add_user: AddUser) -> None:
    add_user("bram", Role.ORGANISER)
    assert "Capitals and accents do not matter." in client_of("nora").get("/search?lang=en").text
    assert "one of your events" in client_of("bram").get("/search?lang=en").text


def test_what_was_typed_is_shown_safely_and_bounded(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    page = client.get("/search", params={"q": '<script>"x"'}).text
    assert ["<script>&#34;" in page, "&lt;script&gt;" in page] == [False, True]
    assert client.get("/search", params={"q": "x" * 101}).status_code == 422
    assert client.get("/api/v1/search", params={"q": "x" * 101}).status_code == 422
    assert client.get("/api/v1/search", params={"query": "x"}).status_code == 422


def test_search_sends_the_same_number_of_queries_with_more_rows(
    client_of: Clients, desk: Desk, database: Database
) -> None:
    client = client_of("nora")

    def add_one_of_each() -> None:
        desk.person("Plein Persoon")
        desk.party("Plein vzw", PartyKind.ORGANISATION)
        desk.party("Plein 15")
        desk.event("Plein in feest", desk.owner_id)
        desk.signal("Het plein is donker.")

    def queries() -> int:
        with counted_queries(database) as sent:
            assert client.get("/api/v1/search?q=plein").status_code == 200
            return sent()

    add_one_of_each()
    with_one = queries()
    for _ in range(49):
        add_one_of_each()
    assert queries() == with_one
    assert with_one <= 12
