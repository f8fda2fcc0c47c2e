"""Observations refer to other tables without a foreign key: checking one took most of an import."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SERIES = ("client_id", "metric_id", "breakdown_id", "source_id")
_KEYS = {
    "observation": (*_SERIES, "import_id"),
    "observation_journal": (*_SERIES, "import_id", "replaced_by"),
    "observation_confirmation": (*_SERIES, "version", "import_id"),
}


def upgrade() -> None:
    """Drop the foreign keys; SQLite can do so only by writing the tables anew."""
    for table, columns in _KEYS.items():
        known = {one["name"] for one in sa.inspect(op.get_bind()).get_foreign_keys(table)}
        kept = {"sqlite_with_rowid": False} if table == "observation" else {}
        with op.batch_alter_table(table, table_kwargs=kept) as batch:
            for column in columns:
                name = f"fk_{table}_{column}"
                if name in known:
                    batch.drop_constraint(name, type_="foreignkey")
