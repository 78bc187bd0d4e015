"""Contact moments for people: read one, and mend one of one's own. Logging one is in crm/desk/log.py."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS, TEAM
from crm.accounts.queries import names_of
from crm.contacts import queries, service
from crm.contacts.queries import ContactView
from crm.contacts.schemas import ContactCorrect
from crm.contacts.service import TAKE_BACK_WITHIN
from crm.contacts.words import CHANNEL_ICONS, CHANNELS, PEOPLE, TOPICS
from crm.errors import BereikError, NotAllowed, VersionConflict
from crm.i18n import translate
from crm.parties.models import Neighbourhood
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(prefix="/contacts")


@router.get("/{key:uuid}", dependencies=[READERS])
def show_contact(request: Request, uow: Reading, key: UUID) -> Response:
    """One contact: who, when, where, about what, what was promised."""
    contact = queries.contact(uow.session, uow.viewer, key)
    is_mine = contact.author_id == uow.viewer.user_id
    return page(
        request,
        "contacts/show.html",
        contact=contact,
        channel=CHANNELS[contact.channel],
        channel_icon=CHANNEL_ICONS[contact.channel],
        people=PEOPLE[contact.people_band] if contact.people_band else "",
        topics=[TOPICS[topic] for topic in contact.topics],
        neighbourhood=_neighbourhood(uow, contact),
        owners=names_of(uow.session, uow.viewer, [one.owner_id for one in contact.agreements]),
        is_mine=is_mine,
        may_undo=is_mine and uow.now - contact.created_at <= TAKE_BACK_WITHIN,
    )


@router.get("/{key:uuid}/edit", dependencies=[TEAM])
def correct_contact_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to mend a contact on."""
    contact = queries.contact(uow.session, uow.viewer, key)
    if contact.author_id != uow.viewer.user_id:
        raise NotAllowed
    form = filled_form(
        request,
        {
            "version": contact.version,
            "topics": [topic.value for topic in contact.topics],
            "summary": contact.summary,
            "place": contact.place,
            "asked_of_them": contact.asked_of_them,
            "gave_back": contact.gave_back,
        },
    )
    return _correct_page(request, key, form)


@router.post("/{key:uuid}/edit", dependencies=[TEAM])
def correct_contact(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Mends a contact and shows it."""
    # A field that was emptied counts here: it is sent, with nothing in it.
    wanted = form.parse(
        ContactCorrect,
        topics=form.values("topics"),
        summary=form.value("summary") or None,
        place=form.value("place") or None,
        asked_of_them=bool(form.value("asked_of_them")),
        gave_back=bool(form.value("gave_back")),
    )
    if wanted is None:
        queries.contact(uow.session, uow.viewer, key)  # no form for a contact that is not there
        return _correct_page(request, key, form, status=422)
    try:
        service.correct_contact(uow, key, wanted)
    except VersionConflict:
        stored = queries.contact(uow.session, uow.viewer, key)
        return _correct_page(request, key, form, stored, status=409)
    except BereikError as error:
        if error.field is None:
            raise
        form.add_error(error)
        return _correct_page(request, key, form, status=422)
    return redirect(f"/contacts/{key}", "saved")


def _neighbourhood(uow: UnitOfWork, contact: ContactView) -> str:
    if contact.neighbourhood_id is None:
        return ""
    return uow.session.get_one(Neighbourhood, contact.neighbourhood_id).name


def _correct_page(
    request: Request, key: UUID, form: Form, stored: ContactView | None = None, status: int = 200
) -> Response:
    language: str = request.state.language
    topics = [(topic.value, translate(language, words)) for topic, words in TOPICS.items()]
    said = dict(topics)
    return page(
        request,
        "contacts/edit.html",
        status=status,
        key=key,
        form=form,
        topics=topics,
        stored=stored,
        version=stored.version if stored else form.value("version"),
        topics_yours=", ".join(said[one] for one in form.values("topics") if one in said),
        topics_stored=", ".join(said[one] for one in stored.topics) if stored else "",
    )
