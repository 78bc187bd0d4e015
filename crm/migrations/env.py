"""Run by Alembic: migrates over the connection that `crm.migrate` hands it."""

from alembic import context

from crm.migrate import is_in_tables
from crm.tables import metadata

connection = context.config.attributes["connection"]
is_sqlite = connection.dialect.name == "sqlite"
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=is_sqlite,
    compare_type=True,
    transactional_ddl=True,
    # SQLite has one writer at a time: all migrations or none. On PostgreSQL each lets go of its locks as soon as it can.
    transaction_per_migration=not is_sqlite,
    on_version_apply=context.config.attributes["on_version_apply"],
    include_object=is_in_tables,
)
with context.begin_transaction():
    context.run_migrations()
