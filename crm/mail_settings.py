"""What the settings of mail say: which server, over which way, in whose name, and what an address looks like."""

import re
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

LONGEST_ADDRESS = 254  # RFC 5321
LONGEST_LOCAL_PART = 64
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
# The dot-atom of RFC 5322 before the at sign, a name with a dot after it: no quotes, comments, line ends or accents.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(
    rf"(?P<local>{_ATOM}(?:\.{_ATOM})*)@{_LABEL}(?:\.{_LABEL})*\.[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)
_LOCAL_HOSTS = ("localhost", "127.0.0.1")


class Way(StrEnum):
    """How the mail server is spoken to; its values are the schemes of BEREIK_SMTP_URL."""

    PLAIN = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


_PORTS = {Way.PLAIN: 25, Way.STARTTLS: 587, Way.TLS: 465}


@dataclass(frozen=True)
class MailServer:
    """The server that takes our mail."""

    way: Way
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def is_mail_address(text: str) -> bool:
    """Whether mail can be sent to it: one plain address and nothing around it.

    >>> [is_mail_address(one) for one in ("nora@mechelen.be", "Nora <nora@mechelen.be>", "nora@localhost", "n@a.be\\n")]
    [True, False, False, False]
    """
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(text) <= LONGEST_ADDRESS and len(found["local"]) <= LONGEST_LOCAL_PART


def read_smtp_url(text: str) -> MailServer:
    """The mail server that an address such as smtp+starttls://user:password@host:587 names.

    Raises:
        ValueError: what is wrong with it, without repeating any of it.
    """
    parts, port = _split(text)
    if parts.scheme not in _PORTS:
        raise ValueError("it starts with smtp://, smtp+starttls:// or smtps://")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("nothing follows the host and the port")
    way, user, password = Way(parts.scheme), unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("a user name and a password go together, as in smtps://user:password@host")
    if user and way is Way.PLAIN:
        raise ValueError("a password travels over smtps:// or smtp+starttls:// only")
    return MailServer(way, parts.hostname or "", port or _PORTS[way], user, password)


def read_public_url(text: str) -> str:
    """The address of this Bereik as readers see it, without a slash at its end.

    Raises:
        ValueError: what is wrong with it.
    """
    parts, _ = _split(text)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in _LOCAL_HOSTS):
        raise ValueError("it starts with https://")
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError("it is https:// and a host, as in https://bereik.example.be, and nothing more")
    return f"{parts.scheme}://{parts.netloc}"


def read_sender(text: str) -> Address:
    """In whose name mail goes: an address, or a name with one, as in Bereik <bereik@example.be>.

    Raises:
        ValueError: it is no such thing.
    """
    name, address = parseaddr(text)
    if not text.isprintable() or not is_mail_address(address) or text not in (address, f"{name} <{address}>"):
        raise ValueError("it is an address, or a name with one: Bereik <bereik@example.be>")
    return Address(name, addr_spec=address)


def _split(text: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("its host or port cannot be read") from None
    if not text.isprintable() or " " in text or not _HOST.fullmatch(parts.hostname or "") or port == 0:
        raise ValueError("its host or port cannot be read")
    return parts, port
