"""A calendar is imported and named in a warning; one's own diary gets an address, and loses it again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.crm.importing.ics import calendar, event
from tests.server import Server

Open = Callable[..., Page]
WaitFor = Callable[[Page, str], None]


@pytest.fixture
def matches(tmp_path: Path) -> Path:
    """A file with a match on an evening of a demo event, and an entry that cannot be read."""
    path = tmp_path / "matches.ics"
    match = event("DTSTART:20270330T200000", "DTEND:20270330T220000", summary="Beker: Thuisploeg - Gasten")
    path.write_text(calendar(match, event("X-A:1", uid="2", summary="Kapotte regel")))
    return path


@pytest.mark.parametrize(("size", "script"), [(PHONE, True), (DESK, False)], ids=["phone", "without script"])
def test_an_administrator_looks_at_a_file_stores_it_and_events_are_warned_by_its_name(
    size: dict[str, int], script: bool, server: Server, open_page: Open, wait_for: WaitFor, matches: Path
) -> None:
    page = open_page(server, "hilde", size, "/observances", script=script)
    page.goto("/calendars")
    page.get_by_role("link", name="Een kalender invoeren").click()
    name = f"Beker {size['width']}"
    page.get_by_label("Hoe heet het?").fill(name)
    page.get_by_label("Een bestand").set_input_files(matches)
    page.locator("label").filter(has_text="Liever niet").click()
    page.get_by_role("button", name="Kijk wat erin zit").click()
    expect(page.get_by_role("heading", name="Dit brengt 1 dag")).to_be_visible()
    expect(page.get_by_text("Kapotte regel")).to_be_visible()
    expect(page.get_by_text("heeft geen datum die we kunnen lezen")).to_be_visible()
    page.get_by_role("button", name="Bewaar dit").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text("dinsdag 30 maart 2027, van 20.00 tot 22.00")).to_be_visible()
    page.goto("/events")
    page.get_by_role("link", name="Inspraak Nekkerspoel").click()
    wait_for(page, "Beker: Thuisploeg - Gasten: ")  # what happened to its timing
    expect(page.locator(".verdict")).to_contain_text(
        "Beker: Thuisploeg - Gasten. Veel mensen die je uitnodigt zijn daar."
    )

    page.goto("/calendars")
    page.get_by_role("link", name=name).click()
    page.get_by_text("Deze kalender verwijderen").click()
    page.get_by_role("button", name="Verwijder", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_have_count(0)


def test_a_diary_gets_an_address_once_and_loses_it(server: Server, open_page: Open) -> None:
    page = open_page(server, "ninos", PHONE, "/events")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="In mijn eigen agenda").click()
    page.get_by_role("button", name="Maak een adres").click()
    address = page.get_by_label("Geef dit aan je agenda").input_value()
    page.get_by_role("button", name="Kopieer").click()
    expect(page.locator("#live")).to_have_text("Gekopieerd.")
    assert page.evaluate("navigator.clipboard.readText()") == address

    path = address.removeprefix(server.url)
    diary = server.ask("GET", path)
    assert (diary.status, b"SUMMARY:Inspraak Nekkerspoel" in diary.body) == (200, True)
    page.goto("/calendars/mine")
    expect(page.get_by_label("Geef dit aan je agenda")).to_have_count(0)
    page.get_by_role("button", name="Stop ermee").click()
    expect(page.locator(".flash")).to_have_text("Het adres werkt niet meer.")
    assert server.ask("GET", path).status == 404
