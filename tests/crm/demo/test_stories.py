"""Each of the ten stories stands in the city, at the point where a visitor goes on."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from crm.accounts.models import User
from crm.agenda.checking import to_check
from crm.agenda.models import EventInvitation, Flag, FlagState, ParticipationEvent
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Authority, Level, Observance
from crm.agenda.observances.occurrence import Confirmation
from crm.agenda.suggestions import suggest
from crm.agenda.timing import check
from crm.clock import CITY_ZONE, city_date
from crm.contacts.load import Load
from crm.contacts.models import ContactMoment, ContactParticipant
from crm.followups.models import FollowUp, FollowUpState
from crm.parties.models import (
    ColleagueTie,
    Community,
    CommunityGroup,
    InclusionGroup,
    Organisation,
    OrganisationGroup,
    Party,
    ReachLink,
    RoleOfPerson,
)
from crm.signals.models import Signal, SignalState
from crm.signals.queries import loads, waiting
from crm.viewer import SYSTEM
from tests.crm.demo.conftest import TODAY


def _event(rows: Session, title: str) -> ParticipationEvent:
    return rows.exec(select(ParticipationEvent).where(ParticipationEvent.title == title)).one()


def _party(rows: Session, name: str) -> Party:
    return rows.exec(select(Party).where(Party.name == name)).one()


def _login(rows: Session, event: ParticipationEvent) -> str:
    return rows.get_one(User, event.organiser_id).login


def _flags(rows: Session, event: ParticipationEvent) -> set[tuple[str, str]]:
    found = rows.exec(select(Flag).where(Flag.event_id == event.id, Flag.state == FlagState.OPEN))
    return {(flag.observance, flag.level) for flag in found}


def _calendars(rows: Session, event: ParticipationEvent) -> list[str]:
    invited = rows.exec(select(EventInvitation.party_id).where(EventInvitation.event_id == event.id)).all()
    found = [*rows.exec(select(Organisation.calendars).where(col(Organisation.id).in_(invited)))]
    found += rows.exec(select(Community.calendars).where(col(Community.id).in_(invited)))
    return [tag for calendars in found for tag in calendars]


def _moments(rows: Session, event: ParticipationEvent) -> list[date]:
    asked = to_check(event, _calendars(rows, event))
    assert asked is not None
    return [each.start.date() for each in suggest(asked, Calendar(), TODAY)]


def _talks(rows: Session, name: str) -> list[ContactMoment]:
    return list(
        rows.exec(
            select(ContactMoment)
            .join(ContactParticipant, col(ContactParticipant.contact_id) == ContactMoment.id)
            .where(ContactParticipant.party_id == _party(rows, name).id)
            .order_by(col(ContactMoment.happened_at))
        )
    )


def _open_follow_ups_of_nora(rows: Session) -> list[FollowUp]:
    return list(
        rows.exec(
            select(FollowUp)
            .join(User, col(User.id) == FollowUp.owner_id)
            .where(User.login == "nora", FollowUp.state == FollowUpState.OPEN)
        )
    )


@pytest.mark.parametrize(
    ("title", "starts", "organiser", "flags"),
    [
        ("Ouderavond Arsenaal", "2027-02-23T19:30", "bram", {("ramadan", "high")}),
        (
            "Buurtbarbecue",
            "2027-05-02T12:00",
            "nora",
            {("orthodox_easter", "high"), ("hanswijk_procession", "medium")},
        ),
        (
            "Inspraak Nekkerspoel",
            "2027-03-30T19:30",
            "ninos",
            {("easter_break", "medium"), ("western_easter", "medium")},
        ),
        ("Infomarkt wonen", "2027-03-10T14:00", "nora", {("eid_al_fitr", "medium")}),
        ("Iftar op het plein", "2027-02-26T18:00", "nora", set()),
    ],
)
def test_story_moment_stands_with_its_warning(
    rows: Session, title: str, starts: str, organiser: str, flags: set[tuple[str, str]]
) -> None:
    event = _event(rows, title)
    assert event.starts_at.astimezone(CITY_ZONE).strftime("%Y-%m-%dT%H:%M") == starts
    assert _login(rows, event) == organiser
    assert _flags(rows, event) == flags


def test_story_1_proposes_16_march(rows: Session) -> None:
    event = _event(rows, "Ouderavond Arsenaal")
    assert _moments(rows, event)[0] == date(2027, 3, 16)
    assert event.moved_because is None


def test_story_2_invites_zora_and_proposes_23_may(rows: Session) -> None:
    event = _event(rows, "Buurtbarbecue")
    assert rows.get(EventInvitation, (event.id, _party(rows, "Zora").id)) is not None
    assert date(2027, 5, 23) in _moments(rows, event)


def test_story_4_softens_when_the_ninth_is_confirmed(rows: Session) -> None:
    event = _event(rows, "Infomarkt wonen")
    asked = to_check(event, _calendars(rows, event))
    assert asked is not None
    confirmed = Confirmation(
        observance=Observance.EID_AL_FITR,
        start_on=date(2027, 3, 9),
        authority=Authority.BELGIUM,
        source="Moslimraad",
    )
    assert check(asked, Calendar()).level is Level.MEDIUM
    assert check(asked, Calendar(confirmations=(confirmed,))).level is Level.LOW


def test_story_5_is_an_opportunity(rows: Session) -> None:
    event = _event(rows, "Iftar op het plein")
    asked = to_check(event, _calendars(rows, event))
    assert asked is not None
    assert check(asked, Calendar()).opportunities == (Observance.RAMADAN,)
    invited = rows.exec(select(EventInvitation).where(EventInvitation.event_id == event.id)).all()
    assert {rows.get_one(Party, row.party_id).name for row in invited} == {
        "Plein 15",
        "Buren van het Arsenaalplein",
    }
    assert "1.1" in (event.note or "")


def test_story_6_has_one_way_in_until_30_june_2027(rows: Session) -> None:
    sevgi, network = _party(rows, "Sevgi Aydın"), _party(rows, "Doof en Turks in Mechelen")
    role = rows.exec(select(RoleOfPerson).where(RoleOfPerson.person_id == sevgi.id)).one()
    assert (role.role.value, role.until) == ("bridge_builder", date(2027, 6, 30))
    links = rows.exec(select(ReachLink).where(ReachLink.target_id == network.id)).all()
    assert sevgi.id in {link.holder_id for link in links}
    group = rows.exec(select(InclusionGroup).where(InclusionGroup.key == "deaf-turkish")).one()
    carriers = {
        *rows.exec(select(CommunityGroup.community_id).where(CommunityGroup.group_id == group.id)),
        *rows.exec(select(OrganisationGroup.organisation_id).where(OrganisationGroup.group_id == group.id)),
    }
    cafe = _party(rows, "Doofcafé De Zenne")
    assert carriers == {network.id, cafe.id}
    # Only Sevgi is known to a colleague of all who can open this group.
    openers = {*carriers, *(link.holder_id for link in links)}
    known = rows.exec(select(ColleagueTie.party_id).where(col(ColleagueTie.party_id).in_(openers)))
    assert set(known) == {sevgi.id}
    assert cafe.id in {row.party_id for row in _open_follow_ups_of_nora(rows)}


def test_story_7_was_repaired_in_19_days_and_told(rows: Session) -> None:
    signal = rows.exec(select(Signal).where(col(Signal.text).startswith("De lift van het"))).one()
    assert signal.state == SignalState.TOLD_BACK
    assert signal.answered_at is not None
    assert (city_date(signal.answered_at) - signal.heard_on).days == 19
    assert signal.told_back_how == "Elke Somville vertelde het op de koffieochtend."
    present = rows.exec(
        select(Party.kind)
        .join(ContactParticipant, col(ContactParticipant.party_id) == Party.id)
        .where(ContactParticipant.contact_id == signal.contact_id)
    ).all()
    assert present == ["organisation"]


def test_story_8_is_one_matter_of_three_answered_and_not_told_yet(rows: Session) -> None:
    leads = rows.exec(
        select(Signal.joined_to_id).where(col(Signal.joined_to_id).is_not(None)).distinct()
    ).all()
    assert len(leads) == 1
    lead = rows.get_one(Signal, leads[0])
    matter = [lead, *rows.exec(select(Signal).where(Signal.joined_to_id == lead.id))]
    assert len(matter) == 3
    assert {signal.state for signal in matter} == {SignalState.ANSWERED}
    assert {rows.get_one(Party, signal.service_id).name for signal in matter} == {"Dienst Onderwijs"}
    mothers = _party(rows, "Moeders aan de schoolpoort Noord")
    assert mothers.id in {row.party_id for row in _open_follow_ups_of_nora(rows) if row.due_on == TODAY}


def test_story_9_is_quiet_for_nine_months(rows: Session) -> None:
    friends = _party(rows, "Vrienden van Sylhet")
    wim = rows.exec(select(User).where(User.login == "wim")).one()
    last = _talks(rows, "Vrienden van Sylhet")[-1]
    assert friends.last_contact_on == wim.left_on == city_date(last.happened_at) == date(2026, 2, 23)
    assert last.author_id == wim.id
    assert rows.get_one(Organisation, friends.id).is_registered is False
    assert {city_date(talk.happened_at) for talk in _talks(rows, "Rafiq Uddin")} <= {
        TODAY - timedelta(days=days) for days in range(273, 735)
    }
    said = rows.exec(select(Signal).where(col(Signal.text).contains("vergeten waren"))).one()
    assert (said.state, said.theme.value) == (SignalState.OPEN, "meeting")
    assert friends.id in {row.party_id for row in _open_follow_ups_of_nora(rows) if row.due_on < TODAY}


def test_story_10_asked_six_times_and_gave_back_once(rows: Session) -> None:
    talks = [
        talk for talk in _talks(rows, "Hodan Warsame") if (TODAY - city_date(talk.happened_at)).days <= 35
    ]
    services = {
        rows.get_one(Party, row.party_id).name
        for row in rows.exec(
            select(ContactParticipant).where(
                col(ContactParticipant.contact_id).in_([talk.id for talk in talks])
            )
        )
    } - {"Hodan Warsame"}
    assert len(services) == 4
    asked = [talk for talk in talks if "Gevraagd" in (talk.summary or "")]
    given = [talk for talk in talks if "Teruggegeven" in (talk.summary or "")]
    assert (len(talks), len(asked), len(given)) == (7, 6, 1)
    assert {talk.id for talk in asked} == {talk.id for talk in talks if talk.asked_of_them}
    assert {talk.id for talk in given} == {talk.id for talk in talks if talk.gave_back}
    hodan = _party(rows, "Hodan Warsame").id
    assert loads(rows, SYSTEM, TODAY, [hodan]) == {hodan: Load(asked=6, given_back=1)}


def test_story_10_is_an_exception(rows: Session) -> None:
    """Everybody else: a third of the contacts asks, half gives back, and few must wait."""
    contacts = rows.exec(select(ContactMoment)).all()
    assert 0.28 <= sum(contact.asked_of_them for contact in contacts) / len(contacts) <= 0.34
    assert 0.42 <= sum(contact.gave_back for contact in contacts) / len(contacts) <= 0.52
    waits = waiting(rows, SYSTEM, TODAY)
    assert _party(rows, "Hodan Warsame").id in waits
    assert len(waits) <= 6


def test_story_10_network_was_never_heard_itself(rows: Session) -> None:
    network = _party(rows, "Somalische vrouwen Arsenaal")
    assert {talk.group_itself_heard for talk in _talks(rows, network.name)} == {False}
    group = rows.exec(select(CommunityGroup.group_id).where(CommunityGroup.community_id == network.id)).one()
    heard = select(Signal.id).where(Signal.group_id == group, col(Signal.group_itself_heard))
    assert rows.exec(heard).all() == []
    others = select(OrganisationGroup.organisation_id).where(OrganisationGroup.group_id == group)
    assert rows.exec(others).all() == []
    assert network.id in {row.party_id for row in _open_follow_ups_of_nora(rows)}
