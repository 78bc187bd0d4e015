"""What forms and filters about parties offer to choose from, in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from fastapi import Request

from crm.accounts.queries import colleagues
from crm.i18n import translate
from crm.parties import queries
from crm.parties.calendars import CALENDAR_NAMES
from crm.parties.words import DIMENSIONS, ORGANISATION_TYPES, PERSON_ROLES
from crm.unit_of_work import UnitOfWork

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)
Options = list[tuple[str | UUID, ...]]


def words(request: Request, names: Mapping[ChoiceT, str]) -> Options:
    """A closed list as (value, word)."""
    language: str = request.state.language
    return [(choice.value, translate(language, name)) for choice, name in names.items()]


def owner_choices(uow: UnitOfWork) -> Options:
    """The colleagues of the team as (id, name)."""
    return [(user.id, user.name) for user in colleagues(uow.session, uow.viewer, uow.today)]


def group_choices(request: Request, uow: UnitOfWork) -> Options:
    """The inclusion groups as (id, name, dimension)."""
    language: str = request.state.language
    return [
        (group.id, group.name(language), translate(language, DIMENSIONS[group.dimension]))
        for group in queries.groups(uow.session, uow.viewer)
    ]


def area_choices(uow: UnitOfWork) -> Options:
    """The neighbourhoods as (id, name)."""
    return [(area.id, area.name) for area in queries.neighbourhoods(uow.session, uow.viewer)]


def person_choices(request: Request, uow: UnitOfWork) -> dict[str, Options]:
    """What the form of a person offers, by field."""
    return {
        "owner_id": owner_choices(uow),
        "role": words(request, PERSON_ROLES),
        "organisation_id": [
            (label.id, label.name) for label in queries.organisation_choices(uow.session, uow.viewer)
        ],
    }


def network_choices(request: Request, uow: UnitOfWork) -> dict[str, Options]:
    """What the form of an organisation or community offers, by field."""
    return {
        "owner_id": owner_choices(uow),
        "type": words(request, ORGANISATION_TYPES),
        "group_ids": group_choices(request, uow),
        "neighbourhood_ids": area_choices(uow),
        "calendars": words(request, CALENDAR_NAMES),
    }
