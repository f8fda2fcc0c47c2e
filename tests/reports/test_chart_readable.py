"""Every picture can be read on a phone: no text overlaps, leaves the picture or is too small."""

import math
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

from reports.chart import alt_text, draw, figure
from reports.model import ClientCard, MetricFigure, Report, Status, Unit
from tests.reports.pictures import assert_readable, metric, placed, report, trend


def assert_lines_inside(picture: Figure) -> None:
    for drawn in picture.axes[0].lines:
        inside = [math.isnan(y) or 0 <= y <= picture.bbox.y1 for _, y in placed(drawn)]
        assert all(inside), drawn.get_label()


VALUES = st.one_of(
    st.floats(-1e7, 1e7),
    st.integers(-3000, 3000).map(float),
    st.floats(0, 1),
    st.floats(-1e300, 1e300),
)
WEEKS = st.lists(st.none() | VALUES, min_size=2, max_size=13)
NAMES = st.text(max_size=80) | st.sampled_from(["Acme", "W" * 300, "Harbour Coffee & Sons Ltd"])


@st.composite
def figures(drawing: st.DrawFn) -> MetricFigure:
    weeks = drawing(WEEKS)
    before = drawing(st.lists(st.none() | VALUES, min_size=len(weeks), max_size=len(weeks)))
    return metric(
        label=drawing(NAMES),
        unit=drawing(st.sampled_from(Unit)),
        value=drawing(st.none() | VALUES),
        previous=drawing(st.none() | VALUES),
        change=drawing(st.none() | VALUES),
        status=drawing(st.sampled_from(Status)),
        trend=trend(weeks, before),
    )


@st.composite
def reports(drawing: st.DrawFn) -> Report:
    made = report(
        *drawing(st.lists(figures(), max_size=5)),
        provisional=drawing(st.booleans()),
    )
    currency = drawing(st.sampled_from(["USD", "EUR", "THB", "CHF"]))
    card = ClientCard(slug="acme", name=drawing(NAMES), currency=currency)
    return made.model_copy(update={"client": card})


@settings(deadline=None, max_examples=100)
@given(reports())
def test_every_picture_is_readable(made: Report) -> None:
    picture = figure(made)
    assert_readable(picture)
    assert_lines_inside(picture)
    assert len(alt_text(made)) <= 2000


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
@pytest.mark.parametrize(("width", "height"), [(1200, 675), (800, 450), (1200, 600), (900, 900)])
def test_every_layout_and_size_is_readable(count: int, width: int, height: int) -> None:
    """Below 1200 pixels texts shrink with the picture: the smallest size is a share of it."""
    made = report(*(metric(f"m{n}", unit=Unit.MONEY) for n in range(count)))
    picture = figure(made, width=width, height=height)
    assert_readable(picture)
    image = Image.open(BytesIO(draw(made, width=width, height=height)))
    assert image.size == (width, height)
