"""docker-compose.yml, read by Docker Compose itself: what it starts is there, and nothing has more rights than it needs."""

import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crm.__main__ import STOP_WITHIN_S, cli, make_work
from crm.accounts.guards import api_routes
from crm.app import create_app
from crm.settings import FROM_FILE, PREFIX, Settings
from tests.servers.deployment import ROOT, composed
from workers.process import STOP_WITHIN_MS

COMPOSED = composed()
SERVICES: dict[str, dict[str, Any]] = COMPOSED["services"]
LINK_ENDS_WITHIN_S = 5
OURS = ("web-1", "web-2", "work", "schedule", "migrate")


@pytest.fixture(params=sorted(SERVICES))
def service(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each service in turn."""
    return {"name": request.param, **SERVICES[request.param]}


def test_every_part_is_there() -> None:
    assert sorted(SERVICES) == sorted([*OURS, "postgres", "redis", "proxy"])
    assert [SERVICES[name]["deploy"]["replicas"] for name in ("work", "schedule")] == [2, 2]


def test_service_has_no_right_that_it_does_not_need(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if service["name"] == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert service.get("user") == {"postgres": "postgres", "redis": "redis"}.get(service["name"])


def test_service_cannot_fill_the_host(service: dict[str, Any]) -> None:
    assert int(service["mem_limit"]) <= 1536 * 1024**2
    assert (service["logging"]["driver"], service["logging"]["options"]["max-size"]) == ("local", "10m")


def test_service_is_started_again_and_stopped_in_good_order(service: dict[str, Any]) -> None:
    assert service["restart"] == ("no" if service["name"] == "migrate" else "unless-stopped")
    assert service["stop_grace_period"] == ("1m0s" if service["name"] == "postgres" else "30s")


def test_every_command_is_one_of_ours() -> None:
    for name in OURS:
        (command,) = SERVICES[name]["command"]
        assert command in cli.commands


def test_every_setting_is_one_of_ours_and_no_value_is_a_secret() -> None:
    for name in OURS:
        for variable, value in SERVICES[name]["environment"].items():
            field = variable.removeprefix(PREFIX).removesuffix(FROM_FILE).lower()
            assert variable.startswith(PREFIX) and field in Settings.model_fields
            if variable.endswith(FROM_FILE):
                secrets = {one["target"].rpartition("/")[2] for one in SERVICES[name]["secrets"]}
                assert value.rpartition("/")[2] in secrets
    text = (ROOT / "docker-compose.yml").read_text()
    assert [
        word for word in ("PASSWORD:", "requirepass", "://") if word in text.replace("http://127.0.0.1", "")
    ] == []


def test_every_file_is_there_or_made_by_the_script(tmp_path: Path) -> None:
    subprocess.run(
        ["sh", ROOT / "scripts/make_secrets.sh", tmp_path / "secrets"], check=True, capture_output=True
    )
    made = {path.name: path for path in (tmp_path / "secrets").iterdir()}
    assert {Path(one["file"]).name for one in COMPOSED["secrets"].values()} == set(made)
    # Containers read them as users of their own; on the host nobody else comes past the folder.
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.values()} == {0o444}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    bound = [one for each in SERVICES.values() for one in each.get("volumes", []) if one["type"] == "bind"]
    assert [one["source"] for one in bound] == [str(ROOT / "deploy/Caddyfile")]
    assert [one["read_only"] for one in bound] == [True]


def test_secrets_that_are_there_are_kept(tmp_path: Path) -> None:
    make = ["sh", str(ROOT / "scripts/make_secrets.sh"), str(tmp_path / "secrets")]
    subprocess.run(make, check=True, capture_output=True)
    before = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(make, check=True, capture_output=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == before
    assert len(set(before.values())) == 4


def test_nothing_but_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["proxy"]
    assert COMPOSED["networks"]["inside"]["internal"] is True
    networks = {name: sorted(each["networks"]) for name, each in SERVICES.items()}
    assert {name for name, on in networks.items() if "inside" in on} == {*OURS, "postgres", "redis"}
    assert networks["postgres"] == networks["redis"] == networks["migrate"] == ["inside"]
    assert {name for name, on in networks.items() if "front" in on} == {"proxy", "web-1", "web-2"}


def test_nobody_runs_before_the_store_is_migrated() -> None:
    for name in ("web-1", "web-2", "work", "schedule"):
        waits = {other: each["condition"] for other, each in SERVICES[name]["depends_on"].items()}
        # The pages are served without a broker too.
        assert waits == {"migrate": "service_completed_successfully", "redis": "service_started"}
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_every_question_after_health_is_a_route() -> None:
    settings = Settings(database_url="sqlite:///never-opened.db")
    routes = {route.path for route in api_routes(create_app(settings, make_work(settings)).routes)}
    asked = [" ".join(SERVICES[name]["healthcheck"]["test"]) for name in ("web-1", "web-2")]
    assert ["127.0.0.1:8000/healthz" in each for each in asked] == [True, True]
    assert "health_uri /readyz" in (ROOT / "deploy/Caddyfile").read_text()
    assert {"/healthz", "/readyz"} <= routes
    checked = {name for name, each in SERVICES.items() if "test" in each.get("healthcheck", {})}
    assert checked == {"web-1", "web-2", "postgres", "redis", "proxy"}


def test_two_web_processes_differ_in_nothing() -> None:
    first, second = ({**SERVICES[name], "build": None} for name in ("web-1", "web-2"))
    assert first == second


def test_broker_keeps_what_it_has() -> None:
    given = SERVICES["redis"]["command"]
    assert {"--appendonly yes", "--maxmemory-policy noeviction"} <= set(given)


def test_store_has_a_connection_for_everybody() -> None:
    processes = 2 + sum(SERVICES[name]["deploy"]["replicas"] for name in ("work", "schedule"))
    (allowed,) = [word for word in SERVICES["postgres"]["command"] if word.startswith("max_connections=")]
    assert int(allowed.partition("=")[2]) >= processes * (20 + 10) + 10


def test_what_is_under_way_is_finished_before_docker_kills() -> None:
    leaves_after_s = int(SERVICES["web-1"]["environment"]["BEREIK_LEAVE_AFTER_S"])
    assert leaves_after_s + STOP_WITHIN_S + LINK_ENDS_WITHIN_S < 20
    assert STOP_WITHIN_MS / 1000 + LINK_ENDS_WITHIN_S < 30
    # Long enough for Caddy, which asks every second, to have heard it.
    assert leaves_after_s >= 3
