"""*Wie kan mij voorstellen?*: the best chains to somebody, a way to ask, and what came of it."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import TEAM
from crm.errors import BereikError, NotFound
from crm.i18n import short_date, translate
from crm.insight.introductions import queries, service
from crm.insight.introductions.finding import Introducing, IntroductionReading, introduction_reading
from crm.insight.introductions.models import IntroductionState
from crm.insight.introductions.schemas import (
    ChainQuery,
    IntroductionAnswer,
    IntroductionCreate,
    IntroductionFilter,
    Side,
    TargetQuery,
)
from crm.insight.introductions.words import STATES, TONES
from crm.insight.report import ReachReport, reach_report
from crm.insight.words import OPENS_DOOR, line_word, subtitle_of, title_of
from crm.parties.queries import PartyLabel, suggest_parties
from crm.parties.words import PARTY_KINDS
from crm.text import mark
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.viewer import Viewer
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, paged, redirect

router = APIRouter(prefix="/introductions", dependencies=[TEAM])
HERE = "/introductions"
REQUESTS = "/introductions/requests"
SUGGESTED = 8
FEW = 5
ASK_WITHIN_DAYS = 14
"""The day that the form proposes."""
YOU, COLLEAGUE = mark("You"), mark("a colleague")

ANSWERS = {
    IntroductionState.ACCEPTED: mark("Yes, I will"),
    IntroductionState.INTRODUCED: mark("Done: they know each other now"),
    IntroductionState.DECLINED: mark("Not now"),
}


@router.get("")
def find_introductions(request: Request, uow: Reading, wanted: Annotated[TargetQuery, Query()]) -> Response:
    """Whom somebody wants to reach, over whom, and the questions that are open."""
    return _find_page(request, uow, wanted)


@router.get("/requests")
def list_introductions(
    request: Request, uow: Reading, wanted: Annotated[IntroductionFilter, Query()]
) -> Response:
    """Every question that the viewer asked, or that was asked of the viewer."""
    found = queries.introductions(uow.session, uow.viewer, wanted)
    return page(
        request,
        "insight/introductions.html",
        nav="reach",
        wanted=wanted,
        found=paged(request, found),
        today=uow.today,
        states=STATES,
        tones=TONES,
    )


@router.get("/ask")
def ask_introduction_form(request: Request, uow: Reading, wanted: Annotated[ChainQuery, Query()]) -> Response:
    """The page to ask along a chain on; without one, whom to reach is chosen first."""
    if not wanted.chain:
        return _find_page(request, uow, TargetQuery.model_validate({}))
    values = {
        "chain": [str(key) for key in wanted.chain],
        "due_on": uow.today + timedelta(days=ASK_WITHIN_DAYS),
    }
    return _ask_page(request, uow, filled_form(request, values))


@router.post("")
def ask_introduction(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Asks, and shows what the viewer asked."""
    wanted = form.parse(IntroductionCreate)
    if wanted is not None:
        try:
            service.ask_introduction(uow, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(REQUESTS, "asked")
    return _ask_page(request, uow, form, status=422)


@router.get("/{key}/answer")
def answer_introduction_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to say on what came of a question."""
    return _answer_page(request, uow, key, filled_form(request, {}))


@router.post("/{key}/answer")
def answer_introduction(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Says what came of a question, and goes back to the list that it stands in."""
    view = queries.introduction(uow.session, uow.viewer, key)
    wanted = form.parse(IntroductionAnswer)
    if wanted is not None:
        try:
            service.answer_introduction(uow, key, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(REQUESTS if view.row.asker_id == uow.viewer.user_id else HERE, "answer_kept")
    return _answer_page(request, uow, key, form, status=422)


@router.post("/{key}/close")
def close_introduction(uow: Writing, key: UUID) -> Response:
    """Stops waiting for an answer."""
    service.close_introduction(uow, key)
    return redirect(REQUESTS, "saved")


def _find_page(request: Request, uow: UnitOfWork, wanted: TargetQuery) -> Response:
    session, viewer, language = uow.session, uow.viewer, request.state.language
    reading = None
    if wanted.target_id is not None:
        report = reach_report(session, viewer, uow.today)
        reading = introduction_reading(session, viewer, report, wanted.target_id)
    few = [IntroductionFilter(page=1, size=FEW, side=side) for side in (Side.TO_ME, Side.MINE)]
    to_me, mine = (queries.introductions(session, viewer, one) for one in few)
    return page(
        request,
        "insight/introduce.html",
        nav="reach",
        q=wanted.q,
        found=suggest_parties(session, viewer, wanted.q, SUGGESTED) if wanted.q.strip() else None,
        kinds=PARTY_KINDS,
        reading=reading,
        sides=[] if reading is None else _sides(language, viewer, report, reading),
        to_me=to_me,
        mine=mine,
        today=uow.today,
        states=STATES,
        tones=TONES,
    )


def _sides(
    language: str, viewer: Viewer, report: ReachReport, reading: IntroductionReading
) -> list[dict[str, Any]]:
    """The two cards: from the viewer, and from the team."""

    def shown(one: Introducing) -> dict[str, Any]:
        return {
            "one": one,
            "boxes": _boxes(language, viewer, one, reading.target),
            "word": line_word(one.way.strength, report.network.thresholds),
            "first": title_of(language, one.way.steps[0].box),
            "second": title_of(language, one.way.steps[1].box),
            "is_direct": len(one.ids) == 2 and one.ids[0] == viewer.user_id,
            "is_mine": one.ids[0] == viewer.user_id,
            "ask": "&".join(f"chain={key}" for key in one.ids),
        }

    return [
        {
            "key": key,
            "live": [shown(one) for one in ways.live],
            "once": None if ways.once is None else shown(ways.once),
        }
        for key, ways in (("mine", reading.mine), ("team", reading.team))
    ]


def _boxes(language: str, viewer: Viewer, one: Introducing, target: PartyLabel) -> list[dict[str, object]]:
    """The boxes as the macro shows them: the viewer first, a colleague after, and the target last."""
    boxes: list[dict[str, object]] = []
    for key, step in zip(one.ids, one.way.steps, strict=True):
        link = "" if step.last_contact_on is None else short_date(language, step.last_contact_on)
        if key == target.id and one.opens:
            link = translate(language, OPENS_DOOR, names=target.name)
        title, text = title_of(language, step.box), subtitle_of(language, step.box)
        if key == viewer.user_id:
            title, text = translate(language, YOU), ""
        elif not boxes:
            boxes.append({"title": translate(language, YOU), "text": "", "link": "", "stale": False})
            link = translate(language, COLLEAGUE)
        boxes.append({"title": title, "text": text, "link": link, "stale": step.is_quiet})
    return boxes


def _ask_page(request: Request, uow: UnitOfWork, form: Form, status: int = 200) -> Response:
    try:
        ids = [UUID(text) for text in form.values("chain")]
        links = queries.chain_of(uow.session, uow.viewer, ids)
    except (ValueError, NotFound):
        if status == 200:
            raise NotFound from None
        links = ()
    is_own = bool(links) and links[0].id == uow.viewer.user_id
    return page(
        request,
        "insight/introduction_ask.html",
        nav="reach",
        status=status,
        form=form,
        links=links,
        is_own=is_own,
        asked=links[1 if is_own and len(links) > 1 else 0] if links else None,
    )


def _answer_page(request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200) -> Response:
    language: str = request.state.language
    return page(
        request,
        "insight/introduction_answer.html",
        nav="reach",
        status=status,
        form=form,
        view=queries.introduction(uow.session, uow.viewer, key),
        answers=[(state.value, translate(language, word)) for state, word in ANSWERS.items()],
        states=STATES,
        tones=TONES,
    )
