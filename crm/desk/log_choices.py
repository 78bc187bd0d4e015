"""What the form to log a contact offers to choose from, so that most contacts need no typing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from crm.accounts.models import User
from crm.accounts.queries import colleagues
from crm.agenda.models import EventInvitation, EventState, ParticipationEvent
from crm.clock import CITY_ZONE, city_date
from crm.contacts.models import Channel, ContactColleague, ContactMoment, ContactParticipant
from crm.followups.models import FollowUp, FollowUpState
from crm.parties.models import Neighbourhood, Organisation, OrganisationType, Party, PartyKind
from crm.parties.queries import PartyLabel, neighbourhoods, party_labels
from crm.viewer import Viewer

SHOWN = 9  # chips that fit on a phone without hiding the rest of the form
PLACES_SHOWN = 4
_LATELY = timedelta(days=90)
_LOOKED_BACK = 30  # contacts of mine in which places are looked for


@dataclass(frozen=True)
class NearPlace:
    """A place where the viewer logged a contact before."""

    place: str
    neighbourhood_id: UUID | None

    @property
    def value(self) -> str:
        """How the form sends it."""
        return f"{self.neighbourhood_id or ''}|{self.place}"


@dataclass(frozen=True)
class LogChoices:
    """People and groups of today and of late, places near, networks, services, colleagues, and the channel used last."""

    chosen: list[PartyLabel]
    today: list[PartyLabel]
    recent: list[PartyLabel]
    places: list[NearPlace]
    communities: list[PartyLabel]
    neighbourhoods: list[Neighbourhood]
    services: list[PartyLabel]
    colleagues: list[User]
    last_channel: Channel | None


def log_choices(session: Session, viewer: Viewer, now: datetime, chosen_ids: Iterable[UUID]) -> LogChoices:
    """What the form offers this viewer now; each party stands in one list only. Eight queries.

    Args:
        chosen_ids: whom the form has ticked already; unknown ids are left out.
    """
    labels = party_labels(session, viewer, chosen_ids)
    chosen = [labels[key] for key in dict.fromkeys(chosen_ids) if key in labels]
    today = _without(_of_today(session, viewer, now), chosen)
    recent = _without(_recent(session, viewer, now), [*chosen, *today])
    latest = _latest_contacts(session, viewer)
    places = [NearPlace(row.place or "", row.neighbourhood_id) for row in latest if _has_place(row)]
    return LogChoices(
        chosen=chosen,
        today=today[:SHOWN],
        recent=recent[: max(SHOWN - len(today), 4)],
        places=list(dict.fromkeys(places))[:PLACES_SHOWN],
        communities=_communities(session),
        neighbourhoods=neighbourhoods(session, viewer),
        services=_services(session),
        colleagues=colleagues(session, viewer, city_date(now)),
        last_channel=latest[0].channel if latest else None,
    )


def _without(found: Iterable[PartyLabel], shown: Sequence[PartyLabel]) -> list[PartyLabel]:
    ids = {one.id for one in shown}
    return [one for one in found if one.id not in ids]


def _has_place(row: ContactMoment) -> bool:
    return bool(row.place) or row.neighbourhood_id is not None


def _of_today(session: Session, viewer: Viewer, now: datetime) -> list[PartyLabel]:
    """Whom my open follow-ups are about, and who is invited to an event of mine today."""
    today = city_date(now)
    start = datetime.combine(today, time.min, CITY_ZONE)
    to_call = select(FollowUp.party_id).where(
        FollowUp.owner_id == viewer.user_id, FollowUp.state == FollowUpState.OPEN, FollowUp.due_on <= today
    )
    invited = (
        select(EventInvitation.party_id)
        .join(ParticipationEvent, col(ParticipationEvent.id) == col(EventInvitation.event_id))
        .where(
            ParticipationEvent.organiser_id == viewer.user_id,
            ParticipationEvent.state == EventState.PLANNED,
            col(ParticipationEvent.starts_at) < start + timedelta(days=1),
            col(ParticipationEvent.ends_at) >= start,
        )
    )
    of_today = col(Party.id).in_(to_call.where(col(FollowUp.party_id).is_not(None)).union(invited))
    statement = select(Party).where(of_today, col(Party.archived_on).is_(None))
    return [_label(party) for party in session.exec(statement.order_by(col(Party.name)).limit(SHOWN))]


def _recent(session: Session, viewer: Viewer, now: datetime) -> list[PartyLabel]:
    """Whom I spoke with last: of a season, and only where those are too few of all years."""
    lately = _spoken_with(session, viewer, now - _LATELY)
    return lately if len(lately) == 2 * SHOWN else _spoken_with(session, viewer, None)


def _spoken_with(session: Session, viewer: Viewer, since: datetime | None) -> list[PartyLabel]:
    grouped = (
        select(ContactParticipant.party_id, func.max(ContactMoment.happened_at).label("at"))
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .join(ContactColleague, col(ContactColleague.contact_id) == col(ContactMoment.id))
        .where(ContactColleague.user_id == viewer.user_id, col(ContactMoment.withdrawn_at).is_(None))
        .group_by(col(ContactParticipant.party_id))
    )
    if since is not None:
        latest = (func.max(ContactMoment.happened_at).desc(), col(ContactParticipant.party_id))
        # Room for those who were archived since.
        grouped = grouped.where(col(ContactMoment.happened_at) >= since).order_by(*latest).limit(8 * SHOWN)
    newest = grouped.subquery()
    statement = (
        select(Party)
        .join(newest, newest.c.party_id == col(Party.id))
        .where(col(Party.archived_on).is_(None))
        .order_by(newest.c.at.desc(), col(Party.id))
        .limit(2 * SHOWN)
    )
    return [_label(party) for party in session.exec(statement)]


def _latest_contacts(session: Session, viewer: Viewer) -> list[ContactMoment]:
    statement = (
        select(ContactMoment)
        .where(ContactMoment.author_id == viewer.user_id, col(ContactMoment.withdrawn_at).is_(None))
        .order_by(col(ContactMoment.created_at).desc(), col(ContactMoment.happened_at).desc())
        .limit(_LOOKED_BACK)
    )
    return list(session.exec(statement))


def _communities(session: Session) -> list[PartyLabel]:
    named = select(Party.id, Party.name).where(
        Party.kind == PartyKind.COMMUNITY, col(Party.archived_on).is_(None)
    )
    rows = session.exec(named.order_by(col(Party.name)))
    return [PartyLabel(key, name, PartyKind.COMMUNITY) for key, name in rows]


def _services(session: Session) -> list[PartyLabel]:
    statement = (
        select(Party)
        .join(Organisation, col(Organisation.id) == col(Party.id))
        .where(Organisation.type == OrganisationType.CITY_SERVICE, col(Party.archived_on).is_(None))
    )
    return [_label(party) for party in session.exec(statement.order_by(col(Party.name)))]


def _label(party: Party) -> PartyLabel:
    return PartyLabel(party.id, party.name, party.kind)
