"""The chart: what it plots, that its words are readable, and what it says to those who cannot see.

The data are read back from the artists: a line's own data are (ordinal day, value).
"""

from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.lines import Line2D
from PIL import Image

from reports.chart import alt_text, draw, figure
from reports.chart.scale import bounds
from reports.model import MetricFigure, Status, Unit
from tests.reports.pictures import (
    FIRST,
    STEADY,
    Weeks,
    assert_readable,
    line,
    metric,
    placed,
    plotted,
    report,
    said,
    trend,
)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_lines_are_the_trend(count: int) -> None:
    metrics = [metric(f"m{n}", [value * (n + 1) for value in range(13)]) for n in range(count)]
    picture = figure(report(*metrics))
    for shown in metrics:
        days = [float(point.start.toordinal()) for point in shown.trend]
        values = [point.value for point in shown.trend]
        before = [point.previous for point in shown.trend]
        assert plotted(line(picture, f"{shown.key} weeks")) == (days, values)
        assert plotted(line(picture, f"{shown.key} before")) == (days, before)


def test_gaps_stay_gaps() -> None:
    weeks: Weeks = [None, 5.0, None, 7.0, 8.0, None, None, 4.0, 4.0, 3.0, 9.0, 2.0, None]
    drawn = line(figure(report(metric(weeks=weeks))), "leads weeks")
    assert plotted(drawn)[1] == weeks
    assert drawn.get_markevery() == [1], "a week without neighbours shows as a dot"


def test_the_weeks_before_are_dashed_and_the_last_ones_solid() -> None:
    picture = figure(report(metric()))
    assert line(picture, "leads weeks").get_linestyle() == "-"
    assert line(picture, "leads before").get_linestyle() == "--"


def test_equal_values_lie_equally_high_and_greater_ones_higher() -> None:
    picture = figure(report(metric(weeks=[1.0, 1.0, 3.0, 2.0, *STEADY[4:]])))
    drawn = line(picture, "leads weeks")
    heights = [y for _, y in placed(drawn)]
    assert heights[0] == heights[1] < heights[3] < heights[2]


def test_the_newest_week_is_marked_and_labelled() -> None:
    picture = figure(report(metric(weeks=[*STEADY[:11], 77.0, None], value=5.0)))
    (dot,) = picture.findobj(lambda a: isinstance(a, Line2D) and a.get_marker() == "o")
    assert isinstance(dot, Line2D)
    assert placed(dot) == [pytest.approx(placed(line(picture, "leads weeks"))[11])]
    assert "77" in said(picture)


def test_the_first_four_metrics_with_two_known_weeks_are_drawn() -> None:
    single: Weeks = [None] * 12
    metrics = [metric("lonely", [*single, 3.0]), *(metric(f"m{n}") for n in range(5))]
    words = said(figure(report(*metrics)))
    assert [word for word in words if word in {"Lonely", "M0", "M1", "M2", "M3", "M4"}] == [
        "M0",
        "M1",
        "M2",
        "M3",
    ]


def test_without_known_weeks_the_picture_says_so() -> None:
    for empty in (report(), report(metric(weeks=[None] * 13)), report(metric(trend=()))):
        assert "No data to draw" in said(figure(empty))
        assert "No data to draw" in alt_text(empty)


def aimed(key: str = "leads", **changes: object) -> MetricFigure:
    return metric(key, goal=130.0, goal_met=False).model_copy(update=changes)


def test_a_goal_is_a_dotted_line_within_the_scale() -> None:
    picture = figure(report(aimed(), metric("orders")))
    days = [float(day.toordinal()) for day in (FIRST, FIRST + timedelta(weeks=12))]
    assert plotted(line(picture, "leads goal")) == (days, [130.0, 130.0])
    assert line(picture, "leads goal").get_linestyle() == "--"
    assert min(y for _, y in placed(line(picture, "leads goal"))) > max(
        y for _, y in placed(line(picture, "leads weeks"))
    ), "within the scale, above every week"
    assert "goal" in said(picture)
    assert "goal 130 ✗ missed" in said(picture)
    assert not picture.findobj(lambda a: a.get_label() == "orders goal")
    assert "goal 130 ✗ missed" in alt_text(report(aimed()))


def test_the_goal_of_a_month_is_no_line_among_weeks() -> None:
    month = report().period.model_copy(update={"grain": "month"})
    picture = figure(report(aimed(), period=month))
    assert not picture.findobj(lambda a: a.get_label() == "leads goal")
    assert "goal 130 ✗ missed" in said(picture)
    assert "goal" not in said(picture)


@pytest.mark.parametrize("provisional", [False, True])
@pytest.mark.parametrize("count", [1, 3, 4])
def test_goals_crowd_nothing_out(count: int, *, provisional: bool) -> None:
    long = aimed("a_metric_with_a_long_name", unit=Unit.DURATION, value=95_000.0)
    shown = [long, *(aimed(f"m{n}", value=1e9) for n in range(count - 1))]
    picture = figure(report(*shown, provisional=provisional))
    assert_readable(picture)
    assert ("goal" in said(picture)) is not provisional


# What it says


def test_status_is_said_in_word_and_sign() -> None:
    words = said(figure(report(metric(), metric("cost", status=Status.WORSE, change=0.12))))
    assert "✓ better +12 %" in words
    assert "✗ worse +12 %" in words


