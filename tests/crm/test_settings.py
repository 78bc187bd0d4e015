"""Settings: read from the environment, refused clearly, documented in one place."""

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


def test_every_setting_is_in_the_document() -> None:
    text = DOCUMENT.read_text()
    rows = [
        f"| `BEREIK_{name.upper()}` | `{field.default}` |" for name, field in Settings.model_fields.items()
    ]
    assert [row for row in rows if row not in text] == []
