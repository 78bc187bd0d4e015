"""The threshold check for people: a form with its nine questions, and one tap for what is arranged."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts.guards import SIGNED_IN
from crm.agenda.queries import event as event_view
from crm.agenda.thresholds import queries, service
from crm.agenda.thresholds.questions import QUESTIONS, STATES
from crm.agenda.thresholds.recording import NOTHING, Said, said_in
from crm.agenda.thresholds.schemas import ThresholdsPut
from crm.agenda.thresholds.showing import ANSWERED, question_parts, stored_fields
from crm.errors import BadInput, VersionConflict
from crm.i18n import short_date, translate
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(dependencies=[SIGNED_IN])


@router.get("/events/{key}/thresholds")
def answer_thresholds_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to answer all questions about an event on."""
    return _form_page(request, uow, key, filled_form(request, _stored(uow, key)))


@router.post("/events/{key}/thresholds")
def answer_thresholds(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Stores the answers; where a colleague answered something else meanwhile, both are shown."""
    wanted = form.parse(ThresholdsPut)
    if wanted is not None:
        try:
            service.answer_thresholds(uow, key, wanted)
        except VersionConflict:
            return _conflict_page(request, uow, key, wanted)
        except BadInput as error:
            form.add_error(error)
        else:
            return redirect(f"/events/{key}", "saved")
    return _form_page(request, uow, key, form, status=422)


@router.post("/thresholds/{key}/arranged")
def arrange_threshold(uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Marks what had to be arranged as in order, and goes back to where it was asked."""
    answer = service.arrange_threshold(uow, key)
    return redirect(form.back(f"/events/{answer.event_id}"), "done")


def _stored(uow: UnitOfWork, key: UUID) -> dict[str, object]:
    event = event_view(uow.session, uow.viewer, key).event
    return stored_fields(queries.threshold_check(uow.session, uow.viewer, event, uow.today), ANSWERED)


def _form_page(
    request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200, **context: Any
) -> Response:
    event = event_view(uow.session, uow.viewer, key).event
    return page(
        request,
        "agenda/threshold_form.html",
        nav="events",
        status=status,
        form=form,
        event=event,
        prefix=ANSWERED,
        **{"conflict_rows": [], **question_parts(form, ANSWERED, event), **context},
    )


def _conflict_page(request: Request, uow: UnitOfWork, key: UUID, wanted: ThresholdsPut) -> Response:
    """The form as it was typed, with what colleagues answered beside it; saved again it overwrites what is shown.

    A question that the writer did not look at takes over what a colleague answered.
    """
    event = event_view(uow.session, uow.viewer, key).event
    check = queries.threshold_check(uow.session, uow.viewer, event, uow.today)
    sent = {asked.question: asked for asked in wanted.answers}
    values, rows = stored_fields(check, ANSWERED), []
    for position, line in enumerate(check.lines):
        asked, theirs = sent.get(line.question), Said(line.state, line.detail, line.reason, line.own_date_on)
        if asked is None or (asked.version != line.version and said_in(asked) in (NOTHING, theirs)):
            continue
        if asked.version != line.version:
            language: str = request.state.language
            label = translate(language, QUESTIONS[line.question].name)
            rows.append((label, _say(said_in(asked), language), _say(theirs, language)))
        typed = asked.model_dump(exclude={"version"})
        values |= {f"{ANSWERED}.{position}.{part}": value for part, value in typed.items()}
    return _form_page(request, uow, key, filled_form(request, values), status=409, conflict_rows=rows)


def _say(said: Said, language: str) -> str:
    """An answer in a few words."""
    day = short_date(language, said.book_by_on) if said.book_by_on else None
    words = (translate(language, STATES[said.state]), said.detail, said.reason, day)
    return ", ".join(word for word in words if word)
