"""Commands on one's own mail: where to and which, and the confirmation of an address."""

from crm.accounts.models import User
from crm.db import get
from crm.domain_events import MailDue
from crm.errors import BadInput, Conflict, NotAllowed
from crm.notices.mail.models import MailChoices, MailKind
from crm.notices.mail.proof import is_proof, is_waiting
from crm.notices.mail.queries import asked_lately, choices_of
from crm.notices.mail.schemas import MailChoicesUpdate
from crm.text import mark
from crm.unit_of_work import UnitOfWork

MOST_ASKED_A_DAY = 10  # so that nobody fills a stranger's inbox from here


def update_mail_choices(uow: UnitOfWork, wanted: MailChoicesUpdate) -> None:
    """Sets where the viewer wants mail, and which. Records MailDue where an address is to be confirmed.

    The confirmed address gets mail until another one is confirmed. One that failed is confirmed anew.

    Raises:
        Conflict: no mail is sent here, or too many addresses were asked for.
    """
    choices = _own_choices(uow)
    is_working = choices.stopped_at is None and choices.address is not None
    is_kept = is_working and wanted.address == choices.address
    is_asked = wanted.address == choices.wanted_address and is_waiting(choices, uow.now)
    has_to_ask = wanted.address is not None and not is_kept and not is_asked
    if has_to_ask:
        _check_may_ask(uow)
    choices.digest = wanted.digest
    choices.reminders_at_once = wanted.reminders_at_once
    choices.warnings_at_once = wanted.warnings_at_once
    if wanted.address is None or not is_working:
        choices.address, choices.stopped_at, choices.refusals = None, None, 0
    if wanted.address is None or is_kept:
        choices.wanted_address, choices.asked_at = None, None
    uow.session.add(choices)
    if has_to_ask:
        choices.wanted_address = wanted.address
        _ask(uow, choices)
    uow.session.flush()


def ask_confirmation(uow: UnitOfWork) -> None:
    """Asks once more to confirm the address that waits; the link before works no longer. Records MailDue.

    Raises:
        Conflict: no address waits, no mail is sent here, or too many were asked for.
    """
    choices = _own_choices(uow)
    if choices.wanted_address is None:
        raise Conflict(mark("There is no address to confirm."))
    _check_may_ask(uow)
    _ask(uow, choices)


def confirm_address(uow: UnitOfWork, token: str) -> None:
    """Makes the address that waits the viewer's: from now on their mail goes there.

    Raises:
        BadInput: the token is not of the last mail, or older than a day.
    """
    if uow.viewer.user_id is None:
        raise NotAllowed
    user, choices = get(uow.session, User, uow.viewer.user_id), _locked_choices(uow)
    if choices is None or not is_proof(token, user, choices, uow.now):
        raise BadInput(
            mark("This link does not work any more. Ask for a new one on the page about mail."), field="token"
        )
    choices.address, choices.wanted_address, choices.asked_at = choices.wanted_address, None, None
    choices.refusals, choices.stopped_at = 0, None


def _check_may_ask(uow: UnitOfWork) -> None:
    if asked_lately(uow.session, uow.viewer, uow.now) >= MOST_ASKED_A_DAY:
        raise Conflict(mark("We sent many mails to confirm an address today. Try again tomorrow."))


def _ask(uow: UnitOfWork, choices: MailChoices) -> None:
    choices.asked_at = uow.now
    uow.record(MailDue(choices.user_id, MailKind.ADDRESS.value, uow.now))


def _own_choices(uow: UnitOfWork) -> MailChoices:
    if uow.viewer.user_id is None:
        raise NotAllowed
    if uow.settings.mail_server is None:
        raise Conflict(mark("This Bereik sends no mail. Ask your administrator."))
    return _locked_choices(uow) or MailChoices(user_id=uow.viewer.user_id, created_at=uow.now)


def _locked_choices(uow: UnitOfWork) -> MailChoices | None:
    found = choices_of(uow.session, uow.viewer, uow.viewer.user_id)
    if found is not None:
        uow.session.refresh(found, with_for_update=True)
    return found
