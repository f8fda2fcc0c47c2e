"""One slice of a large file as a table, for statements that compare it with what is stored."""

from sqlalchemy import Column, Float, Integer, MetaData, Subquery, Table, select

from storage.replacing import constant

temporary = MetaData()
fresh = Table(
    "fresh",
    temporary,
    *(
        Column(name, Integer, nullable=False)
        for name in ("client_id", "metric_id", "breakdown_id", "day")
    ),
    Column("value", Float, nullable=False),
    Column("weight", Float),
    prefixes=["TEMPORARY"],
)


def as_observations(source_id: int) -> Subquery:
    """The slice with the columns of observations, in the order of their keys."""
    key = (fresh.c.client_id, fresh.c.metric_id, fresh.c.breakdown_id, fresh.c.day)
    own = constant(source_id).label("source_id")
    return select(*key, own, fresh.c.value, fresh.c.weight).order_by(*key).subquery()
