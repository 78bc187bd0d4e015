"""Reads what an administrator hands us, before any transaction begins: a file, or an address that we ask."""

from datetime import date

from crm.errors import BadInput
from crm.importing.apart import read_apart
from crm.importing.contents import Contents
from crm.importing.failures import CannotRead
from crm.importing.fetching import fetch
from crm.importing.schemas import CalendarSource
from crm.importing.terms import FAILURES


def read_source(wanted: CalendarSource, allowed: frozenset[str], today: date) -> Contents:
    """What the file holds, or what stands at the address.

    Raises:
        BadInput: it cannot be read, or the address is not one that we ask.
    """
    if wanted.address is None:
        return read_file(wanted.content or "", today)
    try:
        return read_apart(fetch(wanted.address, allowed), today)
    except CannotRead as refused:
        raise BadInput(FAILURES[refused.failure], field="address") from None


def read_file(content: str, today: date) -> Contents:
    """What a file holds.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        return read_apart(content.encode(), today)
    except CannotRead as refused:
        raise BadInput(FAILURES[refused.failure], field="content") from None
