"""What a logged contact does to signals: once, twice, out of order, and with the row gone."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import select

from crm.contacts.models import ContactMoment, PeopleBand, Topic
from crm.db import new_id
from crm.domain_events import ContactLogged, ContactWithdrawn
from crm.i18n import translate
from crm.outbox import DomainEventRow
from crm.parties.models import OrganisationGroup
from crm.signals import handlers, service
from crm.signals.models import Signal, SignalState
from crm.signals.words import NOTHING_NOTED
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.crm.signals.conftest import HEARD_ON, NOW, City, Heard, Store, Stored

Run = Callable[[], int]


def captured_events(work: Work) -> int:
    with work.reading(SYSTEM) as uow:
        found = uow.session.exec(select(DomainEventRow).where(DomainEventRow.kind == "SignalCaptured"))
        return len(found.all())


def test_ticked_contact_makes_one_signal_with_its_coded_fields(
    heard: Heard, stored: Stored, city: City, nora: Viewer, run_deliveries: Run
) -> None:
    key = heard(
        city.mothers,
        city.person,
        neighbourhood_id=city.north,
        signal_service_id=city.service,
        group_itself_heard=True,
    )
    run_deliveries()
    (signal,) = stored()
    assert signal.model_dump(exclude={"id"}) == {
        "contact_id": key,
        "owner_id": nora.user_id,
        "theme": Topic.EDUCATION,
        "text": "Inschrijven kan alleen online.",
        "people_band": PeopleBand.FEW,
        "neighbourhood_id": city.north,
        "group_id": city.newcomers,
        "group_itself_heard": True,
        "service_id": city.service,
        "heard_on": HEARD_ON,
        "answer_by": HEARD_ON + timedelta(days=21),
        "asked_at": NOW,
        "state": SignalState.OPEN,
        "answer": None,
        "answered_at": None,
        "told_back_at": None,
        "told_back_how": None,
        "joined_to_id": None,
        "search": "inschrijven kan alleen online",
        "answer_search": "",
        "version": 1,
        "created_at": NOW,
        "changed_at": NOW,
    }


def test_capture_twice_makes_one_signal_and_one_event(
    work: Work, heard: Heard, stored: Stored, run_deliveries: Run
) -> None:
    key = heard()
    run_deliveries()
    with work.writing(SYSTEM) as uow:
        handlers.capture_ticked(uow, ContactLogged(key))
    assert ([one.contact_id for one in stored()], captured_events(work)) == ([key], 1)


def test_contact_without_the_tick_makes_no_signal(heard: Heard, stored: Stored, run_deliveries: Run) -> None:
    heard(signal_theme=None)
    run_deliveries()
    assert stored() == []


def test_contact_that_is_gone_makes_no_signal(work: Work, stored: Stored) -> None:
    with work.writing(SYSTEM) as uow:
        handlers.capture_ticked(uow, ContactLogged(new_id()))
        handlers.withdraw_captured(uow, ContactWithdrawn(new_id()))
    assert stored() == []


def test_signal_of_a_contact_without_summary_says_so_in_the_language_of_the_city(
    heard: Heard, stored: Stored, run_deliveries: Run, work: Work
) -> None:
    heard(summary=None)
    run_deliveries()
    (signal,) = stored()
    assert signal.text == translate(work.settings.language, NOTHING_NOTED)


def test_answer_by_of_the_contact_is_kept(heard: Heard, stored: Stored, run_deliveries: Run) -> None:
    heard(signal_answer_by=date(2026, 12, 1))
    run_deliveries()
    assert [one.answer_by for one in stored()] == [date(2026, 12, 1)]


def test_two_groups_at_a_contact_give_the_signal_none(
    heard: Heard, stored: Stored, city: City, run_deliveries: Run
) -> None:
    heard(city.mothers, city.elders)
    heard(city.mothers, city.school)  # both carry the same group
    run_deliveries()
    assert sorted(str(one.group_id) for one in stored()) == sorted(["None", str(city.newcomers)])


def test_group_that_a_small_area_betrays_loses_its_neighbourhood(
    heard: Heard, stored: Stored, store: Store, city: City, run_deliveries: Run
) -> None:
    store(OrganisationGroup(organisation_id=city.service, group_id=city.hidden))
    heard(city.service, neighbourhood_id=city.north)
    run_deliveries()
    assert [(one.group_id, one.neighbourhood_id) for one in stored()] == [(city.hidden, None)]


def test_withdrawn_contact_takes_its_open_signal_along(
    work: Work, heard: Heard, stored: Stored, run_deliveries: Run
) -> None:
    key = heard()
    run_deliveries()
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            handlers.withdraw_captured(uow, ContactWithdrawn(key))
    assert [(one.state, one.version) for one in stored()] == [(SignalState.WITHDRAWN, 2)]


def test_withdrawn_contact_leaves_an_answered_signal(
    work: Work, heard: Heard, stored: Stored, nora: Viewer, run_deliveries: Run
) -> None:
    key = heard()
    run_deliveries()
    with work.writing(nora) as uow:
        service.answer_signal(uow, stored()[0].id, "Er komt een zitdag.")
        handlers.withdraw_captured(uow, ContactWithdrawn(key))
    assert [one.state for one in stored()] == [SignalState.ANSWERED]


def test_contact_withdrawn_before_its_handler_ran_makes_no_signal(
    work: Work, heard: Heard, stored: Stored, run_deliveries: Run
) -> None:
    key = heard()
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(ContactMoment, key).withdrawn_at = NOW
        uow.record(ContactWithdrawn(key))
    run_deliveries()
    assert stored() == []


def test_withdrawn_lead_leaves_the_others_as_one_matter(
    work: Work, heard: Heard, stored: Stored, nora: Viewer, run_deliveries: Run
) -> None:
    contacts = [heard() for _ in range(3)]
    run_deliveries()
    lead, second, third = (stored(key)[0] for key in contacts)
    with work.writing(nora) as uow:
        service.join_signals(uow, second.id, lead.id)
        service.join_signals(uow, third.id, lead.id)
        handlers.withdraw_captured(uow, ContactWithdrawn(contacts[0]))
    assert {one.id: (one.state, one.joined_to_id) for one in stored()} == {
        lead.id: (SignalState.WITHDRAWN, None),
        second.id: (SignalState.OPEN, None),
        third.id: (SignalState.OPEN, second.id),
    }


def test_signal_row_names_nobody(heard: Heard, stored: Stored, city: City, run_deliveries: Run) -> None:
    heard(city.person, city.mothers)
    run_deliveries()
    (signal,) = stored()
    assert str(city.person) not in signal.model_dump_json()
    assert "Ilse" not in signal.model_dump_json()
    assert [name for name in Signal.model_fields if "person" in name or "party" in name] == []
