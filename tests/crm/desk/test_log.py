"""The form to log a contact, posted as a browser without script posts it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import select
from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.contacts.models import Agreement, ContactMoment, ContactParticipant
from crm.followups.models import FollowUp, FollowUpState
from crm.parties.models import Party, PartyKind
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
FORM = "/contacts/new"
# What the browser sends of the parts of the form that stay closed.
CLOSED = {
    "q": "",
    "place": "",
    "neighbourhood_id": "",
    "network_id": "",
    "new_parties.0.name": "",
    "new_parties.0.kind": "person",
    "agreements.0.what": "",
    "agreements.0.due_on": "2026-11-24",
    "signal.service_id": "",
    "signal.theme": "",
    "signal.answer_by": "2026-12-14",
    "happened_at": "",
    "summary": "",
}


def sent(viewer: Viewer, **settings: Any) -> dict[str, Any]:
    return (
        {"id": CONTACT_ID, "channel": "visit", "agreements.0.owner_id": str(viewer.user_id)}
        | CLOSED
        | settings
    )


def stored(work: Work) -> ContactMoment:
    with work.reading(SYSTEM) as uow:
        return uow.session.exec(select(ContactMoment)).one()


def nothing_is_stored(work: Work) -> bool:
    with work.reading(SYSTEM) as uow:
        return uow.session.exec(select(ContactMoment.id)).first() is None


def boxes(page: str, name: str) -> list[tuple[str, bool]]:
    """The values of a field's boxes or radios, and which are ticked."""
    inputs = re.findall(rf'<input type="(?:checkbox|radio)"[^>]* name="{re.escape(name)}"[^>]*>', page)
    found = [(re.search(r'value="([^"]*)"', one), " checked" in one) for one in inputs]
    return [(value[1], is_ticked) for value, is_ticked in found if value]


