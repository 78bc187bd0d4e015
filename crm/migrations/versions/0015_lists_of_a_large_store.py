"""Indexes for the lists of a large store, and parts of words found without reading every row."""

import sys

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_LISTED, _ARCHIVED = "archived_on IS NULL", "archived_on IS NOT NULL"
_COUNTS = "withdrawn_at IS NULL"
# name, table, columns, and for which rows
_INDEXES = (
    ("ix_party_by_name", "party", ("kind", "search", "id", "last_contact_on"), _LISTED),
    ("ix_party_of_kind", "party", ("kind", "name", "id"), _LISTED),
    ("ix_party_archived", "party", ("kind", "search", "id"), _ARCHIVED),
    ("ix_contact_moment_newest", "contact_moment", ("happened_at", "id"), _COUNTS),
    ("ix_contact_moment_counting", "contact_moment", ("id", "happened_at"), _COUNTS),
    ("ix_contact_moment_of_author", "contact_moment", ("author_id", "happened_at", "id"), _COUNTS),
    ("ix_contact_moment_by_channel", "contact_moment", ("channel", "happened_at", "id"), _COUNTS),
    ("ix_contact_moment_logged_by", "contact_moment", ("author_id", "created_at", "happened_at"), None),
    ("ix_contact_colleague_of_user", "contact_colleague", ("user_id", "contact_id"), None),
    ("ix_contact_participant_of_party", "contact_participant", ("party_id", "contact_id"), None),
    ("ix_follow_up_due", "follow_up", ("state", "due_on", "id"), None),
    ("ix_follow_up_of_owner", "follow_up", ("owner_id", "state", "due_on", "id"), None),
    ("ix_follow_up_about", "follow_up", ("party_id", "state", "due_on", "id"), None),
    ("ix_role_of_person_by_role", "role_of_person", ("role", "person_id", "until"), None),
    ("ix_organisation_type", "organisation", ("type", "id"), None),
    ("ix_signal_theme", "signal", ("theme", "state"), None),
    ("ix_signal_by_urgency", "signal", ("state", "answer_by", "id"), None),
    ("ix_flag_standing", "flag", ("state", "level", "event_id"), None),
    ("ix_participation_event_by_end", "participation_event", ("ends_at", "starts_at", "id"), None),
    ("ix_participation_event_of_organiser", "participation_event", ("organiser_id", "starts_at", "id"), None),
    ("ix_notice_unread", "notice", ("user_id", "created_at", "id"), "read_at IS NULL"),
    ("ix_delivery_settled", "delivery", ("state", "done_at"), None),
    ("ix_domain_event_newest", "domain_event", ("kind", "id"), None),
    ("ix_domain_event_by_age", "domain_event", ("created_at", "id"), None),
)
# The new ones begin with the same column.
_REPLACED = (("contact_colleague", "user_id"), ("contact_participant", "party_id"), ("party", "kind"))
# In the order of a list, which the tables of `crm` cannot say alike for both databases: {last} and {first} place the
# rows without a date, where a database does not put them there by itself.
_ORDERED = (
    ("ix_party_spoken_last", "party", "kind, last_contact_on DESC {last}, search, id", _LISTED),
    ("ix_party_spoken_first", "party", "kind, last_contact_on {first}, search, id", _LISTED),
    ("ix_party_latest", "party", "last_contact_on DESC {last}, search, id", _LISTED),
    ("ix_participation_event_newest", "participation_event", "starts_at DESC, id", None),
    ("ix_signal_told_back", "signal", "state, told_back_at DESC, id", "joined_to_id IS NULL"),
    ("ix_signal_newest", "signal", "heard_on DESC, id", None),
)
_SEARCHED = (
    ("party", "search"),
    ("participation_event", "search"),
    ("signal", "search"),
    ("signal", "answer_search"),
)
# The words of an answer are in `signal.search` as well: its pieces find both.
_IN_PIECES = ("party", "participation_event", "signal")
_LONGEST = 3_100  # two texts of 1,500 signs


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, columns, where in _INDEXES:
        condition = None if where is None else sa.text(where)
        op.create_index(name, table, list(columns), postgresql_where=condition, sqlite_where=condition)
    for table, column in _REPLACED:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    for name, table, order, where in _ORDERED:
        said = order.format(last="" if is_sqlite else "NULLS LAST", first="" if is_sqlite else "NULLS FIRST")
        op.execute(f"CREATE INDEX {name} ON {table} ({said})" + (f" WHERE {where}" if where else ""))
    if is_sqlite:
        _keep_pieces()
    else:
        _index_trigrams()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _drop_pieces()
    else:
        for table, column in _SEARCHED:
            op.execute(f"DROP INDEX IF EXISTS ix_{table}_{column}_parts")
    for name, table, *_ in reversed((*_INDEXES, *_ORDERED)):
        op.drop_index(name, table_name=table)
    for table, column in _REPLACED:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _index_trigrams() -> None:
    """Makes the indexes of pg_trgm, which the owner of a database may add since PostgreSQL 13."""
    indexes = [
        f"CREATE INDEX ix_{table}_{column}_parts ON {table} USING gin ({column} gin_trgm_ops)"
        for table, column in _SEARCHED
    ]
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.DBAPIError:
        lines = ("CREATE EXTENSION pg_trgm;", *(f"{index};" for index in indexes))
        sys.stderr.write(
            "Bereik may not add pg_trgm to this database. Searching works, but reads every row. Ask an administrator of"
            " the server to run, in this database:\n  " + "\n  ".join(lines) + "\n"
        )
        return
    for index in indexes:
        op.execute(index)


