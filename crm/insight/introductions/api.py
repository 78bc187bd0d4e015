"""Introductions for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from crm.accounts.guards import TEAM
from crm.insight.introductions import queries, service
from crm.insight.introductions.finding import introduction_reading
from crm.insight.introductions.queries import IntroductionView
from crm.insight.introductions.schemas import (
    IntroductionAnswer,
    IntroductionCreate,
    IntroductionFilter,
    IntroductionLine,
    IntroductionRead,
    IntroductionWaysRead,
)
from crm.insight.report import reach_report
from crm.unit_of_work import Reading, Writing
from crm.web.schemas import Listing

router = APIRouter(tags=["introductions"], dependencies=[TEAM])


@router.get("/parties/{key}/introductions")
def find_introductions(uow: Reading, key: UUID) -> IntroductionWaysRead:
    """Who can introduce the viewer to a party: the three best chains of their own, and of the team."""
    report = reach_report(uow.session, uow.viewer, uow.today)
    return IntroductionWaysRead.of(introduction_reading(uow.session, uow.viewer, report, key))


@router.get("/introductions")
def list_introductions(
    uow: Reading, wanted: Annotated[IntroductionFilter, Query()]
) -> Listing[IntroductionLine]:
    """What the viewer asked, or with `side=to_me` what was asked of the viewer: open questions first."""
    page = queries.introductions(uow.session, uow.viewer, wanted)
    return Listing.of(page, [_line(view) for view in page.items])


@router.post("/introductions", status_code=201)
def ask_introduction(uow: Writing, wanted: IntroductionCreate) -> IntroductionRead:
    """Asks a colleague for an introduction, or notes whom the viewer will ask; either becomes a follow-up."""
    return IntroductionRead.model_validate(service.ask_introduction(uow, wanted))


@router.post("/introductions/{key}/answer")
def answer_introduction(uow: Writing, key: UUID, wanted: IntroductionAnswer) -> IntroductionRead:
    """Says what came of a question; who asked is told."""
    return IntroductionRead.model_validate(service.answer_introduction(uow, key, wanted))


@router.post("/introductions/{key}/close")
def close_introduction(uow: Writing, key: UUID) -> IntroductionRead:
    """Stops waiting for an answer."""
    return IntroductionRead.model_validate(service.close_introduction(uow, key))


def _line(view: IntroductionView) -> IntroductionLine:
    return IntroductionLine(
        **IntroductionRead.model_validate(view.row).model_dump(),
        due_on=view.follow_up.due_on,
        may_answer=view.may_answer,
        may_close=view.may_close,
    )
