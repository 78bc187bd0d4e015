"""Who links? Organisations and networks only, over what they share; and groups that look inward for their size."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.db import Database
from crm.insight.linking.measures import LISTED, LinkingReading, OpennessVerdict, linking_reading
from crm.insight.linking.queries import linking
from crm.parties.models import PersonRole, Strength
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.insight.city import TODAY, City
from tests.crm.insight.test_cache import counted

Clients = Callable[[str | None], TestClient]
CANARY = "Zzkanarie"
TRUST = Strength.TRUSTS_US


def reading(city: City) -> LinkingReading:
    return linking_reading(city.report())


def star(city: City, count: int = 3, groups: tuple[UUID, ...] = ()) -> tuple[UUID, list[UUID]]:
    """An organisation in the middle of others, which know it only."""
    middle = city.organisation("Midden", groups)
    others = [city.community(f"Ander {number}", groups) for number in range(count)]
    for other in others:
        city.tie(middle, other, TRUST)
    return middle, others


def test_who_stands_between_others_links_them(city: City, nora: Viewer) -> None:
    middle, others = star(city)
    (one,) = reading(city).parties
    assert (one.id, one.linked_with, one.separate, one.only_link_between, one.credit) == (
        middle,
        tuple(sorted(others)),
        3.0,
        3,
        3.0,
    )
    assert one.constraint == pytest.approx(1 / 3)
    for a, b in ((0, 1), (1, 2), (0, 2)):
        city.tie(others[a], others[b], TRUST)
    assert reading(city).parties == ()  # now they know each other


def test_person_in_between_links_and_is_never_listed(city: City, nora: Viewer) -> None:
    """Four of whom each knows the middle through a person: the persons are what the links run over."""
    middle = city.organisation("Midden")
    others = [city.organisation(f"Ander {number}") for number in range(4)]
    for other in others:
        person = city.person()
        city.tie(person, middle, TRUST)
        city.tie(person, other, TRUST)
    found = reading(city)
    assert [(one.id, one.separate) for one in found.parties] == [(middle, 4.0)]
    assert (found.circles, found.links) == (5, 4)


def test_our_own_team_links_nobody(city: City, nora: Viewer) -> None:
    for number in range(4):
        city.knows(nora, city.organisation(f"Ander {number}"), TRUST)
    found = reading(city)
    assert (found.parties, found.links) == ((), 0)


def test_person_in_between_does_not_count_where_a_small_circle_betrays(city: City, nora: Viewer) -> None:
    roma, place = city.group("roma", city_only=True), city.place()
    network, club, person = (
        city.community("Amaro", (roma,), (place,)),
        city.organisation("Club"),
        city.person(),
    )
    city.tie(person, network, TRUST)
    city.tie(person, club, TRUST)
    assert reading(city).links == 0
    city.tie(network, club, TRUST)
    assert reading(city).links == 1


def test_tie_that_went_cold_links_nobody_and_a_past_day_still_shows_it(city: City, nora: Viewer) -> None:
    middle, _ = star(city, 2)
    late = city.community("Laat")
    city.tie(middle, late, TRUST, 1_000)
    assert reading(city).parties == ()
    then = linking_reading(city.report(TODAY - timedelta(days=400)))
    assert [len(one.linked_with) for one in then.parties] == [3]


def test_list_is_short_and_the_most_linking_come_first(city: City, nora: Viewer) -> None:
    sizes = [3 + number for number in range(LISTED + 2)]
    middles = [star(city, size)[0] for size in sizes]
    assert [one.id for one in reading(city).parties] == middles[::-1][:LISTED]


def test_group_that_keeps_to_itself_looks_inward(city: City, nora: Viewer) -> None:
    """Five ties within a group of four, in a city where others have many: chance would not give that."""
    inward, mixing = city.group("inward"), city.group("mixing")
    mine = [city.community(f"Binnen {number}", (inward,)) for number in range(4)]
    for a, b in ((0, 1), (1, 2), (2, 3), (0, 2), (1, 3)):
        city.tie(mine[a], mine[b], TRUST)
    for number in range(4):
        middle, _ = star(city, 5)
        if number == 0:
            city.carries(middle, mixing)
    found = reading(city)
    assert [one.group.key for one in found.judged(OpennessVerdict.INWARD)] == ["inward"]
    (one,) = found.judged(OpennessVerdict.INWARD)
    assert one.ties is not None
    assert (one.carriers, one.ties.inside, one.ties.outside) == (4, 5, 0)
    assert one.ties.expected == pytest.approx((2 - 3 * 0.2) / (2 - 0.2))
    assert [one.group.key for one in found.judged(OpennessVerdict.AS_EXPECTED)] == ["mixing"]


def test_few_ties_are_too_few_to_judge(city: City, nora: Viewer) -> None:
    group, silent = city.group("somali"), city.group("silent")
    star(city, 4, (group,))
    city.community("Stil", (silent,))
    found = {one.group.key: (one.verdict, one.ties is None) for one in reading(city).groups}
    assert found == {
        "somali": (OpennessVerdict.TOO_FEW, False),
        "silent": (OpennessVerdict.TOO_FEW, True),
    }


def test_nothing_known_is_nothing_said(city: City, client_of: Clients, nora: Viewer) -> None:
    assert reading(city).parties == ()
    answer = client_of("nora").get("/reach/linking")
    assert answer.status_code == 200
    assert "We kunnen dus niet zeggen wie verbindt." in answer.text
    assert client_of("nora").get("/api/v1/reach/linking").json() == {
        "as_of": TODAY.isoformat(),
        "parties": [],
        "groups": [],
    }


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.MANAGER, Role.ADMINISTRATOR])
def test_no_name_or_id_of_a_person_reaches_anybody(
    city: City, client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer], role: Role
) -> None:
    add_user("lezer", role)
    group = city.group("somali")
    middle, _ = star(city, 5, (group,))
    person = city.person(f"Hodan {CANARY}", PersonRole.BRIDGE_BUILDER)
    for number in range(6):
        city.tie(person, city.organisation(f"Nog {number}", (group,)), TRUST)
    city.tie(person, middle, TRUST)
    city.knows(nora, person, TRUST)
    client = client_of("lezer")
    for path in ("/reach/linking", "/api/v1/reach/linking"):
        text = client.get(path).text
        assert "Midden" in text
        assert CANARY not in text
        assert str(person) not in text
        assert str(nora.user_id) not in text.replace(f"/colleagues/{nora.user_id}", "")


def test_page_and_api_say_the_same_with_the_caveat(city: City, client_of: Clients, nora: Viewer) -> None:
    inward, mixing = city.group("inward"), city.group("mixing")
    mine = [city.community(f"Binnen {number}", (inward,)) for number in range(4)]
    for a, b in ((0, 1), (1, 2), (2, 3), (0, 2), (1, 3)):
        city.tie(mine[a], mine[b], TRUST)
    middle, linked = star(city, 12)
    city.carries(middle, mixing)
    client = client_of("nora")
    answer = client.get("/api/v1/reach/linking").json()
    assert [(one["id"], one["name"], one["kind"], one["only_link_between"]) for one in answer["parties"]] == [
        (str(middle), "Midden", "organisation", 66)
    ]
    assert answer["parties"][0]["linked_with"] == sorted(str(other) for other in linked)
    assert [(one["name"], one["verdict"], one["ties_within"]) for one in answer["groups"]] == [
        ("inward", "inward_looking", 5),
        ("mixing", "as_open_as_its_size", 0),
    ]
    page = " ".join(client.get("/reach/linking").text.split())
    assert (
        "Verbindt 12 andere organisaties en netwerken, en is de enige schakel tussen 66 paren daarvan; "
        "daarom is ze nog niet goed verbonden met de hele stad."
    ) in page
    assert (
        "5 relaties binnen de groep, 0 relaties met anderen: meer dan je bij haar grootte verwacht. "
        "Dit meet ons logboek, niet de gemeenschap."
    ) in page


def test_organisers_and_odd_input_are_refused(
    city: City, client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    add_user("bram", Role.ORGANISER)
    assert client_of("bram").get("/api/v1/reach/linking").status_code == 403
    asked = ("?as_of=soon", "?as_of=0001-01-01", "?nobody=1", "?as_of=", "?as_of=2026-01-01")
    statuses = [client_of("nora").get(f"/api/v1/reach/linking{query}").status_code for query in asked]
    assert statuses == [422, 422, 422, 200, 200]


def test_number_of_queries_does_not_grow(city: City, work: Work, database: Database, nora: Viewer) -> None:
    counts = []
    for size in (3, 9):
        star(city, size, (city.group(f"g{size}"),))
        city.knows(nora, city.person(), TRUST)
        with counted(database) as sent, work.reading(nora) as uow:
            linking(uow.session, nora, TODAY)
        counts.append(len([one for one in sent if one.lstrip().upper().startswith("SELECT")]))
    assert counts[0] == counts[1]
