"""The demo city as a whole: how much there is, that it is consistent, and that nothing real is in it."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import String, exists
from sqlmodel import AutoString, Session, SQLModel, col, func, select

import crm.demo
from crm.accounts.models import User
from crm.accounts.passwords import is_password
from crm.agenda.models import Flag, ParticipationEvent
from crm.clock import city_date
from crm.contacts.models import Agreement, ContactColleague, ContactMoment, ContactParticipant
from crm.demo.city import draft_city, make_demo_city
from crm.errors import Conflict
from crm.folding import fold
from crm.followups.models import FollowUp, FollowUpState
from crm.outbox import Delivery, DeliveryState
from crm.parties.models import ColleagueTie, Party, PartyKind, Person, RoleOfPerson, Tie
from crm.signals.models import Signal, SignalState
from crm.viewer import Role
from tests.crm.demo.conftest import TODAY, City

TEXTS = (String, AutoString)


def test_city_has_the_promised_counts(city: City) -> None:
    assert city.summary.counts == {
        "colleagues": 15,
        "organisations and communities": 120,
        "persons": 300,
        "contact moments": 2500,
        "participation events": 60,
        "signals": 47,
        "follow-ups": city.summary.counts["follow-ups"],
    }
    assert city.summary.counts["follow-ups"] > 200


def test_counts_are_those_of_the_store(city: City, rows: Session) -> None:
    stored = {
        "colleagues": (User,),
        "persons": (Person,),
        "contact moments": (ContactMoment,),
        "participation events": (ParticipationEvent,),
        "signals": (Signal,),
    }
    for name, (table,) in stored.items():
        assert rows.exec(select(func.count()).select_from(table)).one() == city.summary.counts[name]
    # What must be arranged for an event becomes a follow-up only after the commit.
    planned = rows.exec(select(func.count()).where(col(FollowUp.event_id).is_(None))).one()
    assert planned == city.summary.counts["follow-ups"]


def test_users_sign_in_with_their_first_name_and_the_printed_password(city: City, rows: Session) -> None:
    users = {user.login: user for user in rows.exec(select(User))}
    assert Counter(user.role for user in users.values()) == {
        Role.CONSULTANT: 10,
        Role.MANAGER: 2,
        Role.ORGANISER: 2,
        Role.ADMINISTRATOR: 1,
    }
    assert {one.login for one in city.summary.users} == users.keys() - {"wim"}
    for login in ("nora", "bram", "hilde"):
        assert users[login].name.lower().split()[0] == login
        assert is_password(users[login].password_hash, city.summary.password)


def test_same_day_gives_the_same_city() -> None:
    def content(today: date) -> dict[str, list[dict[str, object]]]:
        draft = draft_city(today)
        return {
            kind.__name__: [row.model_dump(exclude={"password_hash", "secret"}) for row in found]
            for kind, found in draft.rows.items()
        }

    assert content(TODAY) == content(TODAY)
    assert content(TODAY) != content(TODAY + timedelta(days=1))


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 6, 15), date(2028, 2, 29)])
def test_city_can_be_made_on_any_day_and_lies_in_the_past(today: date) -> None:
    draft = draft_city(today)
    days = [told.on for told in draft.told]
    assert len(days) == 2500
    assert max(days) < today
    assert min(days) >= today - timedelta(days=735)


def test_a_store_that_is_in_use_is_refused(city: City) -> None:
    with pytest.raises(Conflict):
        make_demo_city(city.work, TODAY)


def test_every_reference_has_its_row(rows: Session) -> None:
    referring = [
        (one.parent, one.column) for table in SQLModel.metadata.sorted_tables for one in table.foreign_keys
    ]
    assert len(referring) > 50
    for column, target in referring:
        known = target.table.alias()
        orphans = select(func.count()).where(
            column.is_not(None), ~exists().where(known.c[target.name] == column)
        )
        assert (str(column), rows.exec(orphans).one()) == (str(column), 0)


def test_everybody_who_took_part_is_known_and_somebody_of_the_team_was_there(rows: Session) -> None:
    parties = set(rows.exec(select(Party.id)))
    contacts = {contact.id: contact for contact in rows.exec(select(ContactMoment))}
    assert {row.party_id for row in rows.exec(select(ContactParticipant))} <= parties
    there = {(row.contact_id, row.user_id) for row in rows.exec(select(ContactColleague))}
    assert {contact_id for contact_id, _ in there} == contacts.keys()
    assert {(contact.id, contact.author_id) for contact in contacts.values()} <= there


def test_about_fifteen_percent_of_contacts_name_nobody(rows: Session) -> None:
    named = set(
        rows.exec(
            select(ContactParticipant.contact_id)
            .join(Party, col(Party.id) == ContactParticipant.party_id)
            .where(Party.kind == PartyKind.PERSON)
        )
    )
    unnamed = [c for c in rows.exec(select(ContactMoment)) if c.id not in named]
    assert 0.12 <= len(unnamed) / 2500 <= 0.18
    assert sum(contact.people_band is not None for contact in unnamed) > 300
    assert sum(contact.group_itself_heard for contact in unnamed) > 50


def test_lines_and_last_contacts_follow_from_the_contacts(rows: Session) -> None:
    days = {c.id: city_date(c.happened_at) for c in rows.exec(select(ContactMoment))}
    there: dict[UUID, list[UUID]] = {}
    for participant in rows.exec(select(ContactParticipant)):
        there.setdefault(participant.contact_id, []).append(participant.party_id)
    newest: dict[UUID, date] = {}
    together: dict[tuple[UUID, UUID], date] = {}
    lines: dict[tuple[UUID, UUID], date] = {}
    colleagues = list(rows.exec(select(ContactColleague)))
    for contact_id, present in there.items():
        on = days[contact_id]
        for party_id in present:
            newest[party_id] = max(on, newest.get(party_id, on))
        for one, other in combinations(sorted(present), 2):
            together[one, other] = max(on, together.get((one, other), on))
    for row in colleagues:
        for party_id in there.get(row.contact_id, ()):
            pair, on = (row.user_id, party_id), days[row.contact_id]
            lines[pair] = max(on, lines.get(pair, on))
    assert {p.id: p.last_contact_on for p in rows.exec(select(Party)) if p.last_contact_on} == newest
    found = {(tie.user_id, tie.party_id): tie.last_contact_on for tie in rows.exec(select(ColleagueTie))}
    assert found == lines
    for tie in rows.exec(select(Tie)):
        assert tie.a_id < tie.b_id
        assert tie.last_contact_on >= together.get((tie.a_id, tie.b_id), tie.last_contact_on)


def test_promises_have_their_follow_up_and_every_consultant_has_open_ones(rows: Session) -> None:
    follow_ups = list(rows.exec(select(FollowUp)))
    agreements = {row.id: row for row in rows.exec(select(Agreement))}
    assert {row.agreement_id for row in follow_ups if row.agreement_id} == agreements.keys()
    open_ones = [row for row in follow_ups if row.state == FollowUpState.OPEN]
    consultants = rows.exec(
        select(User).where(User.role == Role.CONSULTANT, col(User.left_on).is_(None))
    ).all()
    for user in consultants:
        due = sorted((row.due_on - TODAY).days for row in open_ones if row.owner_id == user.id)
        assert due[0] < 0
        assert 0 in due
        assert due[-1] > 7


def test_signals_are_in_every_state_and_agree_with_their_contact(rows: Session) -> None:
    signals = list(rows.exec(select(Signal)))
    contacts = {contact.id: contact for contact in rows.exec(select(ContactMoment))}
    assert {signal.state for signal in signals} == set(SignalState)
    for signal in signals:
        assert signal.contact_id is not None
        contact = contacts[signal.contact_id]
        assert (signal.theme, signal.service_id, signal.answer_by) == (
            contact.signal_theme,
            contact.signal_service_id,
            contact.signal_answer_by,
        )
        assert (signal.answer is not None) == (signal.state in (SignalState.ANSWERED, SignalState.TOLD_BACK))
    ticked = {contact.id for contact in contacts.values() if contact.signal_theme}
    assert ticked == {signal.contact_id for signal in signals}


def test_search_columns_are_folded_names(rows: Session) -> None:
    assert [p.name for p in rows.exec(select(Party)) if p.search != fold(p.name)] == []


def test_everything_was_carried_out_and_events_are_flagged(rows: Session) -> None:
    states = set(rows.exec(select(Delivery.state)))
    assert states == {DeliveryState.DONE}
    assert len(rows.exec(select(Flag)).all()) >= 10


def test_texts_fit_their_columns(rows: Session) -> None:
    draft = draft_city(TODAY)
    too_long = [
        f"{kind.__name__}.{found.name}"
        for kind, made in draft.rows.items()
        for found in SQLModel.metadata.tables[str(kind.__tablename__)].columns
        if isinstance(found.type, TEXTS) and found.type.length
        for row in made
        if len(getattr(row, found.name) or "") > found.type.length
    ]
    assert too_long == []


def _all_texts(rows: Session) -> list[str]:
    found: list[str] = []
    for table in SQLModel.metadata.sorted_tables:
        if table.name in ("user", "user_session"):  # hashes
            continue
        names = [each.name for each in table.columns if isinstance(each.type, TEXTS)]
        for row in rows.connection().execute(table.select()).mappings():
            found += [str(row[name]) for name in names if row[name]]
    return found


def test_no_mail_address_or_telephone_number_is_real(rows: Session) -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(crm.demo.__file__).parent.glob("*.py")]
    texts = [*_all_texts(rows), *sources]
    addresses = {found for one in texts for found in re.findall(r"[\w.+-]+@[\w.-]+", one)}
    assert {found.split("@")[1] for found in addresses} <= {"voorbeeld.example"}
    numbers = {found for one in texts for found in re.findall(r"\b0\d{1,3}(?:[ ./]\d{2,3}){2,}\b", one)}
    assert {found for found in numbers if not re.fullmatch(r"015 00 00(?: \d\d)?", found)} == set()
    assert len(numbers) > 20


def test_nobody_has_the_name_of_somebody_else(rows: Session) -> None:
    persons = rows.exec(select(Party.name).where(Party.kind == PartyKind.PERSON)).all()
    users = rows.exec(select(User.name)).all()
    assert len({*persons, *users}) == len(persons) + len(users)


def test_bridge_builders_have_an_employer_and_a_mandate(rows: Session) -> None:
    found = rows.exec(select(RoleOfPerson).where(RoleOfPerson.role == "bridge_builder")).all()
    assert len(found) > 3
    assert [row for row in found if row.organisation_id is None or row.until is None] == []
