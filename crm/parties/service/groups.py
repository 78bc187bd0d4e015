"""Commands on inclusion groups."""

from collections.abc import Set
from uuid import UUID

from sqlmodel import col, select

from crm.accounts.access import may_set_policies
from crm.errors import BadInput, NotAllowed
from crm.parties.models import InclusionGroup
from crm.text import mark
from crm.unit_of_work import UnitOfWork


def set_city_wide_groups(uow: UnitOfWork, group_ids: Set[UUID]) -> None:
    """Decides which groups have figures for the whole city only, because a small area would betray people.

    Every other group has them by neighbourhood.

    Raises:
        NotAllowed: the viewer is no administrator.
        BadInput: one of the groups is unknown.
    """
    if not may_set_policies(uow.viewer):
        raise NotAllowed
    groups = uow.session.exec(select(InclusionGroup).order_by(col(InclusionGroup.id)).with_for_update()).all()
    if not group_ids <= {group.id for group in groups}:
        raise BadInput(mark("We do not know this group."), field="group_ids")
    for group in groups:
        group.is_city_wide_only = group.id in group_ids
    uow.session.flush()
