"""Who may do what, walked over every route of the application, with rows that could leak."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.folding import fold
from tests.crm.walks import (
    API,
    EVENT_OF_OTHERS,
    LOGINS,
    OWN_NOTICE,
    PARTY,
    READ,
    UNKNOWN,
    City,
    Door,
    Keys,
    address,
    doors,
    open_city,
    real_keys,
    send,
)
from tests.servers.stores import Stores

Clients = Mapping[str | None, TestClient]
OUTSIDERS = ("manager", "organiser", "administrator")


@pytest.fixture(scope="module")
def city(stores: Stores) -> Iterator[City]:
    """A demo city of this file's own: its tests only add to it, or command rows that no other test reads."""
    with open_city(stores) as made:
        yield made


@pytest.fixture(scope="module")
def clients(city: City) -> dict[str | None, TestClient]:
    """A signed-in client for each role, and one for nobody."""
    return {None: city.client()} | {role: city.client(login) for role, login in LOGINS.items()}


@pytest.fixture(scope="module")
def keys(city: City, clients: Clients) -> dict[str, str]:
    """What stands for the braces in addresses."""
    return real_keys(city, clients["consultant"])


def _call(client: TestClient, door: Door, address: str) -> tuple[int, str]:
    answer = send(client, door, address, {})
    return answer.status_code, answer.headers.get("location", "")


def test_nobody_passes_a_door_without_signing_in(city: City, clients: Clients, keys: Keys) -> None:
    wrong = []
    for door in doors(city.app):
        called = address(door, keys)
        status, location = _call(clients[None], door, called)
        path = called.split("?")[0]
        asked_to_sign_in = (
            (303, f"/sign-in?next={path}") if not door.is_api and door.method == "GET" else (401, "")
        )
        passed = status in (200, 422) if door.roles is None else (status, location) == asked_to_sign_in
        if not passed:
            wrong.append((door, status, location))
    assert wrong == []


@pytest.mark.parametrize("role", sorted(LOGINS))
def test_each_role_passes_its_own_doors_and_no_other(
    city: City, clients: Clients, keys: Keys, role: str
) -> None:
    wrong, refused = [], 0
    for door in doors(city.app):
        client = city.client(LOGINS[role]) if door.name == "close_session" else clients[role]
        called = address(door, keys, LOGINS[role])
        status, _ = _call(client, door, called)
        if door.roles is not None and role not in door.roles:
            passed = status == 403
            refused += passed
        elif door.method == "GET":
            passed = status == 200
        else:
            passed = status < 500 and status not in (401, 403, 405) and (status != 404 or UNKNOWN in called)
        if not passed:
            wrong.append((door.method, door.path, status))
    assert wrong == []
    assert refused > 0


def test_no_command_is_taken_from_another_site(city: City, keys: Keys) -> None:
    stranger = city.client("nora")
    stranger.headers["sec-fetch-site"] = "cross-site"
    commands = [door for door in doors(city.app) if door.method != "GET"]
    answers = {_call(stranger, door, address(door, keys, "nora")) for door in commands}
    assert (len(commands) > 70, answers) == (True, {(403, "")})


HIDDEN = {
    # What a viewer may not see, and where it could be asked for.
    "organiser": {
        "events": f"select e.id {EVENT_OF_OTHERS} order by e.id",
        "flags": f"select id from flag where event_id in (select e.id {EVENT_OF_OTHERS}) order by id",
        "thresholds": f"select id from threshold_answer where event_id in (select e.id {EVENT_OF_OTHERS}) order by id",
        "notices": OWN_NOTICE.format("<> 'bram'"),
    },
    "manager": {
        "organisations": PARTY.format("person"),
        "communities": PARTY.format("person"),
        "parties": PARTY.format("person"),
        "notices": OWN_NOTICE.format("<> 'annelies'"),
    },
    "administrator": {
        "organisations": PARTY.format("person"),
        "communities": PARTY.format("person"),
        "parties": PARTY.format("person"),
        "notices": OWN_NOTICE.format("<> 'hilde'"),
    },
    "consultant": {
        "people": PARTY.format("organisation"),
        "organisations": PARTY.format("community"),
        "communities": PARTY.format("person"),
        "notices": OWN_NOTICE.format("<> 'nora'"),
        "introductions": 'select i.id from introduction i join "user" u on u.id = i.asker_id'
        ' join follow_up f on f.id = i.follow_up_id join "user" o on o.id = f.owner_id'
        " where u.login <> 'nora' and o.login <> 'nora'",
    },
}
GOOD: dict[str, dict[str, object]] = {
    "update_event": {"title": "X", "start_on": "2027-03-16", "start_hour": "19:30", "end_hour": "21:00"}
    | {"audience": ["families"], "version": 1},
    "move_event": {"start_on": "2027-03-16"},
    "note_attendance": {"counting": "counted", "total": 20},
    "invite_party": {"party_id": UNKNOWN},
    "answer_thresholds": {"answers": [{"question": "price", "state": "in_order"}]},
    "overrule_flag": {"reason": "De zaal is dan vrij."},
    "update_person": {"name": "X", "version": 1},
    "update_organisation": {"name": "X", "type": "school", "version": 1},
    "update_community": {"name": "X", "version": 1},
    "add_role": {"role": "guide"},
    "answer_introduction": {"state": "accepted"},
}


