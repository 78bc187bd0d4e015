"""The network map: drawn under the content policy, by hand and by keyboard, dark and on a phone, and the same as a list."""

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]


def _drawn(page: Page) -> int:
    """How many nodes are drawn, once they are."""
    page.locator("network-map[data-drawn]").wait_for()
    return int(page.locator("network-map").get_attribute("data-drawn") or 0)


def _rows(page: Page) -> set[frozenset[str]]:
    """Both ends of each line of the table."""
    ends = "(rows) => rows.map((row) => [row.cells[0].textContent.trim(), row.cells[1].textContent.trim()])"
    return {frozenset(pair) for pair in page.locator("table tbody tr").evaluate_all(ends)}


def _colours(page: Page) -> int:
    """How many different colours the drawing shows."""
    count: int = page.evaluate(
        """() => {
          const seen = new Set();
          for (const canvas of document.querySelectorAll(".map-canvas canvas")) {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) seen.add(data.slice(at, at + 3).join());
          }
          return seen.size;
        }"""
    )
    return count


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_everybody_of_the_answer_is_drawn_in_colours(
    size: dict[str, int], reading_server: Server, open_page: Open
) -> None:
    page = open_page(reading_server, "nora", size, "/network")
    source = page.locator("network-map").get_attribute("data-source")
    answer = page.evaluate("(path) => fetch(path).then((found) => found.json())", source)

    assert _drawn(page) == len(answer["nodes"]) > 100
    page.wait_for_timeout(300)
    assert _colours(page) > 4
    expect(page.get_by_text("De kaart wordt getekend.")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_map_is_loaded_on_its_own_page_only(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", DESK, "/reach")
    assert page.locator("[src*=network-map], [href*='network-map']").count() == 0
    page.get_by_role("link", name="Netwerkkaart").click()
    assert _drawn(page) > 100


def test_keyboard_goes_from_node_to_node_opens_and_lets_go(
    reading_server: Server, open_page: Open, keys: Mapping[str, str]
) -> None:
    page = open_page(reading_server, "nora", DESK, f"/network?around={keys['community']}")
    _drawn(page)
    page.locator(".map-canvas").focus()
    sheet = page.locator(".map-sheet")
    expect(sheet).to_be_hidden()

    page.keyboard.press("ArrowRight")
    expect(sheet.locator("strong")).to_have_text("Ouders van De Wilgenboom")
    expect(page.locator("#live")).to_contain_text("Ouders van De Wilgenboom. Netwerk")
    seen = set()
    for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(arrow)
        seen.add(sheet.locator("strong").inner_text())
    assert len(seen) > 1

    page.keyboard.press("+")
    page.keyboard.press("-")
    page.keyboard.press("0")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator(".map-canvas")).to_be_focused()

    page.keyboard.press("ArrowLeft")  # again from the middle
    expect(sheet.locator("strong")).to_have_text("Ouders van De Wilgenboom")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/communities/{keys['community']}")


def test_touch_opens_a_sheet_with_the_way_on(
    reading_server: Server, open_page: Open, keys: Mapping[str, str]
) -> None:
    page = open_page(reading_server, "nora", PHONE, f"/network?around={keys['key_figure']}")
    _drawn(page)
    page.locator(".map-canvas").scroll_into_view_if_needed()
    page.locator(".map-canvas").focus()
    page.keyboard.press("ArrowUp")  # brings the middle into sight
    page.get_by_role("button", name="Sluit").tap()
    expect(page.locator(".map-sheet")).to_be_hidden()

    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    for x, y in (
        (x, y) for y in range(20, int(box["height"]), 12) for x in range(20, int(box["width"]) - 70, 12)
    ):
        page.touchscreen.tap(box["x"] + x, box["y"] + y)
        if page.locator(".map-sheet").is_visible():
            break
    sheet = page.locator(".map-sheet")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_role("link", name="1 stap")).to_be_in_viewport()
    name = sheet.locator("strong").inner_text()
    sheet.get_by_role("link", name="2 stappen").tap()

    expect(page.get_by_text("staat in het midden")).to_contain_text(name)
    expect(page.get_by_role("link", name="2 stappen").first).to_have_attribute("aria-current", "true")


