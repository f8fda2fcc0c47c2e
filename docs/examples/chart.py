"""Another picture of a report: by how much each figure moved, as bars."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from reports.chart.png import encode
from reports.chart.style import INK, JUDGED, QUIET
from reports.model import MetricFigure, Report
from reports.words import change


def draw(report: Report, *, width: int = 1200, height: int = 675) -> bytes:
    """A PNG of ``width`` × ``height`` pixels with a bar for each change that has a size."""
    moved = [one for one in report.metrics if one.change is not None]
    layout = ConstrainedLayoutEngine(w_pad=0.2, h_pad=0.2)
    sheet = Figure(figsize=(width / 100, height / 100), dpi=100, layout=layout)
    FigureCanvasAgg(sheet)  # draws without a screen
    axes = sheet.add_subplot(title=f"{report.client.name}, {report.period.label}")
    axes.title.set(size=20, color=INK, parse_math=False)
    sizes = [one.change or 0.0 for one in moved]
    bars = axes.barh(range(len(moved)), sizes, color=[JUDGED[one.status] for one in moved])
    axes.bar_label(bars, [change(one) for one in moved], padding=6, size=15, color=INK)
    axes.set_yticks(range(len(moved)), list(map(_label, moved)), size=15, color=INK)
    axes.axvline(0, color=QUIET, linewidth=1)
    axes.margins(x=0.15)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return encode(sheet)


def _label(figure: MetricFigure) -> str:
    """A name may hold $ and _: they are words, never formulas."""
    return figure.label.replace("$", r"\$")
