"""Pages of parties: what stands on them, for whom, and one timeline of everything in order."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crm.db import Database, new_id
from crm.desk.party_pages import by_month
from crm.desk.queries import EntryKind, TimelineEntry, timeline
from crm.errors import NotFound
from crm.parties.models import (
    Basis,
    Community,
    CommunityGroup,
    Dimension,
    InclusionGroup,
    PartyKind,
    PersonRole,
    ReachLink,
    ReachLinkKind,
    RoleOfPerson,
    Strength,
    Tie,
    TieKind,
)
from crm.signals.models import SignalState
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.desk.parts import CANARY, NOW, TODAY, Desk, counted_queries

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]


@pytest.fixture
def desk(work: Work, nora: Viewer) -> Desk:
    """Rows of Nora's."""
    return Desk(work, nora)


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page)
    assert found is not None
    return found[1]


def _reach_link(holder_id: UUID, target_id: UUID, kind: ReachLinkKind) -> ReachLink:
    return ReachLink(
        holder_id=holder_id,
        target_id=target_id,
        kind=kind,
        basis=Basis.CONSENT,
        basis_note=f"{CANARY} zei het op de koffieochtend.",
        since=date(2026, 1, 5),
        created_at=NOW,
        changed_at=NOW,
    )


def _tie(one: UUID, other: UUID, spoken_on: date, until: date | None = None) -> Tie:
    a_id, b_id = sorted((one, other))
    return Tie(
        a_id=a_id,
        b_id=b_id,
        kind=TieKind.KNOWS,
        strength=Strength.TRUSTS_US,
        last_contact_on=spoken_on,
        until=until,
        created_at=NOW,
        changed_at=NOW,
    )


@pytest.fixture
def around(desk: Desk) -> dict[str, UUID]:
    """A community with a group and everything around it, all of which names the canary; and that person."""
    community, person = desk.party("Plein 15", spoken_on=TODAY, owner_id=desk.owner_id), desk.person()
    group = InclusionGroup(
        id=new_id(),
        key="youth",
        dimension=Dimension.AGE,
        name_nl="Jonge nieuwkomers",
        name_en="Young newcomers",
        name_fr="Jeunes",
        created_at=NOW,
    )
    desk.store(
        group,
        CommunityGroup(community_id=community, group_id=group.id),
        RoleOfPerson(
            person_id=person, role=PersonRole.BRIDGE_BUILDER, until=date(2027, 6, 30), created_at=NOW
        ),
        _reach_link(person, community, ReachLinkKind.CAN_HELP_REACH),
        _tie(person, community, TODAY - timedelta(days=400)),
    )
    contact = desk.contact(community, person, summary=f"{CANARY} vraagt een zaal.", heard=True)
    desk.signal(f"{CANARY} wacht op een zaal.", contact_id=contact)
    desk.follow_up(f"Bel {CANARY}", TODAY, community)
    desk.follow_up(f"Schreef {CANARY}", TODAY, community, done_at=NOW)
    desk.event("Iftar op het plein", desk.owner_id, NOW + timedelta(days=95), community)
    return {"community": community, "person": person}


def test_community_for_a_consultant(
    client_of: Clients, around: dict[str, UUID], desk: Desk, work: Work
) -> None:
    key = around["community"]
    with work.writing(SYSTEM) as uow:
        stored = uow.session.exec(select(Community)).one()
        stored.portrait, stored.what_works, stored.calendars = "Jongeren", "Samen eten", ["islam_ma"]
    page = client_of("nora").get(f"/communities/{key}?lang=en").text
    texts = (
        "Samen eten",
        "Young newcomers",
        "Islamic, as Morocco announces",
        "can help us reach them",
        "not spoken to for long",
        "the group itself spoke",
        "Iftar op het plein",
        "still to come",
        "Nora Peeters looks after it",
        f"{CANARY} vraagt een zaal.",
        f'href="/contacts/new?party_id={key}"',
        f'href="/communities/{key}/change"',
        f'action="/communities/{key}/archive"',
        f'<input type="hidden" name="back" value="/communities/{key}">',
    )
    assert [text for text in texts if text not in page] == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_managers_read_roles_and_never_a_name_or_a_note(
    client_of: Clients, around: dict[str, UUID], add_user: AddUser, role: Role
) -> None:
    add_user("karin", role)
    client = client_of("karin")
    key = around["community"]
    page = client.get(f"/communities/{key}?lang=en").text
    timeline_read = client.get(f"/api/v1/parties/{key}/timeline")
    assert [CANARY in text for text in (page, timeline_read.text)] == [False, False]
    assert [entry["kind"] for entry in timeline_read.json()["items"]] == ["event", "contact"]
    assert timeline_read.json()["items"][1]["text"] is None
    assert [text in page for text in ("Bridge builder", "can help us reach them", "Portrait")] == [
        True,
        True,
        False,
    ]
    forms = re.findall(r'<form method="post" action="([^"]+)"', page)
    assert set(forms) == {"/sign-out"}


