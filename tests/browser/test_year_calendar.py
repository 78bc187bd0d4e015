"""The year calendar as an organiser of another service uses it: by keyboard, with filters, a question, and no account."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
MARCH = "/observances?year=2027&month=3"


def _tab_to(page: Page, name: str, most: int = 60) -> None:
    """Presses Tab until the link of that name has the focus."""
    wanted = page.get_by_role("link", name=name, exact=True)
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_month_is_read_and_opened_by_keyboard(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "bram", DESK, MARCH)
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(8)
    expect(table.get_by_role("rowheader")).to_have_count(5)

    _tab_to(page, "dinsdag 9 maart 2027")
    page.keyboard.press("Enter")

    page.wait_for_url("**/observances?day=2027-03-09#day")
    day = page.locator("#day")
    expect(day.get_by_role("heading", level=2)).to_have_text("dinsdag 9 maart 2027")
    expect(day).to_contain_text("Kan een dag later zijn: woensdag 10 maart.")
    expect(day).to_contain_text("Veel mensen die je uitnodigt vieren die dag samen.")
    expect(day).to_contain_text("18.36")
    expect(day).to_be_in_viewport()


def test_phone_lists_the_days_on_which_something_begins(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "bram", PHONE, f"{MARCH}&tradition=islam")
    shown = page.locator(".cal-day:visible .cal-date")

    expect(shown).to_have_text(
        [
            f"{on.split()[1]}{on[:2]}{on} 2027"
            for on in (
                "maandag 1 maart",
                "vrijdag 5 maart",
                "zaterdag 6 maart",
                "zondag 7 maart",
                "maandag 8 maart",
                "dinsdag 9 maart",
                "woensdag 10 maart",
            )
        ]
    )
    expect(page.locator(".cal-day:visible").first).to_contain_text("maandag 8 februari tot maandag 8 maart")


def test_filters_narrow_the_month_without_script(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "bram", DESK, MARCH, script=False)
    grid = page.get_by_role("table")
    expect(grid.get_by_text("Eid al-Fitr")).to_have_count(3)

    page.get_by_text("Welke kalenders?").first.click()
    page.locator("label").filter(has_text="Joods").first.click()
    page.get_by_label("Ook wat elke week terugkomt").check()
    page.get_by_role("button", name="Toon").last.click()

    expect(grid.get_by_text("Eid al-Fitr")).to_have_count(0)
    expect(grid.get_by_text("Poerim")).to_have_count(2)
    expect(grid.get_by_text("Sjabbat").first).to_be_visible()
    page.get_by_role("link", name="Volgende maand").click()
    expect(page.locator("#cal-title")).to_have_text("april 2027")
    expect(page.get_by_text("1 gekozen")).to_be_visible()


def _ask(page: Page) -> None:
    box = page.locator("#ask")
    box.get_by_label("Datum").fill("2027-02-23")
    box.locator("label").filter(has_text="Iedereen").click()
    box.locator("label").filter(has_text="Islamitisch").click()
    box.get_by_role("button", name="Kijk deze avond na").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_question_is_answered_and_goes_on_to_an_event(
    reading_server: Server, open_page: Open, script: bool
) -> None:
    page = open_page(reading_server, "bram", DESK, MARCH, script=script)
    _ask(page)

    box = page.locator("#ask")
    expect(box.locator(".verdict.bad")).to_contain_text("Liever niet")
    expect(box).to_contain_text("De zon gaat onder om 18.12 uur. Veel gezinnen eten dan samen.")
    assert ("/observances/check" in page.url) is not script
    if script:
        expect(
            box.get_by_role("heading", name="dinsdag 23 februari 2027, van 19.30 tot 21.30")
        ).to_be_focused()
    box.get_by_role("link", name="dinsdag 16 maart 2027").click()
    expect(page.locator("#ask .verdict.ok")).to_contain_text("Goed moment")
    page.get_by_role("button", name="Plan dan een moment").click()

    expect(page.get_by_label("Datum", exact=True)).to_have_value("2027-03-16")
    expect(page.get_by_label("Van", exact=True)).to_have_value("19:30")


def test_administrator_closes_and_opens_the_calendar_without_an_account(
    server: Server, open_page: Open
) -> None:
    page = open_page(server, "hilde", DESK, "/observances")
    page.get_by_role("link", name="Zonder account").click()
    page.get_by_role("button", name="Sluit hem weer").click()
    expect(page.get_by_role("heading", name="Alleen wie aangemeld is, ziet hem")).to_be_visible()

    stranger = open_page(server, None, PHONE, "/calendar")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Dat lukte niet")

    page.get_by_role("button", name="Open hem voor iedereen").click()
    expect(page.locator(".timeline > li")).to_have_count(3)
    stranger = open_page(server, None, PHONE, MARCH.replace("/observances", "/calendar"))
    expect(stranger.locator("#cal-title")).to_have_text("maart 2027")
    expect(stranger.locator(".is-ours")).to_have_count(0)
    _ask(stranger)
    expect(stranger.locator("#ask .verdict.bad")).to_contain_text("Liever niet")
    expect(stranger.get_by_role("button", name="Plan dan een moment")).to_have_count(0)
