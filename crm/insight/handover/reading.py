"""Everybody of whom we know that they leave, with what falls away and what they have in hand."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from crm.accounts.models import User
from crm.db import get
from crm.errors import NotFound
from crm.insight.chain import Box, boxes_of, planned_for
from crm.insight.gaps import ReportCell
from crm.insight.handover import queries
from crm.insight.handover.queries import EndingRole, InHand
from crm.insight.handover.rules import Fall, falls_without
from crm.insight.queries import OpenFollowUp, open_follow_ups
from crm.insight.report import ReachReport
from crm.parties.models import PersonRole
from crm.viewer import Viewer
from graph.reach import Status

MONTHS_AHEAD = 9
"""How far we look ahead: long enough to get to know somebody, short enough to be sure of."""


@dataclass(frozen=True)
class FallView:
    """A cell that is worse off, as a viewer may know who could help."""

    cell: ReportCell
    before: Status
    after: Status
    loses_way_in: bool
    meet: Box | None
    openers: tuple[Box, ...]
    follow_ups: tuple[OpenFollowUp, ...]


@dataclass(frozen=True)
class MandateEnding:
    """A person whose role or roles end on a day."""

    box: Box
    roles: tuple[PersonRole, ...]
    on: date
    falls: tuple[FallView, ...]


@dataclass(frozen=True)
class ColleagueLeaving:
    """A colleague who leaves, or has left with things in hand."""

    id: UUID
    name: str
    on: date
    has_left: bool
    falls: tuple[FallView, ...]
    in_hand: InHand


@dataclass(frozen=True)
class Handover:
    """All departures of which we know, by date."""

    until: date
    mandates: tuple[MandateEnding, ...]
    colleagues: tuple[ColleagueLeaving, ...]


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month.

    >>> months_after(date(2026, 5, 31), 9)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def handover_reading(session: Session, viewer: Viewer, report: ReachReport) -> Handover:
    """Returns who leaves after the report's date, in eight queries for any number of them."""
    today = report.as_of
    until = months_after(today, MONTHS_AHEAD)
    ending = _by_person_and_day(queries.ending_roles(session, viewer, today, until))
    users = queries.leaving_colleagues(session, viewer)
    hands = queries.in_hand(session, viewer, [user.id for user in users])
    leaving = [
        (user, user.left_on)
        for user in users
        if user.left_on is not None and (user.left_on > today or not hands[user.id].is_empty)
    ]
    mandates = [(person_id, on, roles, _falls(report, person_id, on)) for (person_id, on), roles in ending]
    going = [(user, on, _falls(report, user.id, on) if on > today else ()) for user, on in leaving]
    nodes = {str(person_id) for person_id, *_ in mandates}
    for falls in (*(one[3] for one in mandates), *(one[2] for one in going)):
        nodes |= {node for fall in falls for node in (fall.meet, *fall.openers) if node is not None}
    boxes = boxes_of(session, viewer, report, nodes) if nodes else {}
    planned = open_follow_ups(session, viewer)

    def seen(falls: tuple[Fall, ...]) -> tuple[FallView, ...]:
        return _views(report, falls, boxes, planned)

    return Handover(
        until,
        tuple(MandateEnding(boxes[str(key)], roles, on, seen(falls)) for key, on, roles, falls in mandates),
        tuple(
            ColleagueLeaving(user.id, user.name, on, on <= today, seen(falls), hands[user.id])
            for user, on, falls in going
        ),
    )


def leaving_colleague(session: Session, viewer: Viewer, key: UUID, today: date) -> ColleagueLeaving:
    """Returns one colleague who leaves or has left, with what they have in hand; without what falls away.

    Raises:
        NotFound: there is no such colleague, or nothing is known of their leaving.
    """
    user = get(session, User, key)
    if user.left_on is None:
        raise NotFound
    hands = queries.in_hand(session, viewer, [key])
    return ColleagueLeaving(key, user.name, user.left_on, user.left_on <= today, (), hands[key])


def _by_person_and_day(
    ending: list[EndingRole],
) -> list[tuple[tuple[UUID, date], tuple[PersonRole, ...]]]:
    found: dict[tuple[UUID, date], tuple[PersonRole, ...]] = {}
    for one in ending:
        key = (one.person_id, one.until)
        found[key] = (*found.get(key, ()), one.role)
    return list(found.items())


def _falls(report: ReachReport, leaver: UUID, on: date) -> tuple[Fall, ...]:
    """What falls away, worked out once for each report."""
    return report.once(("falls", leaver, on), lambda: falls_without(report.rows, report.rules, leaver, on))


def _views(
    report: ReachReport, falls: tuple[Fall, ...], boxes: dict[str, Box], planned: tuple[OpenFollowUp, ...]
) -> tuple[FallView, ...]:
    views = [
        FallView(
            cell=report.by_key[fall.cell],
            before=fall.before,
            after=fall.after,
            loses_way_in=fall.loses_way_in,
            meet=None if fall.meet is None else boxes.get(fall.meet),
            openers=tuple(boxes[opener] for opener in fall.openers if opener in boxes),
            follow_ups=planned_for(report.by_key[fall.cell].cell, planned),
        )
        for fall in falls
    ]
    return tuple(sorted(views, key=lambda view: not view.loses_way_in))
