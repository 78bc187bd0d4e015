"""Every table of the product, so that `metadata` is whole: for migrations and for tests that walk the schema."""

from sqlmodel import SQLModel

from crm import outbox, schedules, schema_promise
from crm.accounts import models as accounts
from crm.agenda import models as agenda
from crm.agenda.attendance import models as attendance
from crm.agenda.calendars import models as calendars
from crm.agenda.thresholds import models as thresholds
from crm.agenda.weights import models as weights
from crm.contacts import models as contacts
from crm.followups import models as followups
from crm.importing.feeds import models as feeds
from crm.insight import models as insight
from crm.insight.introductions import models as introductions
from crm.insight.next_contacts import models as next_contacts
from crm.insight.steering import models as steering
from crm.insight.trend import models as trend
from crm.notices import models as notices
from crm.notices.mail import models as mail
from crm.operations import models as operations
from crm.parties import models as parties
from crm.signals import models as signals
from crm.webhooks import models as webhooks

modules = (
    outbox,
    schedules,
    schema_promise,
    accounts,
    parties,
    contacts,
    signals,
    followups,
    agenda,
    attendance,
    calendars,
    thresholds,
    weights,
    notices,
    mail,
    insight,
    introductions,
    next_contacts,
    trend,
    feeds,
    steering,
    webhooks,
    operations,
)
metadata = SQLModel.metadata
