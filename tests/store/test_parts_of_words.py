"""Searching finds parts of words, whatever way a store finds them, and after every change of a row. On both stores."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from crm import migrate
from crm.accounts.models import User
from crm.contacts.models import Topic
from crm.db import Database, get, matches
from crm.folding import fold
from crm.parties.models import Party, PartyKind
from crm.signals.models import Signal
from crm.viewer import Role
from tests.conftest import NOW
from tests.store.test_database import _add_party

NAMES = ("Şükrü Aydın", "Ann Claes", "Claesen-Ann", "Netwerk 3de straat", "محمد علي", "Ab", "Aaaa aaa", "Q")
QUERIES = (
    "",
    "an",
    "cla",
    "claes ann",
    "ann cl",
    "krü",
    "aaa",
    "aaaa",
    "aaaaa",
    "3de",
    "حمد",
    "b",
    "q",
    "xyz",
    "net str",
)


def _found(database: Database, query: str) -> list[str]:
    with database.reading() as session:
        return sorted(session.exec(select(Party.name).where(matches(Party.search, query))))


@pytest.mark.parametrize("query", QUERIES)
def test_every_word_is_looked_for_in_every_place(database: Database, query: str) -> None:
    for name in NAMES:
        _add_party(database, name)
    expected = [name for name in NAMES if all(word in fold(name) for word in fold(query).split())]
    assert _found(database, query) == sorted(expected)


def test_changed_and_deleted_rows_are_found_as_they_are(database: Database) -> None:
    first, second = _add_party(database, "Zora Maes"), _add_party(database, "Zora Peeters")

    def change(key: UUID, name: str | None) -> None:
        with database.writing() as session:
            row = get(session, Party, key)
            if name is None:
                session.delete(row)
            else:
                row.name, row.search = name, fold(name)

    change(first, "Dilan Maes")
    assert (_found(database, "zora"), _found(database, "dilan")) == (["Zora Peeters"], ["Dilan Maes"])
    change(second, None)
    assert (_found(database, "peeters"), _found(database, "maes")) == ([], ["Dilan Maes"])
    if database.is_sqlite:  # nothing of a name stays behind
        with database.reading() as session:
            left = session.connection().execute(text("SELECT DISTINCT gram FROM party_gram")).scalars().all()
        assert sorted(left) == sorted({"dilan maes"[at : at + 3] for at in range(8)})


def test_answers_of_signals_are_found_without_their_text(database: Database) -> None:
    with database.writing() as session:
        user = User(
            created_at=NOW, changed_at=NOW, name="Nora", login="nora", password_hash="x", role=Role.CONSULTANT
        )
        session.add(user)
        session.flush()
        for words, answer in (("Wachtlijst voor taalles", None), ("Zaal gezocht", "De wachtlijst is korter")):
            session.add(
                Signal(
                    created_at=NOW,
                    changed_at=NOW,
                    owner_id=user.id,
                    theme=Topic.EDUCATION,
                    text=words,
                    answer=answer,
                    heard_on=NOW.date(),
                )
            )
    with database.reading() as session:
        of_all = session.exec(select(Signal.text).where(matches(Signal.search, "wachtlijst"))).all()
        of_answers = session.exec(
            select(Signal.text).where(matches(Signal.answer_search, "wachtlijst"))
        ).all()
    assert (sorted(of_all), of_answers) == (["Wachtlijst voor taalles", "Zaal gezocht"], ["Zaal gezocht"])


def test_rows_that_were_there_before_are_found_after_the_migration(empty_url: str) -> None:
    migrate.upgrade(empty_url, "0011")
    database = Database(empty_url)
    _add_party(database, "Zora Maes")
    database.close()
    migrate.upgrade(empty_url)
    database = Database(empty_url)
    found = _found(database, "ora")
    database.close()
    assert found == ["Zora Maes"]


def test_no_migration_lost_a_trigger(database: Database) -> None:
    if not database.is_sqlite:
        return
    with database.reading() as session:
        triggers = session.connection().execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        names = set(triggers.scalars())
    assert names >= {
        f"{table}_gram_{change}"
        for table in ("party", "participation_event", "signal")
        for change in ("insert", "update", "delete")
    }


def test_kind_is_a_condition_like_another(database: Database) -> None:
    _add_party(database, "Zora Maes")
    with database.reading() as session:
        found = session.exec(
            select(Party.name).where(matches(Party.search, "zor"), col(Party.kind) == PartyKind.PERSON)
        ).all()
    assert found == []