def test_one_chip_is_enough(client_of: Clients, work: Work, nora: Viewer) -> None:
    # Taps on a phone: Noteer, the chip, Bewaar. With a theme and a call back tomorrow: six.
    nadia = add_party(work, nora, "Nadia")
    client = client_of("nora")
    answer = client.post(FORM, data=sent(nora, party_ids=str(nadia)), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/contacts/{CONTACT_ID}/saved")
    contact = stored(work)
    assert (contact.happened_at, contact.channel.value) == (datetime(2026, 11, 23, 9, tzinfo=UTC), "visit")
    assert (contact.place, contact.summary, contact.signal_theme, contact.people_band) == (None,) * 4
    with work.reading(SYSTEM) as uow:
        assert uow.session.exec(select(ContactParticipant.party_id)).all() == [nadia]
        assert uow.session.exec(select(Agreement)).all() == []
    assert client.get(answer.headers["location"]).status_code == 200


def test_double_submit_gives_one_contact_and_each_form_its_own_id(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    client = client_of("nora")
    ids = [re.findall(r'name="id" value="([^"]+)"', client.get(FORM).text) for _ in range(2)]
    assert len({UUID(one) for found in ids for one in found}) == 2
    data = sent(nora, id=ids[0][0], nobody="on", place="Markt", people_band="1")
    answers = [client.post(FORM, data=data, follow_redirects=False) for _ in range(2)]
    assert [one.headers["location"] for one in answers] == [f"/contacts/{ids[0][0]}/saved"] * 2
    assert str(stored(work).id) == ids[0][0]


def test_everything_at_once(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram")
    nadia = add_party(work, nora, "Nadia")
    network = add_party(work, nora, "Vrouwen van Sylhet", PartyKind.COMMUNITY)
    area, service = add_neighbourhood(work, nora), add_service(work, nora)
    data = sent(
        nora,
        party_ids=[str(nadia)],
        nobody="on",
        place="Schoolpoort",
        neighbourhood_id=str(area),
        network_id=str(network),
        people_band="5+",
        is_new="on",
        channel="street",
        topics=["education", "work"],
        summary="Hulp bij inschrijven.",
        group_itself_heard="on",
        asked_of_them="on",
        gave_back="on",
        promises="on",
        is_signal="on",
        happened_at="2026-11-22T15:30",
        colleague_ids=str(bram.user_id),
    ) | {
        "new_parties.0.name": "Buurthuis De Sleutel",
        "new_parties.0.kind": "organisation",
        "agreements.0.what": ["", "Terugbellen"],
        "agreements.0.due_on": "1/12/2026",
        "signal.service_id": str(service),
    }  # fmt: skip
    answer = client_of("nora").post(FORM, data=data, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    contact = stored(work)
    assert contact.happened_at == datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
    assert (contact.place, contact.neighbourhood_id, contact.people_band) == ("Schoolpoort", area, "5+")
    assert (contact.topics, contact.summary) == (["education", "work"], "Hulp bij inschrijven.")
    assert contact.group_itself_heard is True
    assert (contact.asked_of_them, contact.gave_back) == (True, True)
    # One tick makes a signal: its theme is the first thing that the contact was about.
    assert (contact.signal_theme, contact.signal_service_id) == ("education", service)
    assert contact.signal_answer_by == date(2026, 12, 14)
    with work.reading(SYSTEM) as uow:
        there = select(Party.name).join(ContactParticipant).order_by(Party.name)
        assert uow.session.exec(there).all() == ["Buurthuis De Sleutel", "Nadia", "Vrouwen van Sylhet"]
        promised = uow.session.exec(select(Agreement)).one()
        assert (promised.what, promised.owner_id, promised.due_on) == (
            "Terugbellen",
            nora.user_id,
            date(2026, 12, 1),
        )


def test_what_stands_behind_a_closed_switch_is_not_sent_on(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    nadia = add_party(work, nora, "Nadia")
    data = sent(nora, party_ids=str(nadia), place="Markt", people_band="5+") | {
        "new_parties.0.name": "Iemand",
        "agreements.0.what": "Bel",
        "signal.theme": "work",
    }
    client_of("nora").post(FORM, data=data)
    contact = stored(work)
    assert (contact.place, contact.people_band, contact.signal_theme) == (None, None, None)
    with work.reading(SYSTEM) as uow:
        assert uow.session.exec(select(Party.name)).all() == ["Nadia"]
        assert uow.session.exec(select(Agreement)).all() == []


def test_chip_of_a_place_near_stands_for_place_and_neighbourhood(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    area = add_neighbourhood(work, nora)
    client = client_of("nora")
    before = {"channel": "street", "place": "Veemarkt", "neighbourhood_id": str(area), "people_band": "1"}
    client.post("/api/v1/contacts", json=before | {"id": OTHER_ID})
    near = f"{area}|Veemarkt"
    assert boxes(client.get(FORM).text, "near") == [(near, False)]
    answer = client.post(FORM, data=sent(nora, near=near))
    assert answer.status_code == 422
    assert 'id="error-people_band"' in answer.text
    assert boxes(answer.text, "nobody") == [("on", True)]
    # Taps on a phone: Noteer, the place (which opens "nobody by name"), how many, a theme, Bewaar: five.
    client.post(FORM, data=sent(nora, near=near, nobody="on", people_band="2-4"))
    with work.reading(SYSTEM) as uow:
        contact = uow.session.get_one(ContactMoment, UUID(CONTACT_ID))
        assert (contact.place, contact.neighbourhood_id, contact.people_band) == ("Veemarkt", area, "2-4")


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("party_ids", {}),
        ("place", {"nobody": "on", "people_band": "1"}),
        ("happened_at", {"happened_at": "2026-11-24T10:00"}),
        ("happened_at", {"happened_at": "vandaag"}),
        ("new_parties.0.name", {"is_new": "on"}),
        ("agreements.0.what", {"promises": "on"}),
        ("agreements.0.due_on", {"promises": "on", "agreements.0.what": "Bel", "agreements.0.due_on": "31/31/2026"}),
        ("signal.theme", {"is_signal": "on"}),
        ("summary", {"summary": "x" * 1001}),
        ("near", {"near": ["|Markt", "|Veemarkt"]}),
        ("party_ids", {"party_ids": UNKNOWN_ID}),
        ("party_ids.0", {"party_ids": "Nadia"}),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_input_is_kept(
    client_of: Clients, work: Work, nora: Viewer, field: str, wanted: dict[str, Any]
) -> None:
    place = (
        {"nobody": "on", "place": "Markt", "people_band": "1"}
        if not field.startswith(("party", "place"))
        else {}
    )
    data = sent(nora, topics=["work"], **place) | {"agreements.0.what": "Zaal <zoeken>"} | wanted
    if field == "agreements.0.what":
        data["agreements.0.what"] = ""
    if field == "signal.theme":
        data["topics"] = []
    answer = client_of("nora").post(FORM, data=data)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert f'name="id" value="{CONTACT_ID}"' in answer.text
    if field not in ("signal.theme", "agreements.0.what"):
        assert ("work", True) in boxes(answer.text, "topics")
    assert nothing_is_stored(work)


def test_form_offers_whom_today_is_about_then_whom_i_met_last(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram")
    to_call, met, met_by_bram, later, archived = (
        add_party(work, nora, name) for name in ("Nadia", "Malik", "Sevgi", "Hodan", "Oud")
    )
    with work.writing(nora) as uow:
        for party_id, due_on in ((to_call, date(2026, 11, 20)), (later, date(2026, 12, 1))):
            planned = FollowUp(
                created_at=uow.now,
                changed_at=uow.now,
                what="Bel",
                owner_id=UUID(str(nora.user_id)),
                due_on=due_on,
                party_id=party_id,
                state=FollowUpState.OPEN,
            )
            uow.session.add(planned)
    client = client_of("nora")
    client.post("/api/v1/contacts", json=contact_with(met, archived, to_call, channel="phone"))
    client_of(bram.name.lower()).post("/api/v1/contacts", json=contact_with(met_by_bram))
    with work.writing(nora) as uow:
        uow.session.get_one(Party, archived).archived_on = uow.today
    page = client.get(FORM).text
    assert boxes(page, "party_ids") == [(str(to_call), False), (str(met), False)]
    assert [value for value, _ in boxes(page, "channel")] == [
        "phone",
        "visit",
        "message",
        "street",
        "session",
    ]
    assert [value for value, is_ticked in boxes(page, "channel") if is_ticked] == ["phone"]
    chosen = client.get(FORM, params={"party_id": str(later)}).text
    assert boxes(chosen, "party_ids")[0] == (str(later), True)


def test_search_without_script_shows_names_and_keeps_what_was_typed(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    nadia, malik = add_party(work, nora, "Nádia"), add_party(work, nora, "Malik")
    data = sent(nora, party_ids=str(malik), q="nadi", summary="Een zaal", find="1")
    answer = client_of("nora").post(FORM, data=data)
    assert answer.status_code == 200
    assert boxes(answer.text, "party_ids") == [(str(malik), True), (str(nadia), False)]
    assert ">Een zaal</textarea>" in answer.text
    assert nothing_is_stored(work)


def test_suggestions_keep_the_ticked_ones(client_of: Clients, work: Work, nora: Viewer) -> None:
    nadia, malik = add_party(work, nora, "Nadia"), add_party(work, nora, "Malik")
    client = client_of("nora")
    found = client.get("/contacts/suggest", params={"q": "nad", "party_ids": [str(malik)]})
    assert boxes(found.text, "party_ids") == [(str(malik), True), (str(nadia), False)]
    assert "<html" not in found.text
    nobody = client.get("/contacts/suggest", params={"q": "zzz"}).text
    assert boxes(nobody, "party_ids") == []
    assert 'class="hint"' in nobody


@pytest.mark.parametrize(
    ("promise", "sentence"),
    [
        ("Terugbellen", "Je belt Nadia op dinsdag 1 december."),
        ("Langsgaan", "Je gaat op dinsdag 1 december langs bij Nadia."),
        ("Een zaal zoeken", "Je beloofde voor dinsdag 1 december: Een zaal zoeken."),
    ],
)
def test_page_after_saving_says_what_was_promised(
    client_of: Clients, work: Work, nora: Viewer, promise: str, sentence: str
) -> None:
    nadia = add_party(work, nora, "Nadia")
    data = sent(nora, party_ids=str(nadia), promises="on") | {
        "agreements.0.what": promise,
        "agreements.0.due_on": "2026-12-01",
    }
    page = client_of("nora").post(FORM, data=data).text
    assert f"<p>{sentence}</p>" in page


def test_undo_takes_the_contact_back(client_of: Clients, work: Work, nora: Viewer) -> None:
    client = client_of("nora")
    client.post(FORM, data=sent(nora, nobody="on", place="Markt", people_band="1"))
    answer = client.post(f"/contacts/{CONTACT_ID}/withdraw", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?said=withdrawn")
    assert stored(work).withdrawn_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert client.get(f"/contacts/{CONTACT_ID}/saved").status_code == 404


def test_same_again_keeps_people_and_a_round_keeps_the_place(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    nadia = add_party(work, nora, "Nadia")
    client = client_of("nora")
    data = sent(nora, party_ids=str(nadia), nobody="on", place="Markt", channel="street", summary="Geheim")
    client.post(FORM, data=data | {"happened_at": "2026-11-22T15:30"})
    again = client.get(FORM, params={"again": CONTACT_ID}).text
    assert boxes(again, "party_ids") == [(str(nadia), True)]
    following = client.get(FORM, params={"round": CONTACT_ID}).text
    assert boxes(following, "party_ids") == [(str(nadia), False)]
    assert 'name="happened_at" type="datetime-local" value="2026-11-22T15:30"' in following
    for page in (again, following):
        assert 'name="place" type="text" value="Markt"' in page
        assert ("street", True) in boxes(page, "channel")
        assert "Geheim" not in page
        assert f'value="{CONTACT_ID}"' not in page
    assert 'name="happened_at" type="datetime-local" value=""' in again


def test_contact_of_somebody_else_with_the_same_id_is_refused_on_the_page(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram")
    data = {"nobody": "on", "place": "Markt", "people_band": "1"}
    client_of("nora").post(FORM, data=sent(nora, **data))
    answer = client_of("bram").post(FORM, data=sent(bram, **data))
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert stored(work).author_id == nora.user_id


def test_contact_is_read_and_corrected_by_its_author(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer], clock: FixedClock
) -> None:
    add_user("bram")
    add_user("karin", Role.MANAGER)
    client = client_of("nora")
    sent_first = contact_with(add_party(work, nora, "Nadia"), id=CONTACT_ID, summary="Oud", topics=["work"])
    client.post("/api/v1/contacts", json=sent_first)
    edit = f"/contacts/{CONTACT_ID}/edit"
    assert ">Oud</textarea>" in client.get(edit).text
    assert client_of("bram").get(edit).status_code == 403
    seen_by_karin = client_of("karin").get(f"/contacts/{CONTACT_ID}")
    assert (seen_by_karin.status_code, "Nadia" in seen_by_karin.text, "Oud" in seen_by_karin.text) == (
        200,
        False,
        False,
    )
    answer = client.post(edit, data={"version": "1", "summary": "", "place": "Markt"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/contacts/{CONTACT_ID}?said=saved")
    contact = stored(work)
    assert (contact.summary, contact.topics, contact.place) == (None, [], "Markt")


def test_second_correction_sees_both_versions_and_can_save_again(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    client = client_of("nora")
    client.post("/api/v1/contacts", json=contact_with(add_party(work, nora, "Nadia"), id=CONTACT_ID))
    client.patch(f"/api/v1/contacts/{CONTACT_ID}", json={"version": 1, "summary": "Van de gsm"})
    edit = f"/contacts/{CONTACT_ID}/edit"
    answer = client.post(edit, data={"version": "1", "summary": "Van het bureau"})
    assert answer.status_code == 409
    assert ("Van de gsm" in answer.text, ">Van het bureau</textarea>" in answer.text) == (True, True)
    assert 'name="version" value="2"' in answer.text
    client.post(edit, data={"version": "2", "summary": "Van het bureau"})
    assert stored(work).summary == "Van het bureau"


def test_form_asks_as_many_questions_with_1_as_with_50_contacts_behind_it(
    client_of: Clients, work: Work, nora: Viewer
) -> None:
    client = client_of("nora")
    asked: list[str] = []
    event.listen(work.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for more in (1, 49):
        for number in range(more):
            party = add_party(work, nora, f"Iemand {number}", PartyKind.COMMUNITY)
            client.post("/api/v1/contacts", json=contact_with(party, place=f"Plein {number}"))
        asked.clear()
        assert client.get(FORM).status_code == 200
        counts.append(sum(one.startswith("SELECT") for one in asked))
    # One question more where few were spoken to lately: those of before are looked for then. Never more with more rows.
    assert counts[1] <= counts[0]
    assert counts[0] <= 12, asked


def test_only_the_team_opens_the_form(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    add_user("karin", Role.MANAGER)
    assert client_of("karin").get(FORM).status_code == 403
    nobody = client_of(None).get(FORM, follow_redirects=False)
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/sign-in?next=/contacts/new")
