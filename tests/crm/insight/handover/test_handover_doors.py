"""The hand-over through its two doors: roles for who reads no names, and the number of queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.accounts.models import User
from crm.insight.handover.reading import months_after
from crm.parties.models import PersonRole, RoleOfPerson, Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.insight.city import NOW, TODAY, City

AddUser = Callable[..., Viewer]
Clients = Callable[[str | None], TestClient]
API = "/api/v1/reach/handover"
PAGE = "/reach/handover"
CANARY = "Zzkanarie"
ENDS = date(2027, 6, 30)


@pytest.fixture
def karim(work: Work, add_user: AddUser) -> Viewer:
    """A colleague who leaves in a month."""
    made = add_user("karim", name="Karim Bouzid")
    with work.writing(SYSTEM) as uow:
        user = uow.session.get_one(User, made.user_id)
        user.left_on, user.version = TODAY + timedelta(days=30), 2
    return made


@pytest.fixture
def group(city: City, nora: Viewer) -> UUID:
    """A group that is reached through one bridge builder, whose mandate ends."""
    group, place = city.group("deaf-turkish"), city.place("noord")
    circle = city.community("Doof en Turks", (group,), (place,))
    sevgi = city.person(f"Sevgi {CANARY}", PersonRole.KEY_FIGURE)
    mandate(city, sevgi, ENDS)
    city.knows(nora, sevgi, Strength.TRUSTS_US)
    city.opens(sevgi, circle)
    other = city.person(f"Ayla {CANARY}", PersonRole.GUIDE)
    city.opens(other, circle)
    return group


def mandate(city: City, person: UUID, until: date, role: PersonRole = PersonRole.BRIDGE_BUILDER) -> None:
    city.add(RoleOfPerson(created_at=NOW, person_id=person, role=role, until=until))


def test_mandate_that_ends_says_what_falls_and_whom_to_meet(
    city: City, client_of: Clients, group: UUID
) -> None:
    answer = client_of("nora").get(API).json()
    assert (answer["until"], answer["colleagues"]) == ("2027-08-23", [])
    [one] = answer["mandates"]
    assert (one["person"]["name"], one["roles"], one["on"]) == (
        f"Sevgi {CANARY}",
        ["bridge_builder"],
        "2027-06-30",
    )
    [fall] = one["falls"]
    # 0.9 x 2^(-219/180) = 0.387 on the day itself: reached through one person until then.
    assert (fall["group_id"], fall["before"], fall["after"], fall["loses_way_in"]) == (
        str(group),
        "single",
        "not_reached",
        True,
    )
    assert fall["meet"]["name"] == f"Ayla {CANARY}"
    page = client_of("nora").get(PAGE).text
    assert f"Sevgi {CANARY}: tot woensdag 30 juni 2027" in page
    assert f"/introductions?target_id={fall['meet']['id']}" in page
    assert f"/reach/{group}/" in page


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_who_reads_roles_gets_neither_names_nor_ids_of_persons(
    city: City, client_of: Clients, add_user: AddUser, karim: Viewer, group: UUID, role: Role
) -> None:
    add_user("ander", role)
    person = city.person(f"Mina {CANARY}", owner_id=karim.user_id)
    client = client_of("ander")
    for path in (PAGE, f"{PAGE}/{karim.user_id}", API):
        answer = client.get(path)
        assert (answer.status_code, CANARY in answer.text, str(person) in answer.text) == (200, False, False)
    answer = client.get(API).json()
    assert (answer["mandates"][0]["person"]["id"], answer["mandates"][0]["person"]["roles"]) == (
        None,
        ["key_figure", "bridge_builder"],
    )
    assert (answer["colleagues"][0]["name"], answer["colleagues"][0]["unnamed_parties"]) == (
        "Karim Bouzid",
        1,
    )
    assert "Sleutelfiguur, Brugfiguur: tot woensdag 30 juni 2027" in client.get(PAGE).text


def test_only_known_departures_of_the_coming_nine_months_count(
    city: City, client_of: Clients, nora: Viewer
) -> None:
    last = months_after(TODAY, 9)
    for until in (TODAY, TODAY + timedelta(days=1), last, last + timedelta(days=1)):
        mandate(city, city.person(until.isoformat()), until)
    mandate(city, city.person("weg", archived_on=TODAY), last)
    answer = client_of("nora").get(API).json()
    assert [one["person"]["name"] for one in answer["mandates"]] == ["2026-11-24", "2027-08-23"]


def test_two_roles_that_end_on_a_day_are_one_departure(city: City, client_of: Clients, nora: Viewer) -> None:
    person = city.person("Sevgi")
    mandate(city, person, ENDS)
    mandate(city, person, ENDS, PersonRole.GUIDE)
    answer = client_of("nora").get(API).json()
    assert [sorted(one["roles"]) for one in answer["mandates"]] == [["bridge_builder", "guide"]]


def test_colleague_who_left_stands_there_until_nothing_is_in_hand(
    city: City, work: Work, client_of: Clients, nora: Viewer, karim: Viewer
) -> None:
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(User, karim.user_id).left_on = TODAY
    circle = city.community("Dhulka", owner_id=karim.user_id)
    client = client_of("nora")
    [left] = client.get(API).json()["colleagues"]
    assert (left["has_left"], left["falls"], [one["id"] for one in left["parties"]]) == (
        True,
        [],
        [str(circle)],
    )
    sent = {"to_id": str(nora.user_id), "everything": "true"}
    answer = client.post(f"{PAGE}/{karim.user_id}", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?said=all_handed_over")
    assert client.get(API).json()["colleagues"] == []


def test_page_says_what_is_wrong_and_keeps_what_was_ticked(
    city: City, client_of: Clients, nora: Viewer, karim: Viewer
) -> None:
    circle = city.community("Dhulka", owner_id=karim.user_id)
    answer = client_of("nora").post(f"{PAGE}/{karim.user_id}", data={"party_ids": [str(circle)]})
    assert (answer.status_code, 'id="error-to_id"' in answer.text) == (422, True)
    assert f'value="{circle}" id="f-party_ids" checked' in answer.text
    assert client_of("nora").get(f"{PAGE}/{nora.user_id}").status_code == 404  # she stays


def test_leaders_note_a_date_and_the_team_does_not(
    client_of: Clients, add_user: AddUser, nora: Viewer, karim: Viewer
) -> None:
    add_user("annelies", Role.MANAGER)
    leader, sent = client_of("annelies"), {"user_id": str(nora.user_id), "left_on": "31/12/2026"}
    assert client_of("nora").post(PAGE, data=sent).status_code == 403
    answer = leader.post(PAGE, data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?said=leaving_noted")
    assert "Nora Peeters vertrekt op donderdag 31 december 2026" in leader.get(PAGE).text
    assert leader.post(PAGE, data=sent | {"left_on": "1/1/2020"}).status_code == 422
    answer = leader.post(f"{PAGE}/{nora.user_id}/undo", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?said=stays")
    assert [one["name"] for one in leader.get(API).json()["colleagues"]] == ["Karim Bouzid"]


def test_number_of_queries_does_not_grow(
    city: City,
    client_of: Clients,
    group: UUID,
    karim: Viewer,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    client, counts = client_of("nora"), []
    for size in (1, 9):
        for number in range(size):
            mandate(city, city.person(f"Persoon {number}"), ENDS)
            city.community(f"Kring {number}", owner_id=karim.user_id)
        client.get(PAGE)
        with count_queries() as seen:
            assert client.get(PAGE).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
