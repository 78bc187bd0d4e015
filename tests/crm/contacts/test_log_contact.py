"""Logging, correcting and taking back contacts, through the API."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import func, select
from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.contacts.models import Agreement, ContactMoment, ContactParticipant
from crm.followups.models import FollowUp, FollowUpState
from crm.outbox import DomainEventRow
from crm.parties.models import ColleagueTie, Party, PartyKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.contacts.parts import (
    CONTACT_ID,
    OTHER_ID,
    UNKNOWN_ID,
    add_neighbourhood,
    add_party,
    add_service,
    contact_with,
)

Clients = Callable[[str | None], TestClient]
URL = "/api/v1/contacts"


def count(work: Work, table: type[Any]) -> int:
    with work.reading(SYSTEM) as uow:
        return uow.session.exec(select(func.count()).select_from(table)).one()


def refused_fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [one["field"] for one in answer.json()["error"]["fields"]]


def test_logged_contact_can_be_read_as_it_was_sent(client_of: Clients, work: Work, nora: Viewer) -> None:
    nadia = add_party(work, nora, "Nadia El Amrani")
    place = add_neighbourhood(work, nora)
    service = add_service(work, nora)
    sent = contact_with(
        nadia,
        id=CONTACT_ID,
        happened_at="2026-11-22T15:00:00+01:00",
        place="  Schoolpoort  ",
        neighbourhood_id=str(place),
        people_band="2-4",
        topics=["education", "housing", "education"],
        summary="Ouders vragen hulp bij inschrijven.",
        group_itself_heard=True,
        asked_of_them=True,
        gave_back=True,
        agreements=[{"what": "Bel terug", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}],
        signal={"theme": "education", "service_id": str(service), "answer_by": "2026-12-20"},
    )
    client = client_of("nora")
    answer = client.post(URL, json=sent)
    assert answer.status_code == 201
    read = client.get(f"{URL}/{CONTACT_ID}").json()
    assert answer.json() == read
    agreement_id = read["agreements"][0].pop("id")
    assert UUID(agreement_id)
    assert read == {
        "id": CONTACT_ID,
        "author_id": str(nora.user_id),
        "happened_at": "2026-11-22T14:00:00Z",
        "channel": "visit",
        "participants": [{"id": str(nadia), "name": "Nadia El Amrani", "kind": "person"}],
        "colleagues": [{"id": str(nora.user_id), "name": "Nora Peeters"}],
        "place": "Schoolpoort",
        "neighbourhood_id": str(place),
        "people_band": "2-4",
        "topics": ["education", "housing"],
        "summary": "Ouders vragen hulp bij inschrijven.",
        "group_itself_heard": True,
        "asked_of_them": True,
        "gave_back": True,
        "agreements": [{"what": "Bel terug", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}],
        "signal": {"theme": "education", "service_id": str(service), "answer_by": "2026-12-20"},
        "withdrawn_at": None,
        "version": 1,
    }


def test_same_id_twice_gives_one_contact_and_one_of_each_effect(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia = add_party(work, nora, "Nadia")
    promised = [{"what": "Bel terug", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}]
    sent = contact_with(nadia, id=CONTACT_ID, agreements=promised, signal={"theme": "housing"})
    client = client_of("nora")
    answers = [client.post(URL, json=sent) for _ in range(2)]
    run_deliveries()
    answers.append(client.post(URL, json=sent))
    run_deliveries()
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    tables = [ContactMoment, ContactParticipant, Agreement, FollowUp, ColleagueTie]
    assert [count(work, table) for table in tables] == [1, 1, 1, 1, 1]
    with work.reading(SYSTEM) as uow:
        logged = select(func.count()).where(DomainEventRow.kind == "ContactLogged")
        assert uow.session.exec(logged).one() == 1


def test_id_of_somebody_elses_contact_is_refused(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    add_user("bram")
    sent = contact_with(add_party(work, nora, "Nadia"), id=CONTACT_ID)
    assert client_of("nora").post(URL, json=sent).status_code == 201
    answer = client_of("bram").post(URL, json=sent)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")
    assert count(work, ContactMoment) == 1


def test_nobody_by_name_needs_a_place_and_a_number(client_of: Clients, work: Work, nora: Viewer) -> None:
    client = client_of("nora")
    assert refused_fields(client.post(URL, json={"channel": "street"})) == ["party_ids"]
    assert refused_fields(client.post(URL, json={"channel": "street", "place": "Markt"})) == ["people_band"]
    assert refused_fields(client.post(URL, json={"channel": "street", "people_band": "5+"})) == ["place"]
    assert count(work, ContactMoment) == 0
    sent = {"channel": "street", "place": "Markt", "people_band": "5+"}
    answer = client.post(URL, json=sent).json()
    assert (answer["participants"], answer["place"], answer["people_band"]) == ([], "Markt", "5+")


def test_new_party_is_made_on_the_way_and_spoken_with(client_of: Clients, work: Work, nora: Viewer) -> None:
    new = {"id": OTHER_ID, "kind": "organisation", "name": "Doofcafé De Zenne"}
    answer = client_of("nora").post(URL, json={"channel": "phone", "new_parties": [new]})
    assert answer.json()["participants"] == [
        {"id": OTHER_ID, "name": "Doofcafé De Zenne", "kind": "organisation"}
    ]
    with work.reading(SYSTEM) as uow:
        made = uow.session.get_one(Party, UUID(OTHER_ID))
        assert (made.kind, made.last_contact_on) == (PartyKind.ORGANISATION, date(2026, 11, 23))


def test_new_party_with_the_id_of_another_kind_is_refused_and_nothing_written(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    person = add_party(work, nora, "Nadia")
    new = [{"kind": "person", "name": "Iemand"}, {"id": str(person), "kind": "community", "name": "X"}]
    answer = client_of("nora").post(URL, json={"channel": "phone", "new_parties": new})
    assert refused_fields(answer) == ["new_parties"]
    assert (count(work, Party), count(work, ContactMoment)) == (1, 0)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("channel", {"channel": "pigeon"}),
        ("channel", {"channel": 7}),
        ("happened_at", {"happened_at": "2026-11-23T09:06:00Z"}),
        ("happened_at", {"happened_at": "2024-11-01T09:00:00Z"}),
        ("happened_at", {"happened_at": "0001-01-01T00:00:00Z"}),
        ("happened_at", {"happened_at": "2026-11-23T09:00:00"}),
        ("happened_at", {"happened_at": "gisteren"}),
        ("party_ids", {"party_ids": [UNKNOWN_ID]}),
        ("party_ids", {"party_ids": "Nadia"}),
        ("party_ids.0", {"party_ids": ["Nadia"]}),
        ("new_parties.0.name", {"new_parties": [{"kind": "person", "name": " "}]}),
        ("new_parties.0.kind", {"new_parties": [{"kind": "robot", "name": "R"}]}),
        ("place", {"place": "x" * 161}),
        ("neighbourhood_id", {"neighbourhood_id": UNKNOWN_ID}),
        ("people_band", {"people_band": "1000"}),
        ("colleague_ids", {"colleague_ids": [UNKNOWN_ID]}),
        ("topics.0", {"topics": ["gossip"]}),
        ("summary", {"summary": "x" * 1_000_000}),
        ("agreements.0.owner_id", {"agreements": [{"what": "Bel", "owner_id": UNKNOWN_ID, "due_on": "2026-12-01"}]}),
        ("agreements.0.due_on", {"agreements": [{"what": "Bel", "owner_id": "ME", "due_on": "2026-11-22"}]}),
        ("agreements.0.due_on", {"agreements": [{"what": "Bel", "owner_id": "ME", "due_on": "2026-02-30"}]}),
        ("agreements.0.what", {"agreements": [{"what": " ", "owner_id": "ME", "due_on": "2026-12-01"}]}),
        ("signal.theme", {"signal": {}}),
        ("signal.service_id", {"signal": {"theme": "work", "service_id": UNKNOWN_ID}}),
        ("signal.answer_by", {"signal": {"theme": "work", "answer_by": "2026-11-01"}}),
        ("mood", {"mood": "good"}),
    ],
)  # fmt: skip
def test_bad_input_names_its_field_and_writes_nothing(
    client_of: Clients, work: Work, nora: Viewer, field: str, wanted: dict[str, Any]
) -> None:
    wanted = json.loads(json.dumps(wanted).replace('"ME"', f'"{nora.user_id}"'))
    sent = {"channel": "street", "place": "Markt", "people_band": "1"} | wanted
    assert refused_fields(client_of("nora").post(URL, json=sent)) == [field]
    assert (count(work, ContactMoment), count(work, Party)) == (0, 0)


def test_malformed_json_and_unknown_filters_are_refused(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    headers = {"content-type": "application/json"}
    assert client.post(URL, content='{"channel": ', headers=headers).status_code == 422
    assert refused_fields(client.get(URL, params={"colour": "red"})) == ["colour"]
    assert refused_fields(client.get(URL, params={"since": "2026-11-02", "until": "2026-11-01"})) == ["until"]
    assert client.get(f"{URL}/{UNKNOWN_ID}").status_code == 404
    assert client.get(f"{URL}/nadia").status_code == 404


def test_clock_of_a_phone_may_run_five_minutes_ahead(client_of: Clients, work: Work, nora: Viewer) -> None:
    sent = contact_with(add_party(work, nora, "Nadia"), happened_at="2026-11-23T09:05:00Z")
    assert client_of("nora").post(URL, json=sent).status_code == 201


def test_last_contact_of_a_party_never_goes_back(client_of: Clients, work: Work, nora: Viewer) -> None:
    nadia = add_party(work, nora, "Nadia")
    client = client_of("nora")
    for happened_at in ("2026-11-20T12:00:00Z", "2026-10-01T12:00:00Z"):
        assert client.post(URL, json=contact_with(nadia, happened_at=happened_at)).status_code == 201
    with work.reading(SYSTEM) as uow:
        assert uow.session.get_one(Party, nadia).last_contact_on == date(2026, 11, 20)


def test_promise_becomes_a_follow_up_of_its_owner_and_undo_drops_it(
    client_of: Clients,
    work: Work,
    nora: Viewer,
    add_user: Callable[..., Viewer],
    run_deliveries: Callable[[], int],
) -> None:
    bram = add_user("bram")
    nadia = add_party(work, nora, "Nadia")
    promised = [{"what": "Bel terug", "owner_id": str(bram.user_id), "due_on": "2026-12-01"}]
    client = client_of("nora")
    client.post(URL, json=contact_with(nadia, id=CONTACT_ID, agreements=promised))
    run_deliveries()
    with work.reading(SYSTEM) as uow:
        planned = uow.session.exec(select(FollowUp)).one()
        assert (planned.what, planned.owner_id, planned.due_on) == (
            "Bel terug",
            bram.user_id,
            date(2026, 12, 1),
        )
        assert (planned.party_id, planned.contact_id) == (nadia, UUID(CONTACT_ID))
    assert client.post(f"{URL}/{CONTACT_ID}/withdraw").json()["withdrawn_at"] == "2026-11-23T09:00:00Z"
    run_deliveries()
    with work.reading(SYSTEM) as uow:
        assert uow.session.exec(select(FollowUp.state)).all() == [FollowUpState.DROPPED]


def test_withdrawn_contact_counts_nowhere_and_the_one_before_is_the_last_again(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    nadia, malik = add_party(work, nora, "Nadia"), add_party(work, nora, "Malik")
    client = client_of("nora")
    client.post(URL, json=contact_with(nadia, happened_at="2026-10-01T12:00:00Z"))
    client.post(URL, json=contact_with(nadia, malik, id=CONTACT_ID))
    assert client.post(f"{URL}/{CONTACT_ID}/withdraw").status_code == 200
    assert client.post(f"{URL}/{CONTACT_ID}/withdraw").json()["version"] == 2
    assert client.get(f"{URL}/{CONTACT_ID}").status_code == 404
    assert client.get(URL).json()["total"] == 1
    with work.reading(SYSTEM) as uow:
        assert uow.session.get_one(Party, nadia).last_contact_on == date(2026, 10, 1)
        assert uow.session.get_one(Party, malik).last_contact_on is None
        withdrawn = select(func.count()).where(DomainEventRow.kind == "ContactWithdrawn")
        assert uow.session.exec(withdrawn).one() == 1


def test_only_the_author_withdraws_and_for_one_day(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer], clock: FixedClock
) -> None:
    add_user("bram")
    sent = contact_with(add_party(work, nora, "Nadia"), id=CONTACT_ID)
    client = client_of("nora")
    client.post(URL, json=sent)
    assert client_of("bram").post(f"{URL}/{CONTACT_ID}/withdraw").status_code == 403
    clock.instant += timedelta(hours=24, seconds=1)
    client = client_of("nora")
    assert client.post(f"{URL}/{CONTACT_ID}/withdraw").status_code == 409
    assert client.get(f"{URL}/{CONTACT_ID}").json()["withdrawn_at"] is None


def test_author_corrects_what_was_sent_and_nothing_else(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    add_user("bram")
    sent = contact_with(
        add_party(work, nora, "Nadia"), id=CONTACT_ID, topics=["work"], summary="Oud", place="Markt"
    )
    client = client_of("nora")
    client.post(URL, json=sent)
    corrected = client.patch(f"{URL}/{CONTACT_ID}", json={"version": 1, "summary": "Nieuw"}).json()
    assert (corrected["summary"], corrected["place"], corrected["topics"]) == ("Nieuw", "Markt", ["work"])
    assert corrected["version"] == 2
    cleared = client.patch(f"{URL}/{CONTACT_ID}", json={"version": 2, "topics": [], "place": None}).json()
    assert (cleared["summary"], cleared["place"], cleared["topics"]) == ("Nieuw", None, [])
    answer = client_of("bram").patch(f"{URL}/{CONTACT_ID}", json={"version": 3, "summary": "X"})
    assert answer.status_code == 403


def test_what_was_asked_and_given_back_can_be_corrected(client_of: Clients, work: Work, nora: Viewer) -> None:
    client = client_of("nora")
    nadia = add_party(work, nora, "Nadia")
    logged = client.post(URL, json=contact_with(nadia, id=CONTACT_ID, asked_of_them=True)).json()
    assert (logged["asked_of_them"], logged["gave_back"]) == (True, False)
    sent = {"version": 1, "asked_of_them": False, "gave_back": True}
    corrected = client.patch(f"{URL}/{CONTACT_ID}", json=sent).json()
    assert (corrected["asked_of_them"], corrected["gave_back"]) == (False, True)
    kept = client.patch(f"{URL}/{CONTACT_ID}", json={"version": 2, "summary": "Nieuw"}).json()
    assert (kept["asked_of_them"], kept["gave_back"]) == (False, True)
    page = f"/contacts/{CONTACT_ID}/edit"
    assert 'name="gave_back" value="on" checked' in client.get(page).text
    client.post(page, data={"version": "3", "asked_of_them": "on"})
    stored = client.get(f"{URL}/{CONTACT_ID}").json()
    assert (stored["asked_of_them"], stored["gave_back"]) == (True, False)


def test_second_correction_of_the_same_version_sees_what_is_stored(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    client = client_of("nora")
    client.post(URL, json=contact_with(add_party(work, nora, "Nadia"), id=CONTACT_ID, summary="Oud"))
    client.patch(f"{URL}/{CONTACT_ID}", json={"version": 1, "summary": "Eerst"})
    answer = client.patch(f"{URL}/{CONTACT_ID}", json={"version": 1, "summary": "Tweede"})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "version_conflict"
    assert answer.json()["error"]["current"]["summary"] == "Eerst"


def test_place_of_nobody_by_name_cannot_be_cleared(client_of: Clients, work: Work, nora: Viewer) -> None:
    client = client_of("nora")
    client.post(URL, json={"id": CONTACT_ID, "channel": "street", "place": "Markt", "people_band": "1"})
    answer = client.patch(f"{URL}/{CONTACT_ID}", json={"version": 1, "place": None})
    assert refused_fields(answer) == ["place"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ORGANISER, Role.ADMINISTRATOR])
def test_only_the_team_logs(
    client_of: Clients, add_user: Callable[..., Viewer], work: Work, role: Role
) -> None:
    add_user("karin", role)
    sent = {"channel": "street", "place": "Markt", "people_band": "1"}
    assert client_of("karin").post(URL, json=sent).status_code == 403
    assert client_of(None).post(URL, json=sent).status_code == 401
    assert count(work, ContactMoment) == 0
