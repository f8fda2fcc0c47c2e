"""Commerce: what was sold."""

from reports.metrics.catalogue import Metric, declare

declare(Metric(key="orders", label="Orders", description="Orders placed."))
