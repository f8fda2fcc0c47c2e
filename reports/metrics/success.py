"""Customer success: whether the product is used, known and paid for."""

from reports.metrics.catalogue import declare, declare_identity
from reports.metrics.metric import Metric
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
        key="active_people",
        label="Active people",
        adds_up="distinct",
        of="active_people",
        description="Different people who used the product in the period.",
    )
)
declare(
    Metric(
        key="adoption",
        label="Adoption",
        unit=Unit.PERCENT,
        adds_up="mean",
        expression="seats_used / seats",
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
declare(
    Metric(
        key="invoiced",
        label="Invoiced",
        unit=Unit.MONEY,
        description="Amounts of the invoices issued.",
    )
)
declare(
    Metric(
        key="paid",
        label="Paid",
        unit=Unit.MONEY,
        description="Amounts of the invoices paid.",
    )
)
declare(
    Metric(
        key="payment_days",
        label="Time to pay",
        unit=Unit.DURATION,
        better="down",
        adds_up="mean",
        description="Mean time from an invoice to its payment, over the invoices paid.",
    )
)
declare(
    Metric(
        key="mrr",
        label="MRR",
        unit=Unit.MONEY,
        adds_up="last",
        description="Money that recurs each month, as it stood at the end of the period.",
    )
)
declare(
    Metric(
        key="seats_used",
        label="Seats used",
        adds_up="last",
        description="Seats in use at the end of the period.",
    )
)
declare(
    Metric(
        key="seats",
        label="Seats",
        adds_up="last",
        description="Seats paid for at the end of the period.",
    )
)
declare(
    Metric(
        key="logins",
        label="Logins",
        guides=False,
        description="How often people logged in.",
    )
)
declare(
    Metric(
        key="events",
        label="Events",
        guides=False,
        description="What people did in the product, every step counted.",
    )
)
declare_identity("seats_used <= seats")
