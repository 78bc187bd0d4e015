"""Today: what each role reads there, and that everything can be done, moved or handed over from it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crm.db import Database, new_id
from crm.followups.models import FollowUp
from crm.notices.models import NoticeKind
from crm.parties.models import Dimension, InclusionGroup, Neighbourhood, OrganisationType
from crm.parties.schemas import OrganisationCreate
from crm.parties.service import create_organisation
from crm.signals.models import Signal, SignalState
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.desk.parts import CANARY, NOW, TODAY, Desk, counted_queries

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]


@pytest.fixture
def desk(work: Work, nora: Viewer) -> Desk:
    """Rows of Nora's."""
    return Desk(work, nora)


def _today(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/v1/today")
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


def test_follow_ups_stand_in_three_parts_and_only_mine(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    elke = add_user("elke")
    desk.follow_up("Te laat", TODAY - timedelta(days=1))
    desk.follow_up("Nu", TODAY)
    desk.follow_up("Zondag", TODAY + timedelta(days=6))
    desk.follow_up("Volgende week", TODAY + timedelta(days=7))
    desk.follow_up("Van Elke", TODAY, owner_id=elke.user_id)
    read = _today(client_of("nora"))
    parts = {name: [one["what"] for one in read[name]] for name in ("overdue", "due_today", "this_week")}
    assert parts == {"overdue": ["Te laat"], "due_today": ["Nu"], "this_week": ["Zondag"]}
    page = client_of("nora").get("/").text
    assert [what in page for what in ("Te laat", "Nu", "Zondag", "Volgende week", "Van Elke")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_signals_late_ones_first_then_answers_to_tell_back(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    elke = add_user("elke")
    desk.signal("Wacht nog", TODAY + timedelta(days=3))
    desk.signal("Beantwoord", state=SignalState.ANSWERED)
    desk.signal("Te laat", TODAY - timedelta(days=3))
    desk.signal("Rond", state=SignalState.TOLD_BACK)
    desk.signal("Van Elke", owner_id=elke.user_id)
    lines = _today(client_of("nora"))["signals"]
    assert [(one["text"], one["is_late"]) for one in lines] == [
        ("Te laat", True),
        ("Beantwoord", False),
        ("Wacht nog", False),
    ]


def test_quiet_networks_mine_first_then_the_longest_silent(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    elke = add_user("elke", name="Elke Somville")
    limit = TODAY - timedelta(days=180)
    desk.party("Van mij", spoken_on=limit - timedelta(days=1), owner_id=desk.owner_id)
    desk.party("Van niemand", spoken_on=limit - timedelta(days=90))
    desk.party("Van Elke", spoken_on=limit - timedelta(days=300), owner_id=elke.user_id)
    desk.party("Op de dag zelf", spoken_on=limit, owner_id=desk.owner_id)
    desk.party("Nooit gesproken", owner_id=desk.owner_id)
    lines = _today(client_of("nora"))["quiet"]
    assert [(one["party"]["name"], one["owner_name"], one["is_mine"]) for one in lines] == [
        ("Van mij", "Nora Peeters", True),
        ("Van Elke", "Elke Somville", False),
        ("Van niemand", None, False),
    ]
    page = client_of("nora").get("/").text
    assert f"/contacts/new?party_id={lines[0]['party']['id']}" in page
    assert f"/follow-ups/new?party_id={lines[0]['party']['id']}" in page


def test_events_are_mine_with_a_warning(client_of: Clients, desk: Desk, add_user: AddUser) -> None:
    bram = add_user("bram", Role.ORGANISER)
    assert bram.user_id is not None
    desk.event("Mijn avond", desk.owner_id, level="high")
    desk.event("Mijn rustige avond", desk.owner_id, level="low")
    desk.event("Avond van Bram", bram.user_id, level="high")
    lines = _today(client_of("nora"))["events"]
    assert [(one["title"], one["level"], one["is_open"]) for one in lines] == [("Mijn avond", "high", True)]


def test_what_i_logged_is_the_last_five_with_the_same_again(client_of: Clients, desk: Desk) -> None:
    community = desk.party("Plein 15")
    logged = [desk.contact(community, at=desk.work.clock.now() - timedelta(days=day)) for day in range(6)]
    read = _today(client_of("nora"))
    assert [one["id"] for one in read["logged"]] == [str(key) for key in logged[:5]]
    page = client_of("nora").get("/").text
    assert f"/contacts/new?again={logged[0]}" in page
    assert f"/contacts/new?again={logged[5]}" not in page


def test_at_most_three_notices_stand_on_top_and_opening_one_reads_it(client_of: Clients, desk: Desk) -> None:
    party = desk.party("Plein 15", spoken_on=TODAY)
    keys = [desk.notice(party, NoticeKind.NETWORK_QUIET) for _ in range(4)]
    client = client_of("nora")
    read = _today(client)
    assert (len(read["notices"]), read["unread"]) == (3, 4)
    form = {"back": f"/communities/{party}"}
    answer = client.post(f"/notices/{keys[0]}/read", data=form, follow_redirects=False)
    assert answer.headers["location"] == f"/communities/{party}"
    assert _today(client)["unread"] == 3


@pytest.mark.parametrize(
    ("command", "sent", "said"),
    [
        ("done", {}, "done"),
        ("move", {"due_on": "2026-11-24"}, "moved"),
        ("move", {"due_on": "24/11/2026"}, "moved"),
        ("hand-over", {"owner_id": "elke"}, "handed_over"),
    ],
)
def test_follow_ups_are_done_moved_and_handed_over_from_today(
    client_of: Clients, desk: Desk, add_user: AddUser, command: str, sent: dict[str, str], said: str
) -> None:
    elke = add_user("elke")
    form = {name: str(elke.user_id) if value == "elke" else value for name, value in sent.items()}
    key = desk.follow_up("Bel over de zaal", TODAY)
    client = client_of("nora")
    page = client.get("/").text
    assert f'action="/follow-ups/{key}/{command}"' in page
    assert '<input type="hidden" name="back" value="/">' in page
    answer = client.post(f"/follow-ups/{key}/{command}", data=form | {"back": "/"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/?said={said}")
    assert _today(client)["due_today"] == []
    assert client.get(answer.headers["location"]).status_code == 200


def test_signals_are_moved_and_handed_over_from_today_and_keep_their_service(
    client_of: Clients, desk: Desk, work: Work, add_user: AddUser
) -> None:
    elke = add_user("elke")
    with work.writing(SYSTEM) as uow:
        wanted = OrganisationCreate.model_validate(
            {"name": "Dienst Wonen", "type": OrganisationType.CITY_SERVICE}
        )
        service_id = create_organisation(uow, wanted).id
    key = desk.signal("De lift is stuk.", TODAY, service_id=service_id)
    client = client_of("nora")
    page = client.get("/").text
    assert f'<input type="hidden" name="service_id" value="{service_id}">' in page
    moved = client.post(
        f"/signals/{key}/move", data={"answer_by": "2026-12-01", "back": "/"}, follow_redirects=False
    )
    assert (moved.status_code, moved.headers["location"]) == (303, "/?said=moved")
    form = {"owner_id": str(elke.user_id), "service_id": str(service_id), "back": "/"}
    handed = client.post(f"/signals/{key}/reassign", data=form, follow_redirects=False)
    assert handed.headers["location"].startswith("/?said=")
    with work.reading(SYSTEM) as uow:
        stored = uow.session.exec(select(Signal)).one()
        assert (stored.owner_id, stored.service_id) == (elke.user_id, service_id)
    assert _today(client)["signals"] == []


def test_managers_read_what_is_late_and_warned_in_the_city_without_persons(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    add_user("karin", Role.MANAGER)
    person = desk.person()
    desk.follow_up(f"Bel {CANARY}", TODAY, person)
    desk.contact(person, summary=f"{CANARY} zoekt een zaal.")
    desk.party("Stil netwerk", spoken_on=TODAY - timedelta(days=400), owner_id=desk.owner_id)
    desk.signal(f"{CANARY} wacht op de lift.", TODAY - timedelta(days=3))
    desk.signal("Nog op tijd", TODAY)
    desk.event("Avond van Nora", desk.owner_id, level="high")
    client = client_of("karin")
    read = _today(client)
    assert [one["title"] for one in read["events"]] == ["Avond van Nora"]
    assert [(one["text"], one["is_late"]) for one in read["signals"]] == [("", True)]
    empty = ("overdue", "due_today", "this_week", "quiet", "logged", "notices")
    assert {name: read[name] for name in empty} == {name: [] for name in empty}
    assert read["queue"] is None
    page = client.get("/").text
    assert 'href="/reach"' in page
    assert [text in page for text in (CANARY, "Stil netwerk", "Nog op tijd")] == [False, False, False]


def test_managers_read_the_largest_gaps_of_the_reach_report(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    add_user("karin", Role.MANAGER)
    north, youth = new_id(), new_id()
    desk.store(
        Neighbourhood(id=north, key="noord", name="Mechelen-Noord", created_at=NOW),
        InclusionGroup(
            id=youth,
            key="youth",
            dimension=Dimension.AGE,
            name_nl="Jongeren",
            name_en="Young people",
            name_fr="Jeunes",
            created_at=NOW,
        ),
    )
    page = client_of("karin").get("/?lang=en").text
    assert f'href="/reach/{youth}/{north}"' in page
    assert f'href="/reach/{youth}/{north}"' not in client_of("nora").get("/").text


def test_organisers_read_their_own_coming_events_only(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    assert bram.user_id is not None
    person = desk.person()
    desk.follow_up("Bel Nadia", TODAY, person)
    desk.signal("De lift is stuk.", TODAY - timedelta(days=3))
    desk.event("Avond van Nora", desk.owner_id, level="high")
    desk.event("Avond van Bram", bram.user_id, level="high")
    desk.event("Goede avond van Bram", bram.user_id, desk.work.clock.now() + timedelta(days=1))
    desk.event("Oude avond van Bram", bram.user_id, desk.work.clock.now() - timedelta(days=9), level="high")
    client = client_of("bram")
    read = _today(client)
    assert [(one["title"], one["level"]) for one in read["events"]] == [
        ("Goede avond van Bram", "none"),
        ("Avond van Bram", "high"),
    ]
    assert [one["title"] for one in read["uncounted"]] == ["Oude avond van Bram"]
    page = client.get("/").text
    assert 'href="/events/new"' in page
    hidden = (
        "Avond van Nora",
        "De lift is stuk.",
        "Bel Nadia",
        CANARY,
        'href="/reach"',
    )
    assert [text in page for text in hidden] == [False] * len(hidden)


def test_administrators_also_read_the_state_of_the_queue(
    client_of: Clients, desk: Desk, add_user: AddUser
) -> None:
    add_user("hilde", Role.ADMINISTRATOR)
    client = client_of("hilde")
    assert _today(client)["queue"] == {
        "counts": {"ready": 0, "queued": 0, "running": 0, "done": 0, "dead": 0},
        "oldest_due_at": None,
    }
    assert 'id="queue-title"' in client.get("/").text
    assert 'id="queue-title"' not in client_of("nora").get("/").text


def test_an_empty_day_says_what_to_do(client_of: Clients, nora: Viewer, add_user: AddUser) -> None:
    add_user("bram", Role.ORGANISER)
    page = client_of("nora").get("/?lang=en").text
    assert "What you promise at a contact comes here by itself." in page
    assert "You logged nothing yet. It takes half a minute." in page
    assert "You have no coming events." in client_of("bram").get("/?lang=en").text


def test_today_needs_a_session(client_of: Clients) -> None:
    answer = client_of(None).get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/")


def test_today_sends_the_same_number_of_queries_with_more_rows(
    client_of: Clients, desk: Desk, database: Database
) -> None:
    client = client_of("nora")

    def add_one_of_each() -> None:
        party = desk.party("Netwerk", spoken_on=TODAY - timedelta(days=400), owner_id=desk.owner_id)
        desk.contact(party)
        desk.signal("De lift is stuk.", TODAY, service_id=None)
        key = desk.follow_up("Bel", TODAY, party)
        desk.notice(key)
        desk.event("Avond", desk.owner_id, level="high")

    def queries() -> int:
        with counted_queries(database) as sent:
            assert client.get("/").status_code == 200
            return sent()

    add_one_of_each()
    with_one = queries()
    for _ in range(49):
        add_one_of_each()
    assert queries() == with_one
    assert with_one <= 30


def test_the_menu_counts_what_is_due_and_unread(client_of: Clients, desk: Desk, work: Work) -> None:
    client = client_of("nora")
    assert 'class="count"' not in client.get("/follow-ups").text
    key = desk.follow_up("Vandaag", TODAY)
    desk.follow_up("Morgen", TODAY + timedelta(days=1))
    desk.notice(key)
    page = client.get("/follow-ups?lang=en").text
    assert '<span class="count"><span class="vh">open: </span>2</span>' in page
    assert "1 new notice" in page
    with work.reading(SYSTEM) as uow:
        assert len(uow.session.exec(select(FollowUp)).all()) == 2
