"""What the sweeps over the whole application share: a city to walk through, its routes, and a real id for each."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import FastAPI
from fastapi.routing import RouteContext
from httpx2 import Response
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from crm.accounts.guards import Policy, api_routes, policy_of
from crm.accounts.models import User
from crm.app import create_app
from crm.demo.colleagues import PASSWORD
from crm.notices.mail.proof import token_for
from crm.notices.mail.queries import choices_of
from crm.outbox import Delivery, DeliveryState
from crm.outside.connection import Way
from crm.unit_of_work import Work
from crm.viewer import SYSTEM
from tests.crm.cities import city_work, make_city
from tests.servers.stores import Stores, read_rows

API = "/api/v1"
EMPTY_CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
MAIL_ADDRESS = "nora@stad.example"
RECEIVER = "data.voorbeeld.example"
UNKNOWN = "01930000-0000-7000-8000-000000000001"
LOGINS = {"consultant": "nora", "manager": "annelies", "organiser": "bram", "administrator": "hilde"}
# What an address needs after its question mark before anything is answered.
QUERIES = {
    f"{API}/timing/occurrences": "?from=2027-02-01&to=2027-03-31",
    f"{API}/calendar": "?from=2027-02-01&to=2027-03-31",
    f"{API}/calendar/check": "?on=2027-02-23&start_hour=19:30&end_hour=21:30",
    f"{API}/observances/check": "?on=2027-02-23&start_hour=19:30&end_hour=21:30",
    f"{API}/observances/calendar.pdf": "?from=2027-02-01&to=2027-03-31",
    "/observances/calendar.pdf": "?from=2027-02-01&to=2027-03-31",
    f"{API}/observances/calendar.ics": "?from=2027-02-01&to=2027-03-31",
    "/observances/calendar.ics": "?from=2027-02-01&to=2027-03-31",
    f"{API}/events/invitees": "?q=buurt",
    f"{API}/search": "?q=buurt",
    "/search": "?q=buurt",
    "/parties/similar": "?kind=person",
}

EFFECT = "ramadan.iftar"  # a row of the matrix
HANDLER, HANDLER_READ = "agenda.check_event", "notices.tell_flag"  # they gave some up in `open_city`
EVENT_OF_BRAM = "from participation_event e join \"user\" u on u.id = e.organiser_id where u.login = 'bram'"
OWN_NOTICE = 'select n.id from notice n join "user" u on u.id = n.user_id where u.login {} order by n.id'
EVENT_OF_OTHERS = (
    "from participation_event e join \"user\" u on u.id = e.organiser_id where u.login <> 'bram'"
)
PARTY = "select p.id from party p where p.kind = '{}' and p.archived_on is null order by p.id"
# A row to read and a row to command, by the first word of the address.
READ = {
    "people": PARTY.format("person"),
    "organisations": PARTY.format("organisation"),
    "communities": PARTY.format("community"),
    "parties": PARTY.format("community"),
    "contacts": "select c.id from contact_moment c join \"user\" u on u.id = c.author_id and u.login = 'nora' order by c.id",
    "follow-ups": "select id from follow_up where state = 'open' order by id",
    "ties": "select id from tie order by id",
    "reach-links": "select id from reach_link order by id",
    "signals": "select id from signal where state = 'open' and joined_to_id is null order by id",
    "events": f"select e.id {EVENT_OF_BRAM} and e.state = 'planned' order by e.id",
    "thresholds": f"select id from threshold_answer where event_id in (select e.id {EVENT_OF_BRAM}) order by id",
    "calendars": "select id from imported_calendar order by id",
    "flags": f"select id from flag where event_id in (select e.id {EVENT_OF_BRAM}) order by id",
    "observances": "select id from date_confirmation order by id",
    "webhooks": "select id from webhook order by id",
    "operations": "select id from delivery where state = 'dead' order by handler desc, id",
}
Keys = Mapping[str, str]


@dataclass(frozen=True)
class Door:
    """One route: how it is called, and who its policy lets through (None: anybody, signed in or not)."""

    method: str
    path: str
    name: str
    roles: frozenset[str] | None

    @property
    def is_api(self) -> bool:
        """Whether programs use it."""
        return self.path.startswith("/api/")


def login_of(door: Door) -> str:
    """Who of the city passes the door: a consultant, or an administrator where consultants do not."""
    return LOGINS["consultant" if door.roles is None or "consultant" in door.roles else "administrator"]


def doors(app: FastAPI) -> list[Door]:
    """Every route of the application with the roles that its policies name."""
    return [_door(route) for route in api_routes(app.routes)]


def _door(route: RouteContext) -> Door:
    assert route.methods is not None and len(route.methods) == 1
    policies = [one.dependency for one in route.dependencies if isinstance(one.dependency, Policy)]
    assert policy_of(route) in policies
    roles: frozenset[str] | None = None
    for policy in policies:
        if policy.roles is not None:
            named = frozenset(role.value for role in policy.roles)
            roles = named if roles is None else roles & named
    return Door(next(iter(route.methods)), re.sub(r":uuid}", "}", str(route.path)), str(route.name), roles)


@dataclass
class City:
    """The demo city as a whole application over a store of its own."""

    app: FastAPI
    work: Work
    url: str
    signed_in: dict[str, TestClient] = field(default_factory=dict)

    def of(self, door: Door) -> TestClient:
        """A client that the door lets in: a consultant, or an administrator where consultants are not; signed in once."""
        login = login_of(door)
        return self.signed_in.setdefault(login, self.signed_in.get(login) or self.client(login))

    def client(self, login: str | None = None) -> TestClient:
        """A new client; signed in where a login is given."""
        made = TestClient(self.app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"})
        if login is not None:
            answer = made.post(f"{API}/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
        return made

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows that the store answers to a reading."""
        return read_rows(self.url, sql)

    def texts(self, sql: str) -> list[str]:
        """The first column of a reading, as texts."""
        return [str(row[0]) for row in self.rows(sql)]

    def id(self, sql: str) -> str:
        """The first key that the store answers to a reading."""
        return str(UUID(str(self.rows(sql)[0][0])))


