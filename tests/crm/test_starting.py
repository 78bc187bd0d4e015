"""What the processes say when the store or the broker cannot be used: which one, why, and never a password."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crm import migrate
from crm.settings import Settings
from crm.starting import CannotStart, check_store, reaching_store
from tests.server import free_port
from tests.servers.postgres import run_sql
from tests.servers.redis import Redis
from tests.servers.stores import PostgresStores, read_rows
from workers.link import refusal_of

SECRET = "s3cret-that-nobody-may-read"


def _refusal(url: str) -> str:
    with pytest.raises(CannotStart) as refused:
        check_store(Settings(database_url=url))
    assert SECRET not in str(refused.value)
    return str(refused.value).removeprefix("BEREIK_DATABASE_URL: ")


def test_database_that_nobody_serves_is_named() -> None:
    url = f"postgresql://bereik:{SECRET}@127.0.0.1:{free_port()}/bereik"
    assert _refusal(url) == "the database does not answer: nobody listens there."


def test_database_that_does_not_know_us_is_named(postgres_url: str) -> None:
    host = postgres_url.partition("@")[2].rpartition("/")[0]
    nobody = f"postgresql://nobody:{SECRET}@{host}/bereik"
    assert _refusal(nobody) == "there is no such database or user."


def test_what_we_have_no_words_for_is_said_without_the_password(postgres_url: str) -> None:
    address = postgres_url.replace("bereik@", f"bereik:{SECRET}@")
    assert _refusal(f"{address}?sslmode={SECRET}") == 'connection is bad: invalid sslmode value: "...".'


def test_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear city, " * 200)
    assert _refusal(f"sqlite:///{tmp_path / 'letter.db'}") == "the file is no SQLite store."
    assert _refusal(f"sqlite:///{tmp_path / 'nowhere' / 'bereik.db'}") == "the file cannot be opened."


def test_broker_that_refuses_is_named_and_one_that_is_down_is_waited_for() -> None:
    with Redis(password=SECRET) as server:
        refused = "the broker refuses the user or the password."
        assert refusal_of(server.url.replace(f":{SECRET}@", "")) == refused
        assert refusal_of(server.url.replace(SECRET, "other")) == refused
        assert refusal_of(server.url.replace("/0", "/99")) == "the broker refuses: ResponseError."
        assert refusal_of(server.url) is None
    assert refusal_of(f"redis://:{SECRET}@127.0.0.1:{free_port()}/0") is None


def test_store_of_a_newer_version_that_promises_nothing_is_refused(
    postgres_stores: PostgresStores,
) -> None:
    url = postgres_stores.migrated()
    run_sql(url, "UPDATE alembic_version SET version_num = '9999'", "DELETE FROM schema_promise")
    said = (
        f"the store is at revision 9999, on which this version ({migrate.head()}) may not run. "
        "Start a newer version of Bereik."
    )
    assert _refusal(url) == said
    with pytest.raises(CannotStart) as refused, reaching_store(Settings(database_url=url)):
        migrate.upgrade(url)
    assert str(refused.value) == said
    assert read_rows(url, "SELECT version_num FROM alembic_version") == [("9999",)]
    postgres_stores.remove(url)


def test_processes_say_one_line_and_a_worker_waits_for_a_broker_that_is_down(
    postgres_url: str, tmp_path: Path, wait_until: Callable[[Callable[[], bool]], None]
) -> None:
    log = tmp_path / "work.log"
    broker = f"redis://:{SECRET}@127.0.0.1:{free_port()}/0"
    environment = {**os.environ, "BEREIK_DATABASE_URL": postgres_url, "BEREIK_BROKER_URL": broker}
    command = [sys.executable, "-m", "crm"]
    with log.open("wb") as said:
        process = subprocess.Popen([*command, "work"], env=environment, stderr=said)
    nowhere = {**environment, "BEREIK_DATABASE_URL": f"postgresql://bereik:{SECRET}@127.0.0.1:1/bereik"}
    done = subprocess.run([*command, "schedule"], env=nowhere, capture_output=True, text=True, check=False)
    try:
        wait_until(lambda: "Bereik works" in log.read_text() and "relay.failed" in log.read_text())
    finally:
        process.send_signal(signal.SIGTERM)
        ended = process.wait(timeout=40)
    assert (done.returncode, done.stderr) == (
        2,
        "bereik: BEREIK_DATABASE_URL: the database does not answer: nobody listens there.\n",
    )
    assert ended == 0
    assert "broker.silent" in log.read_text()
    assert SECRET not in log.read_text()
