"""The calendar of the year as a file."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from starlette.testclient import TestClient

from crm.agenda.calendars.imported import occurrence_of, weight_of
from crm.agenda.calendars.models import Meaning
from crm.agenda.calendars.traditions import WEEKLY
from crm.agenda.observances.calendar import Calendar as Observances
from crm.importing.feeds.year import calendar_file
from crm.viewer import Viewer
from tests.agenda.events import BRUSSELS
from tests.conftest import NOW
from tests.crm.importing.ics import events_of

Clients = Callable[[str | None], TestClient]
PATH = "/observances/calendar.ics?from=2027-03-01&to=2027-03-31"


def _entries(text: str | bytes) -> dict[str, dict[str, object]]:
    """The entries of a file by title."""
    return {
        str(one["SUMMARY"]): {
            "start": one["DTSTART"].dt,
            "end": one["DTEND"].dt,
            "text": str(one["DESCRIPTION"]),
            "free": str(one["TRANSP"]) == "TRANSPARENT",
        }
        for one in events_of(text)
    }


def test_each_observance_says_how_sure_its_date_is_and_where_it_comes_from(
    client_of: Clients, nora: Viewer
) -> None:
    answer = client_of("nora").get(PATH)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="bereik-2027-03-01-2027-03-31.ics"'
    )
    found = _entries(answer.text)
    assert found["Eid al-Fitr (verwacht)"] == {
        "start": date(2027, 3, 9),
        "end": date(2027, 3, 10),
        "text": "Datum: verwacht\nHet begint de avond ervoor, bij zonsondergang.\nHet kan nog een dag schuiven.\n"
        "Bron: Kalender Umm al-Qura (berekend)",
        "free": True,
    }
    assert found["Goede Vrijdag"]["text"] == "Datum: berekend\nBron: Westers Pasen (berekend)"


def test_the_api_gives_the_same_file_in_the_language_that_is_asked(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    assert client.get(f"/api/v1{PATH}").text == client.get(PATH).text
    french = client.get(f"/api/v1{PATH}", headers={"accept-language": "fr"})
    assert "Aïd al-Fitr (attendu)" in _entries(french.text)


def test_only_the_chosen_traditions_are_in_it_and_an_unknown_one_is_refused(
    client_of: Clients, nora: Viewer
) -> None:
    client = client_of("nora")
    one = _entries(client.get(f"{PATH}&tradition=christian").text)
    assert set(one) == {"Goede Vrijdag", "Pasen"}
    two = _entries(client.get(f"{PATH}&tradition=christian&tradition=islam").text)
    assert {"Pasen", "Eid al-Fitr (verwacht)"} < set(two)
    wrong = client.get(f"/api/v1{PATH}&tradition=nobody")
    assert [field["field"] for field in wrong.json()["error"]["fields"]] == ["tradition.0"]
    assert client.get("/api/v1/observances/calendar.ics?from=2027-03-01&to=2031-03-31").status_code == 422


def test_what_comes_every_week_is_left_out(client_of: Clients, nora: Viewer) -> None:
    found = {str(one["UID"]).split(".")[0] for one in events_of(client_of("nora").get(PATH).text)}
    assert "eid_al_fitr" in found
    assert found & WEEKLY == set()


def test_every_entry_has_a_key_of_its_own_which_is_the_same_in_every_language() -> None:
    occurrences = Observances().occurrences(date(2027, 1, 1), date(2027, 12, 31))
    uids = [
        [str(one["UID"]) for one in events_of(calendar_file(occurrences, language, NOW))]
        for language in ("nl", "fr")
    ]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == len(occurrences)


@pytest.mark.parametrize("has_hours", [True, False])
def test_an_imported_day_keeps_its_own_title_hours_and_source(has_hours: bool) -> None:
    begin, end = (datetime(2027, 7, 3, hour, tzinfo=BRUSSELS) for hour in (20, 22))
    weight = weight_of("Wedstrijden; thuis", Meaning.NOTE, "low", ())
    on = date(2027, 7, 3)
    match = occurrence_of(
        weight, "KV, Antwerp", on, on, begin if has_hours else None, end if has_hours else None
    )
    found = _entries(calendar_file([match], "nl", NOW))["KV, Antwerp"]
    assert (found["start"], found["end"]) == ((begin, end) if has_hours else (on, date(2027, 7, 4)))
    assert found["text"] == "Datum: ingevoerd\nBron: Wedstrijden; thuis"
