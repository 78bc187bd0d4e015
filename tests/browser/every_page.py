"""Every page of the product over the demo city: its address, who reads it, and forms that come back with errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from tests.servers.stores import read_rows

EVENING = "on=2027-02-23&start_hour=19:30&end_hour=21:30&respect=islam_general"
NOWHERE = "00000000-0000-7000-8000-000000000000"
# One row each that has much to show.
_KEYS = {
    "person": "select id from party where name = 'Sevgi Aydın'",
    "key_figure": "select id from party where name = 'Hodan Warsame'",
    "organisation": "select id from party where name = 'Vrienden van Sylhet'",
    "community": "select id from party where name = 'Ouders van De Wilgenboom'",
    "warned": "select id from participation_event where title like 'Ouderavond Arsenaal%'",
    "expected": "select id from participation_event where title like 'Infomarkt wonen%'",
    "chance": "select id from participation_event where title like 'Iftar op het plein%'",
    "past": "select e.id from participation_event e join attendance a on a.event_id = e.id where a.answered is not null order by e.starts_at",
    "uncounted": "select id from participation_event where ends_at < current_timestamp and programme is null and id not in (select event_id from attendance)",
    "period": "select id from participation_event where precision = 'period' order by starts_at",
    "open_signal": "select id from signal where state = 'open' order by created_at desc",
    "answered_signal": "select id from signal where state = 'answered' order by created_at desc",
    "told_signal": "select id from signal where state = 'told_back' order by created_at desc",
    "contact": 'select c.id from contact_moment c join "user" u on u.id = c.author_id join agreement a on a.contact_id = c.id'
    " where u.login = 'nora' and c.withdrawn_at is null order by c.created_at desc",
    "follow_up": "select f.id from follow_up f join \"user\" u on u.id = f.owner_id where u.login = 'nora' and f.state = 'open'",
    "tie": "select t.id from tie t join party p on p.id = t.a_id where p.kind = 'person'",
    "deaf_turkish": "select id from inclusion_group where key = 'deaf-turkish'",
    "imported": "select id from imported_calendar order by name",
    "webhook": "select id from webhook where off_reason = 'gone'",
    "older": "select id from inclusion_group where key = 'older'",
    "roma": "select id from inclusion_group where key = 'roma'",
    "deaf_cafe": "select id from party where name = 'Doofcafé De Zenne'",
    "asked_of_nora": 'select i.id from introduction i join follow_up f on f.id = i.follow_up_id join "user" u on u.id = f.owner_id'
    " where u.login = 'nora' and i.state = 'asked'",
    "nora": "select id from \"user\" where login = 'nora'",
    "pieter": "select id from \"user\" where login = 'pieter'",
    "wim": "select id from \"user\" where login = 'wim'",
    "given_up": "select id from delivery where state = 'dead'",
    "north": "select id from neighbourhood where name = 'Mechelen-Noord'",
}


@dataclass(frozen=True)
class Place:
    """One page: who opens it (None: nobody signed in), what is answered, and whether its form is sent as it stands."""

    login: str | None
    path: str
    status: int = 200
    is_sent: bool = False


def keys_of(url: str) -> Mapping[str, str]:
    """The ids that addresses below name, in the store at that address."""
    return {name: str(UUID(str(read_rows(url, query)[0][0]))) for name, query in _KEYS.items()}


def _places() -> Iterator[tuple[str, Place]]:
    yield "outside", Place(None, "/sign-in")
    yield "outside", Place(None, "/sign-in", is_sent=True)
    yield "outside", Place("nora", f"/people/{NOWHERE}", 404)
    yield "outside", Place("nora", "/nowhere", 404)
    yield "outside", Place("bram", "/people", 403)
    for path in ("/", "/search?q=ter", "/search?q=", "/search?q=zzzz", "/notices", "/follow-ups"):
        yield "desk", Place("nora", path)
    yield "desk", Place("nora", "/me/mail")
    yield "desk", Place("bram", "/me/mail/confirm/used-already", 404)
    yield "desk", Place("nora", "/follow-ups/new")
    yield "desk", Place("nora", "/follow-ups/{follow_up}/change")
    yield "contacts", Place("nora", "/contacts/new")
    yield "contacts", Place("nora", "/contacts/new", is_sent=True)
    for path in ("/contacts/{contact}", "/contacts/{contact}/saved", "/contacts/{contact}/edit"):
        yield "contacts", Place("nora", path)
    for path in ("/people", "/organisations", "/communities?sort=longest_ago", "/people?q=zzzz"):
        yield "lists", Place("nora", path)
    for path in ("/people/{person}", "/people/{key_figure}", "/organisations/{organisation}"):
        yield "parties", Place("nora", path)
    yield "parties", Place("nora", "/communities/{community}")
    for kind in ("people", "organisations", "communities"):
        yield "new parties", Place("nora", f"/{kind}/new")
        yield "new parties", Place("nora", f"/{kind}/new", is_sent=True)
    for path in ("/people/{person}", "/organisations/{organisation}", "/communities/{community}"):
        yield "changed parties", Place("nora", f"{path}/change")
        yield "lines", Place("nora", f"{path}/ties/new")
        yield "lines", Place("nora", f"{path}/reach-links/new")
    yield "lines", Place("nora", "/people/{person}/roles/new")
    yield "lines", Place("nora", "/ties/{tie}/change")
    for path in ("/signals", "/signals/new", "/signals/{open_signal}", "/signals/{answered_signal}"):
        yield "signals", Place("nora", path)
    yield "signals", Place("nora", "/signals/new", is_sent=True)
    yield "signals", Place("nora", "/signals/{told_signal}")
    yield "signals", Place("nora", "/signals/{open_signal}/edit")
    for path in ("/events", "/events?when=past", "/events/{expected}", "/events/{chance}", "/events/{past}"):
        yield "agenda", Place("nora", path)
    yield "agenda", Place("nora", "/events/{period}")
    yield "agenda", Place("bram", "/events/{warned}")
    for path in ("/events/attendance", "/events/attendance/events?kind=festivity&moment=bad"):
        yield "attendance", Place("nora", path)
    yield "attendance", Place("nora", "/events/{past}/attendance")
    yield "attendance", Place("nora", "/events/{uncounted}/attendance")
    yield "attendance", Place("nora", "/events/{uncounted}/attendance", is_sent=True)
    yield "attendance", Place("bram", "/events/attendance/events")
    yield "planning", Place("bram", "/events/new")
    yield "planning", Place("bram", "/events/new", is_sent=True)
    yield "planning", Place("bram", "/events/{warned}/change")
    yield "year", Place("nora", "/observances?year=2027&month=3&day=2027-03-09")
    yield "year", Place("hilde", "/observances?view=list&year=2027&weekly=true&tradition=judaism")
    yield "year", Place("bram", f"/observances/check?{EVENING}")
    yield "year", Place("nora", "/observances/check")
    yield "year", Place("hilde", "/observances/public")
    yield "year", Place(None, "/calendar?day=2027-05-02")
    yield "year", Place(None, f"/calendar/check?{EVENING}")
    yield "planning", Place("bram", "/events/{warned}/thresholds")
    yield "planning", Place("hilde", "/observances/confirm")
    yield "planning", Place("hilde", "/observances/confirm", is_sent=True)
    yield "calendars", Place("nora", "/calendars/mine")
    for path in ("/calendars", "/calendars/new", "/calendars/{imported}", "/calendars/{imported}/change"):
        yield "calendars", Place("hilde", path)
    yield "calendars", Place("hilde", "/calendars/new", is_sent=True)
    for path in ("", "?q=ramadan", "?is_changed=true", "/bridge_day.bridge_day"):
        yield "weights", Place("nora", f"/observances/weights{path}")
    yield "weights", Place("hilde", "/observances/weights/bridge_day.bridge_day")
    yield "weights", Place("hilde", "/observances/weights/ramadan.iftar/change")
    yield "weights", Place("hilde", "/observances/weights/ramadan.iftar/change", is_sent=True)
    yield "weights", Place("nora", "/observances/confirm?observance=ramadan&year=2026")
    yield "reach", Place("nora", "/reach")
    yield "reach", Place("annelies", "/reach/linking")
    yield "reach", Place("nora", "/reach/next")
    yield "reach", Place("nora", "/reach/next?hours=5")
    yield "reach", Place("nora", "/reach/next/{key_figure}/dismiss")
    yield "reach", Place("nora", "/reach/next/{key_figure}/dismiss", is_sent=True)
    yield "reach", Place("nora", "/contacts/new?party_id={key_figure}")
    yield "reach", Place("annelies", "/reach/rules")
    yield "reach", Place("hilde", "/reach/rules")
    yield "reach", Place("nora", "/reach/{deaf_turkish}/{north}")
    yield "reach", Place("annelies", "/reach/{deaf_turkish}/{north}")
    yield "reach", Place("annelies", "/reach/{roma}/city")
    for path in ("", "?q=sevgi", "?q=zzzz", "?target_id={deaf_cafe}", "?target_id={person}", "/requests"):
        yield "introductions", Place("nora", f"/introductions{path}")
    yield "introductions", Place("nora", "/introductions/requests?side=to_me")
    yield "introductions", Place("nora", "/introductions/ask?chain={nora}&chain={person}&chain={deaf_cafe}")
    yield "introductions", Place("nora", "/introductions/{asked_of_nora}/answer")
    yield "introductions", Place("nora", "/introductions/{asked_of_nora}/answer", is_sent=True)
    for login in ("nora", "annelies", "hilde"):
        yield "handover", Place(login, "/reach/handover")
        yield "handover", Place(login, "/reach/handover/{pieter}")
    yield "handover", Place("hilde", "/reach/handover", is_sent=True)
    yield "handover", Place("annelies", "/reach/handover/{pieter}", is_sent=True)
    yield "handover", Place("nora", "/reach/handover/{wim}")
    yield "steering", Place("nora", "/reach/steering")
    yield "steering", Place("annelies", "/reach/steering?audience=outside")
    yield "steering", Place("nora", "/reach/notes/{older}")
    yield "steering", Place("nora", "/reach/notes/{deaf_turkish}")
    yield "trend", Place("annelies", "/reach/trend")
    yield "trend", Place("nora", "/reach/trend/{deaf_turkish}?months=24")
    yield "trend", Place("annelies", "/reach/trend/{roma}")
    for path in ("", "?around={community}&steps=2&colour=origin", "?around={person}", "?q=ter", "?q=zzzz"):
        yield "network", Place("nora", f"/network{path}")
    yield "network", Place("nora", "/network/lines?sort=strength&descending=true")
    yield "network", Place("nora", "/network/lines?around={community}&kind=person&state=weak")
    for path in ("", "/new", "/{webhook}", "/{webhook}/change"):
        yield "webhooks", Place("hilde", f"/webhooks{path}")
    yield "webhooks", Place("hilde", "/webhooks/new", is_sent=True)
    for path in ("/", "/communities/{community}", "/signals/{open_signal}"):
        yield "others", Place("annelies", path)
    yield "operations", Place("hilde", "/operations")
    for path in ("/operations/deliveries/{given_up}", "/operations/handlers/notices.tell_flag"):
        yield "operations", Place("hilde", f"{path}/discard")
        yield "operations", Place("hilde", f"{path}/discard", is_sent=True)
    yield "others", Place("bram", "/")
    yield "others", Place("hilde", "/")


PLACES: tuple[tuple[str, Place], ...] = tuple(_places())
GROUPS = tuple(dict.fromkeys(group for group, _ in PLACES))
