"""Customer success: whether the product is used, known and paid for."""

from reports.metrics.catalogue import Metric, declare
from reports.model import Unit

declare(
    Metric(
        key="active_users",
        label="Active users",
        adds_up="mean",
        description="People who used the product, mean of the days.",
    )
)
declare(
    Metric(
        key="adoption",
        label="Adoption",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Share of the paid seats that were in use.",
    )
)
declare(
    Metric(
        key="training_completed",
        label="Training completed",
        unit=Unit.PERCENT,
        adds_up="last",
        description="Share of the people with a seat who have finished their training.",
    )
)
declare(
    Metric(
        key="invoices_overdue",
        label="Invoices overdue",
        better="down",
        adds_up="last",
        description="Invoices past their due day at the end of the period.",
    )
)
