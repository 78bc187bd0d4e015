"""Every page, light and dark, on a phone and at a desk: readable for everybody, and never wider than a small phone."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page

from crm.accounts.guards import api_routes
from crm.app import create_app
from crm.settings import Settings
from crm.unit_of_work import Work
from tests.browser.every_page import GROUPS, PLACES, Place
from tests.server import Server

pytestmark = pytest.mark.one_store
Open = Callable[..., Page]
AXE = (Path(__file__).parents[2] / "crm/web/frontend/node_modules/axe-core/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Tall, so that no bar at the edge of the window covers what would scroll free of it.
TALL_PHONE, TALL_DESK = {"width": 360, "height": 9000}, {"width": 1280, "height": 9000}
SMALLEST = {"width": 320, "height": 780}
# What is folded away is read as well: details, and the fields behind a switch.
UNFOLD = """() => {
  for (const one of document.querySelectorAll("details:not(.menu)")) one.open = true;
  for (const one of document.querySelectorAll(".reveal > label input[type=checkbox]")) one.checked = true;
}"""
RUN_AXE = """async (options) => (await axe.run(document, { ...options, resultTypes: ["violations"] })).violations.map(
  (one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`)"""
COLOURS_ONLY = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}


def _go(page: Page, place: Place, path: str) -> list[str]:
    """Opens the page, sends its form where that is asked for, and says what was answered instead of what should be."""
    answer = page.goto(path)
    assert answer is not None
    wrong = [] if answer.status == place.status else [f"answers {answer.status}"]
    if place.is_sent:
        with page.expect_response(lambda response: response.request.method == "POST") as sent:
            page.evaluate(
                "const form = document.querySelector('main form'); form.noValidate = true; form.submit()"
            )
        page.wait_for_load_state()
        page.locator("main .error").first.wait_for()
        wrong += [] if sent.value.status == 422 else [f"answers {sent.value.status} to an empty form"]
    return wrong


def _frame_problems(page: Page, persons: set[str], language: str = "nl") -> list[str]:
    """What is wrong with title, language, heading and texts."""
    headings = page.locator("h1").count()
    wrong = [] if headings == 1 else [f"has {headings} headings of the first rank"]
    if page.locator("html").get_attribute("lang") != language:
        wrong.append("is in another language")
    title = page.title()  # once: each asking is a message to the browser
    wrong += [f"names {name} in its title" for name in persons if name in title]
    text = page.locator("body").inner_text()
    wrong += [f"shows {found!r}" for found in re.findall(r"%\(\w+\)\w?|None\b|<\w+ object|\{\{", text)]
    return wrong


def _axe_problems(page: Page) -> list[str]:
    """What axe finds in both sizes and both modes; colours are all that differs in the dark."""
    found = []
    page.evaluate(UNFOLD)
    for size in (TALL_PHONE, TALL_DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for mode, options in (("light", EVERYTHING), ("dark", COLOURS_ONLY)):
            page.emulate_media(color_scheme="dark" if mode == "dark" else "light", reduced_motion="reduce")
            found += [f"{size['width']} {mode} {one}" for one in page.evaluate(RUN_AXE, options)]
    return found


def _width_problems(page: Page) -> list[str]:
    page.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    width = page.evaluate("document.documentElement.scrollWidth")
    return [] if width <= SMALLEST["width"] else [f"is {width} wide at 320"]


@pytest.mark.parametrize("group", GROUPS)
def test_pages_can_be_read_by_everybody(
    group: str,
    reading_server: Server,
    open_page: Open,
    keys: Mapping[str, str],
    persons: set[str],
) -> None:
    problems = []
    opened: dict[str | None, Page] = {}
    for place in [place for name, place in PLACES if name == group]:
        if place.login not in opened:
            opened[place.login] = open_page(reading_server, place.login, TALL_PHONE, "/healthz")
            opened[place.login].add_init_script(AXE)
        page = opened[place.login]
        page.set_viewport_size({"width": TALL_PHONE["width"], "height": TALL_PHONE["height"]})
        wrong = _go(page, place, place.path.format(**keys))
        wrong += [*_frame_problems(page, persons), *_axe_problems(page), *_width_problems(page)]
        problems += [f"{place.login} {place.path}{' sent' if place.is_sent else ''}: {one}" for one in wrong]

    assert "\n".join(problems) == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_stand_in_the_language_that_was_chosen(
    language: str, reading_server: Server, open_page: Open, keys: Mapping[str, str], persons: set[str]
) -> None:
    page = open_page(reading_server, "nora", SMALLEST, f"/notices?lang={language}")
    problems = []
    for place in [place for _, place in PLACES if place.login == "nora" and not place.is_sent]:
        wrong = _go(page, place, place.path.format(**keys))
        wrong += [*_frame_problems(page, persons, language), *_width_problems(page)]
        problems += [f"{place.path}: {one}" for one in wrong]

    assert "\n".join(problems) == ""


def test_every_page_of_the_product_is_opened_here(settings: Settings, work: Work) -> None:
    pages = {
        re.sub(r"\{[^}]+\}", "*", str(route.path))
        for route in api_routes(create_app(settings, work).routes)
        if "GET" in (route.methods or ())
    }
    # A row of the matrix, a handler and a link that was used are called by their own names.
    named = r"\{[^}]+\}|city$|(?<=/weights/)[\w.]+|(?<=/handlers/)[\w.]+|(?<=/confirm/)[\w-]+"
    opened = {re.sub(named, "*", place.path.split("?")[0]) for _, place in PLACES}
    files = ("/observances/calendar.", "/feeds/", "/reach/steering.")
    no_pages = ("/api/", "/healthz", "/readyz", "/contacts/suggest", "/reach/next/first", *files)
    others = {path for path in pages if path.startswith(no_pages)}

    assert pages - others - opened == set()
