"""What commands on parties check before they write."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from crm.accounts.models import User
from crm.db import Row, get_for_update
from crm.errors import BadInput, NotFound
from crm.parties.models import Organisation, Party, PartyKind
from crm.parties.schemas import RoleCreate
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.viewer import Role

UNKNOWN = mark("Choose one of the list.")


def party_for_update(uow: UnitOfWork, key: UUID, kind: PartyKind | None = None) -> Party:
    """The party, locked until the transaction ends.

    Raises:
        NotFound: there is none, or it is of another kind.
    """
    found = get_for_update(uow.session, Party, key)
    if kind is not None and found.kind != kind:
        raise NotFound
    return found


def party_in_use(uow: UnitOfWork, key: UUID, field: str) -> Party:
    """The party that a line is to end in.

    Raises:
        BadInput: it is unknown or archived; `field` names the input.
    """
    found = uow.session.get(Party, key)
    if found is None:
        raise BadInput(UNKNOWN, field=field)
    if found.archived_on is not None:
        raise BadInput(mark("This one is archived. Bring it back first."), field=field)
    return found


def check_owner(uow: UnitOfWork, owner_id: UUID | None) -> None:
    """Raises BadInput where the owner is not in the team; nobody is allowed."""
    if owner_id is None:
        return
    owner = uow.session.get(User, owner_id)
    has_left = owner is not None and owner.left_on is not None and owner.left_on <= uow.today
    if owner is None or owner.role != Role.CONSULTANT or has_left:
        raise BadInput(mark("Choose a colleague of the team."), field="owner_id")


def check_rows(uow: UnitOfWork, table: type[Row], ids: Iterable[UUID], field: str) -> None:
    """Raises BadInput where one of the ids is unknown."""
    wanted = set(ids)
    if wanted and len(uow.session.exec(select(table.id).where(col(table.id).in_(wanted))).all()) < len(
        wanted
    ):
        raise BadInput(UNKNOWN, field=field)


def check_period(since: date | None, until: date | None, prefix: str = "") -> None:
    """Raises BadInput where something ends before it starts."""
    if since is not None and until is not None and until < since:
        raise BadInput(mark("The end comes before the start."), field=f"{prefix}until")


def check_role(uow: UnitOfWork, wanted: RoleCreate, prefix: str = "") -> None:
    """Raises BadInput where the organisation of a role is unknown or its dates are impossible.

    Args:
        prefix: where the role stands in the input, such as `roles.0.`.
    """
    check_period(wanted.since, wanted.until, prefix)
    if wanted.organisation_id is not None and uow.session.get(Organisation, wanted.organisation_id) is None:
        raise BadInput(UNKNOWN, field=f"{prefix}organisation_id")


def of_same_id(uow: UnitOfWork, kind: PartyKind, key: UUID | None) -> Party | None:
    """The party that was made before with that id; None where there is none.

    Raises:
        BadInput: a party of another kind has the id.
    """
    found = None if key is None else uow.session.get(Party, key)
    if found is not None and found.kind != kind:
        raise BadInput(mark("Something else has this number already."), field="id")
    return found
