"""Every reading that the product offers over a large city: its route, who asks, and the addresses to ask for.

`test_query_plans.py` compares the routes with those of the application, so that a new list cannot be forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from crm.db import Database

_API = "/api/v1"
# One row of each kind that has much around it, on either database.
_KEYS = {
    "people": "select party_id from contact_participant join person on person.id = party_id"
    " group by party_id order by count(*) desc, party_id limit 1",
    "organisations": "select party_id from contact_participant join organisation on organisation.id = party_id"
    " group by party_id order by count(*) desc, party_id limit 1",
    "communities": "select party_id from contact_participant join community on community.id = party_id"
    " group by party_id order by count(*) desc, party_id limit 1",
    "service": "select service_id from signal where service_id is not null group by service_id order by count(*) desc limit 1",
    "contacts": "select id from contact_moment where withdrawn_at is null and author_id = :me order by created_at desc limit 1",
    "follow-ups": "select id from follow_up where state = 'open' order by (owner_id = :me) desc, due_on limit 1",
    "signals": "select id from signal where state = 'open' order by (owner_id = :me) desc, id limit 1",
    "ties": "select id from tie order by id limit 1",
    "events": "select event_id from flag where state = 'open' order by event_id limit 1",
    "past": "select event_id from attendance order by event_id desc limit 1",
    "place": "select id from neighbourhood order by position limit 1",
    "group": "select id from inclusion_group where key = 'deaf-turkish'",
    "me": "select id from \"user\" where login = 'consultant0'",
}
KINDS = ("people", "organisations", "communities")


@dataclass(frozen=True)
class Place:
    """One route, the login that asks, and an address of it; `is_whole` where the whole network is read for it."""

    route: str
    login: str
    address: str
    is_whole: bool = False


def keys_of(database: Database) -> Mapping[str, str]:
    """The ids that the addresses below name."""
    found: dict[str, str] = {}
    with database.reading() as session:
        connection = session.connection()
        for name in ("me", *(name for name in _KEYS if name != "me")):
            me = UUID(found["me"]) if found else None
            value = connection.execute(
                text(_KEYS[name]),
                {"me": me.hex if me and database.is_sqlite else me} if ":me" in _KEYS[name] else {},
            ).scalar_one()
            found[name] = str(UUID(str(value)))
    return found


def places(keys: Mapping[str, str]) -> Iterator[Place]:
    """Every place, its braces filled in."""
    for route, queries in _READ.items():
        login, _, path = route.rpartition(":")
        for query in queries or ("",):
            key = _key_of(path, query)
            address = path.replace("{key}", keys.get(key, "")).replace("{group_id}", keys["group"])
            address = address.replace("{party_id}", keys["people"]).replace("{place}", keys["place"])
            asked = query.removeprefix(f"#{key}").format(
                **{name.replace("-", "_"): one for name, one in keys.items()}
            )
            login = login or "consultant0"
            is_whole = path in WHOLE_NETWORK or f"{login}:{path}" in SHOWS_REPORT
            yield Place(path, login, address + asked, is_whole)


def _key_of(path: str, query: str) -> str:
    if query.startswith("#"):
        return query[1:].partition("?")[0]
    words = [word for word in path.removeprefix(_API).split("/") if word]
    return "communities" if words and words[0] == "parties" else words[0] if words else ""


_LIST = ("", "?page=2", "?page=40")
_SEARCHES = ("?q=janssens", "?q=sa+ver", "?q=an", "?q=netwerk+horizon", "?q=zaal", "?q=zzzz")
_PARTIES = (
    *_LIST,
    "?sort=last_contact",
    "?sort=longest_ago",
    "?quiet_days=90",
    "?archived=true",
    "?owner_id={me}",
    *_SEARCHES,
)
_PLACED = (*_PARTIES, "?group_id={group}", "?neighbourhood_id={place}")
_PEOPLE = (*_PARTIES, "?role=key_figure", "?organisation_id={organisations}", "?role=guide&q=sa")
_EVENTS = (*_LIST, "?when=past", "?when=all&page=9", "?is_mine=true", "?is_warned=true", "?kind=workshop", "?when=all&q=buurtavond+12",
           "?neighbourhood_id={place}")  # fmt: skip
_SIGNALS = (*_LIST[:2], "?state=told_back", "?state=told_back&page=40", "?state=answered", "?overdue=true", "?theme=work",
            "?service_id={service}", "?neighbourhood_id={place}&state=told_back", "?owner_id={me}")  # fmt: skip
_FOLLOW_UPS = (
    *_LIST[:2],
    "?state=done",
    "?state=done&page=40",
    "?owner_id={me}",
    "?party_id={communities}",
    "?owner_id={me}&state=done",
)
_CONTACTS = (*_LIST, "?party_id={communities}", "?party_id={people}", "?colleague_id={me}", "?channel=street", "?topic=housing",
             "?since=2026-10-01&until=2026-10-31", "?party_id={organisations}&topic=work")  # fmt: skip
_TIMELINE = ("#people", "#organisations", "#communities", "#service", "#organisations?page=20")

# "login:route" (a consultant where no login is given), and what stands behind the question mark; `#name` names the row.
_READ: dict[str, tuple[str, ...]] = {
    f"{_API}/me": (), f"{_API}/colleagues": (), f"{_API}/inclusion-groups": (), f"{_API}/neighbourhoods": (),
    f"{_API}/contacts": _CONTACTS, f"manager0:{_API}/contacts": _CONTACTS[:4],
    f"{_API}/contacts/{{key}}": (),
    f"{_API}/follow-ups": _FOLLOW_UPS, f"{_API}/follow-ups/{{key}}": (),
    f"{_API}/people": _PEOPLE, f"{_API}/organisations": (*_PLACED, "?type=school"), f"{_API}/communities": _PLACED,
    **{f"{_API}/{kind}/{{key}}": () for kind in KINDS},
    f"{_API}/parties": ("?q=", *_SEARCHES),
    f"{_API}/signals": _SIGNALS, f"{_API}/signals/{{key}}": (),
    f"{_API}/notices": ("", "?unread=true", "?page=9"), f"organiser0:{_API}/notices": (),
    f"{_API}/events/attendance": (), f"{_API}/events/attendance/events": ("", "?kind=festivity&moment=bad"),
    f"{_API}/events/{{key}}/attendance": ("#past",), f"{_API}/events/{{key}}/attendance/comparison": ("#past",),
    f"{_API}/events": _EVENTS, f"organiser0:{_API}/events": ("", "?when=past", "?when=all&q=buurtavond"),
    f"organiser0:{_API}/events/invitees": ("?q=netwerk", "?q=sa"),
    f"{_API}/events/{{key}}": (), f"{_API}/events/{{key}}/thresholds": (), f"{_API}/events/{{key}}/co-inviters": (),
    f"{_API}/observances/confirmations": (),
    f"{_API}/today": (), f"manager0:{_API}/today": (), f"administrator0:{_API}/today": (), f"organiser0:{_API}/today": (),
    f"{_API}/parties/{{key}}/timeline": _TIMELINE, f"manager0:{_API}/parties/{{key}}/timeline": _TIMELINE[1:],
    f"{_API}/search": _SEARCHES, f"manager0:{_API}/search": _SEARCHES, f"organiser0:{_API}/search": _SEARCHES,
    f"{_API}/introductions": (),
    f"{_API}/reach/rules": (),
    f"{_API}/reach/notes/{{group_id}}": (),
    "/": (), "manager0:/": (), "organiser0:/": (), "administrator0:/": (),
    "/people": _PEOPLE, "/organisations": (*_PLACED, "?type=school"), "/communities": _PLACED,
    **{f"/{kind}/new": () for kind in KINDS}, **{f"/{kind}/{{key}}": () for kind in KINDS},
    **{f"/{kind}/{{key}}/change": () for kind in KINDS}, **{f"/{kind}/{{key}}/ties/new": ("", "?q=sa+ver") for kind in KINDS},
    **{f"/{kind}/{{key}}/reach-links/new": ("", "?q=netwerk") for kind in KINDS},
    "manager0:/communities/{key}": (), "manager0:/organisations/{key}": (),
    "/people/{key}/roles/new": (), "/ties/{key}/change": (),
    "/search": _SEARCHES, "manager0:/search": _SEARCHES[:3], "organiser0:/search": _SEARCHES[:3],
    "/contacts/new": ("", "?party_id={people}"), "/contacts/suggest": _SEARCHES,
    "/contacts/{key}": (), "/contacts/{key}/saved": (), "/contacts/{key}/edit": (),
    "/follow-ups": _FOLLOW_UPS, "/follow-ups/new": ("", "?party_id={people}"), "/follow-ups/{key}/change": (),
    "/signals": _SIGNALS, "manager0:/signals": _SIGNALS[:3], "/signals/new": (), "/signals/{key}": (), "/signals/{key}/edit": (),
    "/notices": ("", "?page=9"), "organiser0:/notices": (),
    "/events/attendance": (), "/events/attendance/events": ("", "?kind=festivity&moment=bad"),
    "/events/{key}/attendance": ("#past",),
    "/events": _EVENTS, "organiser0:/events": ("", "?when=past"), "/events/new": (), "organiser0:/events/new": ("?q=netwerk",),
    "/events/{key}": ("", "#past"), "/events/{key}/change": (), "/events/{key}/thresholds": (),
    "/introductions/requests": ("", "?side=to_me"),
    "/reach/rules": (), "/reach/notes/{group_id}": (),
    "/me/mail": (),
    f"{_API}/me/mail": (),
    "administrator0:/operations": (),
    f"administrator0:{_API}/operations": (),
    "administrator0:/webhooks": (),
    f"administrator0:{_API}/webhooks": (),
    # The whole network is read for these, or what was worked out of it is shown.
    **{f"{door}/reach{path}": () for door in ("", _API) for path in ("", "/linking", "/next", "/trend", "/steering", "/handover")},
    **{f"{door}/reach/trend/{{group_id}}": () for door in ("", _API)},
    **{f"{door}/reach/{{group_id}}/{{place}}": () for door in ("", _API)},
    f"{_API}/network": ("", "?around={communities}"), "/network": ("", "?around={communities}", "?q=horizon"),
    f"{_API}/network/lines": (), "/network/lines": ("", "?around={communities}"),
    f"{_API}/parties/{{key}}/introductions": (), "/introductions": ("", "?q=netwerk", "?target_id={communities}"),
    "/reach/next/first": (), "/reach/next/{party_id}/dismiss": (), "/reach/handover/{key}": ("#me",),
    "/reach/steering.csv": (), f"{_API}/reach/steering.csv": (),
}  # fmt: skip

WHOLE_NETWORK = frozenset(
    route.rpartition(":")[2]
    for route in _READ
    if ("/reach" in route or "/network" in route or "/introductions" in route)
    and "reach-links" not in route
    and not route.endswith(("/rules", "/requests", "/api/v1/introductions", "/notes/{group_id}"))
)

SHOWS_REPORT = frozenset({"manager0:/", "administrator0:/"})
"""Today of those who look after the whole city has the largest gaps of the reach report on it."""

NOTHING_THAT_GROWS = frozenset(
    {
        # One row that somebody asks for, or a form for it.
        "/me/mail/confirm/{token}",
        *(f"/operations/{one}/discard" for one in ("deliveries/{key}", "handlers/{handler}")),
        *("/webhooks/new", "/webhooks/{key}", "/webhooks/{key}/change", f"{_API}/webhooks/{{key}}"),
        "/readyz",
        "/sign-in", "/healthz", f"{_API}/openapi.json", "/feeds/{token}.ics",
        f"{_API}/timing/occurrences", f"{_API}/calendar", f"{_API}/calendar/check", "/calendar", "/calendar/check",
        *(f"{door}/observances{path}" for door in ("", _API) for path in ("/calendar.pdf", "/calendar.ics", "/check", "/public")),
        *(f"{door}/observances/weights{path}" for door in ("", _API) for path in ("", "/{effect}")),
        "/observances", "/observances/confirm", "/observances/weights/{effect}/change",
        *(f"{door}/calendars{path}" for door in ("", _API) for path in ("", "/mine", "/{key}")),
        f"{_API}/calendars/{{key}}/days", "/calendars/new", "/calendars/{key}/change",
        # Printed from the same rows as /reach/steering.
        *(f"{door}/reach/steering.{kind}" for door in ("", _API) for kind in ("pdf", "xlsx")),
        # A choice of one chain that /introductions shows, and the answer to one question.
        "/introductions/ask", "/introductions/{key}/answer",
    }
)  # fmt: skip
"""Routes that are left out: they read calendars, rules and settings, whose number does not grow with the city."""


def routes() -> frozenset[str]:
    """The routes that `places` asks."""
    return frozenset(route.rpartition(":")[2] for route in _READ)
