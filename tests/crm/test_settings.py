"""Settings: read from the environment, refused clearly, documented in one place."""

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


def test_every_setting_is_in_the_document() -> None:
    text = DOCUMENT.read_text()
    rows = [
        f"| `BEREIK_{name.upper()}` | `{field.default}` |" for name, field in Settings.model_fields.items()
    ]
    assert [row for row in rows if row not in text] == []