def test_header_legend_and_footer() -> None:
    words = said(figure(report(metric())))
    assert words[:2] == ["Acme", "Week 46, 9–15 Nov 2026, vs week before"]
    assert {"last 13 weeks", "13 weeks before", "Data to 15 Nov 2026"} <= set(words)
    assert "Provisional, data to 15 Nov 2026" in said(figure(report(metric(), provisional=True)))


def test_the_legend_names_only_what_is_drawn() -> None:
    words = said(figure(report(metric(trend=trend(STEADY, [None] * 13)))))
    assert "last 13 weeks" in words
    assert "13 weeks before" not in words


def test_a_long_name_is_shortened_on_one_line() -> None:
    first = said(figure(report(metric(), name="Very long name " * 20)))[0]
    assert first.startswith("Very long name")
    assert first.endswith("…")


@pytest.mark.parametrize("name", ["$x$", "a_b^c", "\\frac{1}{2}", "$\\notacommand$", "100 % {"])
def test_names_are_never_formulas(name: str) -> None:
    shown = report(metric(label=name), name=name)
    assert draw(shown)
    assert said(figure(shown)).count(name) == 2


@pytest.mark.parametrize("name", ["ꯃꯅꯤꯄꯨꯔ", "​", "\x00\x07", " ", "‍"])
def test_a_name_the_font_lacks_gives_way_to_the_slug(name: str) -> None:
    shown = report(metric(label=name), name=name)
    assert draw(shown)
    assert said(figure(shown))[0] == "acme"
    assert "leads" in said(figure(shown))


def test_odd_names_stay_on_their_line() -> None:
    piled = "Z" + "\u0301\u0302\u0303\u0304" * 9 + "algo"
    for name in (
        piled,
        "two\nlines\r\n\ttabbed",
        "\u202ereversed",
        "مُنَاقَشَةُ سُبُلِ اِسْتِخْدَامِ",
        "שלום עולם",
        "Ế",
        "a" * 300,
    ):
        picture = figure(report(metric(label=name), name=name))
        assert "\n" not in "".join(said(picture))
        assert_readable(picture)


# Readable


def test_weeks_that_differ_each_have_their_days() -> None:
    later = tuple(
        point.model_copy(update={"start": point.start + timedelta(days=7)})
        for point in metric().trend
    )
    picture = figure(report(*(metric(f"m{n}") for n in range(3)), metric("late", trend=later)))
    assert said(picture).count("17 Aug") == 3
    assert said(picture).count("24 Aug") == 1
    assert_readable(picture)


def test_a_flat_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="half as high as wide"):
        figure(report(metric()), width=1200, height=500)


# The file


def test_the_same_report_gives_the_same_bytes() -> None:
    assert draw(report(metric())) == draw(report(metric()))
    assert draw(report(metric())) != draw(report(metric(value=1.0)))


def test_the_file_is_an_opaque_palette_picture_on_white() -> None:
    image = Image.open(BytesIO(draw(report(metric()))))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 675))
    assert "transparency" not in image.info
    plain = image.convert("RGB")
    assert plain.getpixel((2, 2)) == (255, 255, 255)
    assert len(plain.getcolors(256) or []) <= 64


# For those who cannot see it


def test_alt_text_holds_every_number_of_the_picture() -> None:
    metrics = (
        metric("requests", status=Status.WORSE),
        metric("first_response", unit=Unit.DURATION, value=312.0, previous=250.0),
        metric("csat", [0.9, 0.925, *[0.91] * 11], unit=Unit.PERCENT, value=0.924, previous=0.9),
        metric("revenue", unit=Unit.MONEY, value=-91234.0, previous=80000.0),
    )
    made = report(*metrics)
    words = alt_text(made)
    shown = [text for text in said(figure(made)) if any(sign.isdigit() for sign in text)]
    middle, legend = "28 Sep", {"last 13 weeks", "13 weeks before"}
    missing = [text for text in shown if text.rpartition(" ")[0] != middle and text not in legend]
    for text in missing:
        parts = text.split(" ", 2)[2:] if text[0] in "✓✗=?" else [text]
        assert all(part in words for part in parts) or text == middle, text


def test_alt_text_stays_within_its_limit() -> None:
    long = "x" * 3000
    made = report(*(metric(f"m{n}", label=long) for n in range(4)), name=long)
    assert len(alt_text(made)) <= 2000
    assert alt_text(made).count("1,234") == 4


# The scale


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=26), st.sampled_from(Unit))
def test_the_scale_encloses_the_values(values: list[float], unit: Unit) -> None:
    low, high = bounds(values, unit)
    slack = max(map(abs, values)) * 1e-9
    assert low < high
    assert low - slack <= min(values)
    assert max(values) <= high + slack


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([380, 520], Unit.COUNT, (350, 550)),
        ([10, 520], Unit.COUNT, (0, 600)),
        ([0.88, 0.99], Unit.PERCENT, (0.85, 1.0)),
        ([200, 390], Unit.DURATION, (180, 420)),
        ([7, 7], Unit.COUNT, (6, 8)),
        ([0, 0], Unit.SCORE, (0, 0.1)),
        ([-20, 30], Unit.SCORE, (-20, 40)),
    ],
)
def test_the_scale_is_round(values: list[float], unit: Unit, expected: tuple[float, float]) -> None:
    assert bounds(values, unit) == pytest.approx(expected)
