"""Commands on the lines between parties: ties and reach links."""

from datetime import date
from uuid import UUID

from sqlmodel import select

from crm.db import get_for_update, new_id, touch
from crm.domain_events import ReachLinkChanged, TieChanged
from crm.errors import BadInput, Conflict
from crm.parties.models import PartyKind, ReachLink, ReachLinkKind, Tie
from crm.parties.schemas import ReachLinkCreate, TieCreate, TieUpdate
from crm.parties.service.checks import check_period, party_in_use
from crm.text import mark
from crm.unit_of_work import UnitOfWork


def record_tie(uow: UnitOfWork, wanted: TieCreate) -> Tie:
    """Records a relationship between two parties; an ended one of the same kind starts again. Records TieChanged.

    The same id twice gives the same tie.

    Raises:
        BadInput: a party is unknown, archived or the same twice; a date is impossible.
        Conflict: the two have such a tie already.
    """
    there = None if wanted.id is None else uow.session.get(Tie, wanted.id)
    if there is not None:
        return there
    if wanted.party_id == wanted.other_id:
        raise BadInput(mark("Choose somebody else: a line goes between two."), field="other_id")
    a_id, b_id = sorted((wanted.party_id, wanted.other_id))
    party_in_use(uow, wanted.party_id, "party_id")
    party_in_use(uow, wanted.other_id, "other_id")
    last_contact_on = _checked_dates(uow, wanted.since, wanted.until, wanted.last_contact_on)
    tie = uow.session.exec(
        select(Tie).where(Tie.a_id == a_id, Tie.b_id == b_id, Tie.kind == wanted.kind)
    ).first()
    if tie is None:
        tie = Tie(
            id=wanted.id or new_id(),
            a_id=a_id,
            b_id=b_id,
            kind=wanted.kind,
            strength=wanted.strength,
            last_contact_on=last_contact_on,
            created_at=uow.now,
            changed_at=uow.now,
        )
        uow.session.add(tie)
    elif not _has_ended(uow, tie.until):
        raise Conflict(mark("These two have this tie already. Change that one."), field="kind")
    else:
        touch(tie, uow.now)
    tie.strength, tie.last_contact_on = wanted.strength, last_contact_on
    tie.since, tie.until = wanted.since, wanted.until
    uow.session.flush()
    uow.record(TieChanged(tie.id))
    return tie


def update_tie(uow: UnitOfWork, key: UUID, wanted: TieUpdate) -> Tie:
    """Changes strength and dates of a tie. Records TieChanged.

    Raises:
        NotFound: there is none.
        VersionConflict: somebody saved first.
        BadInput: a date is impossible.
    """
    tie = get_for_update(uow.session, Tie, key, wanted.version)
    tie.last_contact_on = _checked_dates(
        uow, wanted.since, wanted.until, wanted.last_contact_on or tie.last_contact_on
    )
    tie.strength, tie.since, tie.until = wanted.strength, wanted.since, wanted.until
    touch(tie, uow.now)
    uow.record(TieChanged(tie.id))
    return tie


def end_tie(uow: UnitOfWork, key: UUID) -> Tie:
    """Ends a tie today. Records TieChanged; ended twice is ended once.

    Raises:
        NotFound: there is none.
    """
    tie = get_for_update(uow.session, Tie, key)
    if not _has_ended(uow, tie.until):
        tie.until = uow.today
        touch(tie, uow.now)
        uow.record(TieChanged(tie.id))
    return tie


def add_reach_link(uow: UnitOfWork, wanted: ReachLinkCreate) -> ReachLink:
    """Stores what a party can open; an ended link of the same kind starts again. Records ReachLinkChanged.

    The same id twice gives the same link.

    Raises:
        BadInput: holder or target is unknown, archived, the same or of the wrong kind; a person would speak for others;
            the end comes before the start.
        Conflict: there is such a link already.
    """
    there = None if wanted.id is None else uow.session.get(ReachLink, wanted.id)
    if there is not None:
        return there
    _check_ends(uow, wanted)
    since = wanted.since or uow.today
    check_period(since, wanted.until)
    link = uow.session.exec(
        select(ReachLink).where(
            ReachLink.holder_id == wanted.holder_id,
            ReachLink.target_id == wanted.target_id,
            ReachLink.kind == wanted.kind,
        )
    ).first()
    if link is None:
        values = wanted.model_dump(exclude={"id", "since"})
        link = ReachLink(
            id=wanted.id or new_id(), since=since, created_at=uow.now, changed_at=uow.now, **values
        )
        uow.session.add(link)
    elif not _has_ended(uow, link.until):
        raise Conflict(mark("This stands here already."), field="kind")
    else:
        link.basis, link.basis_note = wanted.basis, wanted.basis_note
        link.since, link.until = since, wanted.until
        touch(link, uow.now)
    uow.session.flush()
    uow.record(ReachLinkChanged(link.id))
    return link


def end_reach_link(uow: UnitOfWork, key: UUID) -> ReachLink:
    """Ends a reach link today, for instance when consent is taken back. Records ReachLinkChanged.

    Raises:
        NotFound: there is none.
    """
    link = get_for_update(uow.session, ReachLink, key)
    if not _has_ended(uow, link.until):
        link.until = uow.today
        touch(link, uow.now)
        uow.record(ReachLinkChanged(link.id))
    return link


def _check_ends(uow: UnitOfWork, wanted: ReachLinkCreate) -> None:
    if wanted.holder_id == wanted.target_id:
        raise BadInput(mark("Choose somebody else: a line goes between two."), field="target_id")
    holder = party_in_use(uow, wanted.holder_id, "holder_id")
    target = party_in_use(uow, wanted.target_id, "target_id")
    if holder.kind == PartyKind.COMMUNITY:
        raise BadInput(mark("Choose a person or an organisation."), field="holder_id")
    if target.kind == PartyKind.PERSON:
        raise BadInput(mark("Choose an organisation or a network."), field="target_id")
    if holder.kind == PartyKind.PERSON and wanted.kind == ReachLinkKind.SPEAKS_FOR:
        raise BadInput(mark("Only an organisation speaks for others. A person can help reach."), field="kind")


def _checked_dates(
    uow: UnitOfWork, since: date | None, until: date | None, last_contact_on: date | None
) -> date:
    check_period(since, until)
    if last_contact_on is not None and last_contact_on > uow.today:
        raise BadInput(mark("A contact cannot lie in the future."), field="last_contact_on")
    return last_contact_on or uow.today


def _has_ended(uow: UnitOfWork, until: date | None) -> bool:
    return until is not None and until <= uow.today
