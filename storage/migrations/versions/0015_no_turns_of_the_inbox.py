"""Events are taken over by name: when somebody took one is not kept any more."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the column; what was taken and not finished waits as before."""
    inbox = sa.table("inbox", sa.column("state", sa.String()))
    op.execute(inbox.update().where(inbox.c.state == "taken").values(state="new"))
    op.drop_column("inbox", "taken_at")
