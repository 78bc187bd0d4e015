"""Noting on a phone who came, as Today asks for it, and reading what small numbers and bad moments do to the figures."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
WaitFor = Callable[[Page, str], None]


def test_who_came_is_noted_on_a_phone_from_today_and_a_small_group_is_not_shown(
    server: Server, open_page: Open
) -> None:
    page = open_page(server, "nora", PHONE)
    asked = page.locator("section[aria-labelledby=uncounted-title]")
    asked.get_by_role("link", name="Noteer").first.click()

    page.get_by_label("Hoeveel mensen kwamen er?").fill("34")
    expect(
        page.get_by_text("Schrijf alleen op wat mensen zelf zeiden. Tel niet op het zicht.")
    ).to_be_visible()
    page.get_by_text("Ik vroeg het, en weet het per groep").click()
    page.get_by_label("Een blad aan de deur").check()
    page.get_by_label("Van hoeveel mensen heb je een antwoord?").fill("23")
    page.get_by_text("Gender", exact=True).click()
    page.get_by_label("Vrouwen", exact=True).fill("12")
    page.get_by_text("Handicap", exact=True).click()
    page.get_by_label("Dove en slechthorende mensen").fill("24")
    page.get_by_role("button", name="Bewaar", exact=True).click()

    expect(page.locator(".error-summary")).to_contain_text("Dit zijn meer mensen dan er antwoordden.")
    page.locator(".error-summary a").click()
    page.get_by_label("Dove en slechthorende mensen").fill("3")
    page.get_by_role("button", name="Bewaar", exact=True).click()

    expect(page.get_by_role("heading", level=1, name="Dag Nora")).to_be_visible()
    expect(asked).to_have_count(0)
    page.goto("/events?when=past")
    row = page.locator("li.row").first
    expect(row).to_contain_text("34 mensen kwamen, geteld")
    row.get_by_role("link").click()
    card = page.locator("section[aria-labelledby=attendance-title]")
    expect(card.get_by_role("row", name="Vrouwen")).to_contain_text("12")
    expect(card.get_by_role("row", name="Dove en slechthorende mensen")).to_contain_text("niet getoond")
    card.get_by_role("link", name="Verander wie er kwam").click()
    expect(page.get_by_label("Dove en slechthorende mensen")).to_have_value("3")


def test_figures_by_kind_open_to_the_events_behind_them(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, "annelies", DESK, "/events?when=past")
    page.get_by_role("link", name="Wie kwam er?").click()
    wait_for(page, "3 momenten")
    feasts = page.get_by_role("row", name="Feest")
    middle = feasts.locator("td").nth(3).locator("strong").inner_text()
    feasts.get_by_role("link", name="momenten").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Momenten achter dit cijfer")
    totals = page.locator(".chips strong").all_inner_texts()
    assert sorted(totals, key=int)[len(totals) // 2] == middle
    expect(page.locator(".chip.warn")).to_have_count(len(totals))


def test_past_event_says_how_many_came_at_good_and_bad_moments(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, "nora", PHONE, "/events?when=past&kind=festivity")
    page.locator("li.row a.title").first.click()
    card = page.locator("section[aria-labelledby=attendance-title]")
    wait_for(page, "Op een goed moment kwamen er gemiddeld")
    expect(card).to_contain_text("Op een moment met een waarschuwing kwamen er gemiddeld")
    card.get_by_text("Hoe we dit berekenen").click()
    expect(card.get_by_text("Dit is dus een aanwijzing, geen bewijs.")).to_be_visible()
