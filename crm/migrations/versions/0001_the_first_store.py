"""The first store."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "domain_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("payload", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_event")),
    )
    op.create_table(
        "inclusion_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum(
                "origin",
                "belief",
                "gender",
                "sogiesc",
                "age",
                "disability",
                "neurodiversity",
                "language",
                "poverty",
                "newcomers",
                "digital",
                "intersection",
                name="dimension",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_nl", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("name_fr", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("is_city_wide_only", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inclusion_group")),
        sa.UniqueConstraint("key", name=op.f("uq_inclusion_group_key")),
    )
    op.create_table(
        "neighbourhood",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbourhood")),
        sa.UniqueConstraint("key", name=op.f("uq_neighbourhood_key")),
    )
    op.create_table(
        "network_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_version")),
    )
    op.create_table(
        "schedule",
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("next_at", sa.BIGINT().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_schedule")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("login", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "consultant",
                "manager",
                "organiser",
                "administrator",
                "system",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")),
    )
    op.create_table(
        "date_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("observance", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("authority", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_date_confirmation_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_confirmation")),
        sa.UniqueConstraint(
            "observance",
            "start_on",
            "authority",
            name=op.f("uq_date_confirmation_observance_start_on_authority"),
        ),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("ready", "queued", "done", "dead", name="deliverystate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("visible_at", sa.BIGINT().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("dispatches", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("error", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["domain_event.id"], name=op.f("fk_delivery_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_delivery_dedupe_key")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_delivery_due",
            ["visible_at", "id"],
            unique=False,
            postgresql_where=sa.text("state IN ('ready', 'queued')"),
            sqlite_where=sa.text("state IN ('ready', 'queued')"),
        )
        batch_op.create_index(batch_op.f("ix_delivery_event_id"), ["event_id"], unique=False)

    op.create_table(
        "intersection_part",
        sa.Column("intersection_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inclusion_group.id"], name=op.f("fk_intersection_part_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["intersection_id"], ["inclusion_group.id"], name=op.f("fk_intersection_part_intersection_id")
        ),
        sa.PrimaryKeyConstraint("intersection_id", "group_id", name=op.f("pk_intersection_part")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "follow_up_due",
                "follow_up_handed_over",
                "flag_raised",
                "verdict_changed",
                "network_quiet",
                name="noticekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_user_id"), ["user_id"], unique=False)

    op.create_table(
        "participation_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("search", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "participation_evening",
                "listening_session",
                "dialogue_evening",
                "workshop",
                "training",
                "policy_lab",
                "survey_round",
                "festivity",
                "other",
                name="eventkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "precision",
            sa.Enum("hour", "day", "period", name="precision", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=True),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("food", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column(
            "format",
            sa.Enum(
                "meeting",
                "meal",
                "physical",
                "festival",
                "workshop",
                "holiday_camp",
                "exam",
                "other",
                name="eventformat",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("is_decision", sa.Boolean(), nullable=False),
        sa.Column("celebrates", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column(
            "state",
            sa.Enum("planned", "cancelled", name="eventstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("programme", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("moved_because", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=True),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_participation_event_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["user.id"], name=op.f("fk_participation_event_organiser_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_event")),
    )
    with op.batch_alter_table("participation_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_event_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_participation_event_neighbourhood_id"), ["neighbourhood_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_participation_event_organiser_id"), ["organiser_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_participation_event_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("person", "organisation", "community", name="partykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("search", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("is_city_wide", sa.Boolean(), nullable=False),
        sa.Column("last_contact_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_party_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_last_contact_on"), ["last_contact_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "population_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inclusion_group.id"], name=op.f("fk_population_figure_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_population_figure_neighbourhood_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_figure")),
        sa.UniqueConstraint(
            "neighbourhood_id",
            "group_id",
            "year",
            name=op.f("uq_population_figure_neighbourhood_id_group_id_year"),
        ),
    )
    with op.batch_alter_table("population_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_population_figure_group_id"), ["group_id"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("last_used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "colleague_tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "strength",
            sa.Enum(
                "knows_us",
                "acquainted",
                "works_together",
                "trusts_us",
                name="strength",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("last_contact_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_colleague_tie_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_colleague_tie_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_tie")),
        sa.UniqueConstraint("user_id", "party_id", name=op.f("uq_colleague_tie_user_id_party_id")),
    )
    with op.batch_alter_table("colleague_tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_colleague_tie_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_colleague_tie_user_id"), ["user_id"], unique=False)

    op.create_table(
        "community",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("portrait", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=True),
        sa.Column("meeting_places", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=True),
        sa.Column("channels", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=True),
        sa.Column("what_works", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("calendars", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["party.id"], name=op.f("fk_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    op.create_table(
        "event_invitation",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["participation_event.id"], name=op.f("fk_event_invitation_event_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_event_invitation_party_id")),
        sa.PrimaryKeyConstraint("event_id", "party_id", name=op.f("pk_event_invitation")),
    )
    with op.batch_alter_table("event_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_invitation_party_id"), ["party_id"], unique=False)

    op.create_table(
        "flag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("observance", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("certainty", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("reason_codes", sa.JSON(), nullable=False),
        sa.Column("clash_starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("clash_ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sunset_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "overruled", "lifted", name="flagstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("level_before", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True),
        sa.Column("certainty_before", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("reported_before_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("overruled_because", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=True),
        sa.Column("overruled_by_id", sa.Uuid(), nullable=True),
        sa.Column("overruled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["participation_event.id"], name=op.f("fk_flag_event_id")),
        sa.ForeignKeyConstraint(["overruled_by_id"], ["user.id"], name=op.f("fk_flag_overruled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("event_id", "observance", name=op.f("uq_flag_event_id_observance")),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_state"), ["state"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "association",
                "grassroots_group",
                "place_of_worship",
                "school",
                "youth_work",
                "sports_club",
                "company",
                "charity",
                "expert_body",
                "city_service",
                "advisory_council",
                "other",
                name="organisationtype",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_registered", sa.Boolean(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("website", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("calendars", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["party.id"], name=op.f("fk_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("contact_language", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("preferred_channel", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["party.id"], name=op.f("fk_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "presence",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_presence_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_presence_party_id")),
        sa.PrimaryKeyConstraint("party_id", "neighbourhood_id", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presence_neighbourhood_id"), ["neighbourhood_id"], unique=False)

    op.create_table(
        "reach_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "can_help_reach",
                "public_contact_of",
                "speaks_for",
                name="reachlinkkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "basis",
            sa.Enum("consent", "public_source", name="basis", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("basis_note", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["party.id"], name=op.f("fk_reach_link_holder_id")),
        sa.ForeignKeyConstraint(["target_id"], ["party.id"], name=op.f("fk_reach_link_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_link")),
        sa.UniqueConstraint(
            "holder_id", "target_id", "kind", name=op.f("uq_reach_link_holder_id_target_id_kind")
        ),
    )
    with op.batch_alter_table("reach_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reach_link_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reach_link_target_id"), ["target_id"], unique=False)

    op.create_table(
        "tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("a_id", sa.Uuid(), nullable=False),
        sa.Column("b_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "knows",
                "works_at",
                "volunteers_at",
                "works_together",
                "bridge",
                name="tiekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "strength",
            sa.Enum(
                "knows_us",
                "acquainted",
                "works_together",
                "trusts_us",
                name="strength",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("last_contact_on", sa.Date(), nullable=False),
        sa.CheckConstraint("a_id <> b_id", name=op.f("ck_tie_two_parties")),
        sa.ForeignKeyConstraint(["a_id"], ["party.id"], name=op.f("fk_tie_a_id")),
        sa.ForeignKeyConstraint(["b_id"], ["party.id"], name=op.f("fk_tie_b_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
        sa.UniqueConstraint("a_id", "b_id", "kind", name=op.f("uq_tie_a_id_b_id_kind")),
    )
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tie_a_id"), ["a_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tie_b_id"), ["b_id"], unique=False)

    op.create_table(
        "community_group",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_community_group_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inclusion_group.id"], name=op.f("fk_community_group_group_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "group_id", name=op.f("pk_community_group")),
    )
    with op.batch_alter_table("community_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_group_group_id"), ["group_id"], unique=False)

    op.create_table(
        "contact_moment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "visit", "phone", "message", "street", "session", name="channel", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=True),
        sa.Column(
            "people_band",
            sa.Enum("1", "2-4", "5+", name="peopleband", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("group_itself_heard", sa.Boolean(), nullable=False),
        sa.Column(
            "signal_theme",
            sa.Enum(
                "housing",
                "education",
                "work",
                "meeting",
                "services",
                "accessibility",
                name="topic",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("signal_service_id", sa.Uuid(), nullable=True),
        sa.Column("signal_answer_by", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_contact_moment_author_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_contact_moment_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(
            ["signal_service_id"], ["organisation.id"], name=op.f("fk_contact_moment_signal_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_moment")),
    )
    with op.batch_alter_table("contact_moment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_moment_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_moment_happened_at"), ["happened_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contact_moment_neighbourhood_id"), ["neighbourhood_id"], unique=False
        )

    op.create_table(
        "organisation_group",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inclusion_group.id"], name=op.f("fk_organisation_group_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_group_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "group_id", name=op.f("pk_organisation_group")),
    )
    with op.batch_alter_table("organisation_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_group_group_id"), ["group_id"], unique=False)

    op.create_table(
        "role_of_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "key_figure",
                "bridge_builder",
                "guide",
                "frontline_worker",
                "volunteer",
                "board_member",
                "staff_member",
                "resident",
                name="personrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_of_person_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_of_person_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_of_person")),
    )
    with op.batch_alter_table("role_of_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_of_person_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_role_of_person_person_id"), ["person_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_moment.id"], name=op.f("fk_agreement_contact_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_agreement_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "contact_colleague",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact_moment.id"], name=op.f("fk_contact_colleague_contact_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_contact_colleague_user_id")),
        sa.PrimaryKeyConstraint("contact_id", "user_id", name=op.f("pk_contact_colleague")),
    )
    with op.batch_alter_table("contact_colleague", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_colleague_user_id"), ["user_id"], unique=False)

    op.create_table(
        "contact_participant",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact_moment.id"], name=op.f("fk_contact_participant_contact_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_contact_participant_party_id")),
        sa.PrimaryKeyConstraint("contact_id", "party_id", name=op.f("pk_contact_participant")),
    )
    with op.batch_alter_table("contact_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_participant_party_id"), ["party_id"], unique=False)

    op.create_table(
        "signal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "housing",
                "education",
                "work",
                "meeting",
                "services",
                "accessibility",
                name="topic",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
        sa.Column(
            "people_band",
            sa.Enum("1", "2-4", "5+", name="peopleband", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("group_itself_heard", sa.Boolean(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open", "answered", "told_back", "withdrawn", name="signalstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=True),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_back_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_back_how", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("joined_to_id", sa.Uuid(), nullable=True),
        sa.Column("search", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("answer_search", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_moment.id"], name=op.f("fk_signal_contact_id")),
        sa.ForeignKeyConstraint(["group_id"], ["inclusion_group.id"], name=op.f("fk_signal_group_id")),
        sa.ForeignKeyConstraint(["joined_to_id"], ["signal.id"], name=op.f("fk_signal_joined_to_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_signal_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_signal_owner_id")),
        sa.ForeignKeyConstraint(["service_id"], ["organisation.id"], name=op.f("fk_signal_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_signal_contact_id")),
    )
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signal_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signal_joined_to_id"), ["joined_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signal_neighbourhood_id"), ["neighbourhood_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signal_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signal_service_id"), ["service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signal_state"), ["state"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "done", "dropped", name="followupstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=True),
        sa.Column("planned_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("group_id IS NULL OR party_id IS NULL", name=op.f("ck_follow_up_group_or_party")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_follow_up_agreement_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_moment.id"], name=op.f("fk_follow_up_contact_id")),
        sa.ForeignKeyConstraint(["group_id"], ["inclusion_group.id"], name=op.f("fk_follow_up_group_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_follow_up_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_follow_up_owner_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_follow_up_party_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["user.id"], name=op.f("fk_follow_up_planned_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_follow_up_agreement_id")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_state"))
        batch_op.drop_index(batch_op.f("ix_follow_up_party_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_owner_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_group_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_due_on"))
        batch_op.drop_index(batch_op.f("ix_follow_up_contact_id"))

    op.drop_table("follow_up")
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signal_state"))
        batch_op.drop_index(batch_op.f("ix_signal_service_id"))
        batch_op.drop_index(batch_op.f("ix_signal_owner_id"))
        batch_op.drop_index(batch_op.f("ix_signal_neighbourhood_id"))
        batch_op.drop_index(batch_op.f("ix_signal_joined_to_id"))
        batch_op.drop_index(batch_op.f("ix_signal_group_id"))

    op.drop_table("signal")
    with op.batch_alter_table("contact_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_participant_party_id"))

    op.drop_table("contact_participant")
    with op.batch_alter_table("contact_colleague", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_colleague_user_id"))

    op.drop_table("contact_colleague")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_contact_id"))

    op.drop_table("agreement")
    with op.batch_alter_table("role_of_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_of_person_person_id"))
        batch_op.drop_index(batch_op.f("ix_role_of_person_organisation_id"))

    op.drop_table("role_of_person")
    with op.batch_alter_table("organisation_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_group_group_id"))

    op.drop_table("organisation_group")
    with op.batch_alter_table("contact_moment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_moment_neighbourhood_id"))
        batch_op.drop_index(batch_op.f("ix_contact_moment_happened_at"))
        batch_op.drop_index(batch_op.f("ix_contact_moment_author_id"))

    op.drop_table("contact_moment")
    with op.batch_alter_table("community_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_group_group_id"))

    op.drop_table("community_group")
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tie_b_id"))
        batch_op.drop_index(batch_op.f("ix_tie_a_id"))

    op.drop_table("tie")
    with op.batch_alter_table("reach_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reach_link_target_id"))
        batch_op.drop_index(batch_op.f("ix_reach_link_holder_id"))

    op.drop_table("reach_link")
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presence_neighbourhood_id"))

    op.drop_table("presence")
    op.drop_table("person")
    op.drop_table("organisation")
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flag_state"))
        batch_op.drop_index(batch_op.f("ix_flag_event_id"))

    op.drop_table("flag")
    with op.batch_alter_table("event_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_invitation_party_id"))

    op.drop_table("event_invitation")
    op.drop_table("community")
    with op.batch_alter_table("colleague_tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_colleague_tie_user_id"))
        batch_op.drop_index(batch_op.f("ix_colleague_tie_party_id"))

    op.drop_table("colleague_tie")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_user_id"))

    op.drop_table("user_session")
    with op.batch_alter_table("population_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_population_figure_group_id"))

    op.drop_table("population_figure")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_owner_id"))
        batch_op.drop_index(batch_op.f("ix_party_name"))
        batch_op.drop_index(batch_op.f("ix_party_last_contact_on"))
        batch_op.drop_index(batch_op.f("ix_party_kind"))

    op.drop_table("party")
    with op.batch_alter_table("participation_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_event_starts_at"))
        batch_op.drop_index(batch_op.f("ix_participation_event_organiser_id"))
        batch_op.drop_index(batch_op.f("ix_participation_event_neighbourhood_id"))
        batch_op.drop_index(batch_op.f("ix_participation_event_ends_at"))

    op.drop_table("participation_event")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_user_id"))
        batch_op.drop_index(batch_op.f("ix_notice_about_id"))

    op.drop_table("notice")
    op.drop_table("intersection_part")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_event_id"))
        batch_op.drop_index(
            "ix_delivery_due",
            postgresql_where=sa.text("state IN ('ready', 'queued')"),
            sqlite_where=sa.text("state IN ('ready', 'queued')"),
        )

    op.drop_table("delivery")
    op.drop_table("date_confirmation")
    op.drop_table("user")
    op.drop_table("schedule")
    op.drop_table("network_version")
    op.drop_table("neighbourhood")
    op.drop_table("inclusion_group")
    op.drop_table("domain_event")
