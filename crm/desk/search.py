"""Search, for people: everything that the viewer may see, by kind."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.access import may_list_network
from crm.accounts.guards import SIGNED_IN
from crm.contacts.words import TOPICS
from crm.desk import queries
from crm.desk.queries import SearchKind
from crm.desk.queries.search import LONGEST_QUERY
from crm.parties.words import ORGANISATION_TYPES, PERSON_ROLES
from crm.text import mark
from crm.unit_of_work import Reading
from crm.web.render import page

router = APIRouter(dependencies=[SIGNED_IN])
HEADINGS = {
    SearchKind.PERSON: mark("People"),
    SearchKind.ORGANISATION: mark("Organisations"),
    SearchKind.COMMUNITY: mark("Networks"),
    SearchKind.EVENT: mark("Agenda"),
    SearchKind.SIGNAL: mark("Signals"),
}
ICONS = {
    SearchKind.PERSON: "user",
    SearchKind.ORGANISATION: "building-2",
    SearchKind.COMMUNITY: "share-2",
    SearchKind.EVENT: "calendar-days",
    SearchKind.SIGNAL: "megaphone",
}
# The lists that filter by words; that of signals does not.
LISTS = {
    SearchKind.PERSON: "/people",
    SearchKind.ORGANISATION: "/organisations",
    SearchKind.COMMUNITY: "/communities",
    SearchKind.EVENT: "/events",
}


@router.get("/search")
def search_everything(
    request: Request, uow: Reading, q: Annotated[str, Query(max_length=LONGEST_QUERY)] = ""
) -> Response:
    """What holds every word of the query, at most ten of a kind, with the way to the whole list."""
    wanted = q.strip()
    return page(
        request,
        "desk/search.html",
        nav="search",
        found=queries.search(uow.session, uow.viewer, wanted, uow.now, uow.today),
        q=wanted,
        sees_network=may_list_network(uow.viewer),
        headings=HEADINGS,
        icons=ICONS,
        lists=LISTS,
        types=ORGANISATION_TYPES,
        role_names=PERSON_ROLES,
        themes=TOPICS,
        may_search=False,  # the page has its own, larger field
    )
