"""Neighbourhoods, figures and groups of the demo city."""

from collections import Counter

from sqlmodel import Session, SQLModel, col, select

from crm.parties.models import (
    CommunityGroup,
    Dimension,
    InclusionGroup,
    IntersectionPart,
    Neighbourhood,
    OrganisationGroup,
    Party,
    PartyKind,
    PopulationFigure,
)


def _figure(rows: Session, group: str | None, place: str | None) -> PopulationFigure:
    statement = select(PopulationFigure)
    statement = (
        statement.where(col(PopulationFigure.group_id).is_(None))
        if group is None
        else statement.join(InclusionGroup, col(InclusionGroup.id) == PopulationFigure.group_id).where(
            InclusionGroup.key == group
        )
    )
    statement = (
        statement.where(col(PopulationFigure.neighbourhood_id).is_(None))
        if place is None
        else statement.join(Neighbourhood, col(Neighbourhood.id) == PopulationFigure.neighbourhood_id).where(
            Neighbourhood.key == place
        )
    )
    return rows.exec(statement).one()


def test_neighbourhoods_are_those_of_mechelen(rows: Session) -> None:
    assert rows.exec(select(Neighbourhood.name).order_by(col(Neighbourhood.position))).all() == [
        "Centrum",
        "Nekkerspoel",
        "Arsenaal",
        "Mechelen-Noord",
        "Mechelen-Zuid",
        "Battel",
        "Muizen",
        "Walem",
        "Hombeek",
        "Leest",
        "Heffen",
    ]


def test_public_figures_stand_with_their_source(rows: Session) -> None:
    residents, background = _figure(rows, None, None), _figure(rows, "migration", None)
    assert (residents.count, residents.is_invented) == (88_000, False)
    assert (background.count, background.year, background.is_invented) == (29_656, 2019, False)
    assert "Rijksregister via Provincies in Cijfers" in background.source
    for place, share, said in (("leest", 0.081, "8,1 %"), ("arsenaal", 0.579, "bijna 58 %")):
        figure = _figure(rows, "migration", place)
        assert round(figure.count / _figure(rows, None, place).count, 3) == share
        assert f"{said}: Rijksregister via Provincies in Cijfers" in figure.source
        # The share is public; the number of residents that it was multiplied with is not.
        assert (figure.is_invented, "verzonnen voor de demo" in figure.source) == (True, True)


def test_every_other_figure_says_that_it_is_invented(rows: Session) -> None:
    figures = rows.exec(select(PopulationFigure)).all()
    public = [figure for figure in figures if not figure.is_invented]
    assert len(public) == 2
    assert {figure.source for figure in figures if "Provincies" not in figure.source} == {
        "Verzonnen voor de demo",
        "Stad Mechelen: ongeveer 88.000 inwoners, jaar niet vermeld",
    }


def test_residents_of_the_neighbourhoods_are_those_of_the_city(rows: Session) -> None:
    counts = rows.exec(
        select(PopulationFigure.count).where(
            col(PopulationFigure.group_id).is_(None), col(PopulationFigure.neighbourhood_id).is_not(None)
        )
    ).all()
    assert (len(counts), sum(counts)) == (11, 88_000)


def test_no_figure_for_belief_sogiesc_or_where_a_small_area_betrays_people(rows: Session) -> None:
    counted = set(rows.exec(select(PopulationFigure.group_id)))
    silent = [
        group
        for group in rows.exec(select(InclusionGroup))
        if group.dimension in (Dimension.BELIEF, Dimension.SOGIESC, Dimension.INTERSECTION)
        or group.is_city_wide_only
    ]
    assert len(silent) > 8
    assert [group.key for group in silent if group.id in counted] == []


def test_groups_lie_along_every_dimension_and_intersections_have_parts(rows: Session) -> None:
    groups = {group.id: group for group in rows.exec(select(InclusionGroup))}
    by_dimension = Counter(group.dimension for group in groups.values())
    assert by_dimension.keys() == set(Dimension)
    assert by_dimension[Dimension.INTERSECTION] == 7
    assert by_dimension.total() == 33
    parts: dict[str, set[str]] = {}
    for part in rows.exec(select(IntersectionPart)):
        parts.setdefault(groups[part.intersection_id].key, set()).add(groups[part.group_id].key)
    assert parts["deaf-turkish"] == {"deaf", "turkish"}
    assert parts["young-newcomer-women"] == {"youth", "newcomers", "women"}
    assert len(parts) == 7
    assert [group.key for group in groups.values() if group.is_city_wide_only] == [
        "roma",
        "lgbti",
        "undocumented",
        "lgbti-newcomers",
    ]


def test_groups_are_carried_by_organisations_and_communities_only(rows: Session) -> None:
    kinds = dict(rows.exec(select(Party.id, Party.kind)).all())
    organisations = {kinds[row.organisation_id] for row in rows.exec(select(OrganisationGroup))}
    communities = {kinds[row.community_id] for row in rows.exec(select(CommunityGroup))}
    assert (organisations, communities) == ({PartyKind.ORGANISATION}, {PartyKind.COMMUNITY})
    joins_group = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "inclusion_group"
    }
    joins_person = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    assert joins_group & joins_person == set()
