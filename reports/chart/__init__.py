"""The chart: a report's first metrics over 13 weeks, as a picture a phone can read."""

from reports.chart.alt import alt_text
from reports.chart.picture import figure
from reports.chart.png import encode
from reports.model import Report

__all__ = ["alt_text", "draw", "figure"]


def draw(report: Report, *, width: int = 1200, height: int = 675) -> bytes:
    """The chart as an opaque PNG of ``width`` × ``height`` pixels, the same for the same report.

    Up to four metrics of which at least two of the trend's weeks are known; a picture that says
    "No data to draw" where there is none.
    """
    return encode(figure(report, width=width, height=height))
