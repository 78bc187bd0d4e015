"""Settings: read from the environment, refused clearly, documented in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crm.settings import BadSettings, Settings, read_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEREIK_CITY", "Leuven")
    monkeypatch.setenv("BEREIK_PORT", "9000")
    assert (read_settings().city, read_settings().port) == ("Leuven", 9000)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "DATABASE_URL",
            "mysql://secret@host/x",
            "BEREIK_DATABASE_URL is not right: it starts with sqlite:///",
        ),
        (
            "BROKER_URL",
            "amqp://x",
            "BEREIK_BROKER_URL is not right: it is memory:// or starts with redis://.",
        ),
        (
            "DATABASE_URL",
            "postgresql://secret@host:port/x",
            "BEREIK_DATABASE_URL is not right: it is postgresql:",
        ),
        ("DATABASE_URL", "postgresql://secret@host", "BEREIK_DATABASE_URL is not right: it is postgresql:"),
        ("BROKER_URL", "redis://:secret@host:70000/0", "BEREIK_BROKER_URL is not right: it is redis:"),
        ("BROKER_URL", "redis://:secret@host:6379/secret", "BEREIK_BROKER_URL is not right: it is redis:"),
        ("BROKER_URL", "redis://", "BEREIK_BROKER_URL is not right: it is redis:"),
        ("TRUSTED_PROXIES", "proxy.secret", "BEREIK_TRUSTED_PROXIES is not right: it is a list of addresses"),
        ("LEAVE_AFTER_S", "60", "BEREIK_LEAVE_AFTER_S is not right: "),
        ("PORT", "many", "BEREIK_PORT is not right: "),
        ("QUIET_AFTER_DAYS", "1", "BEREIK_QUIET_AFTER_DAYS is not right: "),
        ("LANGUAGE", "de", "BEREIK_LANGUAGE is not right: "),
        (
            "CALENDAR_HOSTS",
            "www.mechelen.be, 127.0.0.1",
            "BEREIK_CALENDAR_HOSTS is not right: it is a list of",
        ),
    ],
)
def test_wrong_setting_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(f"BEREIK_{name}", value)
    with pytest.raises(BadSettings) as refused:
        read_settings()
    assert str(refused.value).startswith(line)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_setting_can_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, field in Settings.model_fields.items():
        (tmp_path / name).write_text(f"{field.default}\n" if field.default != "" else "www.mechelen.be\n")
        monkeypatch.setenv(f"BEREIK_{name.upper()}_FILE", str(tmp_path / name))
    (tmp_path / "database_url").write_text("postgresql://bereik:s3cret%40@postgres:5432/bereik\n\n")
    read = read_settings()
    assert read.database_url == "postgresql://bereik:s3cret%40@postgres:5432/bereik"
    assert (read.port, read.city) == (8000, "Mechelen")


def _no_file(folder: Path) -> str:
    return str(folder / "nowhere")


def _unreadable(folder: Path) -> str:
    return str(folder)  # a folder: root may read any file


def _empty(folder: Path) -> str:
    (folder / "empty").write_text("  \n")
    return str(folder / "empty")


def _binary(folder: Path) -> str:
    (folder / "binary").write_bytes(b"secret\xff\xfe")
    return str(folder / "binary")


def _huge(folder: Path) -> str:
    (folder / "huge").write_text("secret" * 20_000)
    return str(folder / "huge")


def _wrong(folder: Path) -> str:
    (folder / "wrong").write_text("mysql://secret@host/x")
    return str(folder / "wrong")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_no_file, "the file cannot be read (No such file or directory)."),
        (_unreadable, "the file cannot be read (Is a directory)."),
        (_empty, "the file holds no value."),
        (_binary, "the file holds no value."),
        (_huge, "the file holds no value."),
        (_wrong, "it starts with sqlite:/// or postgresql://."),
    ],
)
def test_file_that_gives_no_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Callable[[Path], str], why: str
) -> None:
    monkeypatch.setenv("BEREIK_DATABASE_URL_FILE", make(tmp_path))
    with pytest.raises(BadSettings) as refused:
        read_settings()
    assert str(refused.value) == f"BEREIK_DATABASE_URL_FILE is not right: {why}"


def test_value_and_file_together_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "city").write_text("Leuven")
    monkeypatch.setenv("BEREIK_CITY", "Gent")
    monkeypatch.setenv("BEREIK_CITY_FILE", str(tmp_path / "city"))
    with pytest.raises(BadSettings) as refused:
        read_settings()
    assert str(refused.value) == "BEREIK_CITY and BEREIK_CITY_FILE are both set: keep one of the two."


def test_file_for_a_setting_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEREIK_DATABSE_URL_FILE", "/run/secrets/database_url")
    with pytest.raises(BadSettings) as refused:
        read_settings()
    said = "BEREIK_DATABSE_URL_FILE is not right: there is no setting BEREIK_DATABSE_URL."
    assert str(refused.value) == said


def test_every_setting_is_in_the_document() -> None:
    text = DOCUMENT.read_text()
    rows = [
        f"| `BEREIK_{name.upper()}` | `{field.default}` |" for name, field in Settings.model_fields.items()
    ]
    assert [row for row in rows if row not in text] == []
