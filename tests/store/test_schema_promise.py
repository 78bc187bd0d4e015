"""Which versions of Bereik run on which schema: newer stores promise it, older versions believe it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm import migrate
from crm.db import Database
from crm.migrate import VERSIONS, Fit, MigrationRefused, PlannedStep
from crm.schema_promise import FIRST
from tests.servers.stores import Stores, read_rows
from tests.store.next_versions import CONTRACTING, EXPANDING, INDEXING, NextVersion


@pytest.fixture
def url(stores: Stores) -> Iterator[str]:
    """A migrated store, of each kind in turn."""
    made = stores.migrated()
    yield made
    stores.remove(made)


def _promised(url: str) -> list[tuple[object, ...]]:
    return read_rows(url, "SELECT runs_from FROM schema_promise")


def _may_run(database: Database) -> bool:
    with database.reading() as session:
        return migrate.read_state(session.connection()).may_run


def test_store_tells_what_it_is_at(stores: Stores) -> None:
    url = stores.empty()
    assert migrate.state_of(url).fit is Fit.EMPTY
    migrate.upgrade(url, "0001")
    assert (migrate.state_of(url).fit, migrate.state_of(url).may_run) == (Fit.BEHIND, False)
    assert [step.revision for step in migrate.plan(url)][:2] == ["0002", "0003"]
    migrate.upgrade(url)
    assert (migrate.state_of(url).fit, migrate.state_of(url).may_run) == (Fit.CURRENT, True)
    assert migrate.plan(url) == []
    stores.remove(url)


def test_older_version_runs_until_a_contract_says_otherwise(url: str, tmp_path: Path) -> None:
    before = _promised(url)
    first = NextVersion(tmp_path, 1, EXPANDING)
    second = NextVersion(tmp_path, 2, INDEXING, before=first)
    third = NextVersion(tmp_path, 3, CONTRACTING, before=second, runs_from=first.revision)
    assert migrate.plan(url, third.versions) == [
        PlannedStep("next1", "Made-up step 1.", None),
        PlannedStep("next2", "Made-up step 2.", None),
        PlannedStep("next3", "Made-up step 3.", "next1"),
    ]

    migrate.upgrade(url, versions=second.versions)
    assert _promised(url) == before
    assert migrate.state_of(url).fit is Fit.AHEAD
    database = Database(url)
    assert _may_run(database)
    # The container of the old version runs `bereik migrate` before it starts, also when somebody goes back to it.
    migrate.upgrade(url)
    assert migrate.state_of(url).revision == "next2"

    migrate.upgrade(url, versions=third.versions)
    assert _promised(url) == [("next1",)]
    assert migrate.state_of(url, first.versions).fit is Fit.AHEAD
    assert migrate.state_of(url).fit is Fit.UNKNOWN
    assert not _may_run(database)
    database.close()
    with pytest.raises(MigrationRefused, match="Start a newer version of Bereik"):
        migrate.upgrade(url)

    migrate.downgrade(url, migrate.head(), versions=third.versions)
    assert (_promised(url), migrate.state_of(url).fit) == (before, Fit.CURRENT)


def test_older_version_does_not_go_down_from_a_schema_that_it_does_not_know(url: str, tmp_path: Path) -> None:
    later = NextVersion(tmp_path, 1, EXPANDING)
    migrate.upgrade(url, versions=later.versions)
    with pytest.raises(MigrationRefused, match="only the version that made it can go down from there"):
        migrate.downgrade(url, "0001")
    assert migrate.state_of(url).revision == "next1"


def test_step_that_leaves_rows_without_what_they_refer_to_leaves_the_schema_as_it_was(
    sqlite_stores: Stores, tmp_path: Path
) -> None:
    url = sqlite_stores.migrated()
    orphans = """
def upgrade() -> None:
    op.create_table("weather", sa.Column("id", sa.Uuid(), primary_key=True))
    op.execute("INSERT INTO delivery (id, created_at, event_id, handler, state, visible_at, attempts, dispatches) "
               "VALUES ('1', '2026-11-23', '2', 'nobody', 'done', 0, 0, 0)")
