"""An Answer as a Slack message."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import structlog

from bot.slack import report_blocks, rich
from bot.slack.controls import controls
from bot.slack.message import Block, Message, Rendered, plain_text
from bot.slack.tables import plain_table, table_block
from bot.slack.text import escape, runs_to_text, shorten_escaped
from commands.answer import Answer, Buttons, Form, Part, ReportPart, Run, Table, Text
from commands.request import Request
from reports.model import Report
from reports.render.text import to_text
from reports.words import shorten

log = structlog.get_logger()
LONGEST_TEXT = 39_000  # Slack truncates at 40,000
LONGEST_PARAGRAPH = 3_000
MOST_BLOCKS = 50 - 2  # Slack takes 50; a chart and a line before the answer may join them


def render(answer: Answer, request: Request, drawn: str | None = None) -> Rendered:
    """Everything that is to be shown, ready to post.

    The picture of a report whose digest is ``drawn`` is left out: it is there already.
    """
    room = answer.audience == "room"
    key = shorten(f"ask:{request.id}", 240)
    footer = _footer(answer, request, key) if room else []
    return Rendered(
        message=_message(answer, footer, key, drawn),
        audience=answer.audience,
        aside=_aside(answer.aside, f"{key}:aside") if answer.aside else None,
        failed=answer.failed,
        form=next((part for part in answer.parts if isinstance(part, Form)), None),
    )


def as_message(answer: Answer) -> Message:
    """An answer that nobody asked for, ready to post."""
    return _message(answer, [], "")


def _aside(answer: Answer, key: str) -> Message:
    return _message(answer, _footer(answer, None, key), key)


def _message(answer: Answer, footer: list[Block], key: str, drawn: str | None = None) -> Message:
    room = MOST_BLOCKS - len(footer)
    blocks = list(_all_blocks(answer, plain=False))[:room] + footer
    plain = list(_all_blocks(answer, plain=True))[:room] + footer
    text = "\n\n".join(said for part in answer.parts if (said := _spoken(part)))
    text = shorten_escaped(text, LONGEST_TEXT)
    message = Message(text, tuple(blocks), tuple(plain), key=key if footer else "")
    reports = answer.reports()
    return _with_report(message, reports[0], _before(answer), drawn) if reports else message


def _before(answer: Answer) -> int:
    """How many blocks stand before the chart: those before the report, its opening and table."""
    count = 0
    for part in answer.parts:
        if isinstance(part, ReportPart):
            opening = report_blocks.opening(part.report)
            return count + len(opening + report_blocks.figures(part.report, plain=False))
        count += len(_blocks(part, plain=False))
    return count


def _with_report(message: Message, part: ReportPart, chart_at: int, drawn: str | None) -> Message:
    # matplotlib comes with the chart; only render processes and the terminal reach this line.
    from reports.chart import alt_text

    report = part.report
    digest = _digest(report)
    return replace(
        message,
        picture=None if digest == drawn else _picture(report),
        digest=digest,
        alt=shorten(alt_text(report), 2000),
        title=f"{shorten(report.client.name, 80)} · {report.period.label}",
        native=report_blocks.native_chart(report),
        chart_at=chart_at,
        published=part,
    )


def _digest(report: Report) -> str:
    """The same for two reports that say the same, whenever they were made."""
    said = report.model_dump_json(exclude={"generated_at"})
    return hashlib.sha256(said.encode()).hexdigest()


def _picture(report: Report) -> bytes | None:
    """The chart; None where it cannot be drawn, for the report is worth having without."""
    from reports.chart import draw

    try:
        return draw(report)
    except Exception:
        log.exception("chart not drawn", client=report.client.slug, period=report.period.label)
        return None


def _all_blocks(answer: Answer, *, plain: bool) -> Iterator[Block]:
    """The blocks of all parts; what can be pressed is numbered through."""
    number = 0
    for part in answer.parts:
        yield from _blocks(part, number, plain=plain)
        number += len(part.buttons) if isinstance(part, Buttons) else 0


def _blocks(part: Part, number: int = 0, *, plain: bool) -> list[Block]:
    match part:
        case Text():
            return [_paragraph(part)]
        case Table():
            return [plain_table(part) if plain else table_block(part)]
        case ReportPart():
            table = report_blocks.figures(part.report, plain=plain)
            return report_blocks.opening(part.report) + table + report_blocks.story(part.report)
        case Buttons():
            return controls(part, number)
        case Form():
            return [_paragraph(Text((part.instead,)))]


def _paragraph(part: Text) -> Block:
    if part.quiet:
        words = shorten_escaped(runs_to_text(part.runs), 2000)
        text = {"type": "mrkdwn", "text": words, "verbatim": True}
        return {"type": "context", "elements": [text]}
    return rich.rich_text(rich.section(*_elements(part.runs)))


def _elements(runs: tuple[Run, ...]) -> Iterator[Block]:
    """Words, channels and links, the words together at most a paragraph."""
    room = LONGEST_PARAGRAPH
    for run in runs:
        if room <= 0:
            return
        yield rich.words(shorten(run, room)) if isinstance(run, str) else rich.element(run)
        room -= len(run) if isinstance(run, str) else 0


def _spoken(part: Part) -> str:
    match part:
        case Text():
            return runs_to_text(part.runs)
        case Table():
            rows = [", ".join(runs_to_text((run,)) for run in row) for row in part.rows]
            return "\n".join([f"{escape(part.caption)}:", *rows])
        case ReportPart():
            return escape(to_text(part.report))
        case Buttons():
            return ""
        case Form():
            return escape(part.instead)


def _footer(answer: Answer, request: Request | None, key: str) -> list[Block]:
    """Who asked, and the opening for talk; its block_id is how the answer is found again."""
    said = []
    if request is not None and request.asker.role != "system":
        said.append(f"asked by @{shorten(request.asker.name, 80)}")
    if answer.reports():
        said.append("reply in this thread: your words stand in the next report")
    if not said:
        return []
    elements = [plain_text(" · ".join(said), 2000)]
    return [{"type": "context", "block_id": key, "elements": elements}]
