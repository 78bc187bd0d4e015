"""How a logged contact warms a tie, and how taking it back cools the tie again: dates in, dates out."""

from datetime import date


def warmed(stored: date | None, contact_on: date) -> date:
    """The date of the last contact after one more contact: it never goes back.

    Args:
        stored: the date before; None where the tie is new.

    >>> warmed(None, date(2026, 11, 23)), warmed(date(2026, 11, 23), date(2026, 11, 2))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 23))
    """
    return contact_on if stored is None else max(stored, contact_on)


def cooled(
    stored: date, withdrawn_on: date, remaining_on: date | None, before_on: date | None
) -> date | None:
    """The date of the last contact after a contact was taken back; None where nothing is left of the tie.

    Args:
        stored: the date now.
        withdrawn_on: the day of the contact that was taken back.
        remaining_on: the newest day of the other contacts of the two; None where there is none.
        before_on: since when the tie was known before that contact was logged; None where the contact made it.

    A tie that shows another day owes it to something else, and stays as it is:

    >>> cooled(date(2026, 11, 23), date(2026, 11, 2), None, None)
    datetime.date(2026, 11, 23)
    >>> cooled(date(2026, 11, 23), date(2026, 11, 23), None, None) is None
    True
    """
    if stored != withdrawn_on:
        return stored
    if remaining_on is not None:
        return remaining_on
    return None if before_on is None else min(stored, before_on)
