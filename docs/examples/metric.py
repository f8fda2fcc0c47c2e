"""A metric: declared once, known to imports, reports, charts and comparisons."""

from reports.metrics.catalogue import declare
from reports.metrics.metric import Metric
from reports.model import Unit

declare(
    Metric(
        key="shelf_time",
        label="Time on the shelf",
        unit=Unit.DURATION,
        better="down",
        adds_up="mean",
        description="How long a product stands on the shelf until somebody buys it.",
    )
)
