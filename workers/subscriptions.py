"""The table: which handlers react to which domain event. Read it to see what happens next."""

from collections.abc import Mapping, Sequence

from crm.followups import handlers as followups
from crm.unit_of_work import Handler, Subscriptions

TABLE: Mapping[str, Sequence[Handler]] = {
    "ContactLogged": (followups.plan_promised,),
    "ContactWithdrawn": (followups.drop_promised,),
    "ScheduleDue/due_reminders": (followups.find_due,),
}

subscriptions = Subscriptions(TABLE)
