"""Who reads what of a contact, and how lists are filtered."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from crm.contacts import queries
from crm.contacts.models import Channel
from crm.contacts.schemas import ContactFilter
from crm.errors import NotFound
from crm.parties.models import PartyKind
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.contacts.parts import CONTACT_ID, add_neighbourhood, add_party, contact_with

Clients = Callable[[str | None], TestClient]
URL = "/api/v1/contacts"


def listed(client: TestClient, **filters: Any) -> list[str]:
    return [row["id"] for row in client.get(URL, params=filters).json()["items"]]


def test_manager_reads_date_channel_colleague_and_topics_only(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    add_user("karin", Role.MANAGER)
    nadia = add_party(work, nora, "Nadia")
    network = add_party(work, nora, "Vrouwen van Sylhet", PartyKind.COMMUNITY)
    sent = contact_with(
        nadia,
        network,
        id=CONTACT_ID,
        topics=["work"],
        place="Bij Nadia thuis",
        summary="Nadia zoekt werk.",
        neighbourhood_id=str(add_neighbourhood(work, nora)),
        agreements=[{"what": "Bel Nadia", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}],
    )
    client_of("nora").post(URL, json=sent)
    client = client_of("karin")
    answer = client.get(f"{URL}/{CONTACT_ID}")
    assert "Nadia" not in answer.text
    assert "Nadia" not in client.get(URL).text
    read = answer.json()
    assert (read["channel"], read["happened_at"], read["topics"]) == (
        "visit",
        "2026-11-23T09:00:00Z",
        ["work"],
    )
    assert read["colleagues"] == [{"id": str(nora.user_id), "name": "Nora Peeters"}]
    assert read["participants"] == [{"id": str(network), "name": "Vrouwen van Sylhet", "kind": "community"}]
    assert (read["summary"], read["place"], read["agreements"]) == (None, None, [])
    assert (listed(client, party_id=nadia), listed(client, party_id=network)) == ([], [CONTACT_ID])


def test_organiser_reads_no_contacts(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    client_of("nora").post(URL, json=contact_with(add_party(work, nora, "Nadia"), id=CONTACT_ID))
    assert client_of("bram").get(URL).status_code == 403
    with work.reading(bram) as uow:
        with pytest.raises(NotFound):
            queries.contact(uow.session, bram, UUID(CONTACT_ID))
        with pytest.raises(NotFound):
            queries.contacts(uow.session, bram, ContactFilter.model_validate({}))


def test_filters_choose_contacts_newest_first(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram")
    nadia, malik = add_party(work, nora, "Nadia"), add_party(work, nora, "Malik")
    client = client_of("nora")
    sent = [
        contact_with(nadia, happened_at="2026-11-01T23:30:00+01:00", topics=["work"]),
        contact_with(malik, happened_at="2026-11-02T00:30:00+01:00", channel="phone"),
        contact_with(nadia, malik, colleague_ids=[str(bram.user_id)], topics=["housing", "work"]),
    ]
    first, second, third = (client.post(URL, json=one).json()["id"] for one in sent)
    assert listed(client) == [third, second, first]
    assert listed(client, party_id=nadia) == [third, first]
    assert listed(client, colleague_id=bram.user_id) == [third]
    assert listed(client, channel="phone") == [second]
    assert listed(client, topic="work") == [third, first]
    assert listed(client, since="2026-11-02") == [third, second]
    assert listed(client, until="2026-11-01") == [first]
    assert listed(client, since="2026-11-02", until="2026-11-02") == [second]
    assert listed(client, size=1, page=2) == [second]


def test_contacts_by_a_colleague_and_the_channel_used_last(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram")
    assert nora.user_id is not None and bram.user_id is not None
    nadia = add_party(work, nora, "Nadia")
    client = client_of("nora")
    client.post(URL, json=contact_with(nadia, happened_at="2026-11-02T12:00:00Z"))
    client.post(URL, json=contact_with(nadia, id=CONTACT_ID, channel="message"))
    with work.reading(nora) as uow:
        since = datetime(2026, 11, 23, tzinfo=UTC)
        mine = queries.contacts_by(uow.session, nora, nora.user_id, since)
        assert [str(one.id) for one in mine] == [CONTACT_ID]
        assert queries.contacts_by(uow.session, nora, bram.user_id, since) == []
        assert queries.last_used_channel(uow.session, nora, nora.user_id) is Channel.MESSAGE
        assert queries.last_used_channel(uow.session, nora, bram.user_id) is None


def test_timeline_of_a_party_asks_as_many_questions_for_1_as_for_50_contacts(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    nadia = add_party(work, nora, "Nadia")
    client = client_of("nora")
    asked: list[str] = []
    event.listen(work.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    counts = []
    for more in (1, 49):
        for _ in range(more):
            client.post(URL, json=contact_with(nadia))
        asked.clear()
        with work.reading(nora) as uow:
            found = queries.contacts_of_party(uow.session, nora, nadia, size=50)
        counts.append((len(found.items), sum(one.startswith("SELECT") for one in asked)))
    assert counts == [(1, 5), (50, 5)]
