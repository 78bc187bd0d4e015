"""Migrations, up and down, on both stores."""

from uuid import UUID

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from crm import migrate
from crm.tables import metadata


def test_migrations_go_up_and_down_and_up_again(empty_url: str) -> None:
    assert migrate.current(empty_url) is None
    migrate.upgrade(empty_url)
    assert migrate.current(empty_url) == migrate.head()
    migrate.downgrade(empty_url, "base")
    engine = create_engine(empty_url)
    left = inspect(engine).get_table_names()
    engine.dispose()
    assert left == ["alembic_version"]
    migrate.upgrade(empty_url)
    assert migrate.current(empty_url) == migrate.head()


def test_migrated_store_is_what_the_tables_say(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": migrate.is_in_tables})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


AT_FIRST = """
INSERT INTO "user" (id, created_at, version, changed_at, name, login, password_hash, role, language)
VALUES ('{one}', '{at}', 1, '{at}', 'Nora', 'nora', 'x', 'consultant', 'nl');
INSERT INTO participation_event (id, created_at, version, changed_at, title, search, kind, starts_at, ends_at,
  precision, organiser_id, audience, format, is_online, is_decision, state)
VALUES ('{one}', '{at}', 1, '{at}', 'Avond', 'avond', 'other', '{at}', '{at}', 'hour', '{one}', '[]', 'meeting', false, false,
  'planned');
INSERT INTO flag (id, created_at, version, changed_at, event_id, observance, level, certainty, reason_codes,
  clash_starts_at, clash_ends_at, source, until_on, state, reported_at, level_before, certainty_before, reported_before_at)
VALUES ('{one}', '{at}', 1, '{at}', '{one}', 'ramadan', 'low', 'confirmed', '[]', '{at}', '{at}', '', '2027-03-08', 'open',
  '{later}', 'high', 'expected', '{at}'),
 ('{two}', '{at}', 1, '{at}', '{one}', 'jumuah', 'medium', 'local', '[]', '{at}', '{at}', '', '2027-03-08', 'lifted',
  '{at}', NULL, NULL, NULL);
INSERT INTO date_confirmation (id, created_at, observance, year, start_on, authority, source, confirmed_by_id)
VALUES ('{one}', '{at}', 'ramadan', 2027, '2027-02-08', 'belgium', 'Moslimraad', '{one}');
"""


def test_what_flags_said_before_is_kept_up_and_down(empty_url: str) -> None:
    migrate.upgrade(empty_url, "0001")
    engine = create_engine(empty_url)
    is_sqlite = engine.dialect.name == "sqlite"
    one, two = UUID(int=1), UUID(int=2)
    names = {"one": one.hex if is_sqlite else one, "two": two.hex if is_sqlite else two}
    with engine.begin() as connection:
        for statement in AT_FIRST.format(
            **names, at="2027-01-12 08:00:00", later="2027-02-17 08:00:00"
        ).split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    migrate.upgrade(empty_url)
    with engine.begin() as connection:
        kept = connection.exec_driver_sql(
            "SELECT level, certainty FROM flag_change ORDER BY flag_id, created_at"
        ).all()
        connection.exec_driver_sql(
            "UPDATE date_confirmation SET withdrawn_at = '2027-02-01 08:00:00', replaced_by_id = id"
        )
    migrate.downgrade(empty_url, "0001")
    with engine.connect() as connection:
        before = connection.exec_driver_sql(
            "SELECT level_before, certainty_before FROM flag ORDER BY id"
        ).all()
        confirmed = connection.exec_driver_sql("SELECT count(*) FROM date_confirmation").scalar_one()
    engine.dispose()
    assert [tuple(row) for row in kept] == [("high", "expected"), ("low", "confirmed"), ("none", "local")]
    assert [tuple(row) for row in before] == [("high", "expected"), (None, None)]
    assert confirmed == 0
