"""A Report as Slack blocks."""

from bot.slack import rich
from bot.slack.message import Block, plain_text
from bot.slack.tables import plain_table, table_block
from bot.slack.text import unbroken
from commands.answer import Table
from reports import words
from reports.goal_words import goal_cell
from reports.health.words import line
from reports.model import Commentary, Finding, MetricFigure, Report, Unit
from reports.periods import day_name
from reports.words import shorten
from reports.zones import zone

# Characters of commentary in one message; the rest stays in its threads. Slack refuses messages
# whose blocks hold more than some 11,000 in all (msg_blocks_too_long; the limit is not documented).
MOST_WORDS = 4_000
LONGEST_COMMENT = 1_200  # so that one long reply does not crowd out all others
MOST_COMMENTS = 50
HEADER = 150
POINTS = 20
SERIES_NAME = 20
BESIDE = 2  # the value, in the table
CHARTED = {Unit.PERCENT: (100.0, "%"), Unit.DURATION: (1 / 60, "minutes")}


def opening(report: Report) -> list[Block]:
    """Client and period, the headline sentence, and the health where anything of it is known."""
    title = f"{shorten(_one_line(report.client.name), 80)} · {report.period.label}"
    headline = rich.section(
        rich.words(unbroken(shorten(_one_line(report.headline), 700)), bold=True)
    )
    return [
        {"type": "header", "text": plain_text(title, HEADER)},
        rich.rich_text(headline, *_health(report)),
    ]


def _health(report: Report) -> list[Block]:
    if report.health is None or not report.health.coverage:
        return []
    return [rich.section(rich.words(unbroken(line(report.health))))]


def figures(report: Report, *, plain: bool) -> list[Block]:
    """The table of metrics; nothing where the client has none."""
    if not report.metrics:
        return []
    table = _table(report)
    return [plain_table(table) if plain else table_block(table, numbers_from=1)]


def story(report: Report) -> list[Block]:
    """Wins and challenges, the team's words, and what to know about the data."""
    findings = _findings("Wins", report.wins) + _findings("Challenges", report.challenges)
    blocks = [rich.rich_text(*findings)] if findings else []
    if report.commentary:
        blocks.append(rich.rich_text(*_commentary(report)))
    if report.notices:
        text = "\n".join(f"Note: {unbroken(notice.text)}" for notice in report.notices)
        blocks.append({"type": "context", "elements": [plain_text(text, 2000)]})
    return blocks


def native_chart(report: Report) -> Block | None:
    """Slack's own line chart of the first metric with a trend, where the picture is refused.

    Slack wants a number at every label, so the line starts after the last unknown week.
    """
    for figure in report.metrics:
        known = _unbroken(figure)
        if len(known) >= 2:
            return _line_chart(figure, known, report.client.currency)
    return None


def _table(report: Report) -> Table:
    columns = ["Metric", _short_label(report), "Change", "vs year before", "Status"]
    rows = [_row(figure, report.client.currency) for figure in report.metrics]
    if any(figure.goal is not None for figure in report.metrics):
        columns.insert(BESIDE, "Goal")
        for row, figure in zip(rows, report.metrics, strict=True):
            row.insert(BESIDE, goal_cell(figure, report))
    return Table("Figures", tuple(columns), tuple(map(tuple, rows)))


def _row(figure: MetricFigure, currency: str) -> list[str]:
    return [
        figure.label,
        words.number(figure.value, figure.unit, currency),
        words.change(figure),
        words.year_change(figure),
        f"{words.status_sign(figure.status)} {words.status_word(figure.status)}",
    ]


def _short_label(report: Report) -> str:
    return report.period.label.split(",")[0]


def _findings(title: str, found: tuple[Finding, ...]) -> list[Block]:
    if not found:
        return []
    lines = [unbroken(finding.text) for finding in found]
    return [rich.section(rich.words(title, bold=True)), rich.bullets(lines)]


def _commentary(report: Report) -> list[Block]:
    """What the team wrote, oldest first; where there is too much, the newest words."""
    shown = _newest(report.commentary)
    left = len(report.commentary) - len(shown)
    title = [rich.words("What the team says", bold=True)]
    if left:
        title.append(rich.words(f"\n… and {left} earlier in the threads."))
    return [rich.section(*title)] + [
        rich.quote(rich.words(text), *_signed(one, report)) for one, text in shown
    ]


def _newest(comments: tuple[Commentary, ...]) -> list[tuple[Commentary, str]]:
    shown: list[tuple[Commentary, str]] = []
    room = MOST_WORDS
    for comment in reversed(comments[-MOST_COMMENTS:]):
        text = shorten(comment.text, LONGEST_COMMENT)
        room -= len(text)
        if room < 0:
            break
        shown.append((comment, text))
    return shown[::-1]


def _signed(comment: Commentary, report: Report) -> list[Block]:
    at = comment.at.astimezone(zone(report.client.tz))
    when = f"{day_name(at, year=False)} {at:%H:%M}"
    signature = rich.words(f"\n— {shorten(_one_line(comment.author), 80)}, ", italic=True)
    if comment.permalink:
        return [signature, rich.link(comment.permalink, when)]
    return [signature, rich.words(when, italic=True)]


def _unbroken(figure: MetricFigure) -> list[tuple[str, float]]:
    known: list[tuple[str, float]] = []
    for point in figure.trend[-POINTS:]:
        if point.value is None:
            known = []
        else:
            known.append((day_name(point.start, year=False), point.value))
    return known


def _line_chart(figure: MetricFigure, known: list[tuple[str, float]], currency: str) -> Block:
    factor, unit = CHARTED.get(figure.unit, (1.0, currency if figure.unit is Unit.MONEY else ""))
    data = [{"label": label, "value": round(value * factor, 4)} for label, value in known]
    labels = [label for label, _ in known]
    return {
        "type": "data_visualization",
        "title": shorten(f"{figure.label}, week by week", 50),
        "chart": {
            "type": "line",
            "series": [{"name": shorten(figure.label, SERIES_NAME), "data": data}],
            "axis_config": {
                "categories": labels,
                "x_label": "Week from",
                "y_label": unit or shorten(figure.label, 50),
            },
        },
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())
