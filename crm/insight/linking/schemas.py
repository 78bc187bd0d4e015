"""What comes out of *Wie verbindt?*."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from crm.insight.linking.measures import GroupOpenness, LinkingParty, LinkingReading, OpennessVerdict
from crm.parties.models import PartyKind
from crm.parties.queries import PartyLabel
from crm.web.schemas import Output


class LinkingPartyRead(Output):
    """An organisation or community that links others. It need not be well connected to the wider network."""

    id: UUID
    name: str
    kind: PartyKind
    linked_with: list[UUID]
    effective_size: float
    constraint: float
    only_link_between: int
    brokerage: float

    @classmethod
    def of(cls, one: LinkingParty, label: PartyLabel) -> "LinkingPartyRead":
        """The party under its name."""
        return cls(
            id=one.id,
            name=label.name,
            kind=label.kind,
            linked_with=list(one.linked_with),
            effective_size=one.separate,
            constraint=one.constraint,
            only_link_between=one.only_link_between,
            brokerage=one.credit,
        )


class GroupOpennessRead(Output):
    """The ties around a group, in the log of the team. The E-I index says nothing without the expected one beside it."""

    group_id: UUID
    name: str
    verdict: OpennessVerdict
    carriers: int
    ties_within: int
    ties_to_others: int
    ei_index: float | None
    ei_expected: float | None
    chance: float | None

    @classmethod
    def of(cls, one: GroupOpenness, language: str) -> "GroupOpennessRead":
        """The group in a language."""
        ties = one.ties
        return cls(
            group_id=one.group.id,
            name=one.group.name(language),
            verdict=one.verdict,
            carriers=one.carriers,
            ties_within=ties.inside if ties else 0,
            ties_to_others=ties.outside if ties else 0,
            ei_index=ties.observed if ties else None,
            ei_expected=ties.expected if ties else None,
            chance=ties.chance if ties else None,
        )


class LinkingRead(Output):
    """Who links others, most separate circles first, and how open each group is: by our log, on a date."""

    as_of: date
    parties: list[LinkingPartyRead]
    groups: list[GroupOpennessRead]

    @classmethod
    def of(cls, reading: LinkingReading, labels: Mapping[UUID, PartyLabel], language: str) -> "LinkingRead":
        """The reading with the names that the viewer may know."""
        return cls(
            as_of=reading.as_of,
            parties=[LinkingPartyRead.of(one, labels[one.id]) for one in reading.parties if one.id in labels],
            groups=[GroupOpennessRead.of(one, language) for one in reading.groups],
        )
