"""Planning a moment as an organiser does it: the verdict beside the form, a better moment, or going on with a reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
WaitFor = Callable[[Page, str], None]


def _fill_evening(page: Page, title: str) -> None:
    page.get_by_label("Wat is het?").fill(title)
    page.get_by_label("Datum", exact=True).fill("2027-02-23")
    page.get_by_label("Van", exact=True).fill("19:30")
    page.get_by_label("Tot", exact=True).fill("21:30")


def _invite(page: Page, words: str, name: str) -> None:
    page.get_by_label("Zoek een organisatie of netwerk").press_sequentially(words)
    page.locator("#invitees label").filter(has_text=name).click()


def _expect_ramadan(page: Page) -> None:
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("Liever niet")
    expect(verdict).to_contain_text("Ramadan")
    expect(verdict).to_contain_text("De zon gaat onder om 18.1")
    expect(verdict).to_contain_text("avondgebed")


# Nobody plans two of these evenings: no moment is proposed at which an organiser is busy already.
@pytest.mark.parametrize(("size", "login"), [(PHONE, "ninos"), (DESK, "karim")], ids=["phone", "desk"])
def test_parents_evening_moves_out_of_ramadan_with_one_tap(
    size: dict[str, int], login: str, server: Server, open_page: Open
) -> None:
    page = open_page(server, login, size, "/events/new")
    title = f"Ouderavond De Wilgenboom {size['width']}"

    _fill_evening(page, title)
    _invite(page, "wilgenb", "Ouders van De Wilgenboom")
    _expect_ramadan(page)
    better = page.locator("#verdict button.suggestion").filter(has_text="16 maart")
    expect(better).to_contain_text("dinsdag 16 maart 2027")
    better.click()
    page.wait_for_url("**/events/check#f-start_on")
    expect(page.get_by_label("Datum", exact=True)).to_have_value("2027-03-16")
    expect(page.locator("#verdict .verdict.bad, #verdict .verdict.warn")).to_have_count(0)
    page.get_by_role("button", name="Bewaar", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("dinsdag 16 maart 2027").first).to_be_visible()
    expect(page.locator(".verdict.ok")).to_contain_text("Goed moment")
    expect(page.locator(".verdict .reasons")).to_have_count(0)
    expect(page.locator(".suggestions")).to_have_count(0)


def test_event_of_the_first_story_is_moved_from_its_own_page(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, "bram", PHONE, "/events")
    page.get_by_role("link", name="Ouderavond Arsenaal").click()
    expect(page.locator(".verdict.bad")).to_contain_text("Liever niet")
    expect(page.locator(".verdict.bad")).to_contain_text("avondgebed")

    page.locator("button.suggestion").filter(has_text="16 maart 2027").click()

    expect(page.locator(".verdict.ok")).to_contain_text("Goed moment")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(
        page.locator("li.row").filter(has_text="Ouderavond Arsenaal").filter(has_text="Liever niet")
    ).to_have_count(0)


def test_going_on_all_the_same_keeps_the_reason_and_is_not_asked_again(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, "ninos", DESK, "/events")
    page.get_by_role("link", name="Inspraak Nekkerspoel").click()
    wait_for(page, "Toch doorgaan")
    asked = page.get_by_text("Toch doorgaan").count()

    page.get_by_text("Toch doorgaan").first.click()
    page.get_by_label("Waarom?").first.fill("De families kozen zelf deze avond.")
    page.get_by_role("button", name="Houd dit moment").first.click()

    expect(page.get_by_text("“De families kozen zelf deze avond.”").first).to_be_visible()
    expect(page.get_by_text("Ninos Malke").first).to_be_visible()
    expect(page.get_by_text("Toch doorgaan")).to_have_count(asked - 1)


def test_planning_without_script_checks_with_a_button(server: Server, open_page: Open) -> None:
    page = open_page(server, "sofie", PHONE, "/events/new", script=False)
    _fill_evening(page, "Ouderavond zonder script")
    page.get_by_label("Zoek een organisatie of netwerk").fill("wilgenboom")
    page.get_by_role("button", name="Zoek", exact=True).last.click()
    page.locator("#invitees label").filter(has_text="Ouders van De Wilgenboom").click()

    page.get_by_role("button", name="Kijk na").click()
    _expect_ramadan(page)
    page.locator("#verdict button.suggestion").filter(has_text="16 maart").click()
    page.get_by_role("button", name="Bewaar", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ouderavond zonder script")
    expect(page.locator(".verdict.ok")).to_contain_text("Goed moment")


def test_event_without_a_date_says_so_beside_the_field(server: Server, open_page: Open) -> None:
    page = open_page(server, "bram", DESK, "/events/new")
    page.get_by_label("Wat is het?").fill("Een avond zonder datum")
    page.evaluate("document.querySelector('form.form').noValidate = true")

    page.get_by_role("button", name="Bewaar", exact=True).click()

    expect(page.locator("#error-start_on")).to_be_visible()
    expect(page.get_by_label("Wat is het?")).to_have_value("Een avond zonder datum")
