"""The trend for a manager: from an arrow to what changed and why, down to the cell; drawn, said and listed alike."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]


def _open_less_good(page: Page) -> str:
    """From the overview into the group that changed most; its name."""
    group = page.locator(".trend-group").first
    expect(group).to_contain_text("minder goed")
    name = group.get_by_role("heading").inner_text()
    group.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return name


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_manager_reads_what_changed_why_and_opens_the_cell(
    size: dict[str, int], reading_server: Server, open_page: Open, persons: set[str]
) -> None:
    page = open_page(reading_server, "annelies", size, "/reach")
    page.get_by_role("link", name="Trend").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe verandert ons bereik?")
    name = _open_less_good(page)

    change = page.locator("section[aria-labelledby=why-title] .row").first
    assert change.locator(".state").count() == 2
    expect(change).to_contain_text("Een collega van het team")
    text = page.content()
    assert [person for person in persons if person in text] == []

    change.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(
        page.get_by_text("Onze beste lijn").or_(page.get_by_text("Lijn die we ooit hadden"))
    ).to_be_visible()


def test_consultant_reads_whom_a_reason_is_about(
    reading_server: Server, open_page: Open, persons: set[str]
) -> None:
    page = open_page(reading_server, "nora", DESK, "/reach/trend")
    _open_less_good(page)
    said = page.locator("section[aria-labelledby=why-title]").inner_text()
    assert "Een collega van het team" not in said
    assert [person for person in persons if person in said] != []


def test_drawing_table_and_words_say_the_same(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "annelies", DESK, "/reach/trend", script=False)
    page.locator(".trend-group").first.get_by_role("heading").get_by_role("link").click()
    page.get_by_text("Hetzelfde als tabel").click()
    table = page.locator("table.trend-table")
    places = table.locator("thead th").all_inner_texts()[1:]
    assert table.locator("tbody tr").count() == 12
    for column, place in enumerate(places):
        strip = page.get_by_role("img", name=f"{place}. Ingang: ")
        drawn = [title.split(": ")[1] for title in strip.locator("title").all_text_contents()]
        listed = table.locator(f"tbody tr > td:nth-of-type({column + 1})").all_inner_texts()
        assert [text.split(",")[0] for text in listed] == drawn
        heard = sum("gehoord" in text for text in listed)
        assert strip.locator("circle.heard").count() == heard


def test_two_years_are_one_tap_away(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "annelies", PHONE, "/reach/trend")
    assert page.get_by_role("img", name="Jongeren (12-25 jaar). Een ingang in").locator(".step").count() >= 12
    page.get_by_role("link", name="24 maanden").click()
    expect(page.get_by_role("link", name="24 maanden")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Roma", exact=True).click()
    expect(page.locator(".trend-strip .square")).to_have_count(24)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