@pytest.mark.parametrize("role", sorted(HIDDEN))
def test_a_hidden_row_answers_exactly_as_one_that_is_not_there(
    city: City, clients: Clients, keys: Keys, role: str
) -> None:
    client, differing, asked = clients[role], [], 0
    for door in doors(city.app):
        word = door.path.removeprefix(API).split("/")[1]
        if "{key}" not in door.path or word not in HIDDEN[role] or (door.roles and role not in door.roles):
            continue
        if door.name in ("record_tie", "tie_form", "add_reach_link", "reach_link_form"):
            continue  # these take a party of any kind
        good = GOOD.get(door.name, {})
        for values in (good, {}) if good and not door.is_api else (good,):
            seen = []
            for key in (city.id(HIDDEN[role][word]), UNKNOWN):
                answer = send(client, door, address(door, keys, None, key), values)
                seen.append((answer.status_code, answer.text.replace(key, "KEY")))
            asked += 1
            if seen[0] != seen[1] or seen[0][0] != 404:
                differing.append((door.method, door.path, len(values), seen[0][0], seen[1][0]))
    assert differing == []
    assert asked >= 2


QUESTION = {"start_on": "2027-02-23", "start_hour": "19:30", "end_hour": "21:30", "audience": ["families"]}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_the_id_of_a_person_says_nothing_inside_what_is_sent(
    city: City, clients: Clients, keys: Keys, role: str
) -> None:
    client, person = clients[role], city.id(READ["people"])
    asked: list[tuple[str, str, dict[str, object] | None]] = [
        ("POST", f"{API}/timing/check", {**QUESTION, "invited_ids": ["KEY"]}),
        ("POST", f"{API}/events", {**QUESTION, "title": "X", "invited_ids": ["KEY"]}),
        ("POST", f"{API}/events/{keys['events']}/invite", {"party_id": "KEY"}),
        ("GET", f"{API}/contacts?party_id=KEY", None),
        ("GET", f"{API}/signals?service_id=KEY", None),
    ]
    if role != "organiser":
        plan: dict[str, object] = {
            "what": "X",
            "owner_id": city.id("select id from \"user\" where login = 'nora'"),
        }
        plan |= {"due_on": "2026-12-01", "party_id": "KEY"}
        asked.append(("POST", f"{API}/reach/{keys['cell']}/follow-ups", plan))
    for method, called, body in asked:
        seen = []
        for key in (person, UNKNOWN):
            sent = json.loads(json.dumps(body).replace("KEY", key))
            answer = client.request(method, called.replace("KEY", key), json=sent)
            seen.append((answer.status_code, answer.text.replace(key, "KEY")))
        assert seen[0] == seen[1], (method, called)


SECRETS = {
    "a person's name": "select name from party where kind = 'person'",
    "a person's address": "select email from person where email is not null",
    "a note": "select summary from contact_moment where summary is not null",
    "a signal's text": "select text from signal",
    "why a link is stored": "select basis_note from reach_link",
    "a promise": "select what from agreement",
    "the id of a person": "select id from person",
}
# Addresses that every role may try; what is refused says nothing either.
LISTS = (
    "/organisations",
    "/communities",
    "/contacts",
    "/signals",
    "/events",
    "/notices",
    "/follow-ups",
    "/people",
)
PER_SHAPE = 6  # pages of one kind that a crawl opens


def _crawl(client: TestClient) -> Iterator[tuple[str, str]]:
    """Each page that links lead to from Today, and the lists of the API; at most so many of one shape."""
    shapes: dict[str, int] = {}
    waiting = ["/", "/search?q=mechelen", *LISTS]
    seen = set(waiting)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        yield address, html.unescape(answer.text)
        for link in re.findall(r'href="(/[^"#]*)', answer.text):
            found = html.unescape(link)
            shape = re.sub(r"[0-9a-f-]{36}|[0-9]+", "#", found)
            shapes[shape] = shapes.get(shape, 0) + 1
            if found not in seen and not re.search(r"^/static|lang=", found) and shapes[shape] <= PER_SHAPE:
                seen.add(found)
                waiting.append(found)


