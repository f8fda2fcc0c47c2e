"""Web: what visitors did, as a counter on the site saw it."""

from reports.metrics.catalogue import declare, declare_identity
from reports.metrics.metric import Metric

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
    Metric(
        key="returning_visits",
        label="Returning visits",
        description="Visitors seen before.",
    )
)
declare(
    Metric(
        key="page_loads",
        label="Page loads",
        guides=False,
        description="Pages loaded.",
    )
)
declare_identity("unique_visits = first_time_visits + returning_visits")
declare_identity("page_loads >= unique_visits")
