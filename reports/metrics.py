"""The metric catalogue: one declaration a metric, and a plain default for the rest."""

from typing import Literal

from reports.model import Better, Unit, Value

AddsUp = Literal["sum", "mean", "max", "last"]
_CATALOGUE: dict[str, "Metric"] = {}


class Metric(Value):
    """What a metric is, which way is better, and how its days add up.

    ``adds_up``: *sum* of the days; *mean* weighted by each day's weight (1 where none is given);
    *max* over the days; *last* known day.
    """

    key: str
    label: str
    unit: Unit = Unit.COUNT
    better: Better = "up"
    adds_up: AddsUp = "sum"
    description: str = ""
    declared: bool = True


def declare(metric: Metric) -> Metric:
    """Add a metric to the catalogue; a repeated key raises ValueError."""
    if metric.key in _CATALOGUE:
        raise ValueError(f"The metric {metric.key} is declared twice.")
    _CATALOGUE[metric.key] = metric
    return metric


def metric(key: str) -> Metric:
    """The declaration of ``key``, else a count that adds up, where more is better."""
    return _CATALOGUE.get(key) or Metric(key=key, label=_label(key), declared=False)


def catalogue() -> tuple[Metric, ...]:
    """Every declared metric, in the order reports show them."""
    return tuple(_CATALOGUE.values())


def in_reading_order(keys: set[str]) -> list[str]:
    """Declared metrics in catalogue order, the others after them by name."""
    rank = {key: place for place, key in enumerate(_CATALOGUE)}
    return sorted(keys, key=lambda key: (rank.get(key, len(rank)), key))


def _label(key: str) -> str:
    return key.replace("_", " ").strip().capitalize() or key


# Support: how quickly and how well people were helped.
declare(Metric(key="requests", label="Requests", better="down", description="Tickets opened."))
declare(
    Metric(
        key="first_response",
        label="First response",
        unit=Unit.DURATION,
        better="down",
        adds_up="mean",
        description="Mean time from opening to the first reply.",
    )
)
declare(
    Metric(
        key="resolution_rate",
        label="Resolution rate",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Resolved among answered.",
    )
)
declare(
    Metric(
        key="csat",
        label="CSAT",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Share of ratings 4–5 on a 1–5 scale among rated.",
    )
)
declare(
    Metric(
        key="nps",
        label="NPS",
        unit=Unit.SCORE,
        adds_up="mean",
        description="Promoters minus detractors, −100 to 100.",
    )
)
declare(
    Metric(
        key="backlog",
        label="Backlog",
        better="down",
        adds_up="last",
        description="Tickets open at the end of the period.",
    )
)
# Marketing: what was spent, and what it brought.
declare(Metric(key="sessions", label="Sessions", description="Visits to the site."))
declare(Metric(key="leads", label="Leads", description="People who left their contact."))
declare(Metric(key="conversions", label="Conversions", description="Goals reached on the site."))
declare(
    Metric(
        key="spend",
        label="Spend",
        unit=Unit.MONEY,
        better="down",
        description="Money spent on advertising.",
    )
)
declare(
    Metric(key="revenue", label="Revenue", unit=Unit.MONEY, description="Money earned from orders.")
)
# Commerce and success.
declare(Metric(key="orders", label="Orders", description="Orders placed."))
declare(
    Metric(
        key="active_users",
        label="Active users",
        adds_up="mean",
        description="People who used the product, mean of the days.",
    )
)
# Web.
declare(Metric(key="page_loads", label="Page loads", description="Pages loaded."))
declare(
    Metric(
        key="unique_visits",
        label="Unique visits",
        description="Daily unique visitors, added up over the days.",
    )
)
declare(
    Metric(
        key="first_time_visits",
        label="First-time visits",
        description="Visitors never seen before.",
    )
)
declare(
    Metric(key="returning_visits", label="Returning visits", description="Visitors seen before.")
)
