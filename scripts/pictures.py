"""Takes the pictures of README.md and docs/ from the demo city, with headless Chromium at 360 and 1280 pixels."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from crm.demo.colleagues import PASSWORD  # noqa: E402
from tests.server import Server  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SIZES = {360: 780, 1280: 860}


def sign_in(page: Page, server: Server, login: str) -> None:
    """Signs in as a user of the demo city."""
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Naam").fill(login)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(f"{server.url}/")


def open_link(page: Page, server: Server, start: str, name: str) -> None:
    """Opens a page, and the first link on it that says so."""
    page.goto(f"{server.url}{start}")
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state("networkidle")


def take(browser: Browser, server: Server, width: int) -> None:
    """The pictures at one width."""
    context = browser.new_context(viewport={"width": width, "height": SIZES[width]}, has_touch=width < 600)
    page = context.new_page()
    sign_in(page, server, "nora")
    page.screenshot(path=PICTURES / f"today-{width}.png")
    open_link(page, server, "/communities?q=assyrische", "Assyrische families Nekkerspoel")
    page.screenshot(path=PICTURES / f"community-{width}.png")
    open_link(page, server, "/events?q=buurtbarbecue", "Buurtbarbecue")
    page.screenshot(path=PICTURES / f"event-{width}.png")
    page.goto(f"{server.url}/observances?year=2027&month=3")
    page.screenshot(path=PICTURES / f"calendar-{width}.png")
    page.goto(f"{server.url}/reach")
    page.screenshot(path=PICTURES / f"reach-{width}.png")
    page.goto(f"{server.url}/reach/next")
    page.screenshot(path=PICTURES / f"next-{width}.png")
    page.goto(f"{server.url}/reach/trend")
    page.screenshot(path=PICTURES / f"trend-{width}.png")
    open_link(page, server, "/communities?q=assyrische", "Assyrische families Nekkerspoel")
    page.get_by_role("link", name="Op de kaart").click()
    page.get_by_role("link", name="2 stappen").click()
    page.locator("network-map[data-drawn]").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('network-map').scrollIntoView({block: 'start'}); scrollBy(0, -120)")
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"map-{width}.png")
    context.close()


def main() -> None:
    """Makes the city, serves it, takes the pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("bereik: chromium is missing (apt install chromium).")
    PICTURES.mkdir(parents=True, exist_ok=True)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.db"
        environment = {**os.environ, "BEREIK_DATABASE_URL": f"sqlite:///{store}"}
        subprocess.run(
            [sys.executable, "-m", "crm", "demo"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        with Server(store) as server, sync_playwright() as playwright:
            arguments = ["--disable-background-networking", "--no-first-run", *sandbox]
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
            for width in SIZES:
                take(browser, server, width)
            browser.close()


if __name__ == "__main__":
    main()
