"""What each column holds, why, and for how long: said in code, so that a test can insist on it.

Classes, purposes and periods are proposals that the city ratifies; see docs/decisions/columns-say-why.md.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Field


class Protection(StrEnum):
    """How much harm disclosure can do; decides access, logging and encryption."""

    PUBLIC = "public"  # published by the organisation itself
    INTERNAL = "internal"  # says nothing about a person
    CONFIDENTIAL = "confidential"  # ordinary personal data
    SPECIAL = "special"  # GDPR article 9 or 10, or free text that may hold it
    SEALED = "sealed"  # opens something to whoever holds it: shown once, never logged, answered or exported


class Purpose(StrEnum):
    """The closed list of reasons to store anything."""

    KEEP_CONTACT = "keep contact"
    INVITE = "invite to an activity"
    FOLLOW_UP_SIGNAL = "follow up a signal"
    REPORT = "aggregated reporting"
    RUN_SERVICE = "run the service"


class Retention(StrEnum):
    """When the content goes."""

    WITH_PARTY = "24 months after the last contact"
    NOTE = "12 months"
    SIGNAL = "24 months"
    WITH_ACCOUNT = "with the user's account"
    WITH_RECORD = "with the record it belongs to"
    REFERENCE = "no limit: no person is in it"
    QUEUE = "7 days after it is settled; a year where its key may not be used again"
    PROCESS = "1 day after the process ended"
    DECISION = "24 months after the decision"
    SESSION = "when the session ends"


@dataclass(frozen=True)
class About:
    """Class, purpose and retention of one column."""

    protection: Protection
    purpose: Purpose
    retention: Retention


KEY = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.WITH_RECORD)


def column(about: About = KEY, **settings: Any) -> Any:
    """A SQLModel field whose column carries what it is about.

    Args:
        about: class, purpose and retention.
        settings: whatever `sqlmodel.Field` takes.
    """
    arguments = {"info": {"about": about}, **settings.pop("sa_column_kwargs", {})}
    return Field(sa_column_kwargs=arguments, **settings)
