"""Everything by keyboard: where the focus is can be seen, and it never falls off the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
# What has the focus shows it: a ring of its own, or on the label around an unseen control.
SHOWS_FOCUS = """() => {
  const one = document.activeElement;
  return [one, one.closest("label"), one.parentElement].some((box) => {
    const style = box && getComputedStyle(box);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
}"""
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 120)"


def _tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Presses Tab until the target has the focus; everything on the way shows that it has it."""
    wanted = target.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), f"no focus to be seen on {page.evaluate(FOCUSED)}"
        if page.evaluate("(wanted) => document.activeElement === wanted", wanted):
            return
    raise AssertionError(f"Tab never came to {target}")


def _has_fallen(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement === document.body || document.activeElement === null"))


def test_skip_link_comes_first_and_goes_to_the_content(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", DESK, "/organisations")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_contact_is_logged_without_a_pointer(server: Server, open_page: Open) -> None:
    page = open_page(server, "joris", DESK)
    _tab_to(page, page.get_by_role("link", name="Noteer een contact").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts/new")

    _tab_to(page, page.locator("input[name=party_ids]").first)
    page.keyboard.press("Space")
    _tab_to(page, page.locator("input[name=channel]:checked"))
    page.keyboard.press("ArrowRight")
    _tab_to(page, page.get_by_label("Wonen"))
    page.keyboard.press("Space")
    _tab_to(page, page.get_by_label("Ik beloof iets"))
    page.keyboard.press("Space")
    _tab_to(page, page.get_by_label("Wat?", exact=True))
    page.keyboard.type("Stuur het blad met de toetsen")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaard.")
    expect(page.locator(".notice")).to_contain_text("Stuur het blad met de toetsen")


def test_moment_is_planned_without_a_pointer(server: Server, open_page: Open) -> None:
    page = open_page(server, "bram", DESK, "/events/new")
    _tab_to(page, page.get_by_label("Wat is het?"))
    page.keyboard.type("Ouderavond met toetsen")
    _tab_to(page, page.get_by_label("Datum", exact=True))
    page.keyboard.type("02232027")  # the order of the browser's own language, which is English here
    _tab_to(page, page.get_by_label("Van", exact=True))
    page.keyboard.type("0730PM")
    _tab_to(page, page.get_by_label("Tot", exact=True))
    page.keyboard.type("0930PM")
    expect(page.get_by_label("Datum", exact=True)).to_have_value("2027-02-23")
    search = page.get_by_label("Zoek een organisatie of netwerk")
    _tab_to(page, search)
    page.keyboard.type("wilgenboom")
    found = page.get_by_label("Ouders van De Wilgenboom")
    expect(found).to_be_attached()
    expect(search).to_be_focused()
    _tab_to(page, found)
    page.keyboard.press("Space")

    better = page.locator("#verdict button.suggestion").filter(has_text="16 maart")
    expect(better).to_be_visible()
    assert not _has_fallen(page)
    _tab_to(page, better)
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/check#f-start_on")
    expect(page.get_by_label("Datum", exact=True)).to_have_value("2027-03-16")
    _tab_to(page, page.get_by_role("button", name="Bewaar", exact=True))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ouderavond met toetsen")


def test_error_takes_the_reader_to_what_is_wrong(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", PHONE, "/contacts/new")

    page.get_by_role("button", name="Bewaar", exact=True).press("Enter")
    page.locator("#error-party_ids").wait_for()

    assert not _has_fallen(page)
    _tab_to(page, page.locator(".error-summary a").first, 3)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-party_ids"


def test_menu_of_a_phone_closes_and_gives_the_focus_back(reading_server: Server, open_page: Open) -> None:
    page = open_page(reading_server, "nora", PHONE)
    summary = page.locator("details.menu > summary")
    summary.press("Enter")
    expect(page.locator(".menu-panel")).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator(".menu-panel")).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("path", ["/people/{key_figure}", "/signals/{open_signal}", "/events/{warned}"])
def test_every_stop_of_the_tab_key_can_be_seen(
    path: str, reading_server: Server, open_page: Open, keys: dict[str, str]
) -> None:
    page = open_page(reading_server, "nora", DESK, path.format(**keys))
    last = (
        page.locator("main a[href], main button, main summary, main input:not([type=hidden])")
        .filter(visible=True)
        .last
    )

    _tab_to(page, last, 150)
