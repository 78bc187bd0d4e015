"""The report for the steering group: chosen and downloaded by a manager, with a note that a consultant wrote."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
SAID = "Ze willen de brief ook in pictogrammen."


def _download(page: Page, name: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(started.value.path()).read_bytes()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_manager_takes_the_report_along(
    size: dict[str, int], reading_server: Server, open_page: Open, persons: set[str]
) -> None:
    page = open_page(reading_server, "annelies", size, "/reach")
    page.get_by_role("link", name="Rapport", exact=True).click()
    expect(page.locator(".reach-card")).to_have_count(5)
    expect(page.locator("#matrix tbody th[scope=rowgroup]").first).to_have_text("Herkomst")

    page.get_by_label("Voor wie?").select_option(label="Om door te geven buiten het team")
    page.get_by_label("Op welke dag?").select_option(index=1)
    page.get_by_role("button", name="Toon").click()

    hidden = page.locator("#doors").get_by_text("niet getoond", exact=True)
    expect(hidden.first).to_be_visible()
    shown = [text for text in page.locator("#doors td").all_inner_texts() if text != "niet getoond"]
    assert {int(text) % 5 for text in shown} == {0}
    book = openpyxl.load_workbook(BytesIO(_download(page, "Als XLSX")))
    cells = [cell.value for row in book["Wie een deur opent"].iter_rows() for cell in row]
    assert cells.count("niet getoond") == hidden.count()
    assert _download(page, "Als CSV").decode().startswith("\ufeffWie bereiken we? Voor de stuurgroep\r\n")
    text = page.locator("main").inner_text()
    assert [name for name in persons if name in text] == []


def test_pdf_opens_from_the_page(reading_server: Server, open_page: Open, persons: set[str]) -> None:
    page = open_page(reading_server, "annelies", DESK, "/reach/steering")
    address = page.get_by_role("link", name="Als PDF", exact=True).get_attribute("href")
    answer = page.request.get(f"{reading_server.url}{address}")
    text = " ".join(each.extract_text() for each in PdfReader(BytesIO(answer.body())).pages)
    assert "Wie bereiken we? Voor de stuurgroep" in text
    assert [name for name in persons if name in text] == []


def test_consultant_writes_down_what_was_said_and_the_manager_reads_it(
    server: Server, open_page: Open
) -> None:
    page = open_page(server, "nora", PHONE, "/reach/steering")
    page.get_by_text("Groepen waarover nog niets is opgeschreven").click()
    page.get_by_role("link", name="Dove Mechelaars van Turkse herkomst").click()
    page.get_by_label("Een ronde in de straat").check()
    page.get_by_label("Wat zeiden ze?").fill("Sevgi Aydın zei het.")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("In deze tekst staat de naam van iemand.")

    page.get_by_label("Wat zeiden ze?").fill(SAID)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("section[aria-labelledby=written-title]")).to_contain_text(SAID)

    manager = open_page(server, "annelies", DESK, "/reach/steering")
    card = manager.locator("#notes article", has_text="Dove Mechelaars van Turkse herkomst")
    expect(card).to_contain_text(SAID)
    expect(card).to_contain_text("Een ronde in de straat")
    expect(manager.locator("#notes").get_by_role("link")).to_have_count(0)
