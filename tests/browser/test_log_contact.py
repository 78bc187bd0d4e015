"""Logging a contact as people do it: on a phone in the street, at a desk, and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
WaitFor = Callable[[Page, str], None]


def _tick(page: Page, label: str) -> None:
    """Ticks a chip or a switch by its words, as a finger does: the box itself is not shown."""
    page.locator("label").filter(has_text=label).first.click()


def _save(page: Page) -> None:
    page.get_by_role("button", name="Bewaar", exact=True).click()


def _first_person(page: Page) -> Locator:
    return page.locator("label.choice:has(input[name=party_ids])").first


def _name_on(chip: Locator) -> str:
    return (
        chip.locator(".choice-text, span").first.inner_text().split("\n")[0].removesuffix(" vandaag").strip()
    )


@pytest.mark.parametrize(("login", "size"), [("nora", PHONE), ("dilan", DESK)], ids=["phone", "desk"])
def test_contact_with_a_promise_leaves_a_follow_up_in_today(
    login: str, size: dict[str, int], server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, login, size)
    promised = f"Bel terug over het stoepje van {login}"

    page.get_by_role("link", name="Noteer", exact=size is PHONE).filter(visible=True).first.click()
    page.wait_for_url("**/contacts/new")
    _first_person(page).click()
    _tick(page, "Telefoon")
    _tick(page, "Toegankelijkheid")
    _tick(page, "Ik beloof iets")
    page.get_by_label("Wat?", exact=True).fill(promised)
    page.get_by_role("button", name="morgen").click()
    _save(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaard.")
    expect(page.locator(".notice")).to_contain_text(promised)
    page.goto("/")
    wait_for(page, promised)


def test_shortest_way_takes_six_taps_at_most(server: Server, open_page: Open) -> None:
    page = open_page(server, "amal", PHONE)
    taps = 0

    def tap(target: Locator) -> None:
        nonlocal taps
        taps += 1
        target.tap()

    tap(page.get_by_role("link", name="Noteer", exact=True).filter(visible=True))
    page.wait_for_url("**/contacts/new")
    who = _name_on(_first_person(page))
    tap(_first_person(page))
    tap(page.locator("label").filter(has_text="Wonen").first)
    tap(page.locator("label").filter(has_text="Ik beloof iets"))
    tap(page.locator("label").filter(has_text="Terugbellen"))
    tap(page.get_by_role("button", name="Bewaar", exact=True))

    expect(page.locator(".notice p").first).to_contain_text(f"Je belt {who} op ")
    assert taps <= 6


def test_nobody_by_name_needs_a_place_only(server: Server, open_page: Open) -> None:
    page = open_page(server, "joris", PHONE, "/contacts/new")

    _tick(page, "Niemand bij naam")
    page.get_by_label("Plaats").fill("Bushalte Vaartdijk")
    page.get_by_label("Wijk").select_option("Mechelen-Noord")
    _tick(page, "2 tot 4")
    _tick(page, "Op straat")
    _tick(page, "Wonen")
    _save(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaard.")
    expect(page.locator(".notice")).to_contain_text("Je contact is genoteerd.")
    page.goto("/")
    expect(page.get_by_role("link", name="Bushalte Vaartdijk").first).to_be_visible()


def test_somebody_new_is_made_on_the_way(server: Server, open_page: Open) -> None:
    page = open_page(server, "sofie", PHONE, "/contacts/new")

    page.locator("label.switch").filter(has_text="Nieuw").click()
    page.get_by_label("Naam", exact=True).fill("Tamara Quix")
    _save(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaard.")
    page.goto("/search?q=quix")
    page.get_by_role("link", name="Tamara Quix").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tamara Quix")


def test_signal_stays_in_today_until_it_is_answered_and_told_back(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, "karim", PHONE, "/contacts/new")
    heard = "De verlichting onder de spoorbrug is stuk sinds de zomer."

    _first_person(page).click()
    _tick(page, "Toegankelijkheid")
    page.get_by_label("Wat wil je onthouden?").fill(heard)
    _tick(page, "Dit is een signaal")
    page.get_by_label("Welke dienst?").select_option(index=1)
    _save(page)
    expect(page.locator(".notice")).to_contain_text("Je signaal staat in Vandaag")

    page.goto("/signals")
    wait_for(page, heard)
    page.get_by_role("link", name=heard).click()
    page.get_by_label("Wat antwoordde de dienst?").fill("Er komt nieuwe verlichting in februari.")
    page.get_by_role("button", name="Bewaar het antwoord").click()
    page.goto("/")
    row = page.locator("li.row").filter(has_text=heard)
    expect(row).to_contain_text("Beantwoord, nog niet terugverteld")
    page.evaluate("for (const one of document.querySelectorAll('details.more')) one.open = true")

    row.get_by_role("link", name="Vertel het terug").click()
    page.locator("#f-how").fill("Verteld op het plein.")
    page.get_by_role("button", name="Ze weten het nu").click()
    page.goto("/")
    expect(page.locator("li.row").filter(has_text=heard).filter(has_text="terugverteld")).to_have_count(0)


def test_undo_takes_the_contact_back(server: Server, open_page: Open) -> None:
    page = open_page(server, "pieter", PHONE, "/contacts/new")
    _tick(page, "Niemand bij naam")
    page.get_by_label("Plaats").fill("Kade die niet bestaat")
    _tick(page, "2 tot 4")
    _save(page)

    page.get_by_role("button", name="Ongedaan maken").click()

    expect(page.locator(".flash")).to_be_visible()
    expect(page.get_by_role("link", name="Kade die niet bestaat")).to_have_count(0)


def test_two_taps_on_save_give_one_contact(server: Server, open_page: Open) -> None:
    page = open_page(server, "esther", PHONE, "/contacts/new")
    _tick(page, "Niemand bij naam")
    page.get_by_label("Plaats").fill("Trappen van de dubbele tik")
    _tick(page, "2 tot 4")

    page.get_by_role("button", name="Bewaar", exact=True).dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaard.")
    page.goto("/")
    expect(page.get_by_role("link", name="Trappen van de dubbele tik", exact=True)).to_have_count(1)


def test_everything_works_without_script(server: Server, open_page: Open, wait_for: WaitFor) -> None:
    page = open_page(server, "nora", PHONE, script=False)
    page.get_by_role("link", name="Noteer", exact=True).click()
    page.get_by_label("Zoek iemand anders").fill("samowar")
    page.get_by_role("button", name="Zoek", exact=True).last.click()
    _tick(page, "Turks Theehuis De Samowar")
    _tick(page, "Bezoek")
    _tick(page, "Wonen")
    _tick(page, "Ik beloof iets")
    page.get_by_label("Wat?", exact=True).fill("Breng het formulier zonder script")
    page.get_by_label("Tegen wanneer?").fill("2027-01-04")
    _save(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaard.")
    expect(page.locator(".notice")).to_contain_text("maandag 4 januari 2027")
    page.goto("/search?q=samowar")
    page.get_by_role("link", name="Turks Theehuis De Samowar").first.click()
    wait_for(page, "Breng het formulier zonder script")


def test_missing_person_is_said_beside_the_question_and_keeps_what_was_written(
    server: Server, open_page: Open
) -> None:
    page = open_page(server, "nora", PHONE, "/contacts/new")
    page.get_by_label("Wat wil je onthouden?").fill("Dit blijft staan.")

    _save(page)

    expect(page.locator("#error-party_ids")).to_be_visible()
    expect(page.get_by_label("Wat wil je onthouden?")).to_have_value("Dit blijft staan.")
