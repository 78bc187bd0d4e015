"""One mail that tries the settings, for `bereik mail check`."""

from datetime import datetime

from crm.db import new_id
from crm.mail_settings import read_sender
from crm.notices.mail import smtp
from crm.notices.mail.letters import write_check
from crm.notices.mail.message import host_of, make_message
from crm.settings import Settings


def send_check(settings: Settings, recipient: str, now: datetime, pace: smtp.Pace = smtp.PACE) -> str:
    """Sends a mail in the city's language; what the server answered, as a sentence for whoever sets this up.

    Raises:
        NotSent: the server did not take it.
    """
    server = settings.mail_server
    assert server is not None, "the caller sees to that"
    content = make_message(write_check(settings.language), settings, recipient, new_id(), now)
    sender = read_sender(settings.mail_from).addr_spec
    answer = smtp.post(server, sender, recipient, content, host_of(settings.public_url), pace)
    return _ANSWERS[answer.verdict].format(code=answer.code)


def say_why(error: smtp.NotSent) -> str:
    """Why the server did not take a mail, and where to look."""
    said = _REASONS[type(error)]
    return f"{said} ({error.code})" if error.code else said


_ANSWERS = {
    smtp.Verdict.ACCEPTED: "The mail server took it ({code}). Look whether it arrives.",
    smtp.Verdict.NO_SUCH_ADDRESS: "The mail server says that this address takes no mail ({code}).",
    smtp.Verdict.UNWANTED: "The mail server refuses the mail itself ({code}).",
}
_REASONS = {
    smtp.NoAnswer: "nobody answers at the host and port of BEREIK_SMTP_URL, or the connection broke",
    smtp.TooSlow: "the mail server takes too long",
    smtp.NotSafe: "the mail server offers no TLS, or its certificate is not that of its name",
    smtp.NotLetIn: "the mail server does not accept the user name and password of BEREIK_SMTP_URL",
    smtp.ServerBusy: "the mail server does not take mail now",
    smtp.SenderRefused: "the mail server takes no mail from us: look at BEREIK_MAIL_FROM, and at what this machine may send",
}
