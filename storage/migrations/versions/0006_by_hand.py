"""Numbers given by hand, and how fresh each source is."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the columns; what is stored stays as it is."""
    _by_hand()
    op.add_column("workspace", sa.Column("important", sa.String(), nullable=True))
    op.add_column("source", sa.Column("promise", sa.Integer(), nullable=True))
    op.add_column("publication", sa.Column("seen", sa.String(), nullable=True))
    # What an earlier release drew may be written otherwise by this one: it stays as it was posted.
    op.execute("UPDATE publication SET seen = 'fixed'")


def _by_hand() -> None:
    op.create_table(
        "by_hand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_name", sa.String(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_name", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_by_hand_client_id"),
        sa.PrimaryKeyConstraint("id", name="pk_by_hand"),
    )
    columns = ["client_id", "period_start", "period_end"]
    op.create_index("ix_by_hand_client_id_period_start_period_end", "by_hand", columns)
