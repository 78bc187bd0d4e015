"""Behind the scenes, for administrators: what waits, what failed, what runs, and what to do about it."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts.guards import ADMINISTRATORS
from crm.errors import BereikError, Conflict, NotFound
from crm.operations import queries, service
from crm.operations.api import read_operations
from crm.operations.schemas import Discard, OperationsRead
from crm.operations.words import DECISIONS, JOBS, PROCESSES, STATES, URGENCIES, subject_of
from crm.outbox import UNSETTLED, DeliveryState, Urgency
from crm.queue import NOTHING_TO_DECIDE
from crm.unit_of_work import Reading, UnitOfWork, Work, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(prefix="/operations", dependencies=[ADMINISTRATORS])
HERE = "/operations"
SHOWN_STATES = (*UNSETTLED, DeliveryState.DEAD)


@router.get("")
def show_operations(request: Request, uow: Reading) -> Response:
    """Alarms, queue, what was given up, what runs now, processes, schedule and the last decisions."""
    return _overview(request, uow)


@router.post("/deliveries/{key}/retry")
def retry_delivery(request: Request, uow: Writing, key: UUID) -> Response:
    """Has one delivery tried again."""
    try:
        service.retry_delivery(uow, key)
    except Conflict as error:
        return _refused(request, uow, error)
    return redirect(HERE, "retried")


@router.post("/handlers/{handler}/retry")
def retry_handler(request: Request, uow: Writing, handler: str) -> Response:
    """Has everything tried again that one handler gave up."""
    try:
        service.retry_handler(uow, handler)
    except Conflict as error:
        return _refused(request, uow, error)
    return redirect(HERE, "retried")


@router.get("/deliveries/{key}/discard")
def discard_delivery_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page that asks why one delivery is let go."""
    return _delivery_form(request, uow, key, filled_form(request, {}))


@router.post("/deliveries/{key}/discard")
def discard_delivery(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Lets one delivery go, with a reason."""
    wanted = form.parse(Discard)
    if wanted is None:
        return _delivery_form(request, uow, key, form, status=422)
    try:
        service.discard_delivery(uow, key, wanted.why)
    except Conflict as error:
        return _refused(request, uow, error)
    return redirect(HERE, "discarded")


@router.get("/handlers/{handler}/discard")
def discard_handler_form(request: Request, uow: Reading, handler: str) -> Response:
    """The page that asks why everything is let go that one handler gave up."""
    return _handler_form(request, uow, handler, filled_form(request, {}))


@router.post("/handlers/{handler}/discard")
def discard_handler(request: Request, uow: Writing, handler: str, form: SubmittedForm) -> Response:
    """Lets everything go that one handler gave up, with a reason."""
    wanted = form.parse(Discard)
    if wanted is None:
        return _handler_form(request, uow, handler, form, status=422)
    try:
        service.discard_handler(uow, handler, wanted.why)
    except Conflict as error:
        return _refused(request, uow, error)
    return redirect(HERE, "discarded")


def _refused(request: Request, uow: UnitOfWork, error: BereikError) -> Response:
    form = filled_form(request, {})
    form.add_error(error)
    return _overview(request, uow, form, status=error.status)


def _overview(request: Request, uow: UnitOfWork, form: Form | None = None, status: int = 200) -> Response:
    seen = read_operations(request, uow)
    return page(
        request,
        "operations/overview.html",
        nav="operations",
        status=status,
        seen=seen,
        form=form or filled_form(request, {}),
        lines=[(URGENCIES[urgency], *_line(seen, urgency)) for urgency in Urgency],
        heads=[STATES[state] for state in SHOWN_STATES],
        in_hand=[(process, one) for process in seen.processes if process.is_seen for one in process.carries],
        jobs=JOBS,
        kinds=PROCESSES,
        decision_words=DECISIONS,
        subject_of=subject_of,
    )


def _line(seen: OperationsRead, urgency: Urgency) -> tuple[list[int], object]:
    """The counts of one urgency by state, and since when the oldest one that is due waits."""
    of_urgency = [line for line in seen.depth if line.urgency == urgency]
    counts = [sum(line.count for line in of_urgency if line.state == state) for state in SHOWN_STATES]
    return counts, min((line.due_since for line in of_urgency if line.due_since), default=None)


def _delivery_form(request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200) -> Response:
    found = queries.given_up_delivery(uow.session, uow.viewer, key)
    action = f"{HERE}/deliveries/{key}/discard"
    return _form(request, form, status, action, handler=found.handler, error=found.error, count=1)


def _handler_form(request: Request, uow: UnitOfWork, handler: str, form: Form, status: int = 200) -> Response:
    found = queries.given_up(uow.session, uow.viewer, handler)
    if not found:
        work: Work = request.app.state.work
        raise Conflict(NOTHING_TO_DECIDE) if handler in work.subscriptions.handlers else NotFound
    action = f"{HERE}/handlers/{handler}/discard"
    return _form(request, form, status, action, handler=handler, error="", count=found[0].total)


def _form(
    request: Request, form: Form, status: int, action: str, *, handler: str, error: str, count: int
) -> Response:
    return page(
        request,
        "operations/discard.html",
        nav="operations",
        status=status,
        form=form,
        action=action,
        subject=subject_of(handler),
        handler=handler,
        error=error,
        count=count,
    )