def test_persons_are_for_consultants_only(
    client_of: Clients, around: dict[str, UUID], add_user: AddUser
) -> None:
    for login, role in (("karin", Role.MANAGER), ("bram", Role.ORGANISER), ("hilde", Role.ADMINISTRATOR)):
        add_user(login, role)
        client = client_of(login)
        pages = (f"/people/{around['person']}", f"/api/v1/parties/{around['person']}/timeline")
        answers = [client.get(page) for page in pages]
        assert [CANARY in answer.text for answer in answers] == [False, False]
        assert answers[0].status_code == 403
        assert answers[1].status_code == (403 if role == Role.ORGANISER else 404)
    assert client_of("bram").get(f"/communities/{around['community']}").status_code == 403


def test_a_person_has_roles_and_never_groups(client_of: Clients, around: dict[str, UUID]) -> None:
    page = client_of("nora").get(f"/people/{around['person']}?lang=en").text
    assert [text in page for text in (CANARY, "Bridge builder", "mandate until 30 Jun 2027", "Plein 15")] == [
        True
    ] * 4
    assert "Young newcomers" not in page
    assert _title(page) == "Person – Bereik"


def test_titles_name_no_person(client_of: Clients, around: dict[str, UUID]) -> None:
    client = client_of("nora")
    pages = ("/", "/search?q=kanarie", f"/people/{around['person']}", f"/communities/{around['community']}")
    assert [CANARY in _title(client.get(page).text) for page in pages] == [False] * 4


def test_organisation_has_its_type_and_what_it_speaks_for(client_of: Clients, desk: Desk) -> None:
    organisation = desk.party("Zora", PartyKind.ORGANISATION)
    community = desk.party("Roemeense gezinnen")
    desk.store(_reach_link(organisation, community, ReachLinkKind.SPEAKS_FOR))
    client = client_of("nora")
    page = client.get(f"/organisations/{organisation}?lang=en").text
    assert [text in page for text in ("Association", "Speaks for", "Roemeense gezinnen")] == [True] * 3
    other_end = client.get(f"/communities/{community}?lang=en").text
    assert [text in other_end for text in ("Zora", "speaks for them")] == [True] * 2


def test_a_party_is_found_under_its_own_kind_only(client_of: Clients, desk: Desk) -> None:
    organisation, unknown = desk.party("Zora", PartyKind.ORGANISATION), new_id()
    client = client_of("nora")
    paths = (
        f"/communities/{organisation}",
        f"/people/{organisation}",
        f"/organisations/{unknown}",
        "/people/x",
    )
    assert [client.get(path).status_code for path in paths] == [404] * 4


def test_timeline_merges_every_subject_the_newest_first(
    client_of: Clients, desk: Desk, work: Work, nora: Viewer
) -> None:
    party, other = desk.party("Plein 15"), desk.party("Zora", PartyKind.ORGANISATION)
    day = timedelta(days=1)
    old = desk.contact(party, at=NOW - 40 * day)
    done = desk.follow_up("Bel", party_id=party, done_at=NOW - 30 * day)
    past = desk.event("Buurtfeest", desk.owner_id, NOW - 20 * day, party)
    new = desk.contact(party, other, at=NOW - 10 * day)
    signal = desk.signal("De lift is stuk.", contact_id=new)
    coming = desk.event("Iftar", desk.owner_id, NOW + 90 * day, party)
    desk.contact(other, at=NOW - day)
    desk.follow_up("Nog te doen", party_id=party)
    desk.signal("Ingetrokken", contact_id=old, state=SignalState.WITHDRAWN)
    with work.reading(nora) as uow:
        found = timeline(uow.session, nora, party)
        newest, *_, oldest = [entry.id for entry in found.items]
        assert (newest, oldest, found.total) == (coming, old, 6)
        assert {entry.id for entry in found.items[1:3]} == {new, signal}
        assert [entry.id for entry in found.items[3:]] == [past, done, old]
        contact = next(entry for entry in found.items if entry.id == new)
        assert [label.name for label in contact.others] == ["Zora"]
        second = timeline(uow.session, nora, party, number=2, size=4)
        assert ([entry.id for entry in second.items], second.pages) == ([done, old], 2)
        with pytest.raises(NotFound):
            timeline(uow.session, nora, new_id())


