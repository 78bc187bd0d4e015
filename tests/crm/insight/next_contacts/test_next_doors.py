"""Next contacts through their two doors, on Today, on the page of a party and in the form to log a contact."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crm.parties.models import Strength
from crm.viewer import Role, Viewer
from tests.crm.insight.city import TODAY
from tests.crm.insight.next_contacts.parts import Around

Clients = Callable[[str | None], TestClient]
URL = "/api/v1/reach/next"


@pytest.fixture
def client(around: Around, client_of: Clients) -> TestClient:
    """Nora's."""
    return client_of("nora")


def test_the_api_gives_what_the_page_says(around: Around, client: TestClient) -> None:
    answer = client.get(URL).json()
    one = answer["suggestions"][0]
    assert (answer["as_of"], answer["hours"], answer["hours_used"], answer["bound"]) == (
        "2026-11-23",
        None,
        1,
        1.0,
    )
    assert one["party"] == {"id": str(around.youssef), "name": "Youssef", "kind": "person"}
    assert one["known"] == {"colleague": "Nora Peeters", "last_contact_on": "2024-06-06"}
    assert [
        (cell["group_id"], cell["neighbourhood_id"], cell["status"], cell["counts_for"], cell["opens"])
        for cell in one["cells"]
    ] == [
        (str(around.somali), str(around.place), "not_reached", 826, ["Dhulka"]),
        (str(around.women), str(around.place), "stale", 10, ["Vrouwenkring"]),
    ]
    assert [(link["party"]["name"], link["strength"]) for link in one["cells"][0]["over"]] == [
        ("Youssef", None),
        ("Amina", "works_together"),
    ]
    page = client.get("/reach/next").text
    for said in (
        "Youssef en Amina werken samen; laatste contact op 13 nov 2026.",
        "Amina opent de deur bij Dhulka.",
        "Youssef opent de deur bij Vrouwenkring.",
        "2 groepen komen binnen bereik. Inwoners volgens de bronnen hieronder: 826.",
        "Van 1 groep is er geen betrouwbaar cijfer.",
        "826 inwoners, 2019 · Register",
        "Geen betrouwbaar cijfer; telt hier als 10",
        "Nora Peeters kent hen, laatste contact op 6 jun 2024.",
        "Samen minstens 100 % van het best mogelijke.",
    ):
        assert said in page.replace("\xa0", " "), said


def test_hours_stand_in_the_address(client: TestClient) -> None:
    page = client.get("/reach/next?hours=5").text
    assert "Samen 1 van de 5 uur." in page
    assert "Met een aantal uren geven we geen garantie." in page
    assert "Samen minstens" not in page
    assert client.get("/reach/next?hours=").status_code == 200
    for wrong in ("0", "201", "-1", "veel", "1.5"):
        assert client.get(f"{URL}?hours={wrong}").status_code == 422, wrong


