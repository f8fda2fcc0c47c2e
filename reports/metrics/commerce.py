"""Commerce: what was sold, and whether people came back."""

from reports.metrics.catalogue import declare
from reports.metrics.metric import Metric
from reports.model import Unit

declare(
    Metric(
        key="orders",
        label="Orders",
        description="Orders placed.",
    )
)
declare(
    Metric(
        key="order_value",
        label="Order value",
        unit=Unit.MONEY,
        adds_up="ratio",
        expression="revenue / orders",
        description="Money earned for each order.",
    )
)
declare(
    Metric(
        key="buyers",
        label="Buyers",
        adds_up="distinct",
        of="buyers",
        description="Different people who ordered in the period.",
    )
)
declare(
    Metric(
        key="repeat_purchase_rate",
        label="Repeat-purchase rate",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Share of the orders that came from people who had bought before.",
    )
)
declare(
    Metric(
        key="retention_rate",
        label="Retention rate",
        unit=Unit.PERCENT,
        adds_up="retained",
        of="buyers",
        description="Share of the buyers of as many days before who bought again.",
    )
)