def test_list_is_one_tap_away_and_holds_the_same_lines(
    reading_server: Server, open_page: Open, keys: Mapping[str, str]
) -> None:
    page = open_page(reading_server, "nora", PHONE, f"/network?around={keys['community']}&steps=2")
    drawn = page.evaluate(
        "(path) => fetch(path).then((found) => found.json())",
        page.locator("network-map").get_attribute("data-source"),
    )
    names = {node["id"]: node["name"] for node in drawn["nodes"]}

    page.get_by_role("link", name="Als lijst").tap()
    page.get_by_role("heading", level=1, name="Het netwerk als lijst").wait_for()

    listed = _rows(page)
    while (following := page.get_by_role("link", name="Volgende", exact=True)).count():
        with page.expect_navigation():
            following.tap()
        listed |= _rows(page)
    assert listed == {frozenset((names[line["a"]], names[line["b"]])) for line in drawn["lines"]}
    assert len(drawn["lines"]) > 3


def test_choices_change_map_and_list(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", DESK, "/network")
    everybody = _drawn(page)
    page.get_by_text("Kies wat je ziet").click()
    page.get_by_label("Wijk", exact=True).select_option(label="Arsenaal")
    page.get_by_label("Kleur volgens").select_option(label="Wijk")
    page.get_by_role("button", name="Toon", exact=True).click()

    assert 0 < _drawn(page) < everybody
    expect(page.locator(".map-legend").first).to_contain_text("Arsenaal")
    page.get_by_role("link", name="Als lijst").click()
    expect(page.get_by_label("Wijk", exact=True)).to_have_value(
        page.url.partition("neighbourhood_id=")[2].split("&")[0]
    )
    page.get_by_role("link", name="Laatste contact").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Laatste contact")
    page.get_by_role("link", name="Laatste contact").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Laatste contact")


def test_search_puts_somebody_in_the_middle(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", DESK, "/network")
    page.get_by_label("Zoek iemand op de kaart").fill("wilgenboom")
    page.get_by_label("Zoek iemand op de kaart").press("Enter")
    page.get_by_role("link", name="Ouders van De Wilgenboom").click()

    expect(page.get_by_text("staat in het midden")).to_contain_text("Ouders van De Wilgenboom")
    assert _drawn(page) > 1


def test_party_page_leads_to_its_place_on_the_map(
    reading_server: Server, open_page: Open, keys: Mapping[str, str]
) -> None:
    page = open_page(reading_server, "nora", DESK, f"/people/{keys['key_figure']}")
    page.get_by_role("link", name="Op de kaart").click()

    expect(page.get_by_text("staat in het midden")).to_contain_text("Hodan Warsame")
    expect(page.get_by_text("Rond een persoon kiezen en kleuren we niets volgens groep.")).to_be_visible()
    assert "Hodan" not in page.title()


def test_map_follows_the_theme(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", DESK, "/network")
    _drawn(page)
    page.wait_for_timeout(300)
    light = page.locator(".map-canvas").screenshot()
    page.get_by_role("button", name="Donker scherm").click()
    page.wait_for_timeout(400)

    assert page.locator(".map-canvas").screenshot() != light
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_answer_that_fails_leads_to_the_list(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", DESK, "/reach")
    page.route("**/api/v1/network**", lambda route: route.fulfill(status=404, body="{}"))
    page.goto("/network")

    expect(page.get_by_text("De kaart kon niet getekend worden.")).to_be_visible()
    page.get_by_role("link", name="Bekijk de lijst").click()
    expect(page.locator("table tbody tr").first).to_be_visible()


def test_without_script_the_lines_stand_in_the_place_of_the_map(
    reading_server: Server, open_page: Open
) -> None:
    page = open_page(reading_server, "nora", DESK, "/network", script=False)

    expect(page.locator("network-map")).to_be_hidden()
    expect(page.locator("table tbody tr")).to_have_count(25)
    page.get_by_role("link", name="Alle lijnen, in de volgorde die je kiest").click()
    page.get_by_role("link", name="Hoe sterk").click()
    expect(page.locator("table tbody tr")).to_have_count(25)
