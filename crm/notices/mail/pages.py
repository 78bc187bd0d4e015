"""One's own mail for people: where to, which, and the link that confirms an address."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from crm.accounts.guards import SIGNED_IN
from crm.errors import BereikError
from crm.notices.mail import queries, service
from crm.notices.mail.api import own_choices
from crm.notices.mail.models import DigestDays
from crm.notices.mail.proof import LONGEST_TOKEN
from crm.notices.mail.schemas import AddressConfirm, MailChoicesUpdate
from crm.text import mark
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(prefix="/me/mail", dependencies=[SIGNED_IN])
HERE = "/me/mail"
DAYS = {
    DigestDays.WEEKDAYS: mark("From Monday to Friday"),
    DigestDays.DAILY: mark("Every day"),
    DigestDays.NEVER: mark("Never"),
}


@router.get("/confirm/{token}")
def confirm_address_form(
    request: Request, uow: Reading, token: Annotated[str, Path(max_length=LONGEST_TOKEN)]
) -> Response:
    """Asks whether the address is the reader's: opening a link changes nothing, since programs open links too."""
    if not queries.may_be_confirmed(uow.session, uow.viewer, token, uow.now):
        return _gone(request, 404)
    return page(
        request,
        "notices/mail_confirm.html",
        nav="notices",
        token=token,
        address=own_choices(uow).wanted_address,
    )


@router.get("")
def show_mail_choices(request: Request, uow: Reading) -> Response:
    """The reader's choices, and whether mail reaches them."""
    return _page(request, uow)


@router.post("")
def update_mail_choices(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Sets where the reader wants mail, and which."""
    wanted = form.parse(MailChoicesUpdate, address=form.value("address").strip() or None)
    if wanted is None:
        return _page(request, uow, form)
    try:
        service.update_mail_choices(uow, wanted)
    except BereikError as error:
        form.add_error(error)
        return _page(request, uow, form)
    return redirect(HERE, "mail_asked" if own_choices(uow).wanted_address else "saved")


@router.post("/confirmation")
def ask_confirmation(request: Request, uow: Writing) -> Response:
    """Sends the mail that confirms the new address once more."""
    try:
        service.ask_confirmation(uow)
    except BereikError as error:
        return _page(request, uow, refused=error)
    return redirect(HERE, "mail_asked")


@router.post("/confirm")
def confirm_address(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Confirms the new address."""
    wanted = form.parse(AddressConfirm)
    try:
        service.confirm_address(uow, "" if wanted is None else wanted.token)
    except BereikError:
        return _gone(request, 422)
    return redirect(HERE, "mail_confirmed")


def _gone(request: Request, status: int) -> Response:
    """The page of a link that does not work: used already, too old, or a colleague's."""
    return page(request, "notices/mail_confirm.html", nav="notices", status=status, token="", address="")


def _page(
    request: Request, uow: UnitOfWork, form: Form | None = None, refused: BereikError | None = None
) -> Response:
    mail = own_choices(uow)
    values: dict[str, object] = {
        "address": mail.wanted_address or mail.address,
        "digest": mail.digest,
        "reminders_at_once": mail.reminders_at_once,
        "warnings_at_once": mail.warnings_at_once,
    }
    shown = form or filled_form(request, values)
    if refused is not None:
        shown.add_error(refused)
    return page(
        request,
        "notices/mail.html",
        nav="notices",
        status=422 if shown.errors else 200,
        mail=mail,
        days=DAYS,
        form=shown,
    )
