"""Marketing: what was spent, and what it brought."""

from reports.metrics.catalogue import Metric, declare
from reports.model import Unit

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
