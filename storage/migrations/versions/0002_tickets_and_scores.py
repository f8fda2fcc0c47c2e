"""Tickets and health scores; where a report stands, and when a comment stood in one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the columns; what is stored stays as it is."""
    _tickets()
    _scores()
    op.add_column("source", sa.Column("mapping", sa.String(), nullable=True))
    op.add_column("workspace", sa.Column("weights", sa.String(), nullable=True))
    op.add_column("comment", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("publication", sa.Column("permalink", sa.String(), nullable=True))


def _tickets() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("opened_day", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_day", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("first_response", sa.Float(), nullable=True),
        sa.Column("response_sum", sa.Float(), nullable=True),
        sa.Column("responses", sa.Integer(), nullable=True),
        sa.Column("slowest_response", sa.Float(), nullable=True),
        sa.Column("handle_time", sa.Float(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=True),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("recommend", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_ticket_client_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_ticket_source_id"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_ticket_import_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket"),
        sa.UniqueConstraint(
            "client_id", "source_id", "ref", name="uq_ticket_client_id_source_id_ref"
        ),
    )
    op.create_index("ix_ticket_source_id", "ticket", ["source_id"], unique=False)
    op.create_index(
        "ix_ticket_client_id_source_id_opened_day",
        "ticket",
        ["client_id", "source_id", "opened_day"],
        unique=False,
    )


def _scores() -> None:
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("health", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_score_client_id"),
        sa.PrimaryKeyConstraint("id", name="pk_score"),
        sa.UniqueConstraint("client_id", "day", name="uq_score_client_id_day"),
    )
