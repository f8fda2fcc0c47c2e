"""Metrics: the catalogue, and one module for each set of declarations, in reading order."""

# The order of these imports is the order in which reports show the metrics.
# ruff: isort: off
from reports.metrics import support, marketing, social, commerce, success, web

# ruff: isort: on
from reports.metrics.catalogue import (
    TOLERANCE,
    Catalogue,
    built_in,
    catalogue,
    declare,
    declare_identity,
    in_reading_order,
    metric,
    named,
)
from reports.metrics.metric import AddsUp, Identity, Metric

__all__ = [
    "TOLERANCE",
    "AddsUp",
    "Catalogue",
    "Identity",
    "Metric",
    "built_in",
    "catalogue",
    "commerce",
    "declare",
    "declare_identity",
    "in_reading_order",
    "marketing",
    "metric",
    "named",
    "social",
    "success",
    "support",
    "web",
]
