"""What people own in the calendars: a date that is confirmed and taken back, a weight that is set and put back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
WaitFor = Callable[[Page, str], None]


def test_confirmed_date_softens_the_verdict_and_tells_who_organises(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, "nora", PHONE, "/events")
    page.get_by_role("link", name="Infomarkt wonen").click()
    expect(page.locator(".verdict.warn")).to_contain_text("Let op")
    address = page.url
    page.get_by_role("link", name="Bevestig de datum").click()

    expect(page.get_by_label("Welke dag?")).to_have_value("eid_al_fitr")
    expect(page.get_by_role("heading", name="Wat we nu weten")).to_be_visible()
    page.get_by_label("Eerste dag, zoals aangekondigd").fill("2027-03-09")
    page.get_by_label("Waar las of hoorde je het?").fill("Zie https://voorbeeld.example/eid")
    page.get_by_role("button", name="Bevestig de datum").click()

    page.wait_for_url(f"{address}*")
    wait_for(page, "Goed moment, met een opmerking (bevestigd)")
    expect(page.locator(".timeline")).to_contain_text("Let op (verwacht), op")
    expect(page.get_by_role("link", name="https://voorbeeld.example/eid").first).to_be_visible()
    page.goto("/notices")
    wait_for(page, "Infomarkt wonen en Eid al-Fitr: het was “Let op”")

    page.goto("/observances/confirm?observance=eid_al_fitr&year=2027")
    page.get_by_text("Fout?").click()
    page.get_by_role("button", name="Neem het terug").click()
    page.goto(address)
    wait_for(page, "Let op (verwacht)")
    expect(page.locator(".verdict.warn")).to_contain_text("Let op")


def test_administrator_sets_a_weight_and_puts_it_back(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    event = open_page(server, "bram", DESK, "/events")
    event.get_by_role("link", name="Ouderavond Arsenaal").click()
    expect(event.locator(".verdict.bad")).to_contain_text("avondgebed")

    page = open_page(server, "hilde", DESK, "/observances")
    page.get_by_role("link", name="Wat weegt hoe zwaar").click()
    page.get_by_label("Feest, reden of voor wie").fill("avondgebed ramadan")
    page.get_by_role("button", name="Toon", exact=True).click()
    page.get_by_role("link", name="Avondgebed of avonddienst").click()
    page.get_by_role("link", name="Wijzig").click()
    page.get_by_role("radio", name="Let op").check()
    page.get_by_label("Advies in het Nederlands").fill("Vraag het uur aan de moskee in je wijk.")
    page.get_by_label("Waarom?").fill("Onze moskeeën bidden later.")
    page.get_by_role("button", name="Bewaar").click()

    expect(page.get_by_text("Hilde Coppens zette dit op “Let op”")).to_be_visible()
    expect(page.get_by_text("“Onze moskeeën bidden later.”")).to_be_visible()
    event.reload()
    wait_for(event, "Vraag het uur aan de moskee in je wijk.")
    expect(event.locator(".verdict.warn")).to_contain_text("Let op")
    wait_for(event, "Let op (verwacht)")

    page.get_by_label("Waarom?").fill("Toch zoals het was.")
    page.get_by_role("button", name="Zet het voorstel van Bereik terug").click()
    expect(page.get_by_text("Hilde Coppens zette het voorstel van Bereik terug")).to_be_visible()
    event.reload()
    expect(event.locator(".verdict.bad")).to_contain_text("Kies een dag na de ramadan")