def _readings(client: TestClient, city: City) -> Iterator[tuple[str, str]]:
    """Every page of every list of the API, and parties, timelines, events and cells from all over the city."""
    for path in LISTS:
        for number in range(1, 14):
            answer = client.get(f"{API}{path}?size=200&page={number}")
            yield f"{path} {number}", answer.text
            if answer.status_code != 200 or len(answer.json()["items"]) < 200:
                break
    yield "today", client.get(f"{API}/today").text
    report = client.get(f"{API}/reach")
    yield "reach", report.text
    for position, (row, kind) in enumerate(
        city.rows("select id, kind from party where kind <> 'person'")[::3]
    ):
        path = {"organisation": "organisations", "community": "communities"}[str(kind)]
        yield path, client.get(f"{API}/{path}/{UUID(str(row))}").text
        if position % 2 == 0:
            yield f"timeline {path}", client.get(f"{API}/parties/{UUID(str(row))}/timeline?size=200").text
    for row in city.texts("select id from participation_event order by id limit 10"):
        yield "event", client.get(f"{API}/events/{UUID(row)}").text
    yield "trend", client.get(f"{API}/reach/trend").text
    for one in report.json()["groups"] if report.status_code == 200 else []:
        yield "group trend", client.get(f"{API}/reach/trend/{one['id']}").text
    for one in report.json()["cells"][::15] if report.status_code == 200 else []:
        yield "cell", client.get(f"{API}/reach/{one['group_id']}/{one['neighbourhood_id'] or 'city'}").text


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_page_and_no_answer_names_a_person_or_repeats_a_note(
    city: City, clients: Clients, role: str
) -> None:
    walked = [*_crawl(clients[role]), *_readings(clients[role], city)]
    assert _leaks(walked, _secrets(city)) == []
    assert len(walked) > 60, "the walk must open pages of every kind"


def test_the_walk_would_see_a_leak(city: City, clients: Clients) -> None:
    client, words = clients["consultant"], _secrets(city)
    person, contact = (
        city.id(READ["people"]),
        city.id("select id from contact_moment where summary is not null"),
    )
    walked = [
        (path, html.unescape(client.get(path).text)) for path in (f"/people/{person}", f"/contacts/{contact}")
    ]
    walked.append(("api", client.get(f"{API}/contacts?size=200").text))
    kinds = {kind for _, kind in _leaks(walked, words)}
    assert kinds >= {"a person's name", "a note", "the id of a person"}


def _secrets(city: City) -> dict[str, str]:
    """What those outside the team may not read, as it would stand on a page, with its kind."""
    found = {text: kind for kind, sql in SECRETS.items() for text in city.texts(sql)}
    return {str(UUID(text)) if kind == "the id of a person" else text: kind for text, kind in found.items()}


def _leaks(walked: list[tuple[str, str]], secrets: Mapping[str, str]) -> list[tuple[str, str]]:
    """Where something secret stands, and of which kind it is."""
    everything = "\n".join(text for _, text in walked)
    standing = [secret for secret in secrets if secret in everything]
    return [(address, secrets[one]) for address, text in walked for one in standing if one in text]


# Lists that are searched, and what an answer counts there.
SEARCHES = (
    f"{API}/search?q=",
    f"{API}/parties?q=",
    f"{API}/organisations?q=",
    f"{API}/communities?q=",
    f"{API}/events?when=all&q=",
    f"{API}/events/invitees?q=",
)
OPEN_TEXTS = (
    "select name from party where kind <> 'person'",
    "select title || ' ' || coalesce(place, '') from participation_event",
    "select coalesce(answer, '') from signal",
    "select name from neighbourhood",
    "select name_nl || ' ' || name_en || ' ' || name_fr from inclusion_group",
)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_search_answers_for_words_of_persons_and_notes_as_for_words_that_stand_nowhere(
    city: City, clients: Clients, role: str
) -> None:
    public = fold(" ".join(text for sql in OPEN_TEXTS for text in city.texts(sql)))
    private = {
        word
        for sql in (SECRETS["a person's name"], SECRETS["a note"], SECRETS["a signal's text"])
        for text in city.texts(sql)
        for word in re.findall(r"\w{4,}", fold(text))
        if word not in public
    }
    asked = sorted(private)[:: max(1, len(private) // 30)]
    client, telling = clients[role], []
    for searched in SEARCHES:
        nowhere = _found(client, searched, "zzyzxq")
        for word in asked:
            if _found(client, searched, word) != nowhere:
                telling.append((searched, word))
    assert (len(asked) >= 30, telling) == (True, [])


def _found(client: TestClient, searched: str, word: str) -> tuple[int, object]:
    """What a search answers, without the word that it repeats."""
    answer = client.get(searched + word)
    found = answer.json()
    return answer.status_code, found | {"q": ""} if isinstance(found, dict) else found
