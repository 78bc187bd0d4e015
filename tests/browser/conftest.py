"""A real Chromium before a real server over the demo city."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from crm.demo.colleagues import PASSWORD
from tests.server import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "crm/web/frontend/node_modules/axe-core/axe.min.js"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
# Nothing but the page itself may open a connection.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves these tests out where there is no Chromium; CI says that it must be there."""
    if CHROMIUM is None and not os.environ.get("BEREIK_TEST_ALL_PARTS"):
        reason = pytest.mark.skip(reason="Chromium is missing (apt install chromium)")
        for item in items:
            if "tests/browser" in str(item.path):
                item.add_marker(reason)


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demo city, made by the product's own command."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    environment = {**os.environ, "BEREIK_DATABASE_URL": f"sqlite:///{path}"}
    subprocess.run(
        [sys.executable, "-m", "crm", "demo"], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return path


@pytest.fixture
def server(demo_store: Path, tmp_path: Path) -> Iterator[Server]:
    """A server over a copy of the demo city."""
    with Server(Path(shutil.copy(demo_store, tmp_path / "served.db"))) as running:
        yield running


@pytest.fixture(scope="session")
def reading_server(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that only read."""
    with Server(Path(shutil.copy(demo_store, tmp_path_factory.mktemp("read") / "served.db"))) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page, signed in: open_page(server, "nora", PHONE, "/reach"). Fails on a policy or script error."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(
        server: Server,
        login: str | None,
        size: dict[str, int],
        path: str = "/",
        *,
        dark: bool = False,
        script: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme="dark" if dark else "light",
            has_touch=size["width"] < 600,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        if login is not None:
            page.goto(f"{server.url}/sign-in")
            page.get_by_label("Naam").fill(login)
            page.get_by_label("Wachtwoord").fill(PASSWORD)
            page.get_by_role("button", name="Aanmelden").click()
            page.wait_for_url(f"{server.url}/")
        if login is None or path != "/":
            page.goto(f"{server.url}{path}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []
