"""What groups of the demo city said themselves: for groups that were heard, without a name of anybody."""

from sqlmodel import Session, select

from crm.demo.notes import SAID
from crm.folding import fold
from crm.insight.report import fresh_report
from crm.insight.steering.models import GroupNote, GroupNoteText
from crm.insight.steering.quarters import Quarter
from crm.parties.models import InclusionGroup, Party, PartyKind
from crm.viewer import SYSTEM
from tests.crm.demo.conftest import TODAY


def test_notes_are_of_groups_that_were_heard_in_that_quarter(rows: Session) -> None:
    report = fresh_report(rows, SYSTEM, TODAY)
    keys = {group.id: group.key for group in rows.exec(select(InclusionGroup))}
    notes = {keys[note.group_id]: note for note in rows.exec(select(GroupNote))}
    assert set(notes) == set(SAID)
    for key, note in notes.items():
        heard = [one.heard_on for one in report.cells if one.group.key == key and one.heard_on is not None]
        assert (key, Quarter.of(note.quarter_on) <= Quarter.of(max(heard))) == (key, True)


def test_notes_keep_their_versions_and_name_nobody(rows: Session) -> None:
    texts = rows.exec(select(GroupNoteText)).all()
    assert sorted((one.number, one.text) for one in texts) == sorted(
        (number, text) for said in SAID.values() for number, text in enumerate(said, 1)
    )
    names = [fold(name) for name in rows.exec(select(Party.name).where(Party.kind == PartyKind.PERSON))]
    assert [name for name in names for one in texts if f" {name} " in f" {fold(one.text or '')} "] == []
