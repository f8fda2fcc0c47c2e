"""An Answer as a Slack message."""

import json

from bot.slack import report_blocks, rich
from bot.slack.message import Block, Message, Published, Rendered, plain_text
from bot.slack.tables import plain_table, table_block
from bot.slack.text import escape, runs_to_text, shorten
from commands.answer import Answer, Buttons, Part, ReportPart, Table, Text
from commands.request import Request
from reports.model import Report
from reports.render.text import to_text

LONGEST_TEXT = 39_000  # Slack truncates at 40,000
SPOKEN_TABLE = ", "


def render(answer: Answer, request: Request) -> Rendered:
    """Everything that is to be shown, ready to post."""
    room = answer.audience == "room"
    footer = _footer(answer, request) if room else []
    return Rendered(
        message=_message(answer, footer),
        audience=answer.audience,
        aside=_message(answer.aside, _footer(answer.aside, None)) if answer.aside else None,
        failed=answer.failed,
        changed=answer.changed,
    )


def _message(answer: Answer, footer: list[Block]) -> Message:
    blocks = [block for part in answer.parts for block in _blocks(part, plain=False)] + footer
    plain = [block for part in answer.parts for block in _blocks(part, plain=True)] + footer
    text = "\n\n".join(said for part in answer.parts if (said := _spoken(part)))
    message = Message(shorten(text, LONGEST_TEXT), tuple(blocks), tuple(plain))
    reports = answer.reports()
    return _with_report(message, reports[0], _before(answer)) if reports else message


def _before(answer: Answer) -> int:
    """How many blocks stand before the chart: those before the report, its opening and table."""
    count = 0
    for part in answer.parts:
        if isinstance(part, ReportPart):
            report = part.report
            return count + len(report_blocks.opening(report) + _table(report, plain=False))
        count += len(_blocks(part, plain=False))
    return count


def _with_report(message: Message, part: ReportPart, chart_at: int) -> Message:
    # matplotlib comes with the chart; only render processes and the terminal reach this line.
    from reports.chart import alt_text, draw

    report = part.report
    return Message(
        text=message.text,
        blocks=message.blocks,
        plain_blocks=message.plain_blocks,
        picture=draw(report),
        alt=shorten(alt_text(report), 2000),
        title=f"{shorten(report.client.name, 80)} · {report.period.label}",
        native=report_blocks.native_chart(report),
        chart_at=chart_at,
        published=Published(part.client_id, part.audience, report.model_dump_json(by_alias=True)),
    )


def _table(report: Report, *, plain: bool) -> list[Block]:
    return report_blocks.figures(report, plain=plain)


def _blocks(part: Part, *, plain: bool) -> list[Block]:
    match part:
        case Text():
            return [_paragraph(part)]
        case Table():
            return [plain_table(part) if plain else table_block(part)]
        case ReportPart():
            report = part.report
            story = report_blocks.story(report)
            return report_blocks.opening(report) + _table(report, plain=plain) + story
        case Buttons():
            return [_actions(part)]


def _paragraph(part: Text) -> Block:
    if part.quiet:
        text = {"type": "mrkdwn", "text": shorten(runs_to_text(part.runs), 2000), "verbatim": True}
        return {"type": "context", "elements": [text]}
    return rich.rich_text(rich.section(*(rich.element(run) for run in part.runs)))


def _actions(part: Buttons) -> Block:
    elements = [
        {
            "type": "button",
            "action_id": f"ask:{index}",
            "text": plain_text(button.label, 75),
            "value": json.dumps({"verb": button.verb, "args": button.args}),
        }
        for index, button in enumerate(part.buttons[:25])
    ]
    return {"type": "actions", "elements": elements}


def _spoken(part: Part) -> str:
    match part:
        case Text():
            return runs_to_text(part.runs)
        case Table():
            rows = [SPOKEN_TABLE.join(runs_to_text((run,)) for run in row) for row in part.rows]
            return "\n".join([f"{escape(part.caption)}:", *rows])
        case ReportPart():
            return escape(to_text(part.report))
        case Buttons():
            return ""


def _footer(answer: Answer, request: Request | None) -> list[Block]:
    """Who asked, and the opening for talk."""
    said = []
    if request is not None and request.asker.role != "system":
        said.append(f"asked by @{shorten(request.asker.name, 80)}")
    if answer.reports():
        said.append("reply in this thread: your words stand in the next report")
    if not said:
        return []
    return [{"type": "context", "elements": [plain_text(" · ".join(said), 2000)]}]