def test_putting_off_and_taking_back_on_the_pages(around: Around, client: TestClient) -> None:
    form = f"/reach/next/{around.youssef}/dismiss"
    assert f'href="{form}?hours=3"' in client.get("/reach/next?hours=3").text
    page = client.get(f"{form}?hours=3").text
    assert "Waarom spreken we nu niet met Youssef?" in page
    assert "<title>Niet nu" in page
    seen = page.split('name="seen" value="')[1][:64]
    assert seen == client.get(URL).json()["suggestions"][0]["seen"]

    refused = client.post(form, data={"seen": seen, "reason": "other", "ask_again_on": "31/31/2026"})
    assert refused.status_code == 422
    assert "Zeg in je eigen woorden waarom niet nu." in refused.text
    assert 'id="error-ask_again_on"' in refused.text
    early = client.post(form, data={"seen": seen, "reason": "busy", "ask_again_on": "23/11/2026"})
    assert (early.status_code, "Kies een dag na vandaag." in early.text) == (422, True)

    sent = {
        "seen": seen,
        "hours": "3",
        "reason": "other",
        "words": "Ze trouwt <nu>.",
        "ask_again_on": "1/2/2027",
    }
    answer = client.post(form, data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reach/next?said=put_off&hours=3")
    page = client.get("/reach/next").text
    assert "Iets anders, zei Nora Peeters op 23 nov 2026. “Ze trouwt &lt;nu&gt;.”" in page
    assert "We vragen het opnieuw op 1 feb 2027, of vroeger als er iets verandert." in page
    put_off = client.get(URL).json()["put_off"]
    assert [(one["party"]["name"], one["by"], one["decision"]["words"]) for one in put_off] == [
        ("Youssef", "Nora Peeters", "Ze trouwt <nu>.")
    ]
    back = f"/reach/next/dismissals/{put_off[0]['decision']['id']}/take-back"
    answer = client.post(back, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reach/next?said=proposed_again")
    assert client.get(URL).json()["put_off"] == []


def test_putting_off_and_taking_back_for_programs(around: Around, client: TestClient) -> None:
    seen = client.get(URL).json()["suggestions"][0]["seen"]
    wanted = {"reason": "busy", "seen": seen}
    made = client.post(f"{URL}/{around.youssef}/dismiss", json=wanted)
    assert made.status_code == 201
    assert {key: made.json()[key] for key in ("party_id", "reason", "words", "taken_back_at")} == {
        "party_id": str(around.youssef),
        "reason": "busy",
        "words": None,
        "taken_back_at": None,
    }
    assert [one["party"]["name"] for one in client.get(URL).json()["suggestions"]] == ["Amina"]
    taken = client.post(f"{URL}/dismissals/{made.json()['id']}/take-back")
    assert (taken.status_code, taken.json()["taken_back_at"]) == (200, "2026-11-23T09:00:00Z")
    for wrong in ({}, {"reason": "busy"}, wanted | {"seen": "G" * 64}, wanted | {"score": 1}):
        assert client.post(f"{URL}/{around.youssef}/dismiss", json=wrong).status_code == 422, wrong


def test_a_decision_that_no_longer_holds_is_told(around: Around, client: TestClient) -> None:
    around.put_off(around.youssef)
    around.city.knows(around.nora, around.amina, Strength.ACQUAINTED, days_ago=200)
    around.next_up()
    page = client.get("/reach/next").text
    assert "Eerder uitgesteld:" in page
    assert "Ze hebben het nu te druk, zei Nora Peeters op 23 nov 2026." in page


def test_one_tap_plans_a_follow_up_about_them(around: Around, client: TestClient) -> None:
    page = client.get("/reach/next").text
    assert 'value="Spreek met Youssef"' in page
    sent = {"party_id": str(around.youssef), "what": "Spreek met Youssef", "back": "/reach/next"}
    sent |= {"owner_id": str(around.nora.user_id), "due_on": "2026-11-30"}
    answer = client.post("/follow-ups/new", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reach/next?said=planned")
    planned = client.get(URL).json()["suggestions"][0]["planned"]
    assert [(one["what"], one["owner"], one["due_on"]) for one in planned] == [
        ("Spreek met Youssef", "Nora Peeters", "2026-11-30")
    ]
    assert "Nora Peeters, tegen 30 nov 2026" in client.get("/reach/next").text


def test_of_whom_much_was_asked_waits(around: Around, client: TestClient) -> None:
    for days in range(6):
        around.city.contact(
            around.nora,
            around.youssef,
            on=TODAY - timedelta(days=days),
            asked_of_them=True,
            gave_back=days == 0,
        )
    answer = client.get(URL).json()
    assert [one["party"]["name"] for one in answer["suggestions"]] == ["Amina"]
    assert answer["waiting"] == [
        {
            "party": {"id": str(around.youssef), "name": "Youssef", "kind": "person"},
            "asked": 6,
            "given_back": 1,
            "still_to_give": 2,
        }
    ]
    says = "Gevraagd 6 keer, teruggegeven 1 keer in 3 maanden."
    assert says in client.get("/reach/next").text
    for path in (f"/people/{around.youssef}", f"/contacts/new?party_id={around.youssef}"):
        page = client.get(path).text
        assert (path, says in page, "Geef eerst iets terug." in page) == (path, True, True)
    assert "Geef eerst iets terug." not in client.get(f"/contacts/new?party_id={around.amina}").text


def test_today_asks_for_the_first_one(around: Around, client: TestClient) -> None:
    assert 'hx-get="/reach/next/first"' in client.get("/").text
    first = client.get("/reach/next/first").text
    assert "Youssef" in first
    assert "2 groepen komen binnen bereik." in first
    around.put_off(around.youssef)
    around.put_off(around.amina)
    around.next_up()
    assert "We zien niemand die nog een groep binnen bereik brengt." in client.get("/reach/next/first").text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ORGANISER, Role.ADMINISTRATOR])
def test_only_the_team_passes_and_sees_the_tab(
    around: Around, client_of: Clients, add_user: Callable[..., Viewer], role: Role
) -> None:
    add_user("annelies", role)
    client = client_of("annelies")
    paths = ("/reach/next", "/reach/next/first", f"/reach/next/{around.youssef}/dismiss", URL)
    assert [client.get(path).status_code for path in paths] == [403, 403, 403, 403]
    assert "/reach/next" not in client.get("/").text
    if role != Role.ORGANISER:
        assert "/reach/next" not in client.get("/reach").text
    assert "/reach/next" in client_of("nora").get("/reach").text
