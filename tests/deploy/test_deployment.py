"""Six processes on one store and one broker, behind the proxy: as docker-compose.yml starts them."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from crm.accounts.models import User
from crm.clock import SystemClock
from crm.db import Database
from crm.settings import Settings
from crm.starting import CannotStart, check_store
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role
from tests.conftest import PASSWORD, PASSWORD_HASH
from tests.servers.deployment import Deployment
from tests.servers.stores import read_rows
from workers.subscriptions import subscriptions

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A city at work, with one consultant: nora."""
    with Deployment(tmp_path_factory.mktemp("deployment")) as made:
        database = Database(made.database_url)
        now = datetime.now(UTC)
        with Work(database, subscriptions, SystemClock(), Settings()).writing(SYSTEM) as uow:
            uow.session.add(
                User(
                    created_at=now,
                    changed_at=now,
                    name="Nora Peeters",
                    login="nora",
                    password_hash=PASSWORD_HASH,
                    role=Role.CONSULTANT,
                )
            )
        database.close()
        yield made


def _contact(**more: object) -> dict[str, object]:
    return {"id": str(uuid4()), "channel": "street", "place": "Grote Markt", "people_band": "2-4", **more}


def _sign_in(ask: Callable[..., object]) -> str:
    answer = ask("POST", "/api/v1/session", {"login": "nora", "password": PASSWORD})
    assert answer.status == 200, answer.body  # type: ignore[attr-defined]
    return str(answer.cookie.split(";")[0])  # type: ignore[attr-defined]


def test_what_one_process_takes_another_carries_out_and_a_third_shows(
    city: Deployment, wait_until: Wait
) -> None:
    first, second = city.web
    cookie = _sign_in(first.ask)
    me = json.loads(second.ask("GET", "/api/v1/me", cookie=cookie).body)
    promise = {"what": "Bel terug over de zaal", "owner_id": me["id"], "due_on": "2035-01-15"}
    assert second.ask("POST", "/api/v1/contacts", _contact(agreements=[promise]), cookie).status == 201

    def planned() -> list[str]:
        answer = first.ask("GET", "/api/v1/follow-ups", cookie=cookie)
        return [one["what"] for one in json.loads(answer.body)["items"]]

    wait_until(lambda: planned() != [])
    assert planned() == ["Bel terug over de zaal"]
    served = {part.name for part in city.web if '"request.answered"' in part.said}
    assert served == {"web-1.1", "web-2.1"}


def test_addresses_that_readers_are_given_are_those_of_the_proxy(city: Deployment) -> None:
    cookie = _sign_in(city.ask)
    answer = city.ask("POST", "/api/v1/calendars/mine", {}, cookie)
    assert (answer.status, f"https://localhost:{city.port}/feeds/" in answer.body.decode()) == (201, True)


def test_update_one_after_the_other_refuses_nobody(city: Deployment) -> None:
    cookie = _sign_in(city.ask)
    statuses: list[int] = []
    done = threading.Event()

    def keep_logging() -> None:
        while not done.is_set():
            statuses.append(city.ask("POST", "/api/v1/contacts", _contact(), cookie).status)

    before = read_rows(city.database_url, "SELECT count(*) FROM contact_moment")[0][0]
    loggers = [threading.Thread(target=keep_logging) for _ in range(2)]
    for logger in loggers:
        logger.start()
    exits = []
    for part in city.web:
        exits.append(part.stop())
        part.start()
        part.wait_until_ready()
    done.set()
    for logger in loggers:
        logger.join()
    after = read_rows(city.database_url, "SELECT count(*) FROM contact_moment")[0][0]
    assert exits == [0, 0]
    assert set(statuses) == {201}
    assert after == int(str(before)) + len(statuses)


def test_workers_and_schedulers_stop_in_good_order(city: Deployment) -> None:
    exits = [part.stop() for part in city.others]
    for part in city.others:
        part.start()
    for part in city.others:
        part.wait_for("Stop it with")
    assert exits == [0, 0, 0, 0]


def test_no_process_writes_a_password(city: Deployment) -> None:
    secrets = [path.read_text().split()[-1] for path in (city.folder / "secrets").iterdir()]
    parts = [secret.rpartition("@")[0].rpartition(":")[2] or secret for secret in secrets]
    logs = "".join(path.read_text(errors="replace") for path in city.folder.glob("*.log"))
    assert len(parts) == 4
    assert [secret for secret in parts if secret in logs] == []


def test_wrong_password_of_the_store_is_named_and_not_repeated(city: Deployment) -> None:
    wrong = city.database_url.replace("bereik:", "bereik:wr0ng")
    with pytest.raises(CannotStart) as refused:
        check_store(Settings(database_url=wrong))
    assert str(refused.value) == "BEREIK_DATABASE_URL: the database refuses the user or the password."


def test_secrets_that_are_there_are_kept(city: Deployment) -> None:
    folder: Path = city.folder / "secrets"
    assert sorted(path.name for path in folder.iterdir()) == [
        "broker_url",
        "database_url",
        "postgres_password",
        "redis_conf",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700
