"""Readings of the calendars."""

import json
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import String, cast
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from crm.accounts.policies import PUBLIC_CALENDAR, policy, policy_changes
from crm.accounts.queries import names_of
from crm.agenda.calendars.asking import AwaitedDate, awaited_dates, has_questions
from crm.agenda.calendars.imported import occurrence_of, weight_of
from crm.agenda.calendars.models import DateConfirmation, DateQuestion, ImportedCalendar, ImportedDay
from crm.agenda.calendars.schemas import PublicSwitchChange, PublicSwitchRead
from crm.agenda.observances.calendar import AUTHORITY_OF, SAME_FEAST, Calendar
from crm.agenda.observances.effects import Matrix
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Confirmation, Occurrence
from crm.agenda.weights.queries import stored_matrix
from crm.parties.models import Community, Organisation, Party
from crm.text import mark
from crm.viewer import Viewer

ANNOUNCED = mark("Announced, and noted by the city")
"""What those without an account read as the source of a confirmed date: what a colleague typed may name somebody."""
MOST_KEPT = 8


def stored_calendar(session: Session, viewer: Viewer, calculated_only: bool = False) -> Calendar:
    """All observances, with the dates that colleagues confirmed, imported days, and the weights that the city chose.

    The last date entered counts. The same state of the store gives the same calendar, so that what was worked out from
    it serves again. Three queries, and one more for the days when calendars were read anew.

    Args:
        calculated_only: what the arithmetic alone says of the dates.
    """
    matrix = stored_matrix(session, viewer)
    if calculated_only:
        return Calendar(calculated_only=True, matrix=matrix)
    rows = session.exec(
        select(DateConfirmation)
        .where(col(DateConfirmation.withdrawn_at).is_(None))
        .order_by(col(DateConfirmation.created_at), col(DateConfirmation.id))
    )
    entered = tuple(
        Confirmation(Observance(row.observance), row.start_on, row.source, Authority(row.authority))
        for row in rows
    )
    calendars = session.exec(select(ImportedCalendar).order_by(col(ImportedCalendar.id))).all()
    versions = tuple((row.id, row.version, row.read_at) for row in calendars)
    state = (entered, versions, matrix)
    kept = _KEPT.get(state)
    if kept is None:
        kept = Calendar(entered, _imported_days(session, calendars), matrix=matrix)
        while len(_KEPT) >= MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)
        _KEPT[state] = kept
    return kept


_KEPT: dict[Hashable, Calendar] = {}
"""The calendars of the last states of the store; a state names the versions of what it was made of."""


def _imported_days(session: Session, calendars: Sequence[ImportedCalendar]) -> tuple[Occurrence, ...]:
    """The days of imported calendars, by start. One query, and none where there is no such calendar."""
    weights = {row.id: weight_of(row.name, row.meaning, row.level, row.audience) for row in calendars}
    if not weights:
        return ()
    rows = session.execute(
        select_columns(
            col(ImportedDay.calendar_id),
            col(ImportedDay.title),
            col(ImportedDay.start_on),
            col(ImportedDay.end_on),
            col(ImportedDay.starts_at),
            col(ImportedDay.ends_at),
        ).order_by(col(ImportedDay.start_on), col(ImportedDay.id))
    )
    return tuple(
        occurrence_of(weights[calendar_id], title, start_on, end_on, starts_at, ends_at)
        for calendar_id, title, start_on, end_on, starts_at, ends_at in rows
        if calendar_id in weights
    )


def confirmations(session: Session, viewer: Viewer, with_withdrawn: bool = False) -> list[DateConfirmation]:
    """The confirmed dates, the latest day first, what was entered last before what it replaced.

    Args:
        with_withdrawn: also those that were withdrawn or replaced.
    """
    statement = select(DateConfirmation)
    if not with_withdrawn:
        statement = statement.where(col(DateConfirmation.withdrawn_at).is_(None))
    ordered = statement.order_by(
        col(DateConfirmation.start_on).desc(),
        col(DateConfirmation.created_at).desc(),
        col(DateConfirmation.id).desc(),
    )
    return list(session.exec(ordered))


def followed_authorities(session: Session, viewer: Viewer) -> frozenset[Authority]:
    """Whose announcements somebody in the network follows, as it said itself; Belgium's always."""
    tags: set[str] = set()
    for table in (Organisation, Community):
        kept = (
            select(cast(table.calendars, String))
            .join(Party, col(Party.id) == table.id)
            .where(col(Party.archived_on).is_(None))
            .distinct()
        )
        for text in session.exec(kept):
            tags.update(json.loads(text))
    return frozenset({Authority.BELGIUM}) | {
        authority for tag, authority in AUTHORITY_OF.items() if tag in tags
    }


def dates_to_confirm(session: Session, viewer: Viewer, today: date) -> list[AwaitedDate]:
    """What colleagues are to confirm on that day, for the authorities that somebody follows, the nearest first.

    No query on the days on which nothing is asked.
    """
    if not has_questions(today):
        return []
    followed = followed_authorities(session, viewer)
    return awaited_dates(stored_calendar(session, viewer), followed, today)


def answers_to(
    session: Session, viewer: Viewer, questions: Iterable[DateQuestion]
) -> dict[UUID, DateConfirmation]:
    """The confirmed date that answers each question, by the id of the question; those that are still open are left out."""
    entered = confirmations(session, viewer)
    return {
        question.id: answer
        for question in questions
        for answer in entered
        if (answer.observance, answer.authority) == (question.observance, question.authority)
        and abs(answer.start_on - question.calculated_on) <= SAME_FEAST
    }


def date_questions(session: Session, viewer: Viewer) -> list[DateQuestion]:
    """What colleagues were asked to confirm, the oldest first."""
    return list(
        session.exec(select(DateQuestion).order_by(col(DateQuestion.calculated_on), col(DateQuestion.id)))
    )


def open_calendar(session: Session, viewer: Viewer) -> Calendar:
    """What anybody may see of the calendar: no imported days, and nothing that a colleague typed."""
    stored = stored_calendar(session, viewer)
    return _open(tuple(replace(each, source=ANNOUNCED) for each in stored.confirmations), stored.matrix)


@lru_cache(maxsize=4)
def _open(confirmations: tuple[Confirmation, ...], matrix: Matrix) -> Calendar:
    # The same calendar for the same dates: what was worked out for one visitor serves the next.
    return Calendar(confirmations=confirmations, matrix=matrix)


def public_switch(session: Session, viewer: Viewer) -> PublicSwitchRead:
    """Whether anybody may open the year calendar, and who decided that and when."""
    changes = policy_changes(session, viewer, PUBLIC_CALENDAR)
    names = names_of(session, viewer, {each.changed_by_id for each in changes})
    return PublicSwitchRead(
        is_open=policy(session, viewer, PUBLIC_CALENDAR),
        changes=[
            PublicSwitchChange(
                is_open=bool(each.value),
                changed_by_id=each.changed_by_id,
                changed_by=names.get(each.changed_by_id, ""),
                changed_at=each.created_at,
            )
            for each in changes
        ],
    )
