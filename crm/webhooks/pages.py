"""Webhooks for administrators: which other systems are told what, and how that goes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts.guards import ADMINISTRATORS
from crm.accounts.queries import names_of
from crm.errors import BadInput, Conflict, VersionConflict
from crm.i18n import translate
from crm.text import mark
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect
from crm.webhooks import queries, service
from crm.webhooks.kinds import SOURCES, EventKind
from crm.webhooks.models import Webhook
from crm.webhooks.schemas import WebhookCreate, WebhookUpdate
from crm.webhooks.terms import OBSTACLES, OFF_REASONS
from crm.webhooks.trying import Tried

router = APIRouter(prefix="/webhooks", dependencies=[ADMINISTRATORS])
HERE = "/webhooks"
NAV = "webhooks"
FIELDS: Mapping[str, str] = {
    "name": mark("What is it called?"),
    "address": mark("To which address?"),
    "kinds": mark("What is it told?"),
}


@router.get("")
def list_webhooks(request: Request, uow: Reading) -> Response:
    """The other systems that are told something, and how it goes with each."""
    return page(
        request,
        "webhooks/list.html",
        nav=NAV,
        rows=queries.webhooks(uow.session, uow.viewer),
        hosts=sorted(uow.settings.allowed_webhook_hosts),
        **_words(),
    )


@router.get("/new")
def webhook_form(request: Request, uow: Reading) -> Response:
    """The page to add one on."""
    return _form_page(request, uow, filled_form(request, {}))


@router.post("/new")
def add_webhook(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Adds a webhook and shows its secret, this once."""
    wanted = form.parse(WebhookCreate)
    if wanted is not None:
        try:
            added = service.add_webhook(uow, wanted)
        except BadInput as error:
            form.add_error(error)
        else:
            return _webhook_page(request, uow, added, secret=added.secret)
    return _form_page(request, uow, form, status=422)


@router.get("/{key}")
def show_webhook(request: Request, uow: Reading, key: UUID) -> Response:
    """One webhook: what it is told, how the latest attempts went, and what it missed."""
    return _webhook_page(request, uow, queries.webhook(uow.session, uow.viewer, key))


@router.get("/{key}/change")
def change_webhook_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to change it on."""
    stored = queries.webhook(uow.session, uow.viewer, key)
    values = stored.model_dump(include={"name", "address", "kinds", "version"})
    return _form_page(request, uow, filled_form(request, values), stored=stored)


@router.post("/{key}/change")
def update_webhook(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Saves an edited webhook; where a colleague was first, both versions are shown."""
    wanted = form.parse(WebhookUpdate)
    stored = queries.webhook(uow.session, uow.viewer, key)
    if wanted is not None:
        try:
            service.update_webhook(uow, key, wanted)
        except VersionConflict:
            return _form_page(request, uow, form, status=409, stored=stored)
        except BadInput as error:
            form.add_error(error)
        else:
            return redirect(f"{HERE}/{key}", "saved")
    return _form_page(request, uow, form, status=422, stored=stored)


@router.post("/{key}/test")
def test_webhook(request: Request, tried: Tried, uow: Writing, key: UUID) -> Response:
    """Sends a test message now, and shows what came back."""
    service.note_test(uow, key, tried)
    return _webhook_page(request, uow, queries.webhook(uow.session, uow.viewer, key), is_tried=True)


@router.post("/{key}/on")
def switch_webhook_on(request: Request, uow: Writing, key: UUID) -> Response:
    """Switches it on; where we gave it up, only after a test that went well."""
    try:
        service.switch_on(uow, key)
    except Conflict as refused:
        found = queries.webhook(uow.session, uow.viewer, key)
        said = translate(request.state.language, refused.text)
        return _webhook_page(request, uow, found, status=409, refused=said)
    return redirect(f"{HERE}/{key}", "webhook_on")


@router.post("/{key}/off")
def switch_webhook_off(uow: Writing, key: UUID) -> Response:
    """Switches it off."""
    service.switch_off(uow, key)
    return redirect(f"{HERE}/{key}", "webhook_off")


@router.post("/{key}/secret")
def rotate_webhook_secret(request: Request, uow: Writing, key: UUID) -> Response:
    """Makes a fresh secret and shows it, this once."""
    found = service.rotate_secret(uow, key)
    return _webhook_page(request, uow, found, secret=found.secret)


@router.post("/{key}/remove")
def remove_webhook(uow: Writing, key: UUID) -> Response:
    """Removes it with its secrets."""
    service.remove_webhook(uow, key)
    return redirect(HERE, "removed")


def _words() -> dict[str, Any]:
    return {
        "label_of": {kind: source.label for kind, source in SOURCES.items()},
        "off_reason_of": OFF_REASONS,
        "obstacle_of": OBSTACLES,
    }


def _webhook_page(
    request: Request,
    uow: UnitOfWork,
    found: Webhook,
    *,
    status: int = 200,
    secret: str = "",
    is_tried: bool = False,
    refused: str = "",
) -> Response:
    return page(
        request,
        "webhooks/show.html",
        nav=NAV,
        status=status,
        webhook=found,
        maker=names_of(uow.session, uow.viewer, [found.made_by_id]).get(found.made_by_id, ""),
        attempts=queries.attempts(uow.session, uow.viewer, found.id),
        missed=queries.missed(uow.session, uow.viewer, found),
        may_switch_on=not found.is_given_up or queries.has_passed_test(uow.session, uow.viewer, found),
        is_resting=service.rests(found, uow.now),
        secret=secret,
        is_tried=is_tried,
        refused=refused,
        **_words(),
    )


def _form_page(
    request: Request, uow: UnitOfWork, form: Form, *, status: int = 200, stored: Webhook | None = None
) -> Response:
    language: str = request.state.language
    return page(
        request,
        "webhooks/form.html",
        nav=NAV,
        status=status,
        form=form,
        webhook=stored,
        hosts=sorted(uow.settings.allowed_webhook_hosts),
        kinds=[(kind.value, translate(language, SOURCES[kind].label)) for kind in EventKind],
        conflict_rows=_differences(request, form, stored) if stored is not None and status == 409 else [],
    )


def _differences(request: Request, form: Form, stored: Webhook) -> list[tuple[str, str, str]]:
    """What differs between a form and what is stored, in words: field, typed, stored."""
    language: str = request.state.language
    words: dict[str, str] = {kind.value: source.label for kind, source in SOURCES.items()}
    kept = filled_form(request, stored.model_dump(include=set(FIELDS)))

    def said(one: Form, name: str) -> str:
        texts = one.values(name)
        return ", ".join(
            sorted(translate(language, words[text]) if text in words else text for text in texts)
        )

    rows = [
        (translate(language, label), said(form, name), said(kept, name)) for name, label in FIELDS.items()
    ]
    return [row for row in rows if row[1] != row[2]]