def test_a_service_reads_what_it_was_asked_and_managers_do_too(
    work: Work, desk: Desk, add_user: AddUser
) -> None:
    karin = add_user("karin", Role.MANAGER)
    service = desk.party("Dienst Wonen", PartyKind.ORGANISATION)
    community = desk.party("Plein 15")
    contact = desk.contact(community)
    signal = desk.signal(f"{CANARY} wacht.", contact_id=contact, service_id=service)
    with work.reading(karin) as uow:
        asked = timeline(uow.session, karin, service).items
        assert [(entry.id, entry.kind, entry.text) for entry in asked] == [(signal, EntryKind.SIGNAL, None)]
        # Who raised it is for the team.
        assert [entry.id for entry in timeline(uow.session, karin, community).items] == [contact]


def test_contacts_that_were_taken_back_are_on_no_timeline(
    client_of: Clients, desk: Desk, work: Work, nora: Viewer
) -> None:
    party = desk.party("Plein 15")
    client = client_of("nora")
    logged = client.post("/api/v1/contacts", json={"channel": "visit", "party_ids": [str(party)]}).json()
    page = client.get(f"/communities/{party}").text
    assert f'href="/contacts/{logged["id"]}"' in page
    client.post(f"/api/v1/contacts/{logged['id']}/withdraw")
    with work.reading(nora) as uow:
        assert timeline(uow.session, nora, party).items == []
    assert client.get(f"/communities/{party}").text.count("<dd>0</dd>") >= 1


def test_months_are_those_of_the_city() -> None:
    # Half past ten in the evening of 30 September in UTC is 1 October in Mechelen.
    at = NOW.replace(month=9, day=30, hour=22, minute=30)
    entries = [TimelineEntry(EntryKind.FOLLOW_UP, new_id(), moment, "Bel") for moment in (NOW, at)]
    assert [(month.first_on, len(month.entries)) for month in by_month(entries)] == [
        (date(2026, 11, 1), 1),
        (date(2026, 10, 1), 1),
    ]


def test_older_entries_are_one_link_away(client_of: Clients, desk: Desk) -> None:
    party = desk.party("Plein 15")
    for day in range(16):
        desk.contact(party, at=NOW - timedelta(days=day), summary=f"Gesprek nummer {day}.")
    client = client_of("nora")
    first = client.get(f"/communities/{party}").text
    assert f'href="/communities/{party}?page=2#timeline-title"' in first
    assert ["Gesprek nummer 0." in first, "Gesprek nummer 15." in first] == [True, False]
    second = client.get(f"/communities/{party}?page=2").text
    assert ["Gesprek nummer 0." in second, "Gesprek nummer 15." in second] == [False, True]
    assert client.get(f"/communities/{party}?page=0").status_code == 422


def test_follow_ups_are_done_from_the_page(client_of: Clients, desk: Desk) -> None:
    party = desk.party("Plein 15")
    key = desk.follow_up("Bel over de zaal", TODAY, party)
    client = client_of("nora")
    here = f"/communities/{party}"
    assert f'href="/follow-ups/{key}/change?back={here}"' in client.get(here).text
    answer = client.post(f"/follow-ups/{key}/done", data={"back": here}, follow_redirects=False)
    assert answer.headers["location"] == f"{here}?said=done"
    assert client.get(answer.headers["location"]).status_code == 200


def test_archived_parties_say_so_and_can_be_brought_back(client_of: Clients, desk: Desk) -> None:
    party = desk.party("Plein 15")
    client = client_of("nora")
    answer = client.post(f"/communities/{party}/archive", follow_redirects=True)
    assert f'action="/communities/{party}/restore"' in answer.text
    assert f'action="/communities/{party}/archive"' not in answer.text


def test_page_sends_the_same_number_of_queries_with_more_rows(
    client_of: Clients, desk: Desk, database: Database
) -> None:
    client = client_of("nora")
    party = desk.party("Plein 15", owner_id=desk.owner_id)

    def add_one_of_each(position: int) -> None:
        other = desk.person(f"Persoon {position}")
        contact = desk.contact(party, other)
        desk.signal("De lift is stuk.", contact_id=contact)
        desk.follow_up("Bel", TODAY, party)
        desk.follow_up("Belde", TODAY, party, done_at=NOW)
        desk.event("Avond", desk.owner_id, NOW, party)
        desk.store(
            _tie(party, other, TODAY),
            _reach_link(other, party, ReachLinkKind.CAN_HELP_REACH),
            RoleOfPerson(person_id=other, role=PersonRole.VOLUNTEER, created_at=NOW),
        )

    def queries() -> int:
        with counted_queries(database) as sent:
            assert client.get(f"/communities/{party}").status_code == 200
            return sent()

    add_one_of_each(0)
    with_one = queries()
    for position in range(1, 50):
        add_one_of_each(position)
    # More than a page of the newest entries may be of fewer kinds, never of more.
    assert queries() <= with_one
    assert with_one <= 40
