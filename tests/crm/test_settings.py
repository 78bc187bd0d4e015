"""Settings: read from the environment, refused clearly, documented in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crm.mail_settings import MailServer, Way
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
        (
            "SMTP_URL",
            "http://secret@host",
            "BEREIK_SMTP_URL is not right: it starts with smtp://, smtp+starttls",
        ),
        (
            "SMTP_URL",
            "smtp://user:secret@host",
            "BEREIK_SMTP_URL is not right: a password travels over smtps://",
        ),
        (
            "SMTP_URL",
            "smtps://secret@host",
            "BEREIK_SMTP_URL is not right: a user name and a password go together",
        ),
        (
            "SMTP_URL",
            "smtps://:secret@host",
            "BEREIK_SMTP_URL is not right: a user name and a password go together",
        ),
        ("SMTP_URL", "smtp://host:secret", "BEREIK_SMTP_URL is not right: its host or port cannot be read."),
        ("SMTP_URL", "smtp://", "BEREIK_SMTP_URL is not right: its host or port cannot be read."),
        (
            "SMTP_URL",
            "smtp://host\r\nsecret",
            "BEREIK_SMTP_URL is not right: its host or port cannot be read.",
        ),
        (
            "SMTP_URL",
            "smtp://host/secret",
            "BEREIK_SMTP_URL is not right: nothing follows the host and the port.",
        ),
        ("SMTP_URL", "smtp://host", "BEREIK_MAIL_FROM is not right: it is empty, and mail needs it."),
        ("MAIL_FROM", "secret", "BEREIK_MAIL_FROM is not right: it is an address, or a name with one"),
        (
            "MAIL_FROM",
            "B <b@x.be>\nBcc: secret@x.be",
            "BEREIK_MAIL_FROM is not right: it is an address, or a",
        ),
        ("PUBLIC_URL", "http://secret.example", "BEREIK_PUBLIC_URL is not right: it starts with https://."),
        ("PUBLIC_URL", "https://host/secret", "BEREIK_PUBLIC_URL is not right: it is https:// and a host"),
        (
            "PUBLIC_URL",
            "bereik.secret.be",
            "BEREIK_PUBLIC_URL is not right: its host or port cannot be read.",
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


MAIL = {"SMTP_URL": "smtps://us%40er:p%2Fw@mail.example.be", "MAIL_FROM": "Bereik <bereik@example.be>"}


def test_mail_needs_the_public_address_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in MAIL.items():
        monkeypatch.setenv(f"BEREIK_{name}", value)
    with pytest.raises(
        BadSettings, match=r"^BEREIK_PUBLIC_URL is not right: it is empty, and mail needs it\.$"
    ):
        read_settings()


def test_settings_of_mail_are_read_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**MAIL, "PUBLIC_URL": "https://bereik.example.be/"}.items():
        monkeypatch.setenv(f"BEREIK_{name}", value)
    read = read_settings()
    assert read.mail_server == MailServer(Way.TLS, "mail.example.be", 465, "us@er", "p/w")
    assert read.public_url == "https://bereik.example.be"
    assert "p/w" not in f"{read!r} {read.mail_server!r}"
    assert "p%2Fw" not in repr(read)


def test_without_a_mail_server_no_mail_is_sent() -> None:
    assert Settings().mail_server is None


def test_every_setting_can_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = {
        "database_url": "postgresql://bereik:s3cret%40@postgres:5432/bereik",
        "backup_recipient": f"age1{'q' * 58}",
        "smtp_url": "smtp://mail.example.be",
        "mail_from": "bereik@example.be",
        "public_url": "https://bereik.example.be",
    }
    for name, field in Settings.model_fields.items():
        value = chosen.get(name, "www.mechelen.be" if field.default == "" else field.default)
        (tmp_path / name).write_text(f"{value}\n\n")
        monkeypatch.setenv(f"BEREIK_{name.upper()}_FILE", str(tmp_path / name))
    read = read_settings()
    assert {name: getattr(read, name) for name in chosen} == chosen
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
