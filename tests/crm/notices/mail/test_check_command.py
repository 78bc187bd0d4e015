"""`bereik mail check`: one mail, and what the server said, before anybody relies on it."""

import pytest
from click.testing import CliRunner, Result

from crm.__main__ import cli
from tests.smtp import MailServer


@pytest.fixture(autouse=True)
def mail_on(monkeypatch: pytest.MonkeyPatch, post: MailServer) -> None:
    """Mail goes to the server of the test."""
    monkeypatch.setenv("BEREIK_SMTP_URL", post.url())
    monkeypatch.setenv("BEREIK_MAIL_FROM", "Bereik <bereik@mechelen.example>")
    monkeypatch.setenv("BEREIK_PUBLIC_URL", "https://bereik.mechelen.example")


def check(address: str = "ict@stad.example") -> Result:
    """What the command prints."""
    return CliRunner().invoke(cli, ["mail", "check", address])


def test_check_sends_one_mail_and_says_what_the_server_answered(post: MailServer) -> None:
    result = check()
    assert (result.exit_code, result.output) == (
        0,
        "The mail server took it (250). Look whether it arrives.\n",
    )
    (mail,) = post.received
    assert (mail.recipients, mail.message["Subject"]) == (("ict@stad.example",), "Bereik kan mail sturen")
    assert mail.part("plain").replace("\r\n", "\n") == (
        "Iemand probeerde of Bereik mail kan sturen. Het lukt.\n"
        "\n"
        "Ga naar Bereik:\n"
        "https://bereik.mechelen.example/\n"
    )


def test_check_says_what_is_wrong(post: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    post.behaviour.at_recipient = ["550 5.1.1 kanarie", "450 4.2.1 kanarie"]
    assert check().output == "The mail server says that this address takes no mail (550).\n"
    busy = check()
    assert (busy.exit_code, busy.output) == (2, "bereik: the mail server does not take mail now (450).\n")
    post.behaviour.at_mail = ["554 5.7.1 kanarie"]
    assert check().output == "The mail server refuses the mail itself (554).\n"
    assert check("ict").output == "bereik: give one mail address, such as name@example.org.\n"
    post.behaviour.sender = "550 5.7.1 kanarie"
    assert "look at BEREIK_MAIL_FROM, and at what this machine may send (550)" in check().output
    monkeypatch.setenv("BEREIK_SMTP_URL", post.url("smtp+starttls"))
    assert check().output.startswith("bereik: the mail server offers no TLS")
    monkeypatch.setenv("BEREIK_SMTP_URL", "")
    assert check().output == "bereik: BEREIK_SMTP_URL is empty: no mail is sent. See docs/mail.md.\n"
    monkeypatch.setenv("BEREIK_SMTP_URL", "kanarie")
    assert check().output.startswith("bereik: BEREIK_SMTP_URL is not right: ")
