"""Migrations, up and down, on both stores."""

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
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []
