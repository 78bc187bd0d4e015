"""docs/deploy.md: every command, setting, service, unit and file that it names is there."""

import re

from crm.settings import FROM_FILE, PREFIX, Settings
from tests.servers.deployment import ROOT, composed
from tests.test_docs import wrong_in

PAGE = (ROOT / "docs/deploy.md").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
WORD = r"[\w.@/-]+"


def test_every_setting_is_there() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", PAGE))
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    of_proxies = set(re.findall(rf"{PREFIX}[A-Z_]+", COMPOSE + (ROOT / "deploy/Caddyfile").read_text()))
    assert {name for name in named if name.removesuffix(FROM_FILE) not in settings} - of_proxies == set()


def test_every_command_is_there() -> None:
    commands = re.findall(r"`(bereik [^`\n]+)`|migrate (migrate [^\n]*)$", PAGE, re.MULTILINE)
    lines = [plain or f"bereik {inside}" for plain, inside in commands]
    assert len(lines) > 3
    assert {line: wrong_in(line) for line in lines if wrong_in(line)} == {}


def test_every_service_is_there() -> None:
    services = set(composed()["services"])
    lines = re.findall(r"docker compose (?:build|up|run) ?(.*)$", PAGE, re.MULTILINE)
    named = {word for line in lines for word in line.split() if not word.startswith("-")}
    assert len(lines) > 6
    assert named - services == set()
    table = set(re.findall(r"^\| ((?:`[\w-]+`,? ?)+)", PAGE, re.MULTILINE))
    assert {name for row in table for name in re.findall(r"`([\w-]+)`", row)} == services


def test_every_unit_is_there() -> None:
    there = {
        path.name.removesuffix(".service").rstrip("@") for path in (ROOT / "docs/systemd").glob("*.service")
    }
    started = re.findall(r"systemctl (?:enable --now|restart|start) ([^\n`]+)", PAGE)
    named = {unit.partition("@")[0].removesuffix(".timer") for line in started for unit in line.split()}
    assert named <= there
    assert {"bereik", "bereik-serve", "bereik-work", "bereik-schedule"} <= named


def test_every_file_is_there() -> None:
    named = re.findall(rf"\b((?:docs|scripts|deploy|requirements|crm)/{WORD}\w)", PAGE)
    assert len(named) > 6
    assert [path for path in named if not (ROOT / path).exists() and not list(ROOT.glob(path + "*"))] == []
