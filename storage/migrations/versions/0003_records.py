"""Feedback, invoices, orders, usage events and accounts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the columns; what is stored stays as it is."""
    op.add_column("ticket", sa.Column("severity", sa.String(), nullable=True))
    op.add_column("ticket", sa.Column("requester", sa.String(), nullable=True))
    _feedback()
    _invoices()
    _purchases()
    _usage_events()


def _feedback() -> None:
    _add(
        "feedback",
        "day",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("recommend", sa.Float(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
    )


def _invoices() -> None:
    _add(
        "invoice",
        "issued_day",
        sa.Column("issued_day", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("paid_day", sa.Integer(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=True),
    )


def _purchases() -> None:
    _add(
        "purchase",
        "day",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
    )


def _usage_events() -> None:
    _add(
        "usage_event",
        "day",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=True),
    )


def _add(name: str, day: str, *columns: sa.Column[Any]) -> None:
    """A table of records: whose, from where, which, and what each says besides."""
    own = ("client_id", "source_id", "ref")
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=f"fk_{name}_client_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=f"fk_{name}_source_id"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=f"fk_{name}_import_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint(*own, name=f"uq_{name}_client_id_source_id_ref"),
    )
    op.create_index(f"ix_{name}_source_id", name, ["source_id"], unique=False)
    of_a_day = ["client_id", "source_id", day]
    op.create_index(f"ix_{name}_{'_'.join(of_a_day)}", name, of_a_day, unique=False)
