"""Marketing: what was spent, and what it brought."""

from reports.metrics.catalogue import declare, declare_identity
from reports.metrics.metric import Metric
from reports.model import Unit

declare(
    Metric(
        key="sessions",
        label="Sessions",
        description="Visits to the site.",
    )
)
declare(
    Metric(
        key="leads",
        label="Leads",
        description="People who left their contact.",
    )
)
declare(
    Metric(
        key="conversions",
        label="Conversions",
        description="Goals reached on the site.",
    )
)
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
    Metric(
        key="revenue",
        label="Revenue",
        unit=Unit.MONEY,
        description="Money earned from orders.",
    )
)
declare(
    Metric(
        key="ctr",
        label="CTR",
        unit=Unit.PERCENT,
        adds_up="ratio",
        expression="clicks / impressions",
        description="Clicks for each time an advertisement was shown.",
    )
)
declare(
    Metric(
        key="cpc",
        label="CPC",
        unit=Unit.MONEY,
        better="down",
        adds_up="ratio",
        expression="spend / clicks",
        description="Money spent for each click.",
    )
)
declare(
    Metric(
        key="cpa",
        label="CPA",
        unit=Unit.MONEY,
        better="down",
        adds_up="ratio",
        expression="spend / conversions",
        description="Money spent for each conversion.",
    )
)
declare(
    Metric(
        key="roas",
        label="ROAS",
        adds_up="ratio",
        expression="revenue / spend",
        description="Money earned for each unit of money spent on advertising.",
    )
)
declare(
    Metric(
        key="clicks",
        label="Clicks",
        description="Clicks on advertisements.",
    )
)
declare(
    Metric(
        key="impressions",
        label="Impressions",
        guides=False,
        description="How often advertisements and posts were shown.",
    )
)
declare_identity("clicks <= impressions")
