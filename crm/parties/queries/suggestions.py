"""Readings while somebody types: whom you may mean, and who is there already under such a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, case, col, or_, select

from crm.accounts.access import may_see_persons
from crm.db import matches
from crm.folding import fold
from crm.parties.models import Organisation, Party, PartyKind, RoleOfPerson
from crm.parties.queries.labels import PLACES, PartyLabel
from crm.viewer import Viewer

# A new name is compared with at most so many that share a word with it.
_COMPARED = 400


@dataclass(frozen=True)
class Suggestion:
    """A party that may be meant; `about` tells two of the same name apart (place, title, organisation)."""

    id: UUID
    kind: PartyKind
    name: str
    about: str
    last_contact_on: date | None

    @property
    def href(self) -> str:
        """The address of the party's page."""
        return f"/{PLACES[self.kind]}/{self.id}"


def suggest_parties(
    session: Session,
    viewer: Viewer,
    query: str,
    limit: int,
    kinds: Iterable[PartyKind] = tuple(PartyKind),
) -> list[Suggestion]:
    """Whom the viewer may mean: names that start so before others, then those spoken with last; archived ones never.

    Three queries. A blank query gives those spoken with last. Viewers who see no persons get the other kinds.
    """
    allowed = [kind for kind in kinds if kind != PartyKind.PERSON or may_see_persons(viewer)]
    typed = fold(query)
    starts_so = case((col(Party.search).startswith(typed, autoescape=True), 0), else_=1)
    spoken_on = col(Party.last_contact_on)
    statement = (
        select(Party)
        .where(col(Party.kind).in_(allowed), col(Party.archived_on).is_(None), matches(Party.search, query))
        .order_by(
            *((starts_so,) if typed else ()), spoken_on.desc().nulls_last(), col(Party.search), col(Party.id)
        )
        .limit(limit)
    )
    found = session.exec(statement).all()
    about = _about(session, found)
    return [
        Suggestion(party.id, party.kind, party.name, about.get(party.id, ""), party.last_contact_on)
        for party in found
    ]


def organisation_choices(session: Session, viewer: Viewer) -> list[PartyLabel]:
    """Every organisation that is not archived, by name: to choose where somebody has a role."""
    found = session.exec(
        select(Party.id, Party.name)
        .where(Party.kind == PartyKind.ORGANISATION, col(Party.archived_on).is_(None))
        .order_by(col(Party.search), col(Party.id))
    )
    return [PartyLabel(key, name, PartyKind.ORGANISATION) for key, name in found]


def similar_names(session: Session, viewer: Viewer, kind: PartyKind, name: str) -> list[PartyLabel]:
    """Those of that kind with the same name apart from case, accents and order, or whose words hold it or are in it.

    For the warning before somebody is stored twice; at most five, archived ones too.
    """
    words = set(fold(name).split())
    if not words or (kind == PartyKind.PERSON and not may_see_persons(viewer)):
        return []
    shares_a_word = or_(*(matches(Party.search, word) for word in sorted(words)))
    found = session.exec(
        select(Party).where(Party.kind == kind, shares_a_word).order_by(col(Party.search)).limit(_COMPARED)
    )
    close = [party for party in found if _is_close(words, set(fold(party.name).split()))]
    return [PartyLabel(party.id, party.name, party.kind) for party in close[:5]]


def _is_close(words: set[str], others: set[str]) -> bool:
    return bool(others) and (words <= others or others <= words)


def _about(session: Session, found: Iterable[Party]) -> dict[UUID, str]:
    """What tells parties of the same name apart: the place of an organisation, the newest work of a person."""
    parties = list(found)
    organisations = [party.id for party in parties if party.kind == PartyKind.ORGANISATION]
    people = [party.id for party in parties if party.kind == PartyKind.PERSON]
    places = session.exec(
        select(Organisation.id, Organisation.place).where(col(Organisation.id).in_(organisations))
    )
    about = {key: place or "" for key, place in places}
    roles = session.exec(
        select(RoleOfPerson.person_id, RoleOfPerson.title, Party.name)
        .join(Party, col(Party.id) == col(RoleOfPerson.organisation_id), isouter=True)
        .where(col(RoleOfPerson.person_id).in_(people))
        .order_by(col(RoleOfPerson.until).is_not(None), col(RoleOfPerson.until).desc(), col(RoleOfPerson.id))
    )
    for person_id, title, organisation in roles:
        about.setdefault(person_id, ", ".join(word for word in (title, organisation) if word))
    return about
