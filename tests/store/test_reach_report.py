"""The readings of the reach report say the same on both databases."""

from datetime import date

from crm.domain_events import TieChanged
from crm.insight.handlers import raise_network_version
from crm.insight.report import reach_report
from crm.parties.models import Strength, TieKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from graph.reach import Status
from tests.crm.insight.city import TODAY, City

SPRING = date(2026, 4, 1)


def test_report_reads_the_same_from_each_database(work: Work, nora: Viewer) -> None:
    city = City(work)
    group, place = city.group("somali"), city.place()
    network, person = city.community("Dhulka", (group,), (place,)), city.person("Hodan")
    city.knows(nora, person, Strength.TRUSTS_US)
    city.tie(person, network, Strength.TRUSTS_US, kind=TieKind.BRIDGE)
    city.opens(person, network)
    city.figure(group, place, 90)
    city.contact(nora, network, person, on=SPRING, group_itself_heard=True)
    with work.writing(SYSTEM) as uow:
        raise_network_version(uow, TieChanged(network))
        raise_network_version(uow, TieChanged(network))
    with work.reading(SYSTEM) as uow:
        report = reach_report(uow.session, SYSTEM, TODAY)
        cell = report.cells[0]
        assert reach_report(uow.session, SYSTEM, TODAY) is report
    assert (cell.status, cell.heard_on, cell.residents and cell.residents.count, cell.openers) == (
        Status.SINGLE,
        SPRING,
        90,
        2,
    )
    reading = city.reading(nora, group, place)
    assert reading.way is not None
    assert [step.box.name for step in reading.way.steps] == ["Nora Peeters", "Hodan"]
    assert [view.happened_at.date() for view in (*reading.contacts, *reading.voices)] == [SPRING, SPRING]
