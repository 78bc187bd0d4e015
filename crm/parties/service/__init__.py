"""Commands on parties, their roles and the lines between them."""

from crm.parties.service.groups import set_city_wide_groups
from crm.parties.service.handing_over import hand_over_parties
from crm.parties.service.lines import (
    add_reach_link,
    end_reach_link,
    end_tie,
    record_tie,
    update_tie,
)
from crm.parties.service.records import (
    archive_party,
    create_community,
    create_organisation,
    create_person,
    ensure_party,
    restore_party,
    update_community,
    update_organisation,
    update_person,
)
from crm.parties.service.roles import add_role, end_role

__all__ = [
    "add_reach_link",
    "add_role",
    "archive_party",
    "create_community",
    "create_organisation",
    "create_person",
    "end_reach_link",
    "end_role",
    "end_tie",
    "ensure_party",
    "hand_over_parties",
    "record_tie",
    "restore_party",
    "set_city_wide_groups",
    "update_community",
    "update_organisation",
    "update_person",
    "update_tie",
]