def _keep_pieces() -> None:
    """Makes the tables of pieces of three letters, and the triggers that keep them with the rows."""
    op.execute("CREATE TABLE gram_position (i INTEGER PRIMARY KEY)")
    op.execute(
        "INSERT INTO gram_position WITH RECURSIVE counted(i) AS"
        f" (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < {_LONGEST}) SELECT i FROM counted"
    )
    for table in _IN_PIECES:
        op.execute(f"CREATE TABLE {table}_found (n INTEGER PRIMARY KEY, id CHAR(32) NOT NULL UNIQUE)")
        op.execute(
            f"CREATE TABLE {table}_gram (gram TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (gram, n)) WITHOUT ROWID"
        )
        op.execute(f"INSERT INTO {table}_found (id) SELECT id FROM {table}")
        op.execute(
            f"INSERT INTO {table}_gram SELECT DISTINCT substr(t.search, p.i, 3), f.n FROM {table} t"
            f" JOIN {table}_found f ON f.id = t.id JOIN gram_position p ON p.i <= length(t.search) - 2"
        )
        _add_triggers(table)


def _add_triggers(table: str) -> None:
    added = (
        f"INSERT INTO {table}_gram SELECT DISTINCT substr(new.search, p.i, 3), f.n FROM {table}_found f"
        f" CROSS JOIN gram_position p WHERE f.id = new.id AND p.i <= length(new.search) - 2;"
    )
    dropped = (
        f"DELETE FROM {table}_gram WHERE n = (SELECT n FROM {table}_found WHERE id = old.id) AND gram IN"
        " (SELECT substr(old.search, p.i, 3) FROM gram_position p WHERE p.i <= length(old.search) - 2);"
    )
    op.execute(
        f"CREATE TRIGGER {table}_gram_insert AFTER INSERT ON {table} BEGIN"
        f" INSERT INTO {table}_found (id) VALUES (new.id); {added} END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_gram_update AFTER UPDATE OF id, search ON {table}"
        " WHEN old.search <> new.search OR old.id <> new.id BEGIN"
        f" {dropped} UPDATE {table}_found SET id = new.id WHERE id = old.id; {added} END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_gram_delete AFTER DELETE ON {table} BEGIN"
        f" {dropped} DELETE FROM {table}_found WHERE id = old.id; END"
    )


def _drop_pieces() -> None:
    for table in _IN_PIECES:
        for change in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_gram_{change}")
        op.execute(f"DROP TABLE {table}_gram")
        op.execute(f"DROP TABLE {table}_found")
    op.execute("DROP TABLE gram_position")
