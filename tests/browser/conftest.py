"""A real Chromium before a real server over the demo city."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from crm.db import Database
from crm.demo.colleagues import PASSWORD
from tests.browser.every_page import keys_of
from tests.crm.walks import give_up_some
from tests.server import Server
from tests.servers.stores import Stores, read_rows

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# So that the page about mail has its form; nobody of the demo city has an address.
MAIL_ON = {
    "BEREIK_SMTP_URL": "smtp://mail.example.be",
    "BEREIK_MAIL_FROM": "bereik@example.be",
    "BEREIK_PUBLIC_URL": "https://bereik.example.be",
}
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
# Nothing but the page itself may open a connection.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
# Chromium writes every refusal to the console; a page that refuses on purpose is no fault, a missing file is.
REFUSALS = ("status of 403", "status of 404", "status of 409", "status of 422")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves these tests out where there is no Chromium; CI says that it must be there."""
    if CHROMIUM is None and not os.environ.get("BEREIK_TEST_ALL_PARTS"):
        reason = pytest.mark.skip(reason="Chromium is missing (apt install chromium)")
        for item in items:
            if "tests/browser" in str(item.path):
                item.add_marker(reason)


def _make_demo(stores: Stores) -> str:
    url = stores.empty()
    command = [sys.executable, "-m", "crm", "demo"]
    environment = {**os.environ, "BEREIK_DATABASE_URL": url}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    database = Database(url)
    with database.writing() as session:
        give_up_some(session)
    database.close()
    return url


@pytest.fixture(scope="session")
def demo_store(stores: Stores) -> str:
    """A store with the demo city, made by the product's own command."""
    return stores.once(_make_demo)


@pytest.fixture(scope="module")
def server(demo_store: str, stores: Stores) -> Iterator[Server]:
    """A server over a copy of the demo city, shared by the tests of one file: each writes what only it looks for."""
    url = stores.copy(demo_store)
    with Server(url) as running:
        yield running
    stores.remove(url)


@pytest.fixture(scope="session")
def reading_server(demo_store: str, stores: Stores) -> Iterator[Server]:
    """One server for all tests that only read."""
    url = stores.copy(demo_store)
    with Server(url, settings=MAIL_ON) as running:
        yield running
    stores.remove(url)


@pytest.fixture(scope="session")
def persons(demo_store: str) -> set[str]:
    """The name of every person in the demo city."""
    return {str(name) for (name,) in read_rows(demo_store, "select name from party where kind = 'person'")}


@pytest.fixture(scope="session")
def keys(demo_store: str) -> Mapping[str, str]:
    """The ids that the addresses of pages name."""
    return keys_of(demo_store)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield started
        started.close()


@pytest.fixture(scope="session")
def cookie_of() -> Callable[[Server, str], str]:
    """The session cookie of a login at a server, asked for once."""
    known: dict[tuple[str, str], str] = {}

    def cookie(server: Server, login: str) -> str:
        if (server.url, login) not in known:
            known[server.url, login] = server.sign_in(login, PASSWORD)
        return known[server.url, login]

    return cookie


def _watch(page: Page, server: Server, problems: list[str]) -> None:
    """Notes script errors, refusals by the content policy, missing files and requests to anybody else."""

    def note_message(message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load") and any(one in message.text for one in REFUSALS)
        if message.type == "error" and not (refused and "/static/" not in message.location["url"]):
            problems.append(f"{page.url}: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((f"{server.url}/", "data:", "blob:")):
            problems.append(f"{page.url} asks {request.url}")

    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("console", note_message)
    page.on("request", note_request)


@pytest.fixture
def open_page(browser: Browser, cookie_of: Callable[[Server, str], str]) -> Iterator[Callable[..., Page]]:
    """Opens a page, signed in: open_page(server, "nora", PHONE, "/reach"); the page writes Dutch.

    Fails on an error of a script or of the content policy, and on a request to another host.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(
        server: Server, login: str | None, size: dict[str, int], path: str = "/", *, script: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": size["width"], "height": size["height"]},
            has_touch=size["width"] < 600,
            java_script_enabled=script,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if login is not None:
            name, _, value = cookie_of(server, login).partition("=")
            # Chromium takes a __Host- cookie from a safe address only, and gives it to this machine all the same.
            safe = server.url.replace("http:", "https:")
            context.add_cookies([{"name": name, "value": value, "url": safe, "secure": True}])
        context.add_cookies([{"name": "language", "value": "nl", "url": server.url}])
        page = context.new_page()
        _watch(page, server, problems)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def wait_for(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Loads the page again until the text stands there: what happens after a commit is not shown at once."""

    def wait(page: Page, text: str) -> None:
        for _ in range(60):
            if page.get_by_text(text).count():
                return
            page.wait_for_timeout(250)
            page.reload()
        raise AssertionError(f"{request.node.name}: {page.url} never said {text!r}")

    return wait
