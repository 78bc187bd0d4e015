"""What the map says in words: message ids, translated where they are shown."""

from collections.abc import Mapping

from crm.insight.map.city import LineKind, LineState
from crm.insight.map.reading import LineOrder
from crm.parties.models import TieKind
from crm.parties.words import TIE_KINDS
from crm.text import mark
from graph.network import NodeKind

LINE_KINDS: Mapping[LineKind, str] = {
    LineKind.COLLEAGUE: mark("A colleague spoke with them"),
    **{LineKind.of(kind): TIE_KINDS[kind] for kind in TieKind},
    LineKind.OPENS: mark("Can open the door there"),
}

LINE_STATES: Mapping[LineState, str] = {
    LineState.WORKS: mark("Lines that work"),
    LineState.WEAK: mark("Weak lines"),
    LineState.QUIET: mark("Not spoken to for long"),
}

LINE_ORDERS: Mapping[LineOrder, str] = {
    LineOrder.ONE: mark("Who"),
    LineOrder.OTHER: mark("With whom"),
    LineOrder.KIND: mark("What they have"),
    LineOrder.STRENGTH: mark("How strong"),
    LineOrder.LAST_CONTACT: mark("Last contact"),
}

NODE_KINDS: Mapping[NodeKind, str] = {
    NodeKind.ORGANISATION: mark("Organisations"),
    NodeKind.COMMUNITY: mark("Networks"),
    NodeKind.COUNCIL: mark("Advisory councils"),
    NodeKind.PERSON: mark("People"),
    NodeKind.CONSULTANT: mark("Colleagues of the team"),
}

ONE_OF: Mapping[NodeKind, str] = {
    NodeKind.ORGANISATION: mark("Organisation"),
    NodeKind.COMMUNITY: mark("Network"),
    NodeKind.COUNCIL: mark("Advisory council"),
    NodeKind.PERSON: mark("Person"),
    NodeKind.CONSULTANT: mark("Colleague of the team"),
}

SEVERAL_PLACES = mark("Several neighbourhoods")
SEVERAL_GROUPS = mark("Several of these")
ANOTHER = mark("Another one")
