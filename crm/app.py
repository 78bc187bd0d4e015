"""The web application: routers of every slice, errors, health."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from functools import cache

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from crm.accounts import api as accounts_api
from crm.accounts import pages as accounts_pages
from crm.accounts.guards import SIGNED_IN, check_policies
from crm.agenda import api as agenda_api
from crm.agenda import pages as agenda_pages
from crm.agenda.attendance import api as attendance_api
from crm.agenda.attendance import pages as attendance_pages
from crm.agenda.calendars import api as calendars_api
from crm.agenda.calendars import pages as calendars_pages
from crm.agenda.calendars import public as calendars_public
from crm.agenda.calendars import public_api as calendars_public_api
from crm.agenda.calendars import year as calendars_year
from crm.agenda.thresholds import api as thresholds_api
from crm.agenda.thresholds import pages as thresholds_pages
from crm.agenda.weights import api as weights_api
from crm.agenda.weights import pages as weights_pages
from crm.contacts import api as contacts_api
from crm.contacts import pages as contacts_pages
from crm.desk import api as desk_api
from crm.desk import log as desk_log
from crm.desk import party_pages as desk_party_pages
from crm.desk import search as desk_search
from crm.desk import today as desk_today
from crm.desk.queries import counts_for
from crm.followups import api as followups_api
from crm.followups import pages as followups_pages
from crm.importing import api as importing_api
from crm.importing import pages as importing_pages
from crm.importing.feeds import api as feeds_api
from crm.importing.feeds import pages as feeds_pages
from crm.insight import api as insight_api
from crm.insight import pages as insight_pages
from crm.insight.handover import api as handover_api
from crm.insight.handover import pages as handover_pages
from crm.insight.introductions import api as introductions_api
from crm.insight.introductions import pages as introductions_pages
from crm.insight.linking import api as linking_api
from crm.insight.linking import pages as linking_pages
from crm.insight.map import api as map_api
from crm.insight.map import pages as map_pages
from crm.insight.next_contacts import api as next_contacts_api
from crm.insight.next_contacts import pages as next_contacts_pages
from crm.insight.rules import api as reach_rules_api
from crm.insight.rules import pages as reach_rules_pages
from crm.insight.steering import api as steering_api
from crm.insight.steering import pages as steering_pages
from crm.insight.trend import api as trend_api
from crm.insight.trend import pages as trend_pages
from crm.notices import api as notices_api
from crm.notices import pages as notices_pages
from crm.notices.mail import api as mail_api
from crm.notices.mail import pages as mail_pages
from crm.operations import api as operations_api
from crm.operations import health as operations_health
from crm.operations import pages as operations_pages
from crm.operations.banners import banners_for
from crm.operations.observer import Observer
from crm.operations.readiness import Beside, Probe
from crm.outside.connection import INTERNET
from crm.parties import api as parties_api
from crm.parties import pages as parties_pages
from crm.settings import Settings
from crm.signals import api as signals_api
from crm.signals import pages as signals_pages
from crm.unit_of_work import Work
from crm.web import refusals
from crm.web.middleware import API, Frame
from crm.web.render import ASSETS_AT, BUILT_FILES
from crm.webhooks import api as webhooks_api
from crm.webhooks import pages as webhooks_pages

LARGEST_BODY = 4 * 1024 * 1024

# The JSON API: one router a slice, under /api/v1.
API_ROUTERS = (
    accounts_api.router,
    contacts_api.router,
    followups_api.router,
    parties_api.router,
    signals_api.router,
    notices_api.router,
    mail_api.router,
    attendance_api.router,  # before the agenda, whose /events/{key} would take its addresses
    agenda_api.router,
    calendars_api.router,
    calendars_public_api.router,
    thresholds_api.router,
    weights_api.router,
    desk_api.router,
    feeds_api.router,
    importing_api.router,
    reach_rules_api.router,  # before the cells, whose /reach/{group_id}/{place} would take its addresses
    linking_api.router,
    introductions_api.router,
    handover_api.router,
    steering_api.router,  # before insight, whose /reach/{group_id}/{place} would take its addresses
    next_contacts_api.router,  # before the report, whose /reach/{group_id}/{place} would take its addresses
    trend_api.router,
    insight_api.router,
    map_api.router,
    webhooks_api.router,
    operations_api.router,
)

# The pages: thin doors to the same service functions.
PAGE_ROUTERS = (
    accounts_pages.router,
    parties_pages.router,
    desk_today.router,
    desk_search.router,
    desk_party_pages.router,
    desk_log.router,
    contacts_pages.router,
    followups_pages.router,
    signals_pages.router,
    notices_pages.router,
    mail_pages.router,
    attendance_pages.router,
    agenda_pages.router,
    calendars_year.router,
    calendars_public.router,
    calendars_pages.router,
    thresholds_pages.router,
    feeds_pages.router,
    importing_pages.router,
    weights_pages.router,
    reach_rules_pages.router,
    linking_pages.router,
    introductions_pages.router,
    handover_pages.router,
    steering_pages.router,
    next_contacts_pages.router,
    trend_pages.router,
    insight_pages.router,
    map_pages.router,
    webhooks_pages.router,
    operations_pages.router,
    operations_health.router,
)


def create_app(
    settings: Settings,
    work: Work,
    background: Callable[[], AbstractContextManager[Beside | None]] = nullcontext,
) -> FastAPI:
    """The application over one store.

    Args:
        background: what runs in the server process beside it while it serves: relay, worker and scheduler
            where there is no broker outside. It yields how that can be asked.

    Raises:
        MissingPolicy: a route does not say who may use it.
    """

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[None]:
        with background() as beside:
            served.state.beside = beside or Beside()
            yield

    app = _bare_app(lifespan)
    app.state.settings = settings
    app.state.work = work
    app.state.counts_for = counts_for
    app.state.banners_for = banners_for
    app.state.beside = Beside()
    app.state.observer = Observer(work)
    app.state.probe = Probe(work)
    app.state.is_leaving = False
    app.state.way_out = INTERNET
    app.router.routes.extend(_routes_of_slices())
    _add_service_routes(app)
    app.mount(ASSETS_AT, StaticFiles(directory=BUILT_FILES, check_dir=False))
    refusals.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Frame, language=settings.language, largest_body=LARGEST_BODY)
    check_policies(app.routes)
    return app


def _bare_app(lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None) -> FastAPI:
    return FastAPI(
        title="Bereik",
        version="1",
        description="The CRM of a city's network consultants. Commands need the header `Origin` (or fetch metadata).",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
    )


@cache
def _routes_of_slices() -> tuple[BaseRoute, ...]:
    """The routes of every slice. Reading their signatures takes 0.4 s: once a process, however many applications."""
    holder = _bare_app()
    for router in API_ROUTERS:
        holder.include_router(router, prefix=API, responses=refusals.REFUSALS)
    for router in PAGE_ROUTERS:
        holder.include_router(router, include_in_schema=False)
    return tuple(holder.router.routes)


def _add_service_routes(app: FastAPI) -> None:
    @app.get(f"{API}/openapi.json", dependencies=[SIGNED_IN], include_in_schema=False)
    def show_schema() -> dict[str, object]:
        """The OpenAPI description of the API."""
        return app.openapi()
