"""When the clock looks at a schedule again, and pictures that are drawn before they are due."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table; what is stored stays as it is."""
    op.add_column("subscription", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "drawing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("args", sa.String(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_drawing_workspace_id"),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name="fk_drawing_subscription_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drawing"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_drawing_workspace_id_key"),
    )
    op.create_index("ix_drawing_subscription_id", "drawing", ["subscription_id"])
