"""Nora's Today leads to the stories, on whatever day of the week the city is made."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from crm.accounts.models import User
from crm.demo.city import draft_city
from crm.desk.queries.today import Today, today_of
from crm.followups.models import FollowUp
from crm.viewer import Viewer
from tests.crm.demo.conftest import TODAY, City


@pytest.fixture
def day(city: City, rows: Session) -> Today:
    """What Nora sees on the morning the city was made."""
    nora = rows.exec(select(User).where(User.login == "nora")).one()
    viewer = Viewer(nora.id, nora.role, nora.name, nora.language)
    return today_of(rows, viewer, city.work.clock.now(), 180, "nl")


def test_today_shows_the_moments_with_a_warning(day: Today) -> None:
    assert {"Buurtbarbecue", "Infomarkt wonen"} <= {event.title for event in day.events}


def test_today_leads_to_the_parties_of_the_stories(day: Today) -> None:
    to_do = [*day.overdue, *day.due_today, *day.this_week]
    assert {one.party.name for one in to_do if one.party} >= {
        "Ouders van De Wilgenboom",
        "Assyrische families Nekkerspoel",
        "Plein 15",
        "Doofcafé De Zenne",
        "Dienstencentrum Ter Linde",
        "Moeders aan de schoolpoort Noord",
        "Vrienden van Sylhet",
        "Hodan Warsame",
    }
    assert [len(part) <= 8 for part in (day.overdue, day.due_today, day.this_week)] == [True] * 3


def test_today_shows_the_quiet_network_and_the_signals(day: Today) -> None:
    assert "Vrienden van Sylhet" in [network.party.name for network in day.quiet if network.is_mine]
    assert any("alleen online" in signal.text and signal.joined_count == 2 for signal in day.signals)
    assert any("vergeten waren" in signal.text for signal in day.signals)


def test_today_shows_what_the_moments_of_the_stories_need(city: City, rows: Session, day: Today) -> None:
    bram = rows.exec(select(User).where(User.login == "bram")).one()
    viewer = Viewer(bram.id, bram.role, bram.name, bram.language)
    his = today_of(rows, viewer, city.work.clock.now(), 180, "nl")
    assert [(one.what, one.book_by_on) for one in his.bookings] == [
        ("Tolk (Arabisch) boeken voor Ouderavond Arsenaal", date(2027, 2, 9)),
        ("Kinderopvang (in de turnzaal, voor 10 kinderen) boeken voor Ouderavond Arsenaal", date(2027, 2, 9)),
    ]
    hers = {one.what: one.due_on for one in day.this_week if one.event_id is not None}
    assert hers == {"Tolk (Arabisch en Turks) boeken voor Infomarkt wonen": TODAY + timedelta(days=3)}


@pytest.mark.parametrize("weekday", range(7))
def test_stories_are_due_by_sunday(weekday: int) -> None:
    today = TODAY + timedelta(days=weekday)
    draft = draft_city(today)
    nora = draft.users["nora"].id
    found = [row for row in draft.rows[FollowUp] if isinstance(row, FollowUp)]
    told = [row for row in found if row.owner_id == nora and row.contact_id is None]
    later = [row.what for row in told if row.due_on > date(2026, 11, 29)]
    waiting = ["Plan een luistersessie met de Somalische vrouwen in Arsenaal", "Stel Karim Bouzid voor"]
    assert (len(told), later) == (10, waiting)
