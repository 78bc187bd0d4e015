"""What the administrator of the demo city decided for everybody."""

from datetime import timedelta

from crm.accounts.models import PolicyChange
from crm.accounts.policies import PUBLIC_CALENDAR
from crm.demo.draft import Draft, instant

OPENED_DAYS_AGO = 19


def add_decisions(draft: Draft) -> None:
    """Opens the year calendar to those without an account, so that a newcomer can see what they see."""
    at = instant(draft.today - timedelta(days=OPENED_DAYS_AGO), 10, 20)
    draft.add(
        PolicyChange(
            **draft.born(at),
            key=PUBLIC_CALENDAR.name,
            value=True,
            changed_by_id=draft.users["hilde"].id,
        )
    )
