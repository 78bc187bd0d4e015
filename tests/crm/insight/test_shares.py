"""Do we reach everyone in proportion? For the city, within one dimension, without small counts, as far as one can say."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.insight.shares import AxisShares, ShareVerdict, shares_of
from crm.parties.models import Dimension, InclusionGroup, Strength
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.crm.insight.city import City

Clients = Callable[[str | None], TestClient]
TRUST = Strength.TRUSTS_US


def axis(city: City) -> AxisShares:
    """The only dimension of the city."""
    (found,) = shares_of(city.report())
    return found


def verdicts(found: AxisShares) -> dict[str, tuple[int, str]]:
    return {one.group.key: (one.contacts, one.verdict.value) for one in found.groups}


def carrying(city: City, nora: Viewer, group: UUID, count: int, places: tuple[UUID, ...] = ()) -> None:
    """So many networks that carry the group, each known to us."""
    for number in range(count):
        city.knows(nora, city.community(f"{group} {number}", (group,), places), TRUST)


def test_few_contacts_with_many_residents_are_too_few(city: City, nora: Viewer) -> None:
    many, few = city.group("many"), city.group("few")
    city.figure(many, None, 9_000)
    city.figure(few, None, 1_000)
    carrying(city, nora, many, 2)
    carrying(city, nora, few, 10)
    found = axis(city)
    assert verdicts(found) == {"many": (2, "under_represented"), "few": (10, "too_few_to_judge")}
    gap = next(one.gap for one in found.groups if one.group.key == "many")
    assert gap is not None
    assert gap.expected == pytest.approx(10.8)
    assert (gap.short_by, gap.share_of_residents) == (9, 0.9)
    assert [one.group.key for one in found.short] == ["many"]
    assert found.dissimilarity == pytest.approx(0.9 - 2 / 12)


def test_contacts_in_proportion(city: City, nora: Viewer) -> None:
    groups = [city.group(key) for key in ("a", "b")]
    for group in groups:
        city.figure(group, None, 500)
        carrying(city, nora, group, 5)
    assert verdicts(axis(city)) == {"a": (5, "in_proportion"), "b": (5, "in_proportion")}


def test_only_who_is_reached_counts_and_each_once_for_a_group(city: City, nora: Viewer) -> None:
    group, place = city.group("somali"), city.place()
    one, other = city.community("Een", (group,), (place,)), city.organisation("Ander", (group,))
    person, far = city.person(), city.person()
    city.knows(nora, person, TRUST)
    city.opens(person, one)
    city.opens(person, other)
    city.opens(far, one)
    city.knows(nora, city.community("Koud", (group,), (place,)), TRUST, 900)
    # Only the person; neither the cold network, nor who nobody of us knows, nor the networks themselves.
    assert verdicts(axis(city)) == {"somali": (1, "no_figure")}
    city.knows(nora, other, TRUST)  # works in no neighbourhood, and is in the city all the same
    assert verdicts(axis(city)) == {"somali": (2, "no_figure")}


def test_line_exactly_on_the_threshold_counts(city: City, nora: Viewer) -> None:
    """0.9, halved three times and a bit, is 0.1: the status calls it weak, so it counts here too."""
    group, place = city.group("somali"), city.place()
    for days, contacts in ((570, 1), (571, 0)):
        key = f"n{days}"
        group = city.group(key)
        city.knows(nora, city.community(key, (group,), (place,)), TRUST, days)
        found = {one.group.key: one.contacts for one in axis(city).groups}
        assert (found[key], city.cell(group, place).has_way_in) == (contacts, bool(contacts))


def test_group_without_figure_or_with_a_small_one_takes_no_part(city: City, nora: Viewer) -> None:
    known, other, small, none = (city.group(key) for key in ("known", "other", "small", "none"))
    for group, count in ((known, 900), (other, 100), (small, 9)):
        city.figure(group, None, count)
    for group in (known, other, small, none):
        carrying(city, nora, group, 5)
    found = axis(city)
    assert verdicts(found) == {
        "known": (5, "too_few_to_judge"),
        "other": (5, "too_few_to_judge"),
        "small": (5, "no_figure"),
        "none": (5, "no_figure"),
    }
    gaps = {one.group.key: one.gap for one in found.groups}
    assert (gaps["small"], gaps["none"]) == (None, None)
    assert gaps["known"] is not None and gaps["known"].share_of_contacts == 0.5


def test_figures_of_neighbourhoods_are_not_those_of_the_city(city: City, nora: Viewer) -> None:
    for key in ("a", "b"):
        city.figure(city.group(key), city.place(f"place-{key}"), 500)
    found = axis(city)
    assert {one.verdict for one in found.groups} == {ShareVerdict.NO_FIGURE}
    assert found.is_compared is False


def test_only_figure_has_nothing_to_compare_with(city: City, nora: Viewer) -> None:
    city.figure(city.group("alone"), None, 500)
    city.group("other")
    assert verdicts(axis(city)) == {"alone": (0, "nothing_to_compare"), "other": (0, "no_figure")}


def test_dimensions_are_never_compared_and_crossings_are_left_out(
    city: City, work: Work, nora: Viewer
) -> None:
    somali, older = city.group("somali"), city.group("older")
    city.group("crossing", parts=(somali, older))
    for group in (somali, older):
        city.figure(group, None, 500)
    with work.writing(SYSTEM) as uow:
        row = uow.session.get(InclusionGroup, older)
        assert row is not None
        row.dimension = Dimension.AGE
    report = city.report()
    assert {one.dimension.value: verdicts(one) for one in shares_of(report)} == {
        "origin": {"somali": (0, "nothing_to_compare")},
        "age": {"older": (0, "nothing_to_compare")},
    }
    assert [one.dimension for one in shares_of(report, Dimension.AGE)] == [Dimension.AGE]
    assert shares_of(report, Dimension.INTERSECTION) == ()


def test_group_for_the_city_only_is_compared_in_the_city(city: City, nora: Viewer) -> None:
    roma, other = city.group("roma", city_only=True), city.group("other")
    city.figure(roma, None, 500)
    city.figure(other, None, 500)
    carrying(city, nora, roma, 4, places=(city.place(),))
    carrying(city, nora, other, 4)
    assert verdicts(axis(city)) == {"roma": (4, "in_proportion"), "other": (4, "in_proportion")}


def test_page_and_api_say_the_same(city: City, client_of: Clients, nora: Viewer) -> None:
    city.place()
    many, few, none = city.group("many"), city.group("few"), city.group("none")
    city.figure(many, None, 9_000, 2024)
    city.figure(few, None, 1_000, 2024, is_invented=True)
    carrying(city, nora, many, 2)
    carrying(city, nora, few, 10)
    client = client_of("nora")
    page = " ".join(client.get("/reach").text.split())
    assert "90 % van deze inwoners, 17 % van onze contacten: ongeveer 9 contacten te weinig." in page
    assert "9.000 inwoners, 2024</small>" in page
    assert "1.000 inwoners, 2024 (verzonnen)</small>" in page
    assert "Geen betrouwbaar cijfer" in page
    assert "Herkomst: 1 groep met te weinig contacten" in page
    (origin,) = client.get("/api/v1/reach").json()["shares"]
    assert {
        one["group_id"]: (one["verdict"], one["short_by"], one["contacts"]) for one in origin["groups"]
    } == {
        str(many): ("under_represented", 9, 2),
        str(few): ("too_few_to_judge", 0, 10),
        str(none): ("no_figure", None, 0),
    }
    assert client.get("/api/v1/reach?dimension=age").json()["shares"] == []


def test_nothing_known_is_said_so(city: City, client_of: Clients, nora: Viewer) -> None:
    city.place()
    for key in ("a", "b"):
        city.figure(city.group(key), None, 500)
    (origin,) = client_of("nora").get("/api/v1/reach").json()["shares"]
    assert origin["dissimilarity"] is None
    assert [(one["verdict"], one["ratio_low"], one["ratio_high"]) for one in origin["groups"]] == [
        ("too_few_to_judge", 0, None)
    ] * 2
    assert client_of("nora").get("/reach").status_code == 200
