"""Conditions on rows of parties that commands and readings share."""

from datetime import date

from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col, or_

from crm.parties.models import RoleOfPerson


def role_lasts(today: date) -> ColumnElement[bool]:
    """The condition that a role has not ended on that date."""
    return or_(col(RoleOfPerson.until).is_(None), col(RoleOfPerson.until) > today)
