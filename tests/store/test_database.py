"""Sessions, versions and searching, on both stores."""

import threading
from datetime import UTC, date
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from crm.db import Database, get, get_for_update, matches, new_id, paginate, touch
from crm.errors import NotFound, VersionConflict
from crm.folding import fold
from crm.parties.models import Party, PartyKind, Strength, Tie, TieKind
from tests.conftest import NOW


def _add_party(database: Database, name: str) -> UUID:
    with database.writing() as session:
        party = Party(
            created_at=NOW, changed_at=NOW, kind=PartyKind.ORGANISATION, name=name, search=fold(name)
        )
        session.add(party)
        return party.id


def test_written_rows_are_there_and_a_failing_block_keeps_nothing(database: Database) -> None:
    _add_party(database, "Zora")

    def fail() -> None:
        with database.writing() as session:
            session.add(Party(created_at=NOW, changed_at=NOW, kind=PartyKind.PERSON, name="X", search="x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reading() as session:
        assert session.exec(select(Party.name)).all() == ["Zora"]


def test_four_writers_lose_no_update(database: Database) -> None:
    key = _add_party(database, "Zora")

    def raise_version() -> None:
        for _ in range(25):
            with database.writing() as session:
                touch(get_for_update(session, Party, key), NOW)

    writers = [threading.Thread(target=raise_version) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as session:
        assert get(session, Party, key).version == 101


def test_second_saver_sees_what_the_first_one_saved(database: Database) -> None:
    key = _add_party(database, "Zora")
    with database.writing() as session:
        seen = get_for_update(session, Party, key, version=1)
        seen.name = "Zora vzw"
        touch(seen, NOW)
    with pytest.raises(VersionConflict) as refused, database.writing() as session:
        get_for_update(session, Party, key, version=1)
    assert (refused.value.current["name"], refused.value.current["version"]) == ("Zora vzw", 2)


def test_missing_row_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound), database.reading() as session:
        get(session, Party, new_id())


def test_instants_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    key = _add_party(database, "Zora")
    with database.reading() as session:
        assert get(session, Party, key).created_at == NOW
        assert get(session, Party, key).created_at.tzinfo is UTC
    naive = Party(
        created_at=NOW.replace(tzinfo=None), changed_at=NOW, kind=PartyKind.PERSON, name="X", search="x"
    )
    with pytest.raises(Exception, match="naive"), database.writing() as session:
        session.add(naive)


def test_foreign_keys_are_kept(database: Database) -> None:
    a, b = new_id(), new_id()
    tie = Tie(
        created_at=NOW,
        changed_at=NOW,
        a_id=a,
        b_id=b,
        kind=TieKind.KNOWS,
        strength=Strength.ACQUAINTED,
        last_contact_on=date(2026, 1, 1),
    )
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(tie)


@pytest.mark.parametrize("query", ["sukru", "ŞÜKRÜ", "ayd şük", "krü"])
def test_search_ignores_accents_case_and_order(database: Database, query: str) -> None:
    _add_party(database, "Şükrü Aydın")
    _add_party(database, "Sofie Claes")
    with database.reading() as session:
        found = session.exec(select(Party.name).where(matches(Party.search, query))).all()
    assert found == ["Şükrü Aydın"]


def test_search_takes_signs_of_patterns_as_they_are(database: Database) -> None:
    _add_party(database, "Zora")
    with database.reading() as session:
        assert session.exec(select(Party.name).where(matches(Party.search, "100%_"))).all() == []


def test_pages_hold_what_is_asked_and_the_total(database: Database) -> None:
    for name in ("a", "b", "c", "d", "e"):
        _add_party(database, name)
    with database.reading() as session:
        page = paginate(session, select(Party).order_by(col(Party.name)), number=2, size=2)
    assert ([party.name for party in page.items], page.total, page.pages) == (["c", "d"], 5, 3)
