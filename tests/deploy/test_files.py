"""The files that a host is set up with: Dockerfile, proxies and systemd units, read by the programs that they are for."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from crm.settings import FROM_FILE, PREFIX, Settings
from tests.servers.deployment import ROOT, program
from tests.test_docs import wrong_in

DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNITS = sorted((ROOT / "docs/systemd").glob("*.service")) + sorted((ROOT / "docs/systemd").glob("*.timer"))
SERVICES = [path for path in UNITS if path.suffix == ".service"]


def _last_stage() -> str:
    return DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def test_dockerfile_is_what_its_linter_wants() -> None:
    done = subprocess.run(
        [program("hadolint"), "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_image_runs_as_a_user_with_a_number_and_without_what_builds() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert "USER" in _last_stage()
    assert re.findall(r"apt-get|npm|gcc|pip install", _last_stage()) == []
    assert re.findall(r"^COPY (.+)$", _last_stage(), re.MULTILINE) == ["--from=build /opt/bereik /opt/bereik"]


def test_image_starts_and_asks_without_a_shell() -> None:
    for word in ("ENTRYPOINT", "CMD"):
        assert re.findall(rf"^\s*{word} (.)", _last_stage(), re.MULTILINE) == ["["] * (1 + (word == "CMD"))
    assert "HEALTHCHECK" in _last_stage()
    assert wrong_in("bereik serve") == []


def test_image_sets_only_settings() -> None:
    set_in_it = re.findall(rf"{PREFIX}\w+(?==)", _last_stage())
    assert [name.removeprefix(PREFIX).lower() for name in set_in_it] == ["host"]
    assert {name.removeprefix(PREFIX).lower() for name in set_in_it} <= set(Settings.model_fields)


def test_what_is_copied_into_the_image_is_not_kept_from_it() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    let_in = [line[1:] for line in lines if line.startswith("!")]
    assert lines[0] == "**"
    assert [path for path in let_in if not (ROOT / path).exists()] == []
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    named = [path for each in copied for path in each.split() if path != "."]
    assert set(named) <= set(let_in)
    for needed in ("crm", "workers", "graph", "scheduler", "pyproject.toml", "README.md"):
        assert needed in let_in
    for kept_out in ("secrets", ".git", "tests", "docs", ".venv"):
        assert kept_out not in let_in


def test_caddy_reads_its_file() -> None:
    done = subprocess.run(
        [program("caddy"), "validate", "--adapter", "caddyfile", "--config", ROOT / "deploy/Caddyfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = subprocess.run(
        [program("caddy"), "fmt", ROOT / "deploy/Caddyfile"], capture_output=True, text=True, check=False
    )
    assert written.stdout == (ROOT / "deploy/Caddyfile").read_text()


def test_no_proxy_writes_down_addresses() -> None:
    assert re.search(r"^\s*log\b", (ROOT / "deploy/Caddyfile").read_text(), re.MULTILINE) is None
    assert "access_log off;" in (ROOT / "deploy/nginx.conf").read_text()


def _unit(path: Path) -> ConfigParser:
    # Options may be given twice, which the reader of Python refuses: number them.
    lines = path.read_text().splitlines()
    text = "\n".join(
        f"{number}!{line}" if "=" in line and line[0] != "#" else line for number, line in enumerate(lines)
    )
    read = ConfigParser(interpolation=None, delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(text)
    return read


def _values(path: Path, section: str, name: str) -> list[str]:
    return [value for key, value in _unit(path)[section].items() if key.partition("!")[2] == name]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_unit_is_hardened(path: Path) -> None:
    for name, value in {
        "DynamicUser": "yes",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "SystemCallFilter": "@system-service",
        "UMask": "0077",
    }.items():
        assert (name, _values(path, "Service", name)) == (name, [value])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_unit_starts_what_there_is_with_settings_that_there_are(path: Path) -> None:
    commands = [*_values(path, "Service", "ExecStart"), *_values(path, "Service", "ExecStartPre")]
    assert commands != []
    for command in commands:
        program_path, _, rest = command.partition(" ")
        assert program_path == "/opt/bereik/bin/bereik"
        assert wrong_in(f"bereik {rest}") == []
    loaded = {one.partition(":")[0] for one in _values(path, "Service", "LoadCredential")}
    read = set()
    for given in _values(path, "Service", "Environment"):
        name, _, value = given.partition("=")
        assert name.removeprefix(PREFIX).removesuffix(FROM_FILE).lower() in Settings.model_fields
        if name.endswith(FROM_FILE):
            read.add(value.removeprefix("%d/"))
    assert read == loaded


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_unit_that_runs_on_is_started_again_and_has_its_time_to_stop(path: Path) -> None:
    runs_on = _values(path, "Service", "Type") != ["oneshot"]
    assert _values(path, "Service", "Restart") == (["on-failure"] if runs_on else [])
    assert _values(path, "Service", "TimeoutStopSec") == (["35"] if runs_on else [])


def test_systemd_reads_its_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return  # the other tests of this file read them too
    ours = str(Path(sys.executable).parent / "bereik")
    names = []
    for path in UNITS:
        name = path.name.replace("@.", "@8001.")
        (tmp_path / name).write_text(path.read_text().replace("/opt/bereik/bin/bereik", ours))
        names.append(name)
    done = subprocess.run(
        [analyze, "verify", "--man=no", *names], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
