"""One's own mail for programs."""

from fastapi import APIRouter

from crm.accounts.guards import SIGNED_IN
from crm.notices.mail import queries, service
from crm.notices.mail.schemas import AddressConfirm, MailChoicesRead, MailChoicesUpdate
from crm.unit_of_work import Reading, UnitOfWork, Writing

router = APIRouter(prefix="/me/mail", tags=["notices"], dependencies=[SIGNED_IN])


@router.get("")
def show_mail_choices(uow: Reading) -> MailChoicesRead:
    """Where the user wants mail, which, and whether it reaches them."""
    return own_choices(uow)


@router.put("")
def update_mail_choices(uow: Writing, wanted: MailChoicesUpdate) -> MailChoicesRead:
    """Sets where the user wants mail, and which. A new address gets one mail, to confirm it."""
    service.update_mail_choices(uow, wanted)
    return own_choices(uow)


@router.post("/confirmation")
def ask_confirmation(uow: Writing) -> MailChoicesRead:
    """Sends the mail that confirms the new address once more; the link of the one before works no longer."""
    service.ask_confirmation(uow)
    return own_choices(uow)


@router.post("/confirm")
def confirm_address(uow: Writing, wanted: AddressConfirm) -> MailChoicesRead:
    """Confirms the new address with the token of the mail: from now on mail goes there."""
    service.confirm_address(uow, wanted.token)
    return own_choices(uow)


def own_choices(uow: UnitOfWork) -> MailChoicesRead:
    """The choices of who asks."""
    return queries.mail_choices(uow.session, uow.viewer, uow.settings, uow.now)
