"""What the engine of the deliveries must know."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the columns; what is stored stays as it is."""
    for name in ("job", "takeovers"):
        op.add_column("delivery", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    for name in ("submitted_at", "not_before", "tried_at", "check_at", "told_at"):
        op.add_column("delivery", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # Whoever was to hear of the old ones has heard; what was tried before may stand there.
    op.execute("UPDATE delivery SET told_at = planned_at WHERE state = 'dead'")
    op.execute("UPDATE delivery SET tried_at = planned_at WHERE state = 'posting' OR attempts > 0")
    _table("slot", sa.Column("channel", sa.String(), nullable=False), _time("next_at"))
    _table(
        "worker",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        _time("started_at"),
        _time("beat_at"),
    )


def _table(name: str, key: "sa.Column[str]", *columns: "sa.Column[object]") -> None:
    """A table of the workspace whose rows are told apart by ``key``."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        key,
        *columns,
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=f"fk_{name}_workspace_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("workspace_id", key.name, name=f"uq_{name}_workspace_id_{key.name}"),
    )


def _time(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
