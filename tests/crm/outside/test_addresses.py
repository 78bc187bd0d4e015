"""Whom our own machine may be sent to by somebody else's address: the table of TRUST.md SEC-45."""

import pytest

from crm.outside.addresses import checked_address, is_public
from crm.outside.failures import NotReached, Obstacle

_INSIDE = """
127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
100.64.0.1 100.127.255.254 192.0.0.1 192.0.0.9 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.1.2.3
240.0.0.1 255.255.255.255 ::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 fe80::1 fc00::1
fd12:3456::1 fec0::1 ff02::1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2001::1 2001:db8::1 2002:7f00:1::1 100::1
::ffff:0:127.0.0.1 localhost 0x7f.1 127.1 2130706433 0177.0.0.1
"""
NOT_PUBLIC = _INSIDE.split()
PUBLIC = ["8.8.8.8", "193.190.130.15", "::ffff:8.8.8.8", "2001:4860:4860::8888", "2a02:2c40::1"]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_internet_is(address: str) -> None:
    assert is_public(address)


ALLOWED = frozenset({"agenda.example.be", "127.0.0.1", "odd.example.be:8443"})
WRONG = [
    ("http://agenda.example.be/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("ftp://agenda.example.be/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("file:///etc/passwd", Obstacle.ADDRESS_NOT_ALLOWED),
    ("//agenda.example.be/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("agenda.example.be/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://agenda.example.be:8443/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://agenda.example.be:0/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://agenda.example.be:99999/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://user@agenda.example.be/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://user:word@agenda.example.be/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://agenda.example.be@evil.example/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://evil.example\\@agenda.example.be/", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://agenda.example.be/a\r\nHost: evil.example", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://agenda.example.be/a b.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://agenda.example.be/é.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://[::1/a.ics", Obstacle.ADDRESS_NOT_ALLOWED),
    ("https://evil.example/a.ics", Obstacle.HOST_NOT_ALLOWED),
    ("https://evil.example/?https://agenda.example.be", Obstacle.HOST_NOT_ALLOWED),
    ("https://agenda.example.be.evil.example/", Obstacle.HOST_NOT_ALLOWED),
    ("https://xagenda.example.be/", Obstacle.HOST_NOT_ALLOWED),
    ("https://agenda.example.be./", Obstacle.HOST_NOT_ALLOWED),
    ("https://localhost/", Obstacle.HOST_NOT_ALLOWED),
    ("https://[::1]/", Obstacle.HOST_NOT_ALLOWED),
    ("https://2130706433/", Obstacle.HOST_NOT_ALLOWED),
    ("https://0x7f000001/", Obstacle.HOST_NOT_ALLOWED),
    ("https:///a.ics", Obstacle.HOST_NOT_ALLOWED),
    ("https://odd.example.be/", Obstacle.HOST_NOT_ALLOWED),
    ("https://odd.example.be:443/", Obstacle.HOST_NOT_ALLOWED),
    ("https://odd.example.be:8444/", Obstacle.ADDRESS_NOT_ALLOWED),
    ("", Obstacle.ADDRESS_NOT_ALLOWED),
]


@pytest.mark.parametrize(("address", "obstacle"), WRONG, ids=[f"{row}" for row in range(len(WRONG))])
def test_an_address_that_is_not_one_of_ours_is_refused(address: str, obstacle: Obstacle) -> None:
    with pytest.raises(NotReached) as refused:
        checked_address(address, ALLOWED)
    assert refused.value.obstacle == obstacle


@pytest.mark.parametrize(
    "address",
    [
        "https://agenda.example.be/a.ics?from=1&to=2",
        "https://AGENDA.example.be/a.ics",
        "HTTPS://agenda.example.be:443/a.ics#top",
    ],
)
def test_an_https_address_of_an_allowed_host_is_taken(address: str) -> None:
    assert checked_address(address, ALLOWED).hostname == "agenda.example.be"


def test_another_port_is_taken_where_the_list_names_it_with_the_host() -> None:
    assert checked_address("https://odd.example.be:8443/hook", ALLOWED).port == 8443
