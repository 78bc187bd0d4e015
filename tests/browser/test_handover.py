"""The hand-over: a mandate that ends, a colleague who leaves, and everything in hand given on in one step."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from crm.clock import SystemClock, city_date
from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]


def test_manager_reads_what_falls_away_in_roles(
    reading_server: Server, open_page: Open, persons: set[str]
) -> None:
    page = open_page(reading_server, "annelies", PHONE, "/reach/handover")
    expect(page.get_by_role("heading", name="Overdracht", level=1)).to_be_visible()
    text = page.locator("main").inner_text()
    assert sorted(name for name in persons if name in text) == []
    expect(page.get_by_role("heading", name="Pieter Verelst vertrekt op")).to_be_visible()


def test_team_reads_whose_mandate_ends_and_whom_to_meet(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", DESK, "/reach")
    page.get_by_role("link", name="Overdracht").click()
    card = page.locator("section.card", has_text="Sevgi Aydın: tot woensdag 30 juni 2027")
    expect(card).to_contain_text("Dove Mechelaars van Turkse herkomst")
    expect(card).to_contain_text("We verliezen onze enige ingang.")
    card.get_by_role("link", name="Wie kan mij voorstellen?").first.click()
    expect(page.locator("ol.chain").first).to_contain_text("Sevgi Aydın")


def test_everything_in_hand_is_given_on_in_one_step(
    server: Server, open_page: Open, wait_for: Callable[[Page, str], None]
) -> None:
    page = open_page(server, "hilde", DESK, "/reach/handover")
    card = page.locator("section.card", has_text="Pieter Verelst vertrekt op")
    card.get_by_role("link", name="Geef door").click()
    page.get_by_label("Wie neemt over?").select_option(label="Joris Daems")
    page.get_by_role("button", name="Geef alles door").click()
    expect(
        page.locator("main").get_by_text("Doorgegeven. Je collega krijgt van elke opvolging een melding.")
    ).to_be_visible()
    expect(card).to_contain_text("Er is niets meer om door te geven.")

    colleague = open_page(server, "joris", PHONE, "/notices")
    wait_for(colleague, "Jij zorgt nu voor de mensen en netwerken van Pieter Verelst.")


def test_date_on_which_a_colleague_leaves_can_be_taken_back(server: Server, open_page: Open) -> None:
    page = open_page(server, "annelies", DESK, "/reach/handover")
    day = city_date(SystemClock().now()) + timedelta(days=40)
    page.get_by_label("Wie vertrekt?").select_option(label="Amal Chakir")
    page.get_by_label("Vanaf welke dag?").fill(day.isoformat())
    page.get_by_role("button", name="Noteer").click()
    card = page.locator("section.card", has_text="Amal Chakir vertrekt op")
    expect(card).to_be_visible()
    card.get_by_role("button", name="Blijft toch").click()
    expect(page.locator("main").get_by_text("Teruggenomen. Je collega blijft.")).to_be_visible()
    expect(card).to_have_count(0)
