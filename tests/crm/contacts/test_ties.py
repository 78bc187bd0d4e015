"""Ties are made, warmed and cooled by contacts: handlers run once, twice and with the row gone."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import select
from starlette.testclient import TestClient

from crm.contacts.handlers import cool_ties, refresh_ties
from crm.contacts.models import ContactMoment
from crm.domain_events import ContactLogged, ContactWithdrawn
from crm.outbox import DomainEventRow
from crm.parties.models import ColleagueTie, Strength, Tie
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.crm.contacts.parts import CONTACT_ID, OTHER_ID, UNKNOWN_ID, add_party, add_tie, contact_with

Clients = Callable[[str | None], TestClient]
URL = "/api/v1/contacts"
LONG_AGO = date(2026, 1, 5)


def colleague_ties(work: Work) -> set[tuple[UUID, UUID, Strength, date]]:
    with work.reading(SYSTEM) as uow:
        return {
            (tie.user_id, tie.party_id, tie.strength, tie.last_contact_on)
            for tie in uow.session.exec(select(ColleagueTie))
        }


def last_contact_of(work: Work, tie_id: UUID) -> date:
    with work.reading(SYSTEM) as uow:
        return uow.session.get_one(Tie, tie_id).last_contact_on


def test_contact_makes_a_tie_of_each_colleague_with_each_participant(
    client_of: Clients,
    work: Work,
    nora: Viewer,
    add_user: Callable[..., Viewer],
    run_deliveries: Callable[[], int],
) -> None:
    bram = add_user("bram")
    nadia, malik = add_party(work, nora, "Nadia"), add_party(work, nora, "Malik")
    client_of("nora").post(URL, json=contact_with(nadia, malik, colleague_ids=[str(bram.user_id)]))
    run_deliveries()
    today = date(2026, 11, 23)
    assert colleague_ties(work) == {
        (user_id, party_id, Strength.ACQUAINTED, today)
        for user_id in (nora.user_id, bram.user_id)
        for party_id in (nadia, malik)
    }


def test_older_contact_logged_later_leaves_the_tie_as_warm_as_it_was(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia = add_party(work, nora, "Nadia")
    client = client_of("nora")
    client.post(URL, json=contact_with(nadia, happened_at="2026-11-20T12:00:00Z"))
    client.post(URL, json=contact_with(nadia, happened_at="2026-06-01T12:00:00Z"))
    run_deliveries()
    assert colleague_ties(work) == {(nora.user_id, nadia, Strength.ACQUAINTED, date(2026, 11, 20))}


def test_contact_warms_the_ties_among_those_present_that_still_hold(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia, malik, sevgi = (add_party(work, nora, name) for name in ("Nadia", "Malik", "Sevgi"))
    among = add_tie(work, nora, nadia, malik, last_contact_on=LONG_AGO)
    ended = add_tie(work, nora, malik, sevgi, last_contact_on=LONG_AGO, until=date(2026, 6, 30))
    client_of("nora").post(URL, json=contact_with(nadia, malik, sevgi))
    absent = add_tie(work, nora, nadia, add_party(work, nora, "Hodan"), last_contact_on=LONG_AGO)
    run_deliveries()
    assert [last_contact_of(work, tie) for tie in (among, ended, absent)] == [
        date(2026, 11, 23),
        LONG_AGO,
        LONG_AGO,
    ]


def test_day_of_a_contact_is_the_citys_own(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia = add_party(work, nora, "Nadia")
    client_of("nora").post(URL, json=contact_with(nadia, happened_at="2026-11-21T23:30:00Z"))
    run_deliveries()
    assert colleague_ties(work) == {(nora.user_id, nadia, Strength.ACQUAINTED, date(2026, 11, 22))}


def test_undone_contact_takes_its_tie_with_it_and_leaves_the_others(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia, malik = add_party(work, nora, "Nadia"), add_party(work, nora, "Malik")
    among = add_tie(work, nora, nadia, malik, last_contact_on=LONG_AGO, since=LONG_AGO)
    client = client_of("nora")
    client.post(URL, json=contact_with(nadia, id=OTHER_ID, happened_at="2026-10-01T12:00:00Z"))
    client.post(URL, json=contact_with(nadia, malik, id=CONTACT_ID))
    run_deliveries()
    client.post(f"{URL}/{CONTACT_ID}/withdraw")
    run_deliveries()
    assert colleague_ties(work) == {(nora.user_id, nadia, Strength.ACQUAINTED, date(2026, 10, 1))}
    assert last_contact_of(work, among) == LONG_AGO


def test_tie_known_before_the_contact_outlives_its_undoing(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia = add_party(work, nora, "Nadia")
    assert nora.user_id is not None
    with work.writing(nora) as uow:
        before = uow.now - timedelta(days=100)
        uow.session.add(
            ColleagueTie(
                created_at=before,
                changed_at=before,
                user_id=nora.user_id,
                party_id=nadia,
                strength=Strength.TRUSTS_US,
                last_contact_on=LONG_AGO,
            )
        )
    client = client_of("nora")
    client.post(URL, json=contact_with(nadia, id=CONTACT_ID))
    run_deliveries()
    assert colleague_ties(work) == {(nora.user_id, nadia, Strength.TRUSTS_US, date(2026, 11, 23))}
    client.post(f"{URL}/{CONTACT_ID}/withdraw")
    run_deliveries()
    assert colleague_ties(work) == {(nora.user_id, nadia, Strength.TRUSTS_US, before.date())}


def test_handlers_run_twice_leave_what_one_run_leaves(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia = add_party(work, nora, "Nadia")
    client = client_of("nora")
    client.post(URL, json=contact_with(nadia, id=CONTACT_ID))
    run_deliveries()
    once = colleague_ties(work)
    with work.writing(SYSTEM) as uow:
        refresh_ties(uow, ContactLogged(UUID(CONTACT_ID)))
    assert colleague_ties(work) == once
    client.post(f"{URL}/{CONTACT_ID}/withdraw")
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            cool_ties(uow, ContactWithdrawn(UUID(CONTACT_ID)))
        assert colleague_ties(work) == set()


def test_logged_after_withdrawn_makes_no_tie(client_of: Clients, work: Work, nora: Viewer) -> None:
    client = client_of("nora")
    client.post(URL, json=contact_with(add_party(work, nora, "Nadia"), id=CONTACT_ID))
    client.post(f"{URL}/{CONTACT_ID}/withdraw")
    with work.writing(SYSTEM) as uow:
        cool_ties(uow, ContactWithdrawn(UUID(CONTACT_ID)))
        refresh_ties(uow, ContactLogged(UUID(CONTACT_ID)))
    assert colleague_ties(work) == set()


def test_handlers_with_the_row_gone_do_nothing(work: Work) -> None:
    with work.writing(SYSTEM) as uow:
        refresh_ties(uow, ContactLogged(UUID(UNKNOWN_ID)))
        cool_ties(uow, ContactWithdrawn(UUID(UNKNOWN_ID)))
        assert uow.session.exec(select(ContactMoment)).all() == []
        assert uow.session.exec(select(DomainEventRow)).all() == []
    assert colleague_ties(work) == set()


def test_changed_ties_are_told_so_that_reach_is_read_again(
    client_of: Clients, work: Work, nora: Viewer, run_deliveries: Callable[[], int]
) -> None:
    nadia, malik = add_party(work, nora, "Nadia"), add_party(work, nora, "Malik")
    add_tie(work, nora, nadia, malik, last_contact_on=LONG_AGO)
    client_of("nora").post(URL, json=contact_with(nadia, malik))
    run_deliveries()
    with work.reading(SYSTEM) as uow:
        told = uow.session.exec(select(DomainEventRow).where(DomainEventRow.kind == "TieChanged")).all()
        assert len(told) == 3
