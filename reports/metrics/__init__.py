"""Metrics: the catalogue, and one module for each set of declarations, in reading order."""

# The order of these imports is the order in which reports show the metrics.
# ruff: isort: off
from reports.metrics import support, marketing, commerce, success, web

# ruff: isort: on
from reports.metrics.catalogue import (
    AddsUp,
    Metric,
    catalogue,
    declare,
    in_reading_order,
    metric,
    named,
)

__all__ = [
    "AddsUp",
    "Metric",
    "catalogue",
    "commerce",
    "declare",
    "in_reading_order",
    "marketing",
    "metric",
    "named",
    "success",
    "support",
    "web",
]
