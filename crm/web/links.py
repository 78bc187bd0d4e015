"""Addresses inside a text that somebody typed, as links: only https, and whatever else stands there stays text."""

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"https://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_AFTER = ".,;:!?)]"  # ends the sentence around an address, not the address


def linked(text: str) -> Markup:
    """The text, safe to show, in which each https address can be followed.

    >>> linked("Moslimraad <b>, https://voorbeeld.example/a?b=1&c=2.")
    Markup('Moslimraad &lt;b&gt;, <a href="https://voorbeeld.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">https://voorbeeld.example/a?b=1&amp;c=2</a>.')
    """
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_AFTER)
        parts += [escape(text[end : match.start()]), _link(address)]
        end = match.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def _link(address: str) -> Markup:
    return Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(address)
