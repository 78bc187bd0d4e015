"""Makes the demo city in an empty store."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import SQLModel, select

from crm.accounts.models import User
from crm.agenda.models import ParticipationEvent
from crm.agenda.thresholds.models import AnswerState, ThresholdAnswer
from crm.contacts.models import ContactMoment
from crm.demo.attendance import add_attendance
from crm.demo.calendars import add_calendars
from crm.demo.colleagues import PASSWORD, add_colleagues
from crm.demo.communities import add_communities, add_speakers
from crm.demo.connections import add_connections
from crm.demo.contacts import add_contacts
from crm.demo.decisions import add_decisions
from crm.demo.draft import Draft
from crm.demo.events import add_events
from crm.demo.exchange import add_exchange
from crm.demo.groups import add_groups
from crm.demo.imported import add_imported_calendars
from crm.demo.introductions import add_introductions
from crm.demo.lines import add_lines
from crm.demo.notes import add_notes
from crm.demo.organisations import add_organisations
from crm.demo.people import add_acquaintances, add_people
from crm.demo.pictures import add_pictures
from crm.demo.places import add_figures, add_places
from crm.demo.programme import add_programme
from crm.demo.promises import add_promises
from crm.demo.signals import add_signals
from crm.demo.stories import add_stories, add_story_signals
from crm.demo.story_events import add_story_events
from crm.demo.thresholds import add_thresholds
from crm.domain_events import EventPlanned, ThresholdNeeded
from crm.errors import Conflict
from crm.followups.models import FollowUp
from crm.parties.models import Community, Organisation, Person
from crm.signals.models import Signal
from crm.text import mark
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role


@dataclass(frozen=True)
class DemoUser:
    """Somebody who can sign in to the demo city."""

    login: str
    name: str
    role: Role


@dataclass(frozen=True)
class DemoSummary:
    """What `bereik demo` prints: who can sign in, the one password, and how many rows of each kind there are."""

    users: tuple[DemoUser, ...]
    password: str
    counts: dict[str, int]


COUNTED: dict[str, tuple[type[SQLModel], ...]] = {
    "colleagues": (User,),
    "organisations and communities": (Organisation, Community),
    "persons": (Person,),
    "contact moments": (ContactMoment,),
    "participation events": (ParticipationEvent,),
    "signals": (Signal,),
    "follow-ups": (FollowUp,),
}


def make_demo_city(work: Work, today: date) -> DemoSummary:
    """Fills an empty store with the demo city, in one transaction.

    Records EventPlanned for each event, and ThresholdNeeded for what must be arranged so that everybody can come in.

    Args:
        today: the last day of the two years of contacts; the same day gives the same city.

    Returns:
        The users, their password and the counts.

    Raises:
        Conflict: the store holds users already.
    """
    draft = draft_city(today)
    with work.writing(SYSTEM) as uow:
        if uow.session.exec(select(User.id).limit(1)).first() is not None:
            raise Conflict(mark("This store is not empty. The demo city needs a store of its own."))
        draft.store(uow.session)
        add_pictures(uow, today)
        for event in draft.rows[ParticipationEvent]:
            assert isinstance(event, ParticipationEvent)
            uow.record(EventPlanned(event.id))
        for answer in draft.rows[ThresholdAnswer]:
            assert isinstance(answer, ThresholdAnswer)
            if answer.state == AnswerState.TO_ARRANGE:
                uow.record(ThresholdNeeded(answer.id))
    users = tuple(
        DemoUser(user.login, user.name, user.role)
        for user in draft.users.values()
        if user.left_on is None or user.left_on > today
    )
    counts = {name: sum(len(draft.rows[kind]) for kind in kinds) for name, kinds in COUNTED.items()}
    return DemoSummary(users, PASSWORD, counts)


def draft_city(today: date) -> Draft:
    """All rows of the demo city, in memory."""
    draft = Draft(today)
    add_colleagues(draft)
    add_places(draft)
    add_groups(draft)
    add_figures(draft)
    add_organisations(draft)
    add_communities(draft)
    add_speakers(draft)
    add_people(draft)
    add_acquaintances(draft)
    add_programme(draft)
    add_story_events(draft)
    add_events(draft)
    add_stories(draft)
    add_story_signals(draft)
    add_contacts(draft)
    add_signals(draft)
    add_exchange(draft)
    add_promises(draft)
    add_lines(draft)
    add_attendance(draft)
    add_decisions(draft)
    add_thresholds(draft)
    add_imported_calendars(draft)
    add_calendars(draft)
    add_introductions(draft)
    add_notes(draft)
    add_connections(draft)
    return draft
