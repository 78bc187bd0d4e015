"""*Volgende contacten*: whom to speak to next and why, who can wait, and who was put off."""

from datetime import timedelta
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import TEAM
from crm.accounts.queries import colleagues
from crm.contacts.load import ASKED_OFTEN_FROM, LOOKED_BACK_DAYS
from crm.errors import BadInput, NotFound
from crm.i18n import translate
from crm.insight.next_contacts import hours, service
from crm.insight.next_contacts.schemas import DismissalForm, NextQuery
from crm.insight.next_contacts.suggesting import next_up, seen_now
from crm.insight.next_contacts.words import REASONS, why
from crm.insight.report import report_in_passing
from crm.insight.rules.held import STRENGTH_NEW
from crm.parties.models import Strength
from crm.parties.queries import party_labels
from crm.parties.words import STRENGTHS
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import fragment, page, redirect

router = APIRouter(prefix="/reach/next", dependencies=[TEAM])
HERE = "/reach/next"
PLAN_WITHIN_DAYS = 7


@router.get("")
def list_next_contacts(request: Request, uow: Reading, wanted: Annotated[NextQuery, Query()]) -> Response:
    """At most five contacts with their reasons, who waits, and who was put off."""
    found = next_up(uow.session, uow.viewer, uow.today, wanted.hours)
    return page(
        request,
        "insight/next.html",
        nav="reach",
        found=found,
        report=found.report,
        form=filled_form(request, {"hours": wanted.hours}),
        reasons=REASONS,
        why=partial(why, request.state.language),
        colleagues=colleagues(uow.session, uow.viewer, uow.today),
        due_on=uow.today + timedelta(days=PLAN_WITHIN_DAYS),
        hours=hours,
        strength_new=STRENGTH_NEW,
        acquainted=STRENGTHS[Strength.ACQUAINTED],
        asked_often_from=ASKED_OFTEN_FROM,
        looked_back_days=LOOKED_BACK_DAYS,
    )


@router.get("/first")
def first_contact_fragment(request: Request, uow: Reading) -> Response:
    """The first suggestion in a few words, for Today: asked for once the page stands, as it may take a moment."""
    report = report_in_passing(uow.session, uow.viewer, uow.today, uow.now)
    found = next_up(uow.session, uow.viewer, uow.today, report=report)
    return fragment(request, "insight/next_first.html", first=next(iter(found.suggestions), None))


@router.get("/{party_id}/dismiss")
def dismiss_next_contact_form(
    request: Request, uow: Reading, party_id: UUID, wanted: Annotated[NextQuery, Query()]
) -> Response:
    """The page to say on why not now."""
    seen = seen_now(uow.session, uow.viewer, uow.today, party_id)
    return _dismiss_page(request, uow, party_id, filled_form(request, {"seen": seen, "hours": wanted.hours}))


@router.post("/{party_id}/dismiss")
def dismiss_next_contact(request: Request, uow: Writing, party_id: UUID, form: SubmittedForm) -> Response:
    """Puts somebody off, and shows who comes instead."""
    wanted = form.parse(DismissalForm)
    if wanted is not None:
        try:
            service.dismiss_next_contact(uow, party_id, wanted.decision)
        except BadInput as error:
            form.add_error(error)
        else:
            return redirect(f"{HERE}?said=put_off" + (f"&hours={wanted.hours}" if wanted.hours else ""))
    return _dismiss_page(request, uow, party_id, form, status=422)


@router.post("/dismissals/{dismissal_id}/take-back")
def take_back_dismissal(uow: Writing, dismissal_id: UUID) -> Response:
    """Lets somebody be proposed again."""
    service.take_back_dismissal(uow, dismissal_id)
    return redirect(HERE, "proposed_again")


def _dismiss_page(
    request: Request, uow: UnitOfWork, party_id: UUID, form: Form, status: int = 200
) -> Response:
    party = party_labels(uow.session, uow.viewer, [party_id]).get(party_id)
    if party is None:
        raise NotFound
    language: str = request.state.language
    return page(
        request,
        "insight/next_dismiss.html",
        nav="reach",
        status=status,
        party=party,
        form=form,
        reasons=[(one.value, translate(language, words)) for one, words in REASONS.items()],
    )
