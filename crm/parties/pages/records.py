"""The forms of persons, organisations and communities: what the three have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from crm.db import Page
from crm.errors import BadInput, NotFound, VersionConflict
from crm.i18n import translate
from crm.parties import queries
from crm.parties.models import Party, PartyKind
from crm.parties.pages.choices import Options
from crm.parties.queries import PLACES, PartyLabel, PartyRow
from crm.parties.schemas import (
    CommunityCreate,
    CommunityUpdate,
    OrganisationCreate,
    OrganisationUpdate,
    PartyFilter,
    PersonCreate,
    PersonUpdate,
)
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.web.forms import Form, filled_form
from crm.web.render import page, paged, redirect
from crm.web.schemas import Input

ANYWAY = "anyway"
CreateT = TypeVar("CreateT", bound=PersonCreate | OrganisationCreate | CommunityCreate)
UpdateT = TypeVar("UpdateT", PersonUpdate, OrganisationUpdate, CommunityUpdate)
Choices = Callable[[Request, UnitOfWork], Mapping[str, Options]]

LABELS: Mapping[str, str] = {
    "name": mark("Name"),
    "owner_id": mark("Who keeps up the contact?"),
    "email": mark("E-mail"),
    "phone": mark("Phone"),
    "contact_language": mark("Language of contact"),
    "preferred_channel": mark("How best to reach"),
    "informed_on": mark("Told that we note this"),
    "type": mark("Kind of organisation"),
    "is_registered": mark("Has a legal form"),
    "is_city_wide": mark("Works in the whole city"),
    "place": mark("Address or place"),
    "website": mark("Website"),
    "portrait": mark("Portrait"),
    "meeting_places": mark("Where people meet"),
    "channels": mark("Channels"),
    "what_works": mark("What works"),
    "group_ids": mark("Inclusion groups"),
    "neighbourhood_ids": mark("Neighbourhoods"),
    "calendars": mark("Calendars"),
    "calendars_said_on": mark("When did they say so?"),
    "calendars_source": mark("How do we know?"),
}
"""What the fields are called where two versions stand side by side."""


class AnywayForm(Input):
    """A form that may say: yes, I saw the similar names."""

    anyway: bool = False


@dataclass(frozen=True)
class RecordForm:
    """What a form needs to be shown: the kind of party, and what it offers to choose from."""

    kind: PartyKind
    choices: Choices

    @property
    def place(self) -> str:
        """The first part of the addresses of this kind."""
        return PLACES[self.kind]

    def show(
        self,
        request: Request,
        uow: UnitOfWork,
        form: Form,
        *,
        status: int = 200,
        key: UUID | None = None,
        similar: Sequence[PartyLabel] = (),
        conflict: Sequence[tuple[str, str, str]] = (),  # label, typed, stored: as the macro takes them
    ) -> Response:
        """The page of the form; of a new party where there is no key."""
        return page(
            request,
            f"parties/{self.kind.value}_form.html",
            nav=self.place,
            status=status,
            form=form,
            key=key,
            place=self.place,
            kind=self.kind.value,
            similar=similar,
            conflict_rows=conflict,
            choices=self.choices(request, uow),
        )

    def add(
        self,
        request: Request,
        uow: UnitOfWork,
        form: Form,
        wanted: CreateT | None,
        create: Callable[[UnitOfWork, CreateT], Party],
    ) -> Response:
        """Creates the party and goes to its page; shows who is there already under such a name first."""
        if wanted is None:
            return self.show(request, uow, form, status=422)
        if not form.value(ANYWAY):
            similar = queries.similar_names(uow.session, uow.viewer, self.kind, wanted.name)
            if similar:
                return self.show(request, uow, form, status=409, similar=similar)
        try:
            made = create(uow, wanted)
        except BadInput as error:
            form.add_error(error)
            return self.show(request, uow, form, status=422)
        return redirect(f"/{self.place}/{made.id}", "added")

    def change(
        self,
        request: Request,
        uow: UnitOfWork,
        form: Form,
        key: UUID,
        wanted: UpdateT | None,
        update: Callable[[UnitOfWork, UUID, UpdateT], Party],
    ) -> Response:
        """Saves the party and goes to its page; shows both versions where a colleague saved first."""
        if wanted is None:
            label = queries.party_labels(uow.session, uow.viewer, {key}).get(key)
            if label is None or label.kind != self.kind:
                raise NotFound  # no form for what is not there
            return self.show(request, uow, form, status=422, key=key)
        try:
            update(uow, key, wanted)
        except BadInput as error:
            form.add_error(error)
            return self.show(request, uow, form, status=422, key=key)
        except VersionConflict as error:
            typed = filled_form(request, wanted.model_dump() | {"version": error.current["version"]})
            stored = filled_form(request, error.current)
            rows = _differences(request, typed, stored, self.choices(request, uow))
            return self.show(request, uow, typed, status=409, key=key, conflict=rows)
        return redirect(f"/{self.place}/{key}", "saved")


def list_page(
    request: Request,
    template: str,
    nav: str,
    found: Page[PartyRow],
    wanted: PartyFilter,
    choices: Mapping[str, Options],
) -> Response:
    """The page of a list with its filters."""
    chosen = wanted.model_dump(exclude={"page", "size"}, exclude_defaults=True)
    return page(
        request,
        template,
        nav=nav,
        found=paged(request, found),
        form=filled_form(request, wanted.model_dump()),
        is_filtered=bool(chosen),
        has_filters=bool(set(chosen) - {"q"}),
        choices=choices,
    )


def _differences(
    request: Request, typed: Form, stored: Form, choices: Mapping[str, Options]
) -> list[tuple[str, str, str]]:
    language: str = request.state.language
    rows = []
    for name, label in LABELS.items():
        known = {str(option[0]): str(option[1]) for option in choices.get(name, [])}
        if name.startswith("is_"):
            known = {"true": translate(language, mark("yes"))}
        mine, theirs = (
            ", ".join(sorted(known.get(text, text) for text in form.values(name))) for form in (typed, stored)
        )
        if mine != theirs:
            rows.append((translate(language, label), mine, theirs))
    return rows
