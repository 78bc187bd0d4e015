"""What the tests of the desk have in common: rows of every subject around one network, and counted queries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import event
from sqlmodel import SQLModel

from crm.agenda.models import EventInvitation, EventKind, Flag, ParticipationEvent, Precision
from crm.contacts.models import Channel, ContactColleague, ContactMoment, ContactParticipant, Topic
from crm.db import Database, new_id
from crm.folding import fold
from crm.followups.models import FollowUp, FollowUpState
from crm.notices.models import Notice, NoticeKind
from crm.parties.models import Community, Organisation, OrganisationType, Party, PartyKind, Person
from crm.signals.models import Signal, SignalState
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
# A person's name that no manager may ever read.
CANARY = "Kanariefiguur Zwijnaarde"


class Desk:
    """Writes rows as they are, and gives their ids."""

    def __init__(self, work: Work, owner: Viewer) -> None:
        assert owner.user_id is not None
        self.work, self.owner_id = work, owner.user_id

    def store(self, *rows: SQLModel) -> None:
        """Adds rows, each flushed after the one before it."""
        with self.work.writing(SYSTEM) as uow:
            for row in rows:
                uow.session.add(row)
                uow.session.flush()

    def party(
        self,
        name: str,
        kind: PartyKind = PartyKind.COMMUNITY,
        spoken_on: date | None = None,
        owner_id: UUID | None = None,
    ) -> UUID:
        """A person, an organisation or a community."""
        key = new_id()
        details: dict[PartyKind, SQLModel] = {
            PartyKind.PERSON: Person(id=key),
            PartyKind.ORGANISATION: Organisation(id=key, type=OrganisationType.ASSOCIATION),
            PartyKind.COMMUNITY: Community(id=key),
        }
        self.store(
            Party(
                id=key,
                kind=kind,
                name=name,
                search=fold(name),
                last_contact_on=spoken_on,
                owner_id=owner_id,
                created_at=NOW,
                changed_at=NOW,
            ),
            details[kind],
        )
        return key

    def person(self, name: str = CANARY) -> UUID:
        """A person."""
        return self.party(name, PartyKind.PERSON)

    def follow_up(
        self,
        what: str,
        due_on: date = TODAY,
        party_id: UUID | None = None,
        owner_id: UUID | None = None,
        done_at: datetime | None = None,
    ) -> UUID:
        """Something to do, or done at that instant."""
        key = new_id()
        self.store(
            FollowUp(
                id=key,
                what=what,
                owner_id=owner_id or self.owner_id,
                due_on=due_on,
                party_id=party_id,
                state=FollowUpState.DONE if done_at else FollowUpState.OPEN,
                closed_at=done_at,
                created_at=NOW,
                changed_at=NOW,
            )
        )
        return key

    def contact(
        self, *parties: UUID, at: datetime = NOW, summary: str | None = None, heard: bool = False
    ) -> UUID:
        """A visit by the owner."""
        key = new_id()
        self.store(
            ContactMoment(
                id=key,
                author_id=self.owner_id,
                happened_at=at,
                channel=Channel.VISIT,
                topics=[Topic.HOUSING],
                summary=summary,
                group_itself_heard=heard,
                created_at=NOW,
                changed_at=NOW,
            ),
            ContactColleague(contact_id=key, user_id=self.owner_id),
            *(ContactParticipant(contact_id=key, party_id=party_id) for party_id in parties),
        )
        return key

    def signal(
        self,
        text: str,
        answer_by: date | None = None,
        owner_id: UUID | None = None,
        contact_id: UUID | None = None,
        service_id: UUID | None = None,
        state: SignalState = SignalState.OPEN,
    ) -> UUID:
        """Something heard."""
        key = new_id()
        self.store(
            Signal(
                id=key,
                contact_id=contact_id,
                owner_id=owner_id or self.owner_id,
                theme=Topic.HOUSING,
                text=text,
                heard_on=TODAY,
                answer_by=answer_by,
                service_id=service_id,
                state=state,
                answer="Het is hersteld." if state == SignalState.ANSWERED else None,
                created_at=NOW,
                changed_at=NOW,
            )
        )
        return key

    def event(
        self,
        title: str,
        organiser_id: UUID,
        starts_at: datetime = NOW + timedelta(days=92),
        *invited: UUID,
        level: str | None = None,
    ) -> UUID:
        """An event of two hours, with a warning of that level about Ramadan."""
        key = new_id()
        flag = Flag(
            event_id=key,
            observance="ramadan",
            level=level or "none",
            certainty="expected",
            clash_starts_at=starts_at,
            clash_ends_at=starts_at + timedelta(hours=2),
            until_on=starts_at.date() + timedelta(days=7),
            created_at=NOW,
            changed_at=NOW,
        )
        self.store(
            ParticipationEvent(
                id=key,
                title=title,
                search=fold(title),
                kind=EventKind.DIALOGUE_EVENING,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                precision=Precision.HOUR,
                organiser_id=organiser_id,
                created_at=NOW,
                changed_at=NOW,
            ),
            *([flag] if level else []),
            *(EventInvitation(event_id=key, party_id=party_id) for party_id in invited),
        )
        return key

    def notice(self, about_id: UUID, kind: NoticeKind = NoticeKind.FOLLOW_UP_DUE) -> UUID:
        """An unread notice to the owner."""
        key = new_id()
        self.store(
            Notice(
                id=key,
                user_id=self.owner_id,
                kind=kind,
                about_id=about_id,
                dedupe_key=str(key),
                created_at=NOW,
            )
        )
        return key


@contextmanager
def counted_queries(database: Database) -> Iterator[Callable[[], int]]:
    """Counts the statements sent to the store while the block runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield lambda: len(sent)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
