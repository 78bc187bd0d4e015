"""The weights for people: every row in plain words, one row with its history, and the form of an administrator."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.access import may_change_weights
from crm.accounts.guards import ADMINISTRATORS, READERS
from crm.agenda.observances.keys import Level, Observance
from crm.agenda.observances.windows import Shape
from crm.agenda.weights import queries, service
from crm.agenda.weights.api import detail_of
from crm.agenda.weights.rules import GENERAL_LEVELS
from crm.agenda.weights.saying import say_weights
from crm.agenda.weights.schemas import EffectPutBack, EffectSet, WeightDetail, WeightFilter, WeightRead
from crm.agenda.weights.words import SHAPES, weight_word
from crm.errors import BereikError, VersionConflict
from crm.i18n import translate
from crm.text import mark
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(prefix="/observances/weights", dependencies=[READERS])
HERE = "/observances/weights"
TONES = {"none": "", "low": "ok", "medium": "warn", "high": "bad"}
LABELS = {
    "level": mark("For people who keep this calendar"),
    "general": mark("For an event for everyone"),
    "shape": mark("Part of the day"),
    "advice_nl": mark("Advice in Dutch"),
    "advice_en": mark("Advice in English"),
    "advice_fr": mark("Advice in French"),
}
"""What the fields of the form ask."""
_BY_RULE = mark("Our rule: one lower, at most “Take care”")


@router.get("")
def list_effects(request: Request, uow: Reading, wanted: Annotated[WeightFilter, Query()]) -> Response:
    """Every row by observance, in plain words: what it weighs now, and what we propose where that differs."""
    groups: dict[Observance, list[WeightRead]] = {}
    for row in say_weights(queries.weights(uow.session, uow.viewer), wanted, request.state.language):
        groups.setdefault(row.observance, []).append(row)
    return page(
        request,
        "agenda/weights.html",
        nav="events",
        groups=list(groups.values()),
        unknown=queries.unknown_changes(uow.session, uow.viewer),
        form=filled_form(request, wanted.model_dump()),
        is_filtered=bool(wanted.q or wanted.is_changed),
        tones=TONES,
    )


@router.get("/{effect}")
def show_effect(request: Request, uow: Reading, effect: str) -> Response:
    """One row: what it weighs, what we propose, and who changed what when and why."""
    return _row_page(request, uow, detail_of(uow, effect, request.state.language), filled_form(request, {}))


@router.get("/{effect}/change", dependencies=[ADMINISTRATORS])
def change_effect_form(request: Request, uow: Reading, effect: str) -> Response:
    """The page to set a row on."""
    row = detail_of(uow, effect, request.state.language)
    return _form_page(request, row, filled_form(request, _values(uow, row)))


@router.post("/{effect}/change", dependencies=[ADMINISTRATORS])
def change_effect(request: Request, uow: Writing, effect: str, form: SubmittedForm) -> Response:
    """Sets a row; where a colleague was first, both versions are shown."""
    row = detail_of(uow, effect, request.state.language)
    wanted = form.parse(EffectSet)
    if wanted is None:
        return _form_page(request, row, form, status=422)
    try:
        service.change_effect(uow, effect, wanted)
    except VersionConflict as error:
        typed = filled_form(request, wanted.model_dump() | {"version": error.current["version"]})
        rows = _differences(request, typed, filled_form(request, error.current))
        return _form_page(request, row, typed, status=409, conflict=rows)
    except BereikError as error:
        form.add_error(error)
        return _form_page(request, row, form, status=error.status)
    return redirect(f"{HERE}/{effect}", "weighed")


@router.post("/{effect}/put-back", dependencies=[ADMINISTRATORS])
def put_back_effect(request: Request, uow: Writing, effect: str, form: SubmittedForm) -> Response:
    """Puts our proposal back, with a reason."""
    wanted = form.parse(EffectPutBack)
    if wanted is not None:
        try:
            service.put_back_effect(uow, effect, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(f"{HERE}/{effect}", "weighed")
    row = detail_of(uow, effect, request.state.language)
    return _row_page(request, uow, row, form, status=422 if wanted is None else 409)


def _row_page(
    request: Request, uow: UnitOfWork, row: WeightDetail, form: Form, status: int = 200
) -> Response:
    return page(
        request,
        "agenda/weight.html",
        nav="events",
        status=status,
        row=row,
        form=form,
        tones=TONES,
        shapes=SHAPES,
        may_change=may_change_weights(uow.viewer),
    )


def _form_page(
    request: Request,
    row: WeightDetail,
    form: Form,
    status: int = 200,
    conflict: list[tuple[str, str, str]] | None = None,
) -> Response:
    language: str = request.state.language
    words = {level.word: weight_word(level, language) for level in Level}
    by_rule = [("", translate(language, _BY_RULE))]
    return page(
        request,
        "agenda/weight_form.html",
        nav="events",
        status=status,
        row=row,
        form=form,
        conflict_rows=conflict or [],
        labels={name: translate(language, label) for name, label in LABELS.items()},
        levels=list(words.items()),
        generals=by_rule + [(level.word, words[level.word]) for level in GENERAL_LEVELS],
        shapes=[(shape.value, translate(language, SHAPES[shape])) for shape in row.shapes],
    )


def _values(uow: UnitOfWork, row: WeightDetail) -> dict[str, object]:
    """What the form shows of a row as it stands; our own words stand beside the fields, not in them."""
    last = row.history[0] if row.history and row.is_changed else None
    ours = queries.weight(uow.session, uow.viewer, row.key).now
    return {
        "level": row.now.level,
        "general": None if row.is_for_everyone or ours.general is None else ours.general.word,
        "shape": row.now.shape.value,
        "advice_nl": last and last.advice_nl,
        "advice_en": last and last.advice_en,
        "advice_fr": last and last.advice_fr,
        "version": row.version,
    }


def _differences(request: Request, typed: Form, stored: Form) -> list[tuple[str, str, str]]:
    """What differs between two forms of a row, in words: (field, typed, stored)."""
    language: str = request.state.language
    words = {level.word: weight_word(level, language) for level in Level}
    words |= {shape.value: translate(language, SHAPES[shape]) for shape in Shape}
    rows = []
    for name, label in LABELS.items():
        yours, theirs = (words.get(form.value(name), form.value(name)) for form in (typed, stored))
        if yours != theirs:
            rows.append((translate(language, label), yours, theirs))
    return rows
