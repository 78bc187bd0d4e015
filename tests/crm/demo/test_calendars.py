"""What people own in the calendars of the demo city: a corrected date, a weight of the city, and what networks said."""

from sqlmodel import Session, col, select

from crm.accounts.models import User
from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.calendars.queries import dates_to_confirm, followed_authorities, stored_calendar
from crm.agenda.observances.effects import DEFAULT_MATRIX
from crm.agenda.observances.keys import Authority, Level
from crm.agenda.weights.queries import weight
from crm.parties.calendars import Calendar
from crm.parties.models import Community, Organisation
from crm.viewer import SYSTEM
from tests.crm.demo.conftest import TODAY


def test_first_day_of_ramadan_2026_was_corrected(rows: Session) -> None:
    entered = rows.exec(
        select(DateConfirmation, User.login)
        .join(User, col(User.id) == DateConfirmation.confirmed_by_id)
        .order_by(col(DateConfirmation.created_at))
    ).all()
    first, second = entered
    assert [(row.start_on.day, login) for row, login in entered] == [(18, "elke"), (19, "hilde")]
    assert (first[0].replaced_by_id, second[0].withdrawn_at) == (second[0].id, None)


def test_hilde_set_one_weight_that_our_matrix_knows(rows: Session) -> None:
    found = weight(rows, SYSTEM, "bridge_day.bridge_day")
    assert (found.ours.base, found.now.base, found.version) == (Level.MEDIUM, Level.LOW, 1)
    matrix = stored_calendar(rows, SYSTEM).matrix
    assert [row.key for row in matrix.rows if row not in DEFAULT_MATRIX.rows] == ["bridge_day.bridge_day"]


def test_networks_said_themselves_which_calendars_they_keep(rows: Session) -> None:
    networks = [*rows.exec(select(Organisation)), *rows.exec(select(Community))]
    keeping = [one for one in networks if set(one.calendars) & set(Calendar)]
    assert len(keeping) > 20
    assert [one for one in keeping if one.calendars_said_on is None or one.calendars_said_on > TODAY] == []
    assert [one for one in networks if one not in keeping and one.calendars_said_on] == []
    assert followed_authorities(rows, SYSTEM) >= {Authority.BELGIUM, Authority.DIYANET, Authority.MOROCCO}


def test_nothing_is_to_be_confirmed_in_november(rows: Session) -> None:
    assert dates_to_confirm(rows, SYSTEM, TODAY) == []
