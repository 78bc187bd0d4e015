"""What a process checks before it starts: the store answers, knows us, and has a schema that this version runs on."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from crm import migrate
from crm.migrate import Fit, MigrationRefused
from crm.settings import Settings

log = structlog.get_logger()

# What PostgreSQL's client library says, and what we say; the first that fits.
REASONS = (
    ("password authentication failed", "the database refuses the user or the password"),
    ("no password supplied", "the database wants a password"),
    ("no pg_hba.conf entry", "the database lets nobody in from here"),
    ("does not exist", "there is no such database or user"),
    ("permission denied", "the user may not use this database"),
    ("Connection refused", "the database does not answer: nobody listens there"),
    ("could not translate host name", "the database does not answer: there is no such host"),
    ("failed to resolve host", "the database does not answer: there is no such host"),
    ("timeout expired", "the database does not answer in time"),
    ("starting up", "the database is still starting"),
    ("too many clients", "the database has no connection left"),
    ("unable to open database file", "the file cannot be opened"),
    ("file is not a database", "the file is no SQLite store"),
    ("attempt to write a readonly database", "the file may not be written"),
    ("is locked", "another process keeps the file locked"),
)


class CannotStart(RuntimeError):
    """One line that says what a process needs and does not have."""


def check_store(settings: Settings) -> None:
    """Returns when this version may run on the store of the settings.

    Raises:
        CannotStart: it does not answer, or has a schema that this version does not run on.
    """
    with reaching_store(settings):
        state = migrate.state_of(settings.database_url)
    if not state.may_run:
        raise CannotStart(state.text)
    if state.fit is Fit.AHEAD:
        log.warning("schema.ahead", revision=state.revision, newest_known=state.head)


@contextmanager
def reaching_store(settings: Settings) -> Iterator[None]:
    """Turns what the database says when it cannot be used into one line that names the setting, without its value.

    Raises:
        CannotStart: it cannot be used, or was not migrated.
    """
    try:
        yield
    except MigrationRefused as error:
        raise CannotStart(str(error)) from None
    except DBAPIError as error:
        raise CannotStart(f"BEREIK_DATABASE_URL: {_reason(error, settings)}.") from None


def _reason(error: DBAPIError, settings: Settings) -> str:
    said = str(error.orig)
    for sign, reason in REASONS:
        if sign in said:
            return reason
    line = said.strip().splitlines()[-1] if said.strip() else type(error.orig).__name__
    password = make_url(settings.database_url).password
    return line.replace(str(password), "...") if password else line
