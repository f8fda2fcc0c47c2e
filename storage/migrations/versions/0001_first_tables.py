"""Every table of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the breakdown that stands for the total."""
    _people()
    _data()
    _observations()
    _work()
    _words()
    op.execute("INSERT INTO breakdown (id, name) VALUES (0, 'total')")


def _people() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
        sa.UniqueConstraint("team_id", name="uq_workspace_team_id"),
    )
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_client_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_client"),
        sa.UniqueConstraint("workspace_id", "slug", name="uq_client_workspace_id_slug"),
    )
    op.create_table(
        "client_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_client_alias_client_id"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_client_alias_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_alias"),
        sa.UniqueConstraint("workspace_id", "alias", name="uq_client_alias_workspace_id_alias"),
    )
    op.create_index("ix_client_alias_client_id", "client_alias", ["client_id"], unique=False)
    op.create_table(
        "client_channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_client_channel_client_id"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_client_channel_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_channel"),
        sa.UniqueConstraint(
            "workspace_id", "channel", name="uq_client_channel_workspace_id_channel"
        ),
    )
    op.create_index("ix_client_channel_client_id", "client_channel", ["client_id"], unique=False)


def _data() -> None:
    op.create_table(
        "metric_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_metric_key"),
        sa.UniqueConstraint("key", name="uq_metric_key_key"),
    )
    op.create_table(
        "breakdown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_breakdown"),
        sa.UniqueConstraint("name", name="uq_breakdown_name"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_source_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_source_workspace_id_name"),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("rows_taken", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_refused", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_import_run_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
    )
    op.create_index("ix_import_run_source_id", "import_run", ["source_id"], unique=False)


def _observations() -> None:
    op.create_table(
        "observation",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("breakdown_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["breakdown_id"], ["breakdown.id"], name="fk_observation_breakdown_id"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_observation_client_id"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_observation_import_id"),
        sa.ForeignKeyConstraint(["metric_id"], ["metric_key.id"], name="fk_observation_metric_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_observation_source_id"),
        sa.PrimaryKeyConstraint(
            "client_id", "metric_id", "breakdown_id", "day", "source_id", name="pk_observation"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "observation_journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("breakdown_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["breakdown_id"], ["breakdown.id"], name="fk_observation_journal_breakdown_id"
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_observation_journal_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name="fk_observation_journal_import_id"
        ),
        sa.ForeignKeyConstraint(
            ["metric_id"], ["metric_key.id"], name="fk_observation_journal_metric_id"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["import_run.id"], name="fk_observation_journal_replaced_by"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name="fk_observation_journal_source_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_observation_journal"),
    )
    op.create_index(
        "ix_observation_journal_client_id", "observation_journal", ["client_id"], unique=False
    )
    op.create_index(
        "ix_observation_journal_replaced_by", "observation_journal", ["replaced_by"], unique=False
    )


def _work() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_subscription_client_id"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_subscription_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_index("ix_subscription_client_id", "subscription", ["client_id"], unique=False)
    op.create_index("ix_subscription_workspace_id", "subscription", ["workspace_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("args", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name="fk_delivery_subscription_id",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_delivery_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_delivery_workspace_id_key"),
    )
    op.create_index("ix_delivery_subscription_id", "delivery", ["subscription_id"], unique=False)
    op.create_index(
        "ix_delivery_workspace_id_state_due",
        "delivery",
        ["workspace_id", "state", "due"],
        unique=False,
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_inbox_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("workspace_id", "event_id", name="uq_inbox_workspace_id_event_id"),
    )
    op.create_index("ix_inbox_workspace_id_state", "inbox", ["workspace_id", "state"], unique=False)


def _words() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_publication_client_id"),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name="fk_publication_delivery_id"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_publication_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.UniqueConstraint(
            "workspace_id", "channel", "ts", name="uq_publication_workspace_id_channel_ts"
        ),
    )
    op.create_index(
        "ix_publication_client_id_period_start_period_end",
        "publication",
        ["client_id", "period_start", "period_end"],
        unique=False,
    )
    op.create_index("ix_publication_delivery_id", "publication", ["delivery_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("permalink", sa.String(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_comment_client_id"),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_comment_publication_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.UniqueConstraint("client_id", "channel", "ts", name="uq_comment_client_id_channel_ts"),
    )
    op.create_index("ix_comment_channel_ts", "comment", ["channel", "ts"], unique=False)
    op.create_index(
        "ix_comment_client_id_period_start_period_end",
        "comment",
        ["client_id", "period_start", "period_end"],
        unique=False,
    )
    op.create_index("ix_comment_publication_id", "comment", ["publication_id"], unique=False)
    op.create_table(
        "comment_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_comment_revision_comment_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment_revision"),
    )
    op.create_index(
        "ix_comment_revision_comment_id", "comment_revision", ["comment_id"], unique=False
    )
