"""Roles, ties and reach links for people: the forms that the pages of parties link to."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts.guards import TEAM
from crm.errors import BadInput, Conflict, NotFound, VersionConflict
from crm.i18n import translate
from crm.parties import queries, service
from crm.parties.models import PartyKind, ReachLinkKind, Strength, Tie
from crm.parties.pages.choices import Options, person_choices, words
from crm.parties.queries import PartyLabel, party_labels
from crm.parties.schemas import ReachLinkCreate, RoleCreate, TieCreate, TieUpdate
from crm.parties.words import BASES, PARTY_KINDS, REACH_LINK_KINDS, STRENGTHS, TIE_KINDS
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import BACK, Form, SubmittedForm, filled_form, own_path
from crm.web.render import fragment, page, redirect

router = APIRouter(dependencies=[TEAM])
SUGGESTED = 8


@router.post("/parties/similar")
def similar_names_fragment(request: Request, uow: Reading, kind: PartyKind, form: SubmittedForm) -> Response:
    """Who is there already under the name that is being typed; in the body, as names do not belong in addresses."""
    similar = queries.similar_names(uow.session, uow.viewer, kind, form.value("name")[:160])
    return fragment(request, "parties/similar.html", similar=similar)


@router.get("/people/{key}/roles/new")
def role_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to give a person a role on."""
    return _role_page(request, uow, key, filled_form(request, {}))


