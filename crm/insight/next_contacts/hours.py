"""How many hours a contact takes, and for how many residents a cell counts: choices of the team, pure.

See docs/decisions/next-contacts.md.
"""

from collections.abc import Mapping

from crm.insight.cells import FEWEST_SHOWN
from crm.insight.gaps import ReportCell
from graph.network import Network, NodeKind

HOURS_KNOWN, HOURS_PERSON, HOURS_NETWORK = 1, 2, 3
"""With somebody a colleague knows; with a person nobody of the team knows; with an organisation or network nobody knows."""

NOT_COUNTED = FEWEST_SHOWN
"""A cell without a reliable figure, or of fewer than ten residents, counts as the smallest number that is shown."""


def hours_of(network: Network) -> Mapping[str, int]:
    """Returns the hours that a contact with each of those whom we can meet takes."""
    ours = network.consultants
    known = {end for tie in network.ties for end in (tie.a, tie.b) if {tie.a, tie.b} & ours}

    def hours(node: str, kind: NodeKind) -> int:
        if node in known:
            return HOURS_KNOWN
        return HOURS_PERSON if kind is NodeKind.PERSON else HOURS_NETWORK

    return {node.id: hours(node.id, node.kind) for node in network.nodes if node.id not in ours}


def counts_for(one: ReportCell) -> int:
    """Returns for how many residents a cell counts: never nothing, also where nobody knows how many there are."""
    return NOT_COUNTED if one.residents is None else one.residents.count or NOT_COUNTED
