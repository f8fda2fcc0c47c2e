"""What an import replaced, so that it can be undone; and what it found to be wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the columns; what is stored stays as it is."""
    _runs()
    _record_journal()
    _observation_confirmation()
    _record_confirmation()
    _data_finding()
    op.drop_index("ix_observation_journal_client_id", "observation_journal")
    columns = ["client_id", "metric_id", "breakdown_id", "day"]
    op.create_index("ix_observation_journal_key", "observation_journal", columns, unique=False)


def _runs() -> None:
    op.add_column("import_run", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("import_run", sa.Column("undone_by", sa.String(), nullable=True))
    op.add_column("import_run", sa.Column("undoes", sa.Integer(), nullable=True))
    op.add_column("import_run", sa.Column("mapping", sa.String(), nullable=True))
    undoable: sa.Column[bool] = sa.Column(
        "undoable", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("import_run", undoable)
    # What earlier runs replaced or found as it was is not known.
    op.execute("UPDATE import_run SET undoable = false")


def _record_journal() -> None:
    op.create_table(
        "record_journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("record_table", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_record_journal_client_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_record_journal_source_id"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name="fk_record_journal_import_id"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["import_run.id"], name="fk_record_journal_replaced_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_record_journal"),
    )
    _index("record_journal", "record_key", "import_id", "replaced_by")


def _observation_confirmation() -> None:
    table = "observation_confirmation"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("breakdown_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=f"fk_{table}_client_id"),
        sa.ForeignKeyConstraint(["metric_id"], ["metric_key.id"], name=f"fk_{table}_metric_id"),
        sa.ForeignKeyConstraint(
            ["breakdown_id"], ["breakdown.id"], name=f"fk_{table}_breakdown_id"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=f"fk_{table}_source_id"),
        sa.ForeignKeyConstraint(["version"], ["import_run.id"], name=f"fk_{table}_version"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=f"fk_{table}_import_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    _index(table, "import_id")
    columns = ["client_id", "metric_id", "breakdown_id"]
    op.create_index("ix_observation_confirmation_key", table, columns, unique=False)


def _record_confirmation() -> None:
    table = "record_confirmation"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("record_table", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=f"fk_{table}_source_id"),
        sa.ForeignKeyConstraint(["version"], ["import_run.id"], name=f"fk_{table}_version"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=f"fk_{table}_import_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    _index(table, "source_id", "import_id")


def _data_finding() -> None:
    op.create_table(
        "data_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=True),
        sa.Column("record", sa.String(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("found", sa.String(), nullable=True),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_data_finding_workspace_id"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_data_finding_client_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_data_finding_source_id"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_data_finding_import_id"),
        sa.PrimaryKeyConstraint("id", name="pk_data_finding"),
    )
    _index("data_finding", "workspace_id", "import_id")
    columns = ["client_id", "day"]
    op.create_index("ix_data_finding_client_id_day", "data_finding", columns, unique=False)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
