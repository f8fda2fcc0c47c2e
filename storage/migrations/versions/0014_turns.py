"""Which process answers what Slack said, and which runs have figures left to count."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is stored stays as it is."""
    op.add_column("inbox", sa.Column("taken_by", sa.String(), nullable=True))
    op.add_column(
        "import_run",
        sa.Column("recounts", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
