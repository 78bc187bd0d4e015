"""Who sees what of parties. Each test holds a row that could leak."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.errors import NotAllowed, NotFound
from crm.parties import queries
from crm.parties.models import PartyKind
from crm.parties.schemas import CommunityFilter, OrganisationFilter, PersonFilter
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.parties.conftest import API, Add

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]
TODAY = date(2026, 11, 23)
NEWCOMER = {"name": "Nieuw", "type": "school", "version": 1}


@pytest.fixture
def network(client: TestClient, add: Add) -> dict[str, str]:
    """A person who opens a community and is on the board of an organisation; the ids by kind."""
    club = add("organisations", name="De Hand")["id"]
    circle = add("communities", name="Dove jongeren", portrait="Nadia kent iedereen")["id"]
    roles = [{"role": "board_member", "organisation_id": club, "title": "voorzitter Nadia"}]
    nadia = add("people", name="Nadia Benali", roles=roles)["id"]
    for target in (club, circle):
        link = {"holder_id": nadia, "target_id": target, "kind": "can_help_reach", "basis": "consent"}
        link["basis_note"] = "Nadia zei ja"
        assert client.post(f"{API}/reach-links", json=link).status_code == 201
        tie = {"party_id": nadia, "other_id": target, "kind": "knows", "strength": "trusts_us"}
        assert client.post(f"{API}/ties", json=tie).status_code == 201
    return {"people": nadia, "organisations": club, "communities": circle}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_manager_reads_networks_with_roles_and_never_a_name(
    client_of: Clients, add_user: AddUser, network: dict[str, str], role: Role
) -> None:
    add_user("karin", role)
    karin = client_of("karin")
    for where in ("organisations", "communities"):
        answer = karin.get(f"{API}/{where}/{network[where]}")
        assert answer.status_code == 200
        assert "Nadia" not in answer.text
        assert network["people"] not in answer.text
        body = answer.json()
        assert [(line["other"], line["other_roles"]) for line in body["ties"]] == [(None, ["board_member"])]
        assert [line["other_roles"] for line in body["opened_by"]] == [["board_member"]]
        assert "Nadia" not in karin.get(f"/{where}").text
        assert karin.get(f"{API}/{where}").json()["total"] == 1


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.ORGANISER])
def test_nobody_outside_the_team_gets_at_persons(
    client_of: Clients, add_user: AddUser, network: dict[str, str], role: Role
) -> None:
    add_user("karin", role)
    karin = client_of("karin")
    key = network["people"]
    for path in (f"{API}/people", f"{API}/people/{key}", "/people", f"/people/{key}/change"):
        assert karin.get(path).status_code == 403
    assert "Nadia" not in karin.get(f"{API}/parties?q=nadia").text
    assert karin.get(f"{API}/parties?q=dove").json()[0]["name"] == "Dove jongeren"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ORGANISER])
def test_nobody_outside_the_team_writes(
    client_of: Clients, add_user: AddUser, network: dict[str, str], role: Role
) -> None:
    add_user("karin", role)
    karin = client_of("karin")
    club = network["organisations"]
    assert karin.post(f"{API}/organisations", json=NEWCOMER).status_code == 403
    assert karin.put(f"{API}/organisations/{club}", json=NEWCOMER).status_code == 403
    for path in (f"/organisations/{club}/archive", "/ties", "/reach-links", "/parties/similar"):
        assert karin.post(f"{API}{path}", json={}).status_code == 403
    for path in ("/organisations/new", f"/organisations/{club}/change", f"/organisations/{club}/ties/new"):
        assert karin.get(path).status_code == 403


def test_organiser_sees_networks_only_as_suggestions(
    client_of: Clients, add_user: AddUser, network: dict[str, str]
) -> None:
    add_user("olga", Role.ORGANISER)
    olga = client_of("olga")
    for where in ("organisations", "communities"):
        assert olga.get(f"{API}/{where}").status_code == 403
        assert olga.get(f"{API}/{where}/{network[where]}").status_code == 403
        assert olga.get(f"/{where}").status_code == 403
    assert {one["name"] for one in olga.get(f"{API}/parties").json()} == {"De Hand", "Dove jongeren"}


def test_nobody_signed_in_gets_nothing(client_of: Clients, network: dict[str, str]) -> None:
    nobody = client_of(None)
    for path in ("/people", "/organisations", "/parties", "/inclusion-groups", "/neighbourhoods"):
        assert nobody.get(f"{API}{path}").status_code == 401


def test_queries_keep_the_rights_without_a_route(
    work: Work, add_user: AddUser, network: dict[str, str], client: TestClient
) -> None:
    manager, organiser = add_user("karin", Role.MANAGER), add_user("olga", Role.ORGANISER)
    shown = client.get(f"{API}/people/{network['people']}").json()
    with work.reading(manager) as uow:
        with pytest.raises(NotAllowed):
            queries.people(uow.session, manager, PersonFilter.model_validate({}), TODAY)
        with pytest.raises(NotAllowed):
            queries.organisations(uow.session, organiser, OrganisationFilter.model_validate({}), TODAY)
        with pytest.raises(NotAllowed):
            queries.communities(uow.session, organiser, CommunityFilter.model_validate({}), TODAY)
        assert queries.similar_names(uow.session, manager, PartyKind.PERSON, shown["name"]) == []
    for viewer, kind in ((manager, "people"), (organiser, "organisations"), (organiser, "communities")):
        read = {"people": queries.person, "organisations": queries.organisation}.get(kind, queries.community)
        with work.reading(viewer) as uow, pytest.raises(NotFound):
            read(uow.session, viewer, UUID(network[kind]), TODAY)
