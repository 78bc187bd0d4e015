"""Introductions: ask the colleague in between, who answers, and read what came of it."""

import re
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_ask_a_colleague_who_answers_and_the_asker_reads_it(
    server: Server,
    open_page: Open,
    keys: Mapping[str, str],
    wait_for: Callable[[Page, str], None],
    script: bool,
) -> None:
    # With script Nora asks for the deaf café, without it for the network around it.
    target = "Doofcafé De Zenne" if script else "Doof en Turks in Mechelen"
    page = open_page(server, "nora", PHONE, "/introductions", script=script)
    page.get_by_label("Zoek op naam").fill(target)
    page.locator("main").get_by_role("button", name="Zoek").click()
    page.locator("main").get_by_role("link", name=target, exact=True).first.click()
    expect(page.get_by_role("heading", name=f"Wie kan mij voorstellen aan {target}?")).to_be_visible()
    ask = page.get_by_role("link", name=re.compile("^Vraag het aan")).first
    colleague = ask.inner_text().removeprefix("Vraag het aan").strip()
    ask.click()
    page.get_by_role("button", name="Vraag het", exact=True).click()
    expect(page.locator("main").get_by_text("Gevraagd. Het is nu een opvolging")).to_be_visible()
    expect(page.locator("main li", has_text=target).first).to_contain_text(colleague)

    other = open_page(server, colleague.split()[0].lower(), DESK, "/notices", script=script)
    wait_for(other, f"Een collega vraagt of je die kunt voorstellen aan {target}.")
    other.goto("/introductions")
    row = other.locator("li", has_text=f"Nora Peeters wil kennismaken met {target}").first
    row.get_by_role("link", name="Wat kwam ervan?").click()
    other.get_by_label("Niet nu").check()
    other.get_by_label("Wat wil je erover zeggen?").fill("Na de verhuis graag.")
    other.get_by_role("button", name="Bewaar").click()
    expect(other.locator("main").get_by_text("Bewaard. Wie het vroeg, kan het nu lezen.")).to_be_visible()

    page.goto("/notices")
    wait_for(page, f"Antwoord op je vraag: wie stelt je voor aan {target}?")
    page.goto("/introductions/requests")
    answered = page.locator("main li", has_text=target).first
    expect(answered).to_contain_text("Na de verhuis graag.")
    expect(answered).to_contain_text("Niet nu")


def test_page_of_a_person_leads_to_who_can_introduce(
    reading_server: Server, open_page: Open, keys: Mapping[str, str]
) -> None:
    page = open_page(reading_server, "karim", DESK, f"/people/{keys['person']}")
    page.get_by_role("link", name="Wie kan mij voorstellen?").click()
    expect(page.get_by_role("heading", name="Via een collega")).to_be_visible()
    expect(page.locator("ol.chain").first).to_contain_text("Sevgi Aydın")
