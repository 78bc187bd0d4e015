"""What goes in and out of the network map."""

from datetime import date
from uuid import UUID

from pydantic import Field

from crm.insight.map.city import LineKind, LineState
from crm.insight.map.colours import ColourBy
from crm.insight.map.reading import LineOrder, LineRow, MapReading
from crm.insight.map.view import Choice
from crm.parties.models import Strength
from crm.web.schemas import AddressQuery, Output, PageQuery
from graph.network import NodeKind


class _ChoiceQuery(AddressQuery):
    """What is shown: everything where nothing is asked."""

    around: UUID | None = Field(None, description="The node in the middle")
    steps: int = Field(1, ge=1, le=3, description="How many steps from `around`")
    kind: list[NodeKind] = Field(default_factory=list, description="Only nodes of these kinds")
    neighbourhood_id: UUID | None = Field(None, description="Organisations and networks that work there")
    group_id: UUID | None = Field(
        None, description="Organisations and networks that carry it; without effect around a person"
    )
    state: LineState | None = Field(None, description="Only lines that are so")

    @property
    def choice(self) -> Choice:
        """The same as a value."""
        return Choice(
            around=self.around,
            steps=self.steps,
            kinds=frozenset(self.kind),
            place_id=self.neighbourhood_id,
            group_id=self.group_id,
            state=self.state,
        )


class NetworkQuery(_ChoiceQuery):
    """What is drawn, and what the colours say; around a person a dimension gives none."""

    colour: ColourBy = ColourBy.KIND


class NetworkPageQuery(NetworkQuery):
    """The same, with words of a name to look for."""

    q: str = Field("", max_length=100)


class LinesQuery(_ChoiceQuery, PageQuery):
    """Which lines, and in which order."""

    sort: LineOrder = LineOrder.ONE
    descending: bool = False


class MapNodeRead(Output):
    """A node. `colour` is a key of the legend: null for persons, and where an organisation has none."""

    id: UUID
    kind: NodeKind
    name: str
    href: str | None
    last_contact_on: date | None
    colour: str | None
    x: float
    y: float


class MapLineRead(Output):
    """A line. Without a strength it is a reach link alone: somebody can open the door there."""

    a: UUID
    b: UUID
    kinds: list[LineKind]
    strength: Strength | None
    strength_now: float | None
    last_contact_on: date | None
    state: LineState | None


class ColourRead(Output):
    """A colour of the legend: `key` is a kind, the id of a neighbourhood or group, or `several`, `other`, `city`."""

    key: str
    number: int


class NetworkRead(Output):
    """The map of today. `total` counts the nodes that fit; at most five hundred are shown."""

    as_of: date
    total: int
    is_cut: bool
    around: UUID | None
    group_id: UUID | None
    colour: ColourBy
    legend: list[ColourRead]
    nodes: list[MapNodeRead]
    lines: list[MapLineRead]

    @classmethod
    def of(cls, reading: MapReading) -> "NetworkRead":
        """The reading as programs see it. No group stands beside a person."""
        view, colours = reading.coloured.view, reading.coloured.palette
        return cls(
            as_of=reading.coloured.report.as_of,
            total=view.total,
            is_cut=view.is_cut,
            around=view.choice.around,
            group_id=view.choice.group_id,
            colour=colours.by,
            legend=[ColourRead.model_validate(colour) for colour in colours.colours],
            nodes=[
                MapNodeRead(
                    id=node.id,
                    kind=node.kind,
                    name=reading.labels[node.id].name,
                    href=reading.labels[node.id].href,
                    last_contact_on=reading.labels[node.id].last_contact_on,
                    colour=colours.of[node.id].key if node.id in colours.of else None,
                    x=reading.points[node.id].x,
                    y=reading.points[node.id].y,
                )
                for node in view.nodes
            ],
            lines=[MapLineRead.model_validate(line) for line in view.lines],
        )


class LineEndRead(Output):
    """One end of a line."""

    id: UUID
    name: str


class LineRowRead(Output):
    """A line with the names of its ends."""

    one: LineEndRead
    other: LineEndRead
    kinds: list[LineKind]
    strength: Strength | None
    strength_now: float | None
    last_contact_on: date | None
    state: LineState | None

    @classmethod
    def of(cls, row: LineRow) -> "LineRowRead":
        """The row as programs see it."""
        line = row.line
        return cls(
            one=LineEndRead(id=line.a, name=row.one.name),
            other=LineEndRead(id=line.b, name=row.other.name),
            kinds=list(line.kinds),
            strength=line.strength,
            strength_now=line.strength_now,
            last_contact_on=line.last_contact_on,
            state=line.state,
        )