@router.post("/people/{key}/roles/new")
def add_role(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Gives a person a role."""
    wanted = form.parse(RoleCreate)
    if wanted is not None:
        try:
            service.add_role(uow, key, wanted)
        except BadInput as error:
            form.add_error(error)
        else:
            return redirect(f"/people/{key}", "added")
    return _role_page(request, uow, key, form, status=422)


@router.post("/people/{key}/roles/{role_id}/end")
def end_role(uow: Writing, key: UUID, role_id: UUID) -> Response:
    """Ends a role of a person today."""
    service.end_role(uow, key, role_id)
    return redirect(f"/people/{key}", "saved")


@router.get("/people/{key}/ties/new")
@router.get("/organisations/{key}/ties/new")
@router.get("/communities/{key}/ties/new")
def tie_form(request: Request, uow: Reading, key: UUID, q: str = "") -> Response:
    """The page to record a tie on: search somebody, then say what the two have with each other."""
    form = filled_form(request, {"last_contact_on": uow.today, "strength": Strength.ACQUAINTED.value})
    return _tie_page(request, uow, key, form, q)


@router.post("/people/{key}/ties/new")
@router.post("/organisations/{key}/ties/new")
@router.post("/communities/{key}/ties/new")
def record_tie(request: Request, uow: Writing, key: UUID, form: SubmittedForm, q: str = "") -> Response:
    """Records a tie."""
    wanted = form.parse(TieCreate, party_id=key)
    if wanted is not None:
        try:
            service.record_tie(uow, wanted)
        except (BadInput, Conflict) as error:
            form.add_error(error)
        else:
            return redirect(_label(uow, key).href, "added")
    return _tie_page(request, uow, key, form, q, status=422)


@router.get("/ties/{key}/change")
def change_tie_form(request: Request, uow: Reading, key: UUID, back: str = "/") -> Response:
    """The page to change or end a tie on."""
    found = queries.tie(uow.session, uow.viewer, key)
    stored = found.model_dump(include={"since", "until", "last_contact_on", "version"})
    form = filled_form(request, stored | {"strength": found.strength.value, BACK: own_path(back)})
    return _change_tie_page(request, uow, found, form)


@router.post("/ties/{key}/change")
def update_tie(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Changes strength and dates of a tie; shows what is stored where a colleague saved first."""
    wanted = form.parse(TieUpdate)
    status = 422
    if wanted is not None:
        try:
            service.update_tie(uow, key, wanted)
        except BadInput as error:
            form.add_error(error)
        except VersionConflict as error:
            form.add_error(error)
            values = wanted.model_dump() | {"version": error.current["version"], BACK: form.back("/")}
            kept = filled_form(request, values)
            kept.errors, form, status = form.errors, kept, 409
        else:
            return redirect(form.back("/"), "saved")
    return _change_tie_page(request, uow, queries.tie(uow.session, uow.viewer, key), form, status=status)


@router.post("/ties/{key}/end")
def end_tie(uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Ends a tie today."""
    service.end_tie(uow, key)
    return redirect(form.back("/"), "saved")


@router.get("/people/{key}/reach-links/new")
@router.get("/organisations/{key}/reach-links/new")
@router.get("/communities/{key}/reach-links/new")
def reach_link_form(request: Request, uow: Reading, key: UUID, q: str = "") -> Response:
    """The page to say what a party can open, or who can open a community."""
    return _reach_link_page(request, uow, key, filled_form(request, {"since": uow.today}), q)


@router.post("/people/{key}/reach-links/new")
@router.post("/organisations/{key}/reach-links/new")
@router.post("/communities/{key}/reach-links/new")
def add_reach_link(request: Request, uow: Writing, key: UUID, form: SubmittedForm, q: str = "") -> Response:
    """Stores a reach link."""
    label = _label(uow, key)
    own_end = "target_id" if label.kind == PartyKind.COMMUNITY else "holder_id"
    wanted = form.parse(ReachLinkCreate, **{own_end: key})
    if wanted is not None:
        try:
            service.add_reach_link(uow, wanted)
        except (BadInput, Conflict) as error:
            form.add_error(error)
        else:
            return redirect(label.href, "added")
    return _reach_link_page(request, uow, key, form, q, status=422)


@router.post("/reach-links/{key}/end")
def end_reach_link(uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Ends a reach link today."""
    service.end_reach_link(uow, key)
    return redirect(form.back("/"), "saved")


def _label(uow: UnitOfWork, key: UUID) -> PartyLabel:
    label = party_labels(uow.session, uow.viewer, {key}).get(key)
    if label is None:
        raise NotFound
    return label


def _found(
    request: Request, uow: UnitOfWork, query: str, form: Form, field: str, own: PartyLabel, *kinds: PartyKind
) -> Options:
    """Whom the line may go to, as (id, name, what tells them apart): found by the words, and who was chosen."""
    suggested = queries.suggest_parties(uow.session, uow.viewer, query[:100], SUGGESTED + 1, kinds)
    language: str = request.state.language
    named = {kind: translate(language, word) for kind, word in PARTY_KINDS.items()}
    others = [one for one in suggested if one.id != own.id][:SUGGESTED]
    found: Options = [(one.id, one.name, one.about or named[one.kind]) for one in others]
    chosen = form.value(field)
    if chosen and chosen not in {str(option[0]) for option in found}:
        try:
            labels = party_labels(uow.session, uow.viewer, {UUID(chosen)})
        except ValueError:
            labels = {}
        found += [(label.id, label.name, named[label.kind]) for label in labels.values()]
    return found


def _role_page(request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200) -> Response:
    person = _label(uow, key)
    if person.kind != PartyKind.PERSON:
        raise NotFound
    choices = person_choices(request, uow)
    return page(
        request, "parties/role_form.html", nav="people", status=status, form=form, own=person, choices=choices
    )


def _tie_page(
    request: Request, uow: UnitOfWork, key: UUID, form: Form, q: str, status: int = 200
) -> Response:
    own = _label(uow, key)
    return page(
        request,
        "parties/tie_form.html",
        nav=queries.PLACES[own.kind],
        status=status,
        form=form,
        own=own,
        q=q,
        found=_found(request, uow, q, form, "other_id", own, *PartyKind),
        kinds=words(request, TIE_KINDS),
        strengths=words(request, STRENGTHS),
    )


def _change_tie_page(request: Request, uow: UnitOfWork, tie: Tie, form: Form, status: int = 200) -> Response:
    ends = party_labels(uow.session, uow.viewer, {tie.a_id, tie.b_id})
    return page(
        request,
        "parties/change_tie.html",
        status=status,
        form=form,
        tie=tie,
        ends=[ends[tie.a_id], ends[tie.b_id]],
        kind=TIE_KINDS[tie.kind],
        stored_strength=STRENGTHS[tie.strength],
        strengths=words(request, STRENGTHS),
        is_conflict=status == 409,
    )


def _reach_link_page(
    request: Request, uow: UnitOfWork, key: UUID, form: Form, q: str, status: int = 200
) -> Response:
    own = _label(uow, key)
    is_target = own.kind == PartyKind.COMMUNITY
    field = "holder_id" if is_target else "target_id"
    other_kind = PartyKind.PERSON if is_target else PartyKind.COMMUNITY
    kinds = words(request, REACH_LINK_KINDS)
    if own.kind == PartyKind.PERSON:
        kinds = [option for option in kinds if option[0] != ReachLinkKind.SPEAKS_FOR.value]
    return page(
        request,
        "parties/reach_link_form.html",
        nav=queries.PLACES[own.kind],
        status=status,
        form=form,
        own=own,
        q=q,
        field_name=field,
        found=_found(request, uow, q, form, field, own, other_kind, PartyKind.ORGANISATION),
        kinds=kinds,
        bases=words(request, BASES),
    )
