"""Next contacts: see why, put one off, and find it back once something changed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
HERE = "/reach/next"


def _first_name(page: Page) -> str:
    return page.locator("ol article h3 a").first.inner_text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_suggestions_say_why_and_how_good_they_are(
    size: dict[str, int], reading_server: Server, open_page: Open
) -> None:
    page = open_page(reading_server, "nora", size, HERE)
    expect(page.locator("ol article")).to_have_count(5)
    expect(page.locator("main")).to_contain_text("van het best mogelijke.")
    expect(page.get_by_text("komen binnen bereik").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Gevraagd 6 keer, teruggegeven 1 keer in 3 maanden.")
    page.get_by_text("Hoe we dit berekenen").click()
    expect(page.get_by_text("Zo telt ze nooit voor niets.")).to_be_visible()

    page.get_by_label("Hoeveel uren hebben we?").fill("4")
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("main")).to_contain_text("van de 4 uur.")


def test_today_shows_the_first_and_leads_on(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", PHONE, HERE)
    name = _first_name(page)
    page.goto("/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie spreek je best eerst?")


def test_put_off_with_a_reason_and_back_after_a_contact(server: Server, open_page: Open) -> None:
    page = open_page(server, "nora", PHONE, HERE)
    name = _first_name(page)
    page.locator("ol article").first.get_by_role("link", name="Niet nu").click()
    page.get_by_label("Ze hebben het nu te druk").check()
    page.get_by_label("In je eigen woorden").fill("Ze bereiden hun feest voor.")
    page.get_by_role("button", name="Bewaar").click()

    expect(page.locator("#main").get_by_text("Uitgesteld. We vragen het pas opnieuw")).to_be_visible()
    expect(page.locator("ol article")).to_have_count(5)
    expect(page.locator("ol article h3 a").filter(has_text=name)).to_have_count(0)
    put_off = page.get_by_role("region", name="Uitgesteld")
    expect(put_off).to_contain_text("Ze hebben het nu te druk, zei Nora Peeters")
    expect(put_off).to_contain_text("Ze bereiden hun feest voor.")

    # A contact with them: the report is worked out again, and what was put off comes up for another look.
    party = put_off.get_by_role("link", name=name).get_attribute("href")
    assert party is not None
    page.goto(f"/contacts/new?party_id={party.rpartition('/')[2]}")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaard.")
    for _ in range(40):
        page.goto(HERE)
        if page.get_by_role("region", name="Uitgesteld").count() == 0:
            break
        page.wait_for_timeout(250)
    expect(page.get_by_role("region", name="Uitgesteld")).to_have_count(0)


def test_taken_back_it_is_proposed_again(server: Server, open_page: Open) -> None:
    page = open_page(server, "nora", DESK, HERE)
    name = _first_name(page)
    page.locator("ol article").first.get_by_role("link", name="Niet nu").click()
    page.get_by_label("Het team heeft nu geen tijd").check()
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("region", name="Uitgesteld").get_by_role("button", name="Neem terug").click()

    expect(page.locator("#main").get_by_text("Teruggenomen. We mogen hen weer voorstellen.")).to_be_visible()
    assert _first_name(page) == name


def test_one_tap_gives_a_colleague_a_follow_up(server: Server, open_page: Open) -> None:
    page = open_page(server, "nora", DESK, HERE)
    card = page.locator("ol article").nth(1)
    name = card.locator("h3 a").inner_text()
    card.get_by_text("Plan opvolging").click()
    card.get_by_label("Wie doet het?").select_option(label="Joris Daems")
    card.get_by_role("button", name="Plan", exact=True).click()

    expect(page.locator("ol article").nth(1)).to_contain_text("Joris Daems")
    colleague = open_page(server, "joris", PHONE, "/follow-ups")
    expect(colleague.get_by_text(f"Spreek met {name}")).to_be_visible()
