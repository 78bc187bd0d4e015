"""Confirmed dates: corrected, taken back and kept, each for the communities that follow that authority."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crm.agenda.calendars import queries, service
from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.handlers import check_around
from crm.agenda.models import Flag
from crm.agenda.observances.keys import Authority, Observance
from crm.domain_events import ConfirmationWithdrawn
from crm.errors import NotAllowed, NotFound
from crm.notices.models import Notice, NoticeKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.agenda.conftest import Inviter, Planner, Recorded, Said

Clients = Callable[[str | None], TestClient]
Flags = Callable[[UUID], dict[str, Flag]]
Run = Callable[[], int]
API = "/api/v1/observances/confirmations"
TENTH = {"start_on": "2027-03-10", "start_hour": "14:00", "end_hour": "17:00"}


def confirm(
    work: Work,
    viewer: Viewer,
    start_on: date,
    authority: Authority = Authority.BELGIUM,
    source: str = "Moslimraad",
) -> UUID:
    wanted = DateConfirm(
        observance=Observance.EID_AL_FITR,
        year=start_on.year,
        start_on=start_on,
        authority=authority,
        source=source,
    )
    with work.writing(viewer) as uow:
        return service.confirm_date(uow, wanted).id


def withdraw(work: Work, viewer: Viewer, key: UUID) -> None:
    with work.writing(viewer) as uow:
        service.withdraw_confirmation(uow, key)


def test_each_community_keeps_the_day_of_whom_it_follows(
    plan: Planner, nora: Viewer, add_party: Inviter, run_deliveries: Run, flags: Flags, work: Work
) -> None:
    followers = {
        tag: plan(nora, audience=["families"], invited_ids=[str(add_party(tag, calendars=(tag,)))], **TENTH)
        for tag in ("islam_general", "islam_tr", "islam_ma")
    }
    run_deliveries()

    def eid() -> dict[str, tuple[str, str]]:
        found = {tag: flags(key)["eid_al_fitr"] for tag, key in followers.items()}
        return {tag: (flag.level, flag.certainty) for tag, flag in found.items()}

    before = {
        "islam_general": ("medium", "expected"),
        "islam_tr": ("low", "calculated"),  # Diyanet: the 9th, known years ahead
        "islam_ma": ("medium", "expected"),
    }
    assert eid() == before
    confirm(work, nora, date(2027, 3, 10))
    run_deliveries()
    assert eid() == before | {"islam_general": ("high", "confirmed"), "islam_ma": ("high", "confirmed")}
    confirm(work, nora, date(2027, 3, 9), Authority.DIYANET, "Diyanet")
    run_deliveries()
    assert eid()["islam_tr"] == ("low", "confirmed")
    assert eid()["islam_general"] == ("high", "confirmed")


def test_owner_whose_verdict_changed_is_told_and_nobody_else(
    plan: Planner, nora: Viewer, add_user: Callable[..., Viewer], run_deliveries: Run, work: Work
) -> None:
    bram, ninos = add_user("bram", Role.ORGANISER), add_user("ninos", Role.ORGANISER)
    plan(bram, audience=["islam_general"], **TENTH)
    plan(ninos, audience=["islam_general"], start_on="2027-02-23")
    run_deliveries()
    confirm(work, nora, date(2027, 3, 9))
    run_deliveries()
    with work.reading(SYSTEM) as uow:
        told = uow.session.exec(select(Notice.user_id).where(Notice.kind == NoticeKind.VERDICT_CHANGED)).all()
    assert told == [bram.user_id]


def test_withdrawn_confirmation_is_kept_and_the_date_is_awaited_again(
    plan: Planner,
    nora: Viewer,
    run_deliveries: Run,
    flags: Flags,
    work: Work,
    said: Said,
    recorded: Recorded,
) -> None:
    event = plan(nora, audience=["islam_general"], **TENTH)
    run_deliveries()
    key = confirm(work, nora, date(2027, 3, 10))
    run_deliveries()
    for _ in range(2):
        withdraw(work, nora, key)
    run_deliveries()
    flag = flags(event)["eid_al_fitr"]
    assert (flag.level, flag.certainty) == ("medium", "expected")
    assert said(flag) == [("medium", "expected"), ("high", "confirmed"), ("medium", "expected")]
    assert recorded("ConfirmationWithdrawn") == ["ConfirmationWithdrawn"]
    with work.reading(nora) as uow:
        assert queries.confirmations(uow.session, nora) == []
        (kept,) = queries.confirmations(uow.session, nora, with_withdrawn=True)
    assert (kept.id, kept.confirmed_by_id, kept.withdrawn_by_id, kept.replaced_by_id) == (
        key,
        nora.user_id,
        nora.user_id,
        None,
    )
    # The same day can be entered again, beside what was withdrawn.
    again = confirm(work, nora, date(2027, 3, 10))
    assert again != key
    with work.writing(SYSTEM) as uow:
        check_around(uow, ConfirmationWithdrawn(key))
        check_around(uow, ConfirmationWithdrawn(nora.user_id or key))


def test_better_source_for_the_same_day_replaces_the_first(work: Work, nora: Viewer) -> None:
    first = confirm(work, nora, date(2027, 3, 9), source="Gehoord")
    second = confirm(work, nora, date(2027, 3, 9), source="Moslimraad van België")
    with work.reading(nora) as uow:
        found = queries.confirmations(uow.session, nora, with_withdrawn=True)
    assert [(row.id, row.source, row.replaced_by_id) for row in found] == [
        (second, "Moslimraad van België", None),
        (first, "Gehoord", second),
    ]


def test_only_those_who_confirm_may_withdraw(
    work: Work, nora: Viewer, add_user: Callable[..., Viewer], client_of: Clients
) -> None:
    key = confirm(work, nora, date(2027, 3, 9))
    karin = add_user("karin", Role.MANAGER)
    with pytest.raises(NotAllowed):
        withdraw(work, karin, key)
    with pytest.raises(NotFound):
        withdraw(work, nora, nora.user_id or key)
    assert client_of("karin").post(f"{API}/{key}/withdraw").status_code == 403
    assert client_of("karin").get("/observances/confirm").status_code == 403


def test_api_lists_what_stands_and_on_demand_what_was_withdrawn(
    work: Work, nora: Viewer, client_of: Clients
) -> None:
    client = client_of("nora")
    key = confirm(work, nora, date(2027, 3, 9))
    assert client.post(f"{API}/{key}/withdraw").json()["withdrawn_by_id"] == str(nora.user_id)
    assert client.get(API).json() == []
    assert [row["id"] for row in client.get(f"{API}?with_withdrawn=true").json()] == [str(key)]


def test_page_shows_each_authority_what_was_entered_and_lets_one_take_it_back(
    work: Work, nora: Viewer, client_of: Clients
) -> None:
    key = confirm(work, nora, date(2027, 3, 9), source="Zie https://voorbeeld.example/eid?dag=9&jaar=2027.")
    client = client_of("nora")
    page = client.get("/observances/confirm?observance=eid_al_fitr&year=2027&authority=morocco").text
    link = (
        '<a href="https://voorbeeld.example/eid?dag=9&amp;jaar=2027" rel="noopener noreferrer nofollow">'
        "https://voorbeeld.example/eid?dag=9&amp;jaar=2027</a>."
    )
    assert page.count(link) == 4  # what colleagues entered, and what all but Diyanet's followers know from it
    assert "Nora Peeters, 23 nov 2026" in page
    assert 'value="morocco" checked' in page.replace(' id="f-authority"', "")
    back = client.post(f"/observances/confirmations/{key}/withdraw", follow_redirects=False)
    assert back.headers["location"] == "/observances/confirm?said=date_withdrawn"
    after = client.get("/observances/confirm?observance=eid_al_fitr&year=2027").text
    assert "Teruggenomen op 23 nov 2026 door Nora Peeters" in after
    assert "/withdraw" not in after


def test_page_opens_at_the_nearest_day_that_somebody_announces(nora: Viewer, client_of: Clients) -> None:
    page = client_of("nora").get("/observances/confirm").text
    assert '<option value="ramadan" selected>' in page
    assert 'value="2027"' in page
    assert (
        '<option value="ramadan" selected>'
        not in client_of("nora").get("/observances/confirm?observance=hanswijk_procession").text
    )


def test_source_is_text_and_only_https_can_be_followed(nora: Viewer, client_of: Clients, work: Work) -> None:
    wrong = "<script>alert(1)</script> javascript:alert(1) http://voorbeeld.example 100%"
    confirm(work, nora, date(2027, 3, 9), source=wrong)
    page = client_of("nora").get("/observances/confirm?observance=eid_al_fitr&year=2027").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; javascript:alert(1) http://voorbeeld.example 100%" in page
    assert ('href="http://voorbeeld' in page, 'href="javascript' in page) == (False, False)


def test_stored_calendar_is_one_value_while_nothing_changes(work: Work, nora: Viewer) -> None:
    def read() -> object:
        with work.reading(nora) as uow:
            return queries.stored_calendar(uow.session, nora)

    first = read()
    assert read() is first
    confirm(work, nora, date(2027, 3, 9))
    assert read() is not first
    with work.reading(nora) as uow:
        assert len(uow.session.exec(select(DateConfirmation)).all()) == 1
