"""What groups say themselves: written by the team, read by managers, with versions and without names."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crm.insight.steering.models import GroupNoteText
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.insight.city import City
from tests.crm.insight.steering.conftest import CANARY, QUARTER, Steered, write

Clients = Callable[[str | None], TestClient]
SAID = "Ze willen vaker gevraagd worden."
AGAIN = "Ze willen vaker gevraagd worden, en vroeger."


def _said_in_report(client: TestClient, group: object, query: str = "") -> list[tuple[str, str, str]]:
    groups = client.get(f"/api/v1/reach/steering{query}").json()["groups"]
    found = next(one for one in groups if one["group"]["id"] == str(group))
    return [(one["quarter"], one["source"], one["text"]) for one in found["notes"]]


def _texts(work: Work) -> list[tuple[int, str | None]]:
    with work.reading(SYSTEM) as uow:
        return sorted((one.number, one.text) for one in uow.session.exec(select(GroupNoteText)))


def test_note_is_read_by_a_manager_beside_the_figures_and_not_by_whom_it_was_written(
    client_of: Clients, steered: Steered, annelies: Viewer
) -> None:
    assert write(client_of("nora"), steered.somali, SAID) == 200
    manager = client_of("annelies")
    assert _said_in_report(manager, steered.somali) == [(QUARTER, "listening_session", SAID)]
    for path in ("/reach/steering", steered.cell):
        page = manager.get(path).text
        assert (path, SAID in page, "Een luistersessie, kwartaal 3 van 2026" in page) == (path, True, True)
        assert f"/reach/notes/{steered.somali}" not in page
    assert "/reach/notes/" in client_of("nora").get(steered.cell).text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.ORGANISER])
def test_only_the_team_writes_and_reads_versions(
    client_of: Clients, steered: Steered, add_user: Callable[..., Viewer], role: Role
) -> None:
    add_user("other", role)
    other = client_of("other")
    path = f"/reach/notes/{steered.somali}"
    answers = [other.get(path), other.post(path, data={}), other.get(f"/api/v1{path}")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert write(other, steered.somali, SAID) == 403


def test_versions_are_kept_with_name_and_day(client_of: Clients, steered: Steered, work: Work) -> None:
    nora = client_of("nora")
    assert [
        write(nora, steered.somali, SAID),
        write(nora, steered.somali, SAID),
        write(nora, steered.somali, AGAIN, 1),
    ] == [200, 200, 200]
    assert _texts(work) == [(1, SAID), (2, AGAIN)]
    note = nora.get(f"/api/v1/reach/notes/{steered.somali}").json()
    assert [(one["text"], one["version"], one["quarter"]) for one in note] == [(AGAIN, 2, QUARTER)]
    assert [(one["number"], one["text"], one["written_by"]) for one in note[0]["versions"]] == [
        (2, AGAIN, "Nora Peeters"),
        (1, SAID, "Nora Peeters"),
    ]
    page = nora.get(f"/reach/notes/{steered.somali}").text
    assert (f"<p>{AGAIN}</p>" in page, f"<span>{SAID}</span>" in page) == (True, True)


def test_colleague_who_was_first_is_not_overwritten(
    client_of: Clients, steered: Steered, add_user: Callable[..., Viewer]
) -> None:
    add_user("joris", name="Joris Daems")
    assert write(client_of("nora"), steered.somali, SAID) == 200
    joris, path = client_of("joris"), f"/reach/notes/{steered.somali}"
    assert write(joris, steered.somali, AGAIN) == 409
    typed = {"quarter": QUARTER, "source": "listening_session", "text": AGAIN, "version": "0"}
    page = joris.post(path, data=typed)
    assert (page.status_code, SAID in page.text, AGAIN in page.text) == (409, True, True)
    assert 'name="version" value="1"' in page.text
    saved = joris.post(path, data=typed | {"version": "1"}, follow_redirects=False)
    assert (saved.status_code, saved.headers["location"]) == (303, f"{path}?said=saved")
    assert _said_in_report(joris, steered.somali) == [(QUARTER, "listening_session", AGAIN)]


@pytest.mark.parametrize(
    "text",
    [f"{CANARY} Dhulka 1 vraagt een zaal.", f"Volgens {CANARY.upper()} DHULKA 1.", "Nora Peeters was er."],
)
def test_note_that_names_somebody_is_refused(
    client_of: Clients, steered: Steered, work: Work, text: str
) -> None:
    nora = client_of("nora")
    assert write(nora, steered.somali, text) == 422
    typed = {"quarter": QUARTER, "source": "signal", "text": text, "version": "0"}
    page = nora.post(f"/reach/notes/{steered.somali}", data=typed)
    assert (page.status_code, 'id="error-text"' in page.text) == (422, True)
    assert _texts(work) == []


def test_note_with_part_of_a_name_or_the_name_of_a_network_is_fine(
    city: City, client_of: Clients, steered: Steered
) -> None:
    city.person("Roos")
    nora = client_of("nora")
    assert write(nora, steered.somali, "Bij Dhulka staat een roos in de tuin. Nora schreef het op.") == 200


def test_note_that_is_taken_away_is_gone_with_its_versions(
    client_of: Clients, steered: Steered, work: Work
) -> None:
    nora = client_of("nora")
    write(nora, steered.somali, SAID)
    write(nora, steered.somali, AGAIN, 1)
    sent = {"quarter": QUARTER, "source": "listening_session", "text": "", "version": "2"}
    assert nora.post(f"/reach/notes/{steered.somali}", data=sent, follow_redirects=False).status_code == 303
    assert _texts(work) == [(1, None), (2, None), (3, None)]
    assert _said_in_report(nora, steered.somali) == []
    assert SAID not in nora.get(f"/reach/notes/{steered.somali}").text
    assert write(nora, steered.somali, SAID, 3) == 200
    assert write(nora, steered.deaf, None) == 200
    assert _texts(work) == [(1, None), (2, None), (3, None), (4, SAID)]


def test_report_shows_notes_of_its_quarter_and_the_three_before(client_of: Clients, steered: Steered) -> None:
    nora = client_of("nora")
    for quarter in ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q4"):
        assert write(nora, steered.somali, f"In {quarter}.", quarter=quarter, source="street_round") == 200
    said = [quarter for quarter, _, _ in _said_in_report(nora, steered.somali)]
    before = [quarter for quarter, _, _ in _said_in_report(nora, steered.somali, "?as_of=2026-09-30")]
    assert (said, before) == (["2026-Q4", "2026-Q2", "2026-Q1"], ["2026-Q2", "2026-Q1", "2025-Q4"])


def test_wrong_notes_are_refused_by_their_field(client_of: Clients, steered: Steered) -> None:
    nora, path = client_of("nora"), f"/api/v1/reach/notes/{steered.somali}"
    good = {"quarter": QUARTER, "source": "signal", "text": SAID}
    wrong = {
        "quarter": ("2027-Q1", "2026-Q5", "1999-Q4", "derde"),
        "source": ("rumour",),
        "text": ("x" * 601,),
    }
    for field, values in wrong.items():
        for value in values:
            answer = nora.put(path, json=good | {field: value})
            named = [one["field"] for one in answer.json()["error"]["fields"]]
            assert (field, value[:9], answer.status_code, named) == (field, value[:9], 422, [field])
    assert write(nora, steered.north, SAID) == 404
    assert nora.get(f"/reach/notes/{steered.north}").status_code == 404


def test_form_opens_filled_in_for_the_note_that_is_asked_for(client_of: Clients, steered: Steered) -> None:
    nora, path = client_of("nora"), f"/reach/notes/{steered.somali}"
    write(nora, steered.somali, SAID)
    empty, filled = nora.get(path).text, nora.get(f"{path}?quarter={QUARTER}&source=listening_session").text
    assert ('name="version" value="0"' in empty, 'name="version" value="1"' in filled) == (True, True)
    assert (f">{SAID}</textarea>" in empty, f">{SAID}</textarea>" in filled) == (False, True)
    assert '<option value="2026-Q3" selected>' in filled
