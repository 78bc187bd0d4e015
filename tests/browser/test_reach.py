"""The reach report: from a card down to its chain, with roles for a manager and names for the team."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from crm.clock import SystemClock, city_date
from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]


def _names_in(text: str, persons: set[str]) -> list[str]:
    return sorted(name for name in persons if name in text)


def _open_single_line(page: Page) -> None:
    """From the report into a cell that is reached through one person."""
    page.goto("/reach")
    page.locator("table.matrix a.cell.is-single").first.click()
    expect(page.locator("ol.chain")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_card_opens_down_to_what_stands_behind_it(
    size: dict[str, int], reading_server: Server, open_page: Open
) -> None:
    page = open_page(reading_server, "annelies", size, "/reach")
    cards = page.locator(".reach-card")
    expect(cards).to_have_count(5)
    card = cards.first
    group = card.get_by_role("heading").inner_text()
    expect(card).to_contain_text("Zelf gehoord")
    expect(card.locator(".why")).to_contain_text("Waarom staat dit hier?")

    card.get_by_role("link", name="Bekijk de lijn").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(group)
    expect(page.get_by_role("heading", name="Wat doen we?")).to_be_visible()


def test_manager_reads_roles_and_no_name_of_a_person(
    reading_server: Server, open_page: Open, persons: set[str]
) -> None:
    page = open_page(reading_server, "annelies", DESK)
    page.goto("/reach")
    assert _names_in(page.locator("main").inner_text(), persons) == []

    for number in range(3):
        page.goto("/reach")
        page.locator("table.matrix a.cell.is-single").nth(number).click()
        expect(page.locator("ol.chain")).to_be_visible()
        assert page.locator("ol.chain > li").count() >= 2
        assert _names_in(page.content(), persons) == []


def test_consultant_reads_whom_to_call(reading_server: Server, open_page: Open, persons: set[str]) -> None:
    page = open_page(reading_server, "nora", PHONE)
    _open_single_line(page)

    assert len(_names_in(page.locator("ol.chain").inner_text(), persons)) >= 1


def test_plan_from_a_card_is_shown_with_its_owner(server: Server, open_page: Open) -> None:
    page = open_page(server, "annelies", DESK, "/reach")
    day = city_date(SystemClock().now()) + timedelta(days=1)
    page.locator(".reach-card").first.get_by_role("link", name="Plan opvolging").click()
    page.get_by_label("Wat gaat er gebeuren?").fill("Ga langs bij het buurthuis van deze lijn")
    page.get_by_label("Wie doet het?").select_option(label="Joris Daems")
    page.get_by_label("Tegen wanneer?").fill(day.isoformat())

    page.get_by_role("button", name="Plan", exact=True).click()

    expect(page.get_by_text("Ga langs bij het buurthuis van deze lijn").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Joris Daems")
    colleague = open_page(server, "joris", PHONE)
    expect(colleague.get_by_text("Ga langs bij het buurthuis van deze lijn").first).to_be_visible()


def test_from_a_card_to_its_line_to_a_contact_and_back_to_another_card(
    server: Server, open_page: Open
) -> None:
    page = open_page(server, "nora", PHONE, "/reach")
    card = page.locator(".reach-card").first
    group = card.get_by_role("heading").inner_text()
    card.get_by_role("link", name="Bekijk de lijn").click()
    expect(page.locator("dl.facts")).to_contain_text("nog niet bereikt")
    cell = page.url

    page.locator("main a[href^='/contacts/new?party_id=']").click()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Bewaard.").first).to_be_visible()

    page.goto(cell)
    for _ in range(40):  # the handlers of the contact run beside the server
        if page.locator("dl.facts").get_by_text("nog niet bereikt").count() == 0:
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.locator("dl.facts")).not_to_contain_text("nog niet bereikt")
    expect(page.locator("ol.chain")).to_contain_text("Nora Peeters")
    page.goto("/reach")
    expect(
        page.locator(".reach-card").filter(has=page.get_by_role("heading", name=group, exact=True))
    ).not_to_contain_text("nog niet bereikt")