def real_keys(city: City, consultant: TestClient) -> dict[str, str]:
    """What stands for the braces in addresses: one row of each kind to read, and another one to command."""
    report = consultant.get(f"{API}/reach").json()
    cell = next(one for one in report["cells"] if one["neighbourhood_id"] and one["status"] == "reached")
    found = {"cell": f"{cell['group_id']}/{cell['neighbourhood_id']}"}
    for word, sql in READ.items():
        found[f"GET {word}"], found[word] = city.texts(f"{sql} limit 2")
    for login in LOGINS.values():
        notices = city.texts(OWN_NOTICE.format(f"= '{login}'"))
        found[f"{login} notices"] = notices[0] if notices else UNKNOWN
    # The secret address of somebody whom no walk signs in, and a calendar that may go.
    address = city.client("elke").post(f"{API}/calendars/mine").json()["address"]
    webhook = {"name": "Oude", "address": f"https://{RECEIVER}/", "kinds": ["event.planned"]}
    found["DELETE webhooks"] = city.client("hilde").post(f"{API}/webhooks", json=webhook).json()["id"]
    removable = {"name": "Oude wedstrijden", "content": EMPTY_CALENDAR}
    found["DELETE calendars"] = city.client("hilde").post(f"{API}/calendars", json=removable).json()["id"]
    found |= _introduction_keys(city, consultant)
    # Of a colleague who left nothing is in hand any more; each may try to hand it over.
    found["reach"] = city.id("select id from \"user\" where login = 'wim'")
    found["role"] = city.texts(f"select id from role_of_person where person_id = '{found['people']}'")[0]
    found["party"] = found["GET people"]
    not_now = {"reason": "busy", "seen": "0" * 64}
    dismissed = consultant.post(f"{API}/reach/next/{UUID(found['party'])}/dismiss", json=not_now)
    found["dismissal"] = dismissed.json()["id"]
    keys = {name: value if "/" in value else str(UUID(value)) for name, value in found.items()}
    return keys | {
        "token": address.rpartition("/")[2].removesuffix(".ics"),
        **{f"{login} proof": _proof_of_address(city, login) for login in LOGINS.values()},
    }


