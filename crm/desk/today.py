"""Today, the home page: what waits for the viewer, and how to be done with it, move it or hand it over."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts.access import may_list_network, may_log
from crm.accounts.guards import SIGNED_IN
from crm.agenda.terms import AUTHORITIES
from crm.contacts.words import CHANNEL_ICONS, CHANNELS, PEOPLE, TOPICS
from crm.desk import queries
from crm.insight.gaps import ReportCell
from crm.insight.report import report_in_passing
from crm.unit_of_work import Reading, UnitOfWork
from crm.viewer import Role
from crm.web.render import page

router = APIRouter(dependencies=[SIGNED_IN])
# More than this in one part is a list of its own: the rest is one link away.
MOST_SHOWN = 8
MOST_GAPS = 3


@router.get("/")
def show_today(request: Request, uow: Reading) -> Response:
    """The day of the viewer; managers, organisers and administrators have their own."""
    language: str = request.state.language
    day = queries.today_of(uow.session, uow.viewer, uow.now, uow.settings.quiet_after_days, language)
    return page(
        request,
        "desk/today.html" if may_log(uow.viewer) else "desk/today_of_others.html",
        nav="today",
        day=day,
        today=uow.today,
        tomorrow=uow.today + timedelta(days=1),
        next_monday=uow.today + timedelta(days=7 - uow.today.weekday()),
        most=MOST_SHOWN,
        gaps=_largest_gaps(uow),
        is_organiser=uow.viewer.has_role(Role.ORGANISER),
        quiet_after_days=uow.settings.quiet_after_days,
        themes=TOPICS,
        channels=CHANNELS,
        channel_icons=CHANNEL_ICONS,
        people=PEOPLE,
        authorities=AUTHORITIES,
    )


def _largest_gaps(uow: UnitOfWork) -> tuple[ReportCell, ...]:
    """The first cards of the reach report, for those whose work it is to read it; the report is kept between readers."""
    if may_log(uow.viewer) or not may_list_network(uow.viewer):
        return ()
    return report_in_passing(uow.session, uow.viewer, uow.today, uow.now).largest_gaps[:MOST_GAPS]
