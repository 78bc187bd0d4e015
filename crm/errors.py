"""The refusals of the product: one base type, rendered to JSON or to a page in one place."""

from collections.abc import Mapping
from typing import ClassVar

from crm.text import Text, mark


class BereikError(Exception):
    """A refusal that the reader can understand: a code for programs, a sentence for people."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    message: ClassVar[str] = mark("Something went wrong on our side. Try again in a moment.")

    def __init__(self, msgid: str | None = None, *, field: str | None = None, **values: object) -> None:
        self.text = Text(msgid or self.message, values)
        self.field = field
        super().__init__(self.code if field is None else f"{self.code}: {field}")


class BadInput(BereikError):
    """What was sent cannot be used; `field` names what to mend."""

    code = "bad_input"
    status = 422
    message = mark("This is not right yet. Look at the fields below.")


class TooLarge(BereikError):
    """More was sent than we read."""

    code = "too_large"
    status = 413
    message = mark("This is too large to send.")


class NotFound(BereikError):
    """Nothing is there, or the viewer may not know that something is: the two look the same."""

    code = "not_found"
    status = 404
    message = mark("We did not find this. Perhaps it was moved or archived.")


class NotSignedIn(BereikError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"
    status = 401
    message = mark("Sign in first.")


class NotAllowed(BereikError):
    """The viewer's role does not include this."""

    code = "not_allowed"
    status = 403
    message = mark("Your role does not include this.")


class StoreAway(BereikError):
    """The store does not answer, or did not in time; nothing of this request is kept."""

    code = "store_away"
    status = 503
    message = mark(
        "We cannot reach our records at the moment. What you had saved before is kept. "
        "Wait a moment and load this page again: what you typed is then sent once more."
    )


class Conflict(BereikError):
    """The state of things does not allow it, or somebody else was first."""

    code = "conflict"
    status = 409
    message = mark("This has changed in the meantime.")


class VersionConflict(Conflict):
    """Somebody saved the same record first. `current` holds the stored values by field name."""

    code = "version_conflict"
    message = mark("A colleague saved this first. Compare the two versions and save again.")

    def __init__(self, current: Mapping[str, object]) -> None:
        super().__init__()
        self.current = dict(current)
