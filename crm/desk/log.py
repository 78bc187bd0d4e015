"""Log a contact, on a phone in the street: the form, its suggestions, and what is said once it is saved."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import TEAM
from crm.clock import CITY_ZONE
from crm.contacts import queries, service
from crm.contacts.load import Load
from crm.contacts.models import Channel
from crm.contacts.queries import ContactView
from crm.contacts.words import CHANNEL_ICONS, CHANNELS, PEOPLE, TOPICS
from crm.db import new_id
from crm.desk.log_choices import LogChoices, log_choices
from crm.desk.log_form import ContactForm
from crm.errors import BereikError
from crm.i18n import long_date, translate
from crm.parties.models import PartyKind
from crm.parties.queries import PartyLabel, party_labels, suggest_parties
from crm.parties.words import PARTY_KINDS
from crm.signals.queries import loads
from crm.signals.service import answer_by_default
from crm.text import mark
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import fragment, page, redirect

router = APIRouter(prefix="/contacts", dependencies=[TEAM])
SUGGESTED = 8
ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

CALL_BACK, DROP_BY, FIND_OUT = mark("Call back"), mark("Drop by"), mark("Find something out")
PROMISES = (CALL_BACK, DROP_BY, FIND_OUT)
# What is said of a promise of one's own, by what was promised.
_SAID_OF = {
    CALL_BACK: mark("You call %(name)s on %(date)s."),
    DROP_BY: mark("You drop by at %(name)s on %(date)s."),
}


@router.get("/new")
def log_contact_form(
    request: Request,
    uow: Reading,
    party_id: UUID | None = None,
    again: UUID | None = None,
    round: UUID | None = None,  # noqa: A002
) -> Response:
    """The form, ready to fill in.

    Args:
        party_id: somebody who is ticked already.
        again: a contact whose people and channel are kept.
        round: a contact whose place, moment and channel are kept, for the next one in the same street.
    """
    chosen = [party_id] if party_id else []
    kept: dict[str, object] = {}
    if again is not None:
        before = queries.contact(uow.session, uow.viewer, again)
        chosen, kept = [one.id for one in before.participants], _same_people(before)
    elif round is not None:
        kept = _same_place(queries.contact(uow.session, uow.viewer, round))
    choices = log_choices(uow.session, uow.viewer, uow.now, chosen)
    blank = {
        "id": new_id(),
        "party_ids": chosen,
        "channel": (choices.last_channel or Channel.VISIT).value,
        "new_parties.0.kind": PartyKind.PERSON.value,
        "agreements.0.owner_id": uow.viewer.user_id,
        "agreements.0.due_on": uow.today + timedelta(days=1),
        "signal.answer_by": answer_by_default(uow.today),
    }
    return _form_page(request, uow, filled_form(request, blank | kept), choices)


@router.post("/new")
def log_contact(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Saves the contact and says so; or looks for a name, where the browser runs no script."""
    if form.value("find"):
        return _form_page(request, uow, form)
    wanted = form.parse(ContactForm)
    if wanted is not None:
        try:
            contact = service.log_contact(uow, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(f"/contacts/{contact.id}/saved")
    return _form_page(request, uow, form, status=422)


@router.get("/suggest")
def suggest_fragment(
    request: Request,
    uow: Reading,
    q: str = Query("", max_length=100),
    party_ids: Annotated[list[UUID] | None, Query(max_length=50)] = None,
) -> Response:
    """Chips of whom may be meant, while a name is typed; those found and ticked before stay."""
    kept = list(party_labels(session=uow.session, viewer=uow.viewer, ids=party_ids or []).values())
    return fragment(
        request, "desk/log_found.html", found=_found(uow, q, kept), ticked=[one.id for one in kept], q=q
    )


@router.get("/{key:uuid}/saved")
def withdraw_contact_form(request: Request, uow: Reading, key: UUID) -> Response:
    """Says what was saved and promised, and offers to undo it."""
    contact = queries.contact(uow.session, uow.viewer, key)
    return page(
        request,
        "desk/log_saved.html",
        nav="log",
        contact=contact,
        promises=[_promise(request, uow, contact, position) for position in range(len(contact.agreements))],
        is_mine=contact.author_id == uow.viewer.user_id,
    )


@router.post("/{key:uuid}/withdraw")
def withdraw_contact(uow: Writing, key: UUID) -> Response:
    """Takes the contact back and shows Today."""
    service.withdraw_contact(uow, key)
    return redirect("/", "withdrawn")


def _same_people(contact: ContactView) -> dict[str, object]:
    return {
        "channel": contact.channel.value,
        "place": contact.place,
        "neighbourhood_id": contact.neighbourhood_id,
        "people_band": contact.people_band.value if contact.people_band else None,
        "nobody": _is_placed(contact),
    }


def _same_place(contact: ContactView) -> dict[str, object]:
    return {
        "channel": contact.channel.value,
        "place": contact.place,
        "neighbourhood_id": contact.neighbourhood_id,
        "nobody": _is_placed(contact),
        "happened_at": contact.happened_at.astimezone(CITY_ZONE).strftime("%Y-%m-%dT%H:%M"),
    }


def _is_placed(contact: ContactView) -> bool:
    return bool(contact.place or contact.neighbourhood_id)


def _form_page(
    request: Request, uow: UnitOfWork, form: Form, choices: LogChoices | None = None, status: int = 200
) -> Response:
    choices = choices or log_choices(uow.session, uow.viewer, uow.now, _ids(form.values("party_ids")))
    language: str = request.state.language
    looked_for = form.value("q").strip()[:100]
    shown = {one.id for one in (*choices.chosen, *choices.today, *choices.recent)}
    found = [one for one in _found(uow, looked_for, []) if one.id not in shown] if looked_for else []
    return page(
        request,
        "desk/log.html",
        nav="log",
        status=status,
        form=form,
        choices=choices,
        waiting=_waiting(uow, choices),
        areas={one.id: one.name for one in choices.neighbourhoods},
        found=found,
        ticked=[],
        q=looked_for,
        others=[(one.id, one.name) for one in choices.colleagues if one.id != uow.viewer.user_id],
        channels_said=[
            (one.value, translate(language, CHANNELS[one]), CHANNEL_ICONS[one])
            for one in _channels(choices.last_channel)
        ],
        topics_said=_said(language, TOPICS),
        bands_said=_said(language, PEOPLE),
        kinds_said=_said(language, PARTY_KINDS),
        promises_said=[translate(language, one) for one in PROMISES],
        tomorrow=uow.today + timedelta(days=1),
        next_week=uow.today + timedelta(days=7),
    )


def _waiting(uow: UnitOfWork, choices: LogChoices) -> dict[UUID, Load]:
    """Of which of those chosen so much was asked that we should give something back first."""
    found = loads(uow.session, uow.viewer, uow.today, [one.id for one in choices.chosen])
    return {key: load for key, load in found.items() if load.should_wait}


def _said(language: str, words: Mapping[ChoiceT, str]) -> list[tuple[str, str]]:
    return [(one.value, translate(language, msgid)) for one, msgid in words.items()]


def _channels(last: Channel | None) -> list[Channel]:
    """All channels, the one used last first."""
    return sorted(Channel, key=lambda one: one is not last)


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue  # the field's own error says so
    return found


def _found(uow: UnitOfWork, q: str, kept: list[PartyLabel]) -> list[PartyLabel]:
    if not q.strip():
        return kept
    ids = {one.id for one in kept}
    suggested = suggest_parties(uow.session, uow.viewer, q, SUGGESTED)
    return kept + [PartyLabel(one.id, one.name, one.kind) for one in suggested if one.id not in ids]


def _promise(request: Request, uow: UnitOfWork, contact: ContactView, position: int) -> str:
    """What was promised, as a sentence: "You call Nadia on Tuesday 1 December."."""
    language: str = request.state.language
    agreement = contact.agreements[position]
    said = {"what": agreement.what, "date": _day(language, agreement.due_on, uow.today)}
    if agreement.owner_id != uow.viewer.user_id:
        return translate(language, mark("A colleague does this by %(date)s: %(what)s."), **said)
    for promise, sentence in _SAID_OF.items():
        if len(contact.participants) == 1 and agreement.what == translate(language, promise):
            return translate(language, sentence, name=contact.participants[0].name, date=said["date"])
    return translate(language, mark("You promised, for %(date)s: %(what)s."), **said)


def _day(language: str, day: date, today: date) -> str:
    """The day as people say it: the year only where it is another one."""
    words = long_date(language, day)
    return words.removesuffix(f" {day.year}") if day.year == today.year else words
