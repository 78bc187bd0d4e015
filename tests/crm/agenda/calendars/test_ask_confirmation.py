"""The daily job that asks colleagues to confirm a date: at, before and after its day, late, twice, over summer time."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crm.accounts.models import User
from crm.agenda.calendars import service
from crm.agenda.calendars.handlers import ask_for_dates
from crm.agenda.calendars.models import DateQuestion
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.observances.keys import Authority, Observance
from crm.clock import CITY_ZONE, FixedClock
from crm.domain_events import ConfirmationAsked, ScheduleDue
from crm.notices import handlers as notices
from crm.notices.models import Notice
from crm.parties.models import PartyKind
from crm.parties.service import archive_party
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from scheduler.jobs import JOBS
from scheduler.run import tick
from tests.crm.agenda.conftest import Inviter

Run = Callable[[], int]
Ask = Callable[[date], list[str]]
AddUser = Callable[..., Viewer]
JOB = [job for job in JOBS if job.name == "ask_confirmation"]


@pytest.fixture
def told(work: Work) -> Callable[[], list[tuple[str, str, str, int]]]:
    """Who was asked for what: login, observance, authority, and how often it was asked by now."""

    def read() -> list[tuple[str, str, str, int]]:
        with work.reading(SYSTEM) as uow:
            rows = uow.session.exec(
                select(User.login, DateQuestion.observance, DateQuestion.authority, DateQuestion.times_asked)
                .join(Notice, Notice.about_id == DateQuestion.id)  # type: ignore[arg-type]
                .join(User, User.id == Notice.user_id)  # type: ignore[arg-type]
            )
            return sorted(tuple(row) for row in rows)  # type: ignore[misc]

    return read


@pytest.fixture
def ask(work: Work, clock: FixedClock, run_deliveries: Run) -> Ask:
    """Lets the scheduler tick at nine in the morning of a day; gives the notices that came with it."""

    def at(on: date) -> list[str]:
        before = _notices(work)
        clock.instant = datetime.combine(on, time(9), CITY_ZONE).astimezone(UTC)
        tick(work, JOB)
        run_deliveries()
        return sorted(_notices(work) - before)

    return at


def _notices(work: Work) -> set[str]:
    with work.reading(SYSTEM) as uow:
        return set(uow.session.exec(select(Notice.dedupe_key)))


def _days(first: date, last: date) -> Iterator[date]:
    on = first
    while on <= last:
        yield on
        on += timedelta(days=1)


def _confirm(work: Work, viewer: Viewer, observance: Observance, start_on: date) -> None:
    wanted = DateConfirm(
        observance=observance, year=start_on.year, start_on=start_on, source="Moslimraad van België"
    )
    with work.writing(viewer) as uow:
        service.confirm_date(uow, wanted)


def test_consultants_and_administrators_are_asked_on_the_eve_day_and_nobody_else(
    ask: Ask, nora: Viewer, add_user: AddUser, told: Callable[[], list[tuple[str, str, str, int]]]
) -> None:
    for login, role in (("hilde", Role.ADMINISTRATOR), ("karin", Role.MANAGER), ("bram", Role.ORGANISER)):
        add_user(login, role)
    ask(date(2027, 2, 2))  # plans the job
    assert ask(date(2027, 2, 3)) == []
    assert len(ask(date(2027, 2, 4))) == 2
    assert ask(date(2027, 2, 4)) == []
    assert told() == [("hilde", "ramadan", "belgium", 1), ("nora", "ramadan", "belgium", 1)]


def test_it_is_asked_again_every_two_days_while_the_day_is_near_and_no_longer(ask: Ask, nora: Viewer) -> None:
    asked = [on for on in _days(date(2027, 2, 1), date(2027, 3, 5)) if ask(on)]
    assert asked == [date(2027, 2, 4), date(2027, 2, 6), date(2027, 2, 8)]


def test_confirmed_date_is_not_asked_again(ask: Ask, nora: Viewer, work: Work) -> None:
    ask(date(2027, 2, 3))
    assert len(ask(date(2027, 2, 4))) == 1
    _confirm(work, nora, Observance.RAMADAN, date(2027, 2, 8))
    assert [on for on in _days(date(2027, 2, 5), date(2027, 3, 5)) if ask(on)] == []


def test_days_on_which_the_machine_was_off_are_caught_up_with_once(ask: Ask, nora: Viewer) -> None:
    ask(date(2027, 1, 20))
    assert len(ask(date(2027, 2, 14))) == 1, "Ramadan has begun, and its first day still counts"
    assert [on for on in _days(date(2027, 2, 15), date(2027, 3, 5)) if ask(on)] == []


def test_it_is_asked_over_the_change_to_summer_time_for_those_whom_somebody_follows(
    ask: Ask, nora: Viewer, add_party: Inviter
) -> None:
    # Eid al-Fitr 2025 is on the last Sunday of March. Belgium's day is known; Morocco's is not in our table.
    ask(date(2025, 3, 23))
    assert [on for on in _days(date(2025, 3, 24), date(2025, 3, 26)) if ask(on)] == []
    add_party("Moeders van de Arsenaalwijk", PartyKind.COMMUNITY, ("islam_ma", "families"))
    assert [on.day for on in _days(date(2025, 3, 27), date(2025, 4, 3)) if ask(on)] == [27, 29, 31]


def test_archived_networks_and_unfollowed_authorities_are_not_asked_for(
    ask: Ask,
    nora: Viewer,
    add_party: Inviter,
    work: Work,
    told: Callable[[], list[tuple[str, str, str, int]]],
) -> None:
    gone = add_party("Vroegere vereniging", PartyKind.ORGANISATION, ("islam_tr",))
    add_party("Moskeevereniging", PartyKind.ORGANISATION, ("islam_ma",))
    with work.writing(nora) as uow:
        archive_party(uow, gone)
    ask(date(2027, 2, 3))
    ask(date(2027, 2, 4))
    assert [(observance, authority) for _, observance, authority, _ in told()] == [
        ("ramadan", "belgium"),
        ("ramadan", "morocco"),
    ]


def test_handlers_may_run_twice_and_late(
    work: Work, nora: Viewer, clock: FixedClock, run_deliveries: Run
) -> None:
    clock.instant = datetime(2027, 2, 4, 8, tzinfo=UTC)
    due = ScheduleDue("ask_confirmation", clock.instant, date(2027, 2, 4))
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            ask_for_dates(uow, due)
    with work.reading(SYSTEM) as uow:
        (question,) = uow.session.exec(select(DateQuestion)).all()
    assert (question.times_asked, question.calculated_on) == (1, date(2027, 2, 8))
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            notices.tell_awaited_date(uow, ConfirmationAsked(question.id, 1))
    assert len(_notices(work)) == 1
    _confirm(work, nora, Observance.RAMADAN, date(2027, 2, 8))
    with work.writing(SYSTEM) as uow:
        notices.tell_awaited_date(uow, ConfirmationAsked(question.id, 2))
        notices.tell_awaited_date(uow, ConfirmationAsked(nora.user_id or question.id, 1))
    assert len(_notices(work)) == 1


def test_notice_asks_in_the_readers_language_and_says_when_a_colleague_answered(
    ask: Ask, nora: Viewer, work: Work, client_of: Callable[[str | None], TestClient]
) -> None:
    ask(date(2027, 2, 3))
    ask(date(2027, 2, 4))
    client = client_of("nora")
    (notice,) = client.get("/api/v1/notices").json()["items"]
    assert notice["sentence"] == (
        "Wanneer begint de ramadan? Moslimraad van België: verwacht op maandag 8 februari "
        "2027. Bevestig de datum als ze aangekondigd is."
    )
    assert client.get(notice["href"]).status_code == 200
    assert notice["href"] == "/observances/confirm?observance=ramadan&year=2027&authority=belgium"
    _confirm(work, nora, Observance.RAMADAN, date(2027, 2, 9))
    (notice,) = client.get("/api/v1/notices").json()["items"]
    assert notice["sentence"] == (
        "Wanneer begint de ramadan? Moslimraad van België: dinsdag 9 februari 2027. "
        "Een collega bevestigde het."
    )


def test_today_shows_the_question_while_it_is_due_to_those_who_can_answer(
    client_of: Callable[[str | None], TestClient],
    nora: Viewer,
    add_user: AddUser,
    work: Work,
    clock: FixedClock,
) -> None:
    for login, role in (("hilde", Role.ADMINISTRATOR), ("karin", Role.MANAGER), ("bram", Role.ORGANISER)):
        add_user(login, role)
    clients = {login: client_of(login) for login in ("nora", "hilde", "karin", "bram")}

    def shown() -> dict[str, tuple[bool, list[str]]]:
        return {
            login: (
                "Wanneer begint de ramadan?" in client.get("/").text,
                [one["href"] for one in client.get("/api/v1/today").json()["dates"]],
            )
            for login, client in clients.items()
        }

    nothing: tuple[bool, list[str]] = (False, [])
    assert shown() == dict.fromkeys(clients, nothing)
    clock.instant = datetime(2027, 2, 5, 8, tzinfo=UTC)
    for login in clients:  # the sessions of November have ended
        clients[login] = client_of(login)
    asked = (True, ["/observances/confirm?observance=ramadan&year=2027&authority=belgium"])
    assert shown() == {"nora": asked, "hilde": asked, "karin": nothing, "bram": nothing}
    _confirm(work, nora, Observance.RAMADAN, date(2027, 2, 8))
    assert shown() == dict.fromkeys(clients, nothing)


def test_question_of_one_authority_stays_when_another_has_spoken(
    ask: Ask, nora: Viewer, add_party: Inviter, client_of: Callable[[str | None], TestClient], work: Work
) -> None:
    add_party("Moskeevereniging", PartyKind.ORGANISATION, ("islam_ma",))
    ask(date(2027, 2, 5))
    _confirm(work, nora, Observance.RAMADAN, date(2027, 2, 8))
    dates = client_of("nora").get("/api/v1/today").json()["dates"]
    assert [(one["observance"], one["authority"]) for one in dates] == [("ramadan", Authority.MOROCCO.value)]
