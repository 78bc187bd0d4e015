"""Which addresses our own machine may talk to when somebody else names the host: only those of the open internet. Pure."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from crm.outside.failures import NotReached, Obstacle

HTTPS = 443
_HANDED_OUT = ip_network("2000::/3")  # of the sixth version nothing else is given to anybody
# Ranges that reach an inner network by another door, whatever a library thinks of them (TRUST.md SEC-45).
_NEVER = tuple(
    ip_network(one)
    for one in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "fec0::/10",
        "::/96",
        "192.0.0.0/24",
        "100.64.0.0/10",
    )
)
_TARGET = re.compile(r"[!-~]*")


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet.

    >>> [is_public(one) for one in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1", "2001:4860:4860::8888", "localhost")]
    [True, False, False, True, False]
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if isinstance(found, IPv6Address) and found not in _HANDED_OUT:
        return False
    return found.is_global and not found.is_multicast and not any(found in network for network in _NEVER)


def checked_address(address: str, allowed: frozenset[str]) -> SplitResult:
    """The parts of an https address whose host is one of those allowed.

    Args:
        allowed: names of hosts; a host whose other port may be asked stands there as `host:port`.

    Raises:
        NotReached: it is another kind of address, names a user, or a port or host that is not allowed.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotReached(Obstacle.ADDRESS_NOT_ALLOWED) from None
    is_plain = _TARGET.fullmatch(address) is not None and "\\" not in address
    host = parts.hostname or ""
    is_port_allowed = port in (None, HTTPS) or f"{host}:{port}" in allowed
    if parts.scheme != "https" or not is_plain or "@" in parts.netloc or not is_port_allowed:
        raise NotReached(Obstacle.ADDRESS_NOT_ALLOWED)
    if port in (None, HTTPS) and host not in allowed:
        raise NotReached(Obstacle.HOST_NOT_ALLOWED)
    return parts