def _proof_of_address(city: City, login: str) -> str:
    """The token with which that user confirms a mail address."""
    city.client(login).put(f"{API}/me/mail", json={"address": MAIL_ADDRESS})
    with city.work.reading(SYSTEM) as uow:
        user = uow.session.exec(select(User).where(User.login == login)).one()
        choices = choices_of(uow.session, uow.viewer, user.id)
        assert choices is not None
        return token_for(user, choices)


def _introduction_keys(city: City, consultant: TestClient) -> dict[str, str]:
    """Two questions of the consultant to persons, who answer through her: one to read, and one to command."""
    found = {}
    for word, name in (("GET introductions", "Hodan Warsame"), ("introductions", "Sevgi Aydın")):
        asked = city.id(f"select id from party where name = '{name}'")
        chain = [city.id("select id from \"user\" where login = 'nora'"), asked]
        chain.append(city.id("select id from party where name = 'Plein 15'"))
        answer = consultant.post(f"{API}/introductions", json={"chain": chain, "due_on": "2026-12-01"})
        found[word] = answer.json()["id"]
    return found


def address(door: Door, keys: Keys, login: str | None = None, key: str = "") -> str:
    """The address of a door with real ids, or with one that is given."""
    path = door.path.replace("{group_id}/{place}", keys["cell"]).replace("{role_id}", keys["role"])
    if "/mail/confirm/" in path:
        path = path.replace("{token}", keys[f"{login or 'nora'} proof"])
    path = path.replace("{token}", keys["token"]).replace("{group_id}", keys["cell"].partition("/")[0])
    path = path.replace("{party_id}", keys["party"]).replace("{dismissal_id}", keys["dismissal"])
    path = path.replace("{effect}", EFFECT)
    # What one handler gave up is commanded; what the other did stands there to be read.
    path = path.replace("{handler}", HANDLER_READ if door.method == "GET" else HANDLER)
    if "{key}" in path:
        word = path.removeprefix(API).split("/")[1]
        of_kind = keys.get(f"{door.method} {word}", keys.get(word, UNKNOWN))
        path = path.replace("{key}", key or keys.get(f"{login} {word}", of_kind))
    return path + QUERIES.get(door.path, "")


def send(client: TestClient, door: Door, address: str, values: Mapping[str, object]) -> Response:
    """The answer of a door, without following a redirect; values go as JSON or as a form, where it takes any."""
    if door.method not in ("POST", "PUT", "PATCH"):
        return client.request(door.method, address, follow_redirects=False)
    if door.is_api:
        return client.request(door.method, address, json=values, follow_redirects=False)
    texts = {
        name: [str(one) for one in value] if isinstance(value, list) else str(value)
        for name, value in values.items()
    }
    return client.request(door.method, address, data=texts, follow_redirects=False)


def give_up_some(session: Session) -> None:
    """Makes some deliveries of two handlers such as they are when they were given up."""
    for handler, count in ((HANDLER, 40), (HANDLER_READ, 3)):
        rows = session.exec(
            select(Delivery).where(Delivery.handler == handler).order_by(col(Delivery.id)).limit(count)
        )
        for row in rows:
            row.state, row.attempts, row.dispatches = DeliveryState.DEAD, 8, 8
            row.error, row.done_at = "OperationalError at default.py:944", None


@contextmanager
def open_city(stores: Stores) -> Iterator[City]:
    """A demo city of one's own: Monday 23 November 2026, with all deliveries carried out."""
    url = stores.copy(stores.once(make_city).url)
    # Mail is on, so that its commands can be given; nobody of the city has an address, and nothing is delivered later.
    work = city_work(
        url,
        smtp_url="smtp://mail.example.be",
        mail_from="bereik@example.be",
        public_url="https://bereik.example.be",
        webhook_hosts=RECEIVER,
    )
    with work.database.writing() as session:
        give_up_some(session)
    app = create_app(work.settings, work)
    app.state.way_out = Way(resolve=lambda host: [])  # nobody outside is asked
    yield City(app, work, url)
    work.database.close()
    stores.remove(url)
