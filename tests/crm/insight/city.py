"""A small city of rows, made directly in the store: what each test needs, in one line each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from crm.contacts.models import Channel, ContactColleague, ContactMoment, ContactParticipant
from crm.db import new_id
from crm.insight.chain import CellReading, cell_at, cell_reading
from crm.insight.gaps import ReportCell
from crm.insight.report import ReachReport, fresh_report
from crm.parties.models import (
    Basis,
    ColleagueTie,
    Community,
    CommunityGroup,
    Dimension,
    InclusionGroup,
    IntersectionPart,
    Neighbourhood,
    Organisation,
    OrganisationGroup,
    OrganisationType,
    Party,
    PartyKind,
    Person,
    PersonRole,
    PopulationFigure,
    Presence,
    ReachLink,
    ReachLinkKind,
    RoleOfPerson,
    Strength,
    Tie,
    TieKind,
)
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
LONG_AGO = date(2020, 1, 1)


@dataclass
class City:
    """Adds rows in a transaction each, and reads the report."""

    work: Work

    def add(self, *rows: Any) -> None:
        with self.work.writing(SYSTEM) as uow:
            for row in rows:
                uow.session.add(row)
                uow.session.flush()

    def place(self, key: str = "arsenaal") -> UUID:
        made = new_id()
        self.add(Neighbourhood(id=made, created_at=NOW, key=key, name=key.title()))
        return made

    def group(self, key: str, *, city_only: bool = False, parts: tuple[UUID, ...] = ()) -> UUID:
        made = new_id()
        row = InclusionGroup(
            id=made,
            created_at=NOW,
            key=key,
            dimension=Dimension.INTERSECTION if parts else Dimension.ORIGIN,
            name_nl=key,
            name_en=key,
            name_fr=key,
            is_city_wide_only=city_only,
        )
        self.add(row, *(IntersectionPart(intersection_id=made, group_id=part) for part in parts))
        return made

    def party(self, kind: PartyKind, name: str, detail: Any, **fields: Any) -> UUID:
        key = new_id()
        row = Party(
            id=key, created_at=NOW, changed_at=NOW, kind=kind, name=name, search=name.casefold(), **fields
        )
        self.add(row, detail(key))
        return key

    def person(self, name: str = "Iemand", role: PersonRole | None = None, **fields: Any) -> UUID:
        key = self.party(PartyKind.PERSON, name, lambda key: Person(id=key), **fields)
        if role is not None:
            self.add(RoleOfPerson(created_at=NOW, person_id=key, role=role))
        return key

    def organisation(
        self, name: str, groups: tuple[UUID, ...] = (), places: tuple[UUID, ...] = (), **fields: Any
    ) -> UUID:
        type_ = OrganisationType.ASSOCIATION
        key = self.party(PartyKind.ORGANISATION, name, lambda key: Organisation(id=key, type=type_), **fields)
        self.add(*(OrganisationGroup(organisation_id=key, group_id=group) for group in groups))
        self.add(*(Presence(party_id=key, neighbourhood_id=place) for place in places))
        return key

    def community(
        self, name: str, groups: tuple[UUID, ...] = (), places: tuple[UUID, ...] = (), **fields: Any
    ) -> UUID:
        key = self.party(PartyKind.COMMUNITY, name, lambda key: Community(id=key), **fields)
        self.add(*(CommunityGroup(community_id=key, group_id=group) for group in groups))
        self.add(*(Presence(party_id=key, neighbourhood_id=place) for place in places))
        return key

    def carries(self, organisation: UUID, group: UUID) -> None:
        self.add(OrganisationGroup(organisation_id=organisation, group_id=group))

    def knows(self, user: Viewer, party: UUID, strength: Strength, days_ago: int = 0) -> None:
        assert user.user_id is not None
        self.add(
            ColleagueTie(
                created_at=NOW,
                changed_at=NOW,
                user_id=user.user_id,
                party_id=party,
                strength=strength,
                last_contact_on=TODAY - timedelta(days=days_ago),
            )
        )

    def tie(self, a: UUID, b: UUID, strength: Strength, days_ago: int = 0, **fields: Any) -> None:
        a, b = sorted((a, b))
        values: dict[str, Any] = {
            "kind": TieKind.KNOWS,
            "last_contact_on": TODAY - timedelta(days=days_ago),
        } | fields
        self.add(Tie(created_at=NOW, changed_at=NOW, a_id=a, b_id=b, strength=strength, **values))

    def opens(self, holder: UUID, target: UUID, **fields: Any) -> None:
        values: dict[str, Any] = {"kind": ReachLinkKind.CAN_HELP_REACH, "since": LONG_AGO} | fields
        self.add(
            ReachLink(
                created_at=NOW,
                changed_at=NOW,
                holder_id=holder,
                target_id=target,
                basis=Basis.CONSENT,
                basis_note="",
                **values,
            )
        )

    def contact(self, user: Viewer, *parties: UUID, on: date = TODAY, **fields: Any) -> UUID:
        assert user.user_id is not None
        made = new_id()
        row = ContactMoment(
            id=made,
            created_at=NOW,
            changed_at=NOW,
            author_id=user.user_id,
            happened_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
            channel=Channel.VISIT,
            **fields,
        )
        self.add(row, ContactColleague(contact_id=made, user_id=user.user_id))
        self.add(*(ContactParticipant(contact_id=made, party_id=party) for party in parties))
        return made

    def figure(
        self, group: UUID | None, place: UUID | None, count: int, year: int = 2019, is_invented: bool = False
    ) -> None:
        self.add(
            PopulationFigure(
                created_at=NOW,
                group_id=group,
                neighbourhood_id=place,
                year=year,
                count=count,
                source="Register",
                is_invented=is_invented,
            )
        )

    def report(self, as_of: date = TODAY) -> ReachReport:
        with self.work.reading(SYSTEM) as uow:
            return fresh_report(uow.session, SYSTEM, as_of)

    def cell(self, group: UUID, place: UUID | str, as_of: date = TODAY) -> ReportCell:
        return cell_at(self.report(as_of), group, place)

    def reading(self, viewer: Viewer, group: UUID, place: UUID | str) -> CellReading:
        with self.work.reading(viewer) as uow:
            report = fresh_report(uow.session, viewer, TODAY)
            return cell_reading(uow.session, viewer, report, cell_at(report, group, place))
