"""*Hoe rekenen we?*: the choices behind every figure of the report, for whoever reads it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts.guards import ADMINISTRATORS, READERS
from crm.errors import BadInput
from crm.insight.rules import service
from crm.insight.rules.queries import reach_rules_read
from crm.insight.rules.schemas import CityWideGroupsSet, ReachRulesSet, name_of
from crm.insight.words import LINES, THRESHOLDS
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(prefix="/reach/rules", dependencies=[READERS])
HERE = "/reach/rules"
LABELS = {name_of(kind): text for kind, text in LINES.items()} | THRESHOLDS


@router.get("")
def show_reach_rules(request: Request, uow: Reading) -> Response:
    """The choices in words with who made them; an administrator changes them here."""
    return _page(request, uow, None)


@router.post("", dependencies=[ADMINISTRATORS])
def set_reach_rules(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Sets half-lives and thresholds."""
    wanted = form.parse(ReachRulesSet)
    if wanted is None:
        return _page(request, uow, form)
    service.set_reach_rules(uow, wanted)
    return redirect(HERE, "saved")


@router.post("/city-wide", dependencies=[ADMINISTRATORS])
def choose_city_wide_groups(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Chooses the groups with figures for the whole city only."""
    wanted = form.parse(CityWideGroupsSet)
    if wanted is not None:
        try:
            service.choose_city_wide_groups(uow, wanted)
        except BadInput as error:
            form.add_error(error)
        else:
            return redirect(HERE, "saved")
    return _page(request, uow, form)


def _page(request: Request, uow: UnitOfWork, form: Form | None) -> Response:
    rules = reach_rules_read(uow.session, uow.viewer, request.state.language)
    rows = [*rules.half_lives, *rules.thresholds]
    values: dict[str, object] = {row.name: f"{row.value:g}" for row in rows}
    values["group_ids"] = [group.id for group in rules.groups if group.is_city_wide_only]
    return page(
        request,
        "insight/rules.html",
        nav="reach",
        status=200 if form is None else 422,
        rules=rules,
        labels=LABELS,
        form=form or filled_form(request, values),
    )
