"""Which deliveries wait on purpose, so that nobody is told of a queue that stands."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what waits says so at its next look, a quarter of an hour later at most."""
    op.add_column(
        "delivery",
        sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
