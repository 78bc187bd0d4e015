"""A letter as a mail: plain text and simple HTML, with headers that are the same each time it is sent."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import UUID

from crm.mail_settings import read_sender
from crm.notices.mail.letters import Letter
from crm.settings import Settings
from crm.web.render import environment

CHOICES = "/me/mail"


def make_message(
    letter: Letter, settings: Settings, recipient: str, delivery_id: UUID, at: datetime
) -> bytes:
    """The mail as it goes to the server.

    Args:
        delivery_id: makes its Message-ID: who gets the same mail twice can see it.
        at: its date, which is also the same each time.
    """
    templates, site = environment(letter.language), settings.public_url
    shown = {"letter": letter, "site": site, "choices": CHOICES}
    message = EmailMessage(policy=SMTP)
    message["From"] = read_sender(settings.mail_from)
    message["To"] = recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(delivery_id, site)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
    if letter.why:
        message["List-Unsubscribe"] = f"<{site}{CHOICES}>"
    message.set_content(templates.get_template("mail/letter.txt").render(shown), cte="quoted-printable")
    html = templates.get_template("mail/letter.html").render(shown)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language  # after the parts, or it would move into one of them
    message.set_boundary(f"bereik-{delivery_id.hex}")
    return message.as_bytes()


def message_id(delivery_id: UUID, site: str) -> str:
    """The Message-ID of a delivery, with the host of our public address."""
    return f"<{delivery_id}@{host_of(site)}>"


def host_of(site: str) -> str:
    """The host of our public address: the name by which we greet the mail server."""
    return urlsplit(site).hostname or ""