"""
    with pytest.raises(MigrationRefused, match="1 rows without what they refer to"):
        migrate.upgrade(url, versions=NextVersion(tmp_path, 1, orphans).versions)
    assert migrate.state_of(url).fit is Fit.CURRENT
    assert read_rows(url, "SELECT name FROM sqlite_master WHERE name = 'weather'") == []
    assert read_rows(url, "SELECT count(*) FROM delivery") == [(0,)]


def test_promise_of_a_version_that_comes_later_is_refused(sqlite_stores: Stores, tmp_path: Path) -> None:
    url = sqlite_stores.migrated()
    with pytest.raises(MigrationRefused, match="says runs_from next9, which is not before it"):
        migrate.upgrade(url, versions=NextVersion(tmp_path, 1, EXPANDING, runs_from="next9").versions)
    assert migrate.state_of(url).fit is Fit.CURRENT


BREAKING = {
    "drop_column",
    "drop_table",
    "rename_table",
    "alter_column",
    "drop_constraint",
    "create_check_constraint",
}
STRICTER = {"create_unique_constraint", "create_foreign_key"}


def _calls(function: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def _says(call: ast.Call, name: str, value: bool) -> bool:
    return any(
        word.arg == name and isinstance(word.value, ast.Constant) and word.value.value is value
        for word in call.keywords
    )


def broken_rules(text: str) -> list[str]:
    """What is wrong with a migration for versions that run while it does, and after it."""
    tree = ast.parse(text)
    says_runs_from = any(
        isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "runs_from"
        for node in tree.body
    )
    upward = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "upgrade")
    calls = list(_calls(upward))
    made = {
        call.args[0].value
        for name, call in calls
        if name == "create_table"
        if isinstance(call.args[0], ast.Constant)
    }
    wrong = []
    for name, call in calls:
        if name in BREAKING | STRICTER and not says_runs_from:
            wrong.append(f"{name}: say runs_from, the oldest version that still runs after it")
        if (
            name == "Column"
            and _says(call, "nullable", value=False)
            and "create_table" not in _around(upward, call)
            and not any(word.arg == "server_default" for word in call.keywords)
        ):
            wrong.append("add_column: give server_default, or the version before cannot insert")
        if name == "create_index" and not made & {
            each.value for each in call.args if isinstance(each, ast.Constant)
        }:
            wrong.append("create_index: use create_index_online, or nobody can write meanwhile")
    if any(name.endswith("_index_online") for name, _ in calls) and any(
        isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "op" for node in ast.walk(upward)
    ):
        wrong.append("create_index_online: it stands in a migration of its own")
    return wrong


def _around(function: ast.AST, inner: ast.Call) -> set[str]:
    return {name for name, call in _calls(function) if inner in ast.walk(call)}


LATER = [path for path in sorted(VERSIONS[0].glob("*.py")) if path.name[:4] > FIRST]


def test_every_later_migration_lets_the_version_before_it_run() -> None:
    assert {path.name: wrong for path in LATER if (wrong := broken_rules(path.read_text()))} == {}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('op.drop_table("tie")', ["drop_table"]),
        ('runs_from = "0016"|op.drop_table("tie")', []),
        ('with op.batch_alter_table("tie") as batch:\n        batch.drop_column("kind")', ["drop_column"]),
        ('op.alter_column("tie", "kind", type_=sa.Text())', ["alter_column"]),
        ('op.add_column("tie", sa.Column("x", sa.Text(), nullable=False))', ["add_column"]),
        ('op.add_column("tie", sa.Column("x", sa.Text(), nullable=False, server_default=""))', []),
        ('op.create_table("x", sa.Column("x", sa.Text(), nullable=False))', []),
        ('op.create_index("ix_x", "tie", ["kind"])', ["create_index"]),
        ('op.create_table("x", sa.Column("x", sa.Text()))\n    op.create_index("ix_x", "x", ["x"])', []),
        ('create_index_online("ix_x", "tie", ["kind"])', []),
        ('create_index_online("ix_x", "tie", ["kind"])\n    op.execute("x")', ["create_index_online"]),
    ],
)
def test_rule_sees_what_breaks_it(body: str, words: list[str]) -> None:
    head, _, rest = body.rpartition("|")
    text = f"{head}\ndef upgrade() -> None:\n    {rest}\n"
    assert [wrong.split(":")[0] for wrong in broken_rules(text)] == words
