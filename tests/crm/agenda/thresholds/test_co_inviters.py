"""Who can invite along: which organisations, why, in which order, who reads what, and the one tap that invites."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from crm.agenda.thresholds.co_inviters import CoInviter, Ground, Reason, rank_co_inviters
from crm.i18n import translate
from crm.parties.calendars import CALENDAR_NAMES, Calendar
from crm.parties.models import (
    Basis,
    CommunityGroup,
    Dimension,
    InclusionGroup,
    Neighbourhood,
    OrganisationGroup,
    Party,
    PartyKind,
    Presence,
    ReachLink,
    ReachLinkKind,
)
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW
from tests.crm.agenda.conftest import Inviter, Planner, Recorded

Clients = Callable[[str | None], TestClient]
Run = Callable[[], int]
API = "/api/v1"
TODAY = date(2026, 11, 23)
ORGANISATION = PartyKind.ORGANISATION


class Network:
    """Adds what connects parties."""

    def __init__(self, work: Work, add_party: Inviter) -> None:
        self.work = work
        self.add_party = add_party
        self.arsenaal = self._store(Neighbourhood(key="arsenaal", name="Arsenaal", created_at=NOW))
        self.newcomers = self._store(
            InclusionGroup(
                key="newcomers",
                dimension=Dimension.NEWCOMERS,
                name_nl="Nieuwkomers",
                name_en="Newcomers",
                name_fr="Primo-arrivants",
                created_at=NOW,
            )
        )

    def _store(self, row: Neighbourhood | InclusionGroup) -> UUID:
        with self.work.writing(SYSTEM) as uow:
            uow.session.add(row)
            return row.id

    def organisation(self, name: str, *, is_there: bool = False, spoken_on: date | None = None) -> UUID:
        """An organisation, in Arsenaal or nowhere."""
        key = self.add_party(name, ORGANISATION)
        with self.work.writing(SYSTEM) as uow:
            uow.session.get_one(Party, key).last_contact_on = spoken_on
            if is_there:
                uow.session.add(Presence(party_id=key, neighbourhood_id=self.arsenaal))
        return key

    def share_group(self, organisation_id: UUID, community_id: UUID) -> None:
        """Lets both be of the newcomers."""
        with self.work.writing(SYSTEM) as uow:
            uow.session.add(OrganisationGroup(organisation_id=organisation_id, group_id=self.newcomers))
            uow.session.add(CommunityGroup(community_id=community_id, group_id=self.newcomers))

    def open(
        self,
        holder_id: UUID,
        target_id: UUID,
        kind: ReachLinkKind = ReachLinkKind.CAN_HELP_REACH,
        until: date | None = None,
    ) -> None:
        """Lets the one open the other."""
        with self.work.writing(SYSTEM) as uow:
            uow.session.add(
                ReachLink(
                    holder_id=holder_id,
                    target_id=target_id,
                    kind=kind,
                    basis=Basis.CONSENT,
                    basis_note="Gevraagd",
                    since=date(2026, 1, 1),
                    until=until,
                    created_at=NOW,
                    changed_at=NOW,
                )
            )


@pytest.fixture
def network(work: Work, add_party: Inviter) -> Network:
    """A network with one neighbourhood and one group."""
    return Network(work, add_party)


def _found(client: TestClient, key: UUID) -> dict[str, list[str]]:
    answer = client.get(f"{API}/events/{key}/co-inviters")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["reasons"] for one in answer.json()}


def test_each_organisation_says_why_the_most_reasons_first(
    client_of: Clients, nora: Viewer, plan: Planner, add_party: Inviter, network: Network
) -> None:
    mothers = add_party("Moeders", PartyKind.COMMUNITY, ("islam_ma",))
    everywhere = network.organisation("Buurthuis", is_there=True)
    network.share_group(everywhere, mothers)
    network.open(everywhere, mothers)
    network.organisation("Bakkerij", is_there=True, spoken_on=TODAY)
    network.organisation("Apotheek", is_there=True)
    add_party("Gebedshuis", ORGANISATION, ("islam_tr",))
    add_party("Parochie", ORGANISATION, ("christian_western",))
    network.organisation("Niets ermee te maken")
    key = plan(nora, invited_ids=[mothers], audience=["families"], neighbourhood_id=network.arsenaal)
    client, diyanet = client_of("nora"), translate("nl", CALENDAR_NAMES[Calendar.ISLAM_TR])
    assert list(_found(client, key).items()) == [
        (
            "Buurthuis",
            [
                "Werkt in Arsenaal.",
                "Kan helpen om Moeders te bereiken.",
                "Werkt met een groep die je uitnodigt: Nieuwkomers.",
            ],
        ),
        ("Bakkerij", ["Werkt in Arsenaal."]),
        ("Apotheek", ["Werkt in Arsenaal."]),
        (
            "Gebedshuis",
            [f"Volgt een kalender waar jij rekening mee houdt: {diyanet}."],
        ),
    ]
    page = client.get(f"/events/{key}").text
    assert ("Kan helpen om Moeders te bereiken." in page, "Parochie" in page) == (True, False)


def test_persons_the_invited_the_archived_and_ended_links_are_left_out(
    client_of: Clients, nora: Viewer, plan: Planner, add_party: Inviter, network: Network, work: Work
) -> None:
    mothers = add_party("Moeders")
    invited, gone = (
        network.organisation("Uitgenodigd", is_there=True),
        network.organisation("Weg", is_there=True),
    )
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Party, gone).archived_on = TODAY
    network.open(add_party("Aylin Doganay", PartyKind.PERSON), mothers)
    network.open(network.organisation("Vroeger"), mothers, until=TODAY)
    network.open(network.organisation("Enkel contact"), mothers, ReachLinkKind.PUBLIC_CONTACT_OF)
    network.open(network.organisation("Nog even"), mothers, until=TODAY + timedelta(days=1))
    key = plan(nora, invited_ids=[mothers, invited], neighbourhood_id=network.arsenaal)
    assert list(_found(client_of("nora"), key)) == ["Nog even"]


def test_organisers_read_names_and_reasons_only(
    client_of: Clients,
    nora: Viewer,
    plan: Planner,
    add_party: Inviter,
    network: Network,
    add_user: Callable[..., Viewer],
) -> None:
    bram, mothers = add_user("bram", Role.ORGANISER), add_party("Moeders")
    house = network.organisation("Buurthuis", spoken_on=TODAY)
    network.share_group(house, mothers)
    key, other = plan(bram, invited_ids=[mothers]), plan(nora, invited_ids=[mothers])
    client = client_of("bram")
    (found,) = client.get(f"{API}/events/{key}/co-inviters").json()
    assert found == {
        "id": str(house),
        "name": "Buurthuis",
        "reasons": ["Werkt met een groep die je uitnodigt."],
        "last_contact_on": None,
    }
    page = client.get(f"/events/{key}").text
    assert [
        text in page for text in ("Buurthuis", "Nieuwkomers", "laatste contact", f"/organisations/{house}")
    ] == [
        True,
        False,
        False,
        False,
    ]
    assert client.get(f"{API}/events/{other}/co-inviters").status_code == 404
    (seen,) = client_of("nora").get(f"{API}/events/{other}/co-inviters").json()
    assert seen["last_contact_on"] == "2026-11-23"
    assert "laatste contact vandaag" in client_of("nora").get(f"/events/{other}").text


def test_one_tap_invites_and_the_event_is_checked_again(
    client_of: Clients,
    nora: Viewer,
    plan: Planner,
    add_party: Inviter,
    network: Network,
    run_deliveries: Run,
    recorded: Recorded,
    work: Work,
) -> None:
    key = plan(nora, audience=["women"], neighbourhood_id=network.arsenaal)
    house = add_party("Gebedshuis", ORGANISATION, ("islam_ma",))
    with work.writing(SYSTEM) as uow:
        uow.session.add(Presence(party_id=house, neighbourhood_id=network.arsenaal))
    run_deliveries()
    client = client_of("nora")
    for _ in range(2):
        answer = client.post(f"/events/{key}/invite", data={"party_id": str(house)}, follow_redirects=False)
        assert answer.headers["location"] == f"/events/{key}?said=invited"
    run_deliveries()
    detail = client.get(f"{API}/events/{key}").json()
    assert [one["name"] for one in detail["invited"]] == ["Gebedshuis"]
    assert [flag["observance"] for flag in detail["flags"]] == ["ramadan"]
    assert detail["version"] == 2
    assert recorded("EventChanged") == ["EventChanged"]
    assert _found(client, key) == {}


def test_persons_and_the_archived_cannot_be_invited_and_there_is_an_end_to_it(
    client_of: Clients, nora: Viewer, plan: Planner, add_party: Inviter, network: Network, work: Work
) -> None:
    client, gone = client_of("nora"), network.organisation("Weg")
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Party, gone).archived_on = TODAY
    key = plan(nora)
    full = plan(nora, invited_ids=[add_party(f"Kring {number}") for number in range(60)])
    asked = (
        (key, add_party("Aylin", PartyKind.PERSON)),
        (key, gone),
        (full, network.organisation("Nog een")),
    )
    for event_id, party_id in asked:
        refused = client.post(f"{API}/events/{event_id}/invite", json={"party_id": str(party_id)})
        assert [one["field"] for one in refused.json()["error"]["fields"]] == ["party_id"]
    assert client.post(f"/events/{key}/invite", data={"party_id": "x"}).status_code == 422


def test_same_number_of_queries_for_1_and_50_organisations(
    client_of: Clients,
    nora: Viewer,
    plan: Planner,
    add_party: Inviter,
    network: Network,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    mothers = add_party("Moeders", PartyKind.COMMUNITY, ("islam_ma",))
    key = plan(nora, invited_ids=[mothers], neighbourhood_id=network.arsenaal)
    client = client_of("nora")

    def queries() -> int:
        with count_queries() as seen:
            found = _found(client, key)
        return len(seen) if found else 0

    network.organisation("Buurthuis", is_there=True)
    with_one = queries()
    for number in range(49):
        network.open(network.organisation(f"Huis {number}", is_there=True), mothers)
    assert (len(_found(client, key)), queries()) == (8, with_one)


reasons = st.lists(st.sampled_from(Ground), unique=True, max_size=4).map(
    lambda grounds: tuple(Reason(ground, ("Zora",)) for ground in grounds)
)
candidates = st.builds(
    CoInviter,
    st.uuids(),
    st.text(min_size=1, max_size=8),
    reasons,
    st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)


@given(st.lists(candidates, max_size=20, unique_by=lambda one: one.id))
def test_ranking_is_short_reasoned_and_does_not_depend_on_the_order_of_rows(
    found: list[CoInviter],
) -> None:
    ranked = rank_co_inviters(found)
    shuffled = sorted(found, key=lambda one: one.id)
    assert ranked == rank_co_inviters(shuffled)
    assert len(ranked) == min(8, sum(bool(one.reasons) for one in found))
    counts = [len(one.reasons) for one in ranked]
    assert counts == sorted(counts, reverse=True)
    left = [one for one in found if one not in ranked and one.reasons]
    assert all(len(one.reasons) <= counts[-1] for one in left)
