"""The frozen pictures and what is read from them say the same on both databases."""

from datetime import date

from crm.insight.trend.queries import begun_on, trend_of
from crm.insight.trend.service import freeze_month
from crm.insight.trend.trends import Direction
from crm.parties.models import Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from graph.reach import Status
from tests.crm.insight.city import TODAY, City

JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)
SPOKEN_ON = date(2026, 9, 10)


def test_trend_reads_the_same_from_each_database(work: Work, nora: Viewer) -> None:
    city = City(work)
    group, place, roma = city.group("somali"), city.place(), city.group("roma", city_only=True)
    network = city.community("Dhulka", (group, roma), (place,))
    city.knows(nora, network, Strength.TRUSTS_US, (TODAY - SPOKEN_ON).days)
    city.contact(nora, network, on=SPOKEN_ON, group_itself_heard=True)
    city.figure(group, place, 90, is_invented=True)
    for month in (JULY, OCTOBER):
        for is_made in (True, False):
            with work.writing(SYSTEM) as uow:
                assert freeze_month(uow, month) is is_made
    with work.reading(SYSTEM) as uow:
        trend = trend_of(uow.session, SYSTEM)
        assert begun_on(uow.session, SYSTEM) == SPOKEN_ON
    assert trend.pictures[OCTOBER].rules == trend.pictures[JULY].rules
    assert [(one.group.key, one.direction, len(one.cells)) for one in trend.groups] == [
        ("roma", Direction.BETTER, 1),
        ("somali", Direction.BETTER, 1),
    ]
    (cell,) = trend.groups[1].cells
    assert cell.before is not None and cell.now is not None and cell.now.residents is not None
    assert (cell.before.status, cell.before.heard_on) == (Status.UNKNOWN, None)
    assert (cell.now.status, cell.now.heard_on, cell.now.ways) == (Status.SINGLE, SPOKEN_ON, 1)
    assert (cell.now.residents.count, cell.now.residents.is_invented) == (90, True)
