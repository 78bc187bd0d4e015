"""Run by Alembic: migrates over the connection that `crm.migrate` hands it."""

from alembic import context

from crm.migrate import is_in_tables
from crm.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_object=is_in_tables,
)
with context.begin_transaction():
    context.run_migrations()
