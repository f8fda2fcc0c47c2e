"""One good block of every type, as Slack's documentation shows them."""

from __future__ import annotations

from bot.playground.slack.models import Json


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def raw(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def button(**more: object) -> Json:
    return {"type": "button", "text": plain(), "action_id": "go", **more}


def rich(text: str = "x") -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def series(name: str, labels: list[str]) -> Json:
    return {"name": name, "data": [{"label": label, "value": -1.5} for label in labels]}


def chart(kind: str = "line", names: list[str] | None = None) -> Json:
    labels = ["W1", "W2"]
    lines = [series(name, labels) for name in names or ["now"]]
    axis = {"categories": labels, "x_label": "Week"}
    body = {"type": kind, "series": lines, "axis_config": axis}
    return {"type": "data_visualization", "title": "T", "chart": body}


def pie(*values: float) -> Json:
    segments = [{"label": f"s{i}", "value": value} for i, value in enumerate(values)]
    return {
        "type": "data_visualization",
        "title": "T",
        "chart": {"type": "pie", "segments": segments},
    }


def table(rows: int = 2, columns: int = 2, text: str = "x") -> Json:
    return {"type": "table", "rows": [[raw(text)] * columns for _ in range(rows)]}


def data_table(rows: int = 2, columns: int = 2, text: str = "x") -> Json:
    body = table(rows, columns, text)
    return {**body, "type": "data_table", "caption": "c"}


PICTURE: Json = {"type": "image", "image_url": "https://a.b/c.png", "alt_text": "x"}
SELECT: Json = {
    "type": "static_select",
    "action_id": "pick",
    "placeholder": plain(),
    "options": [{"text": plain(), "value": "v"}],
}
CARD: Json = {"type": "card", "title": mrkdwn(), "body": mrkdwn(), "actions": [button()]}
TASK: Json = {"type": "task_card", "task_id": "1", "title": "t", "status": "pending"}
INPUT: Json = {
    "type": "input",
    "label": plain(),
    "element": {"type": "plain_text_input", "action_id": "words"},
}
GOOD: dict[str, Json] = {
    "section": {"type": "section", "text": mrkdwn(), "accessory": SELECT},
    "fields": {"type": "section", "fields": [mrkdwn(), plain()]},
    "header": {"type": "header", "text": plain()},
    "context": {"type": "context", "elements": [mrkdwn(), PICTURE]},
    "divider": {"type": "divider", "block_id": "d"},
    "image": {**PICTURE, "title": plain()},
    "slack file": {"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}},
    "actions": {"type": "actions", "elements": [button(style="primary", value="v"), SELECT]},
    "rich_text": rich(),
    "table": {**table(), "column_settings": [{"align": "right"}, {"is_wrapped": True}]},
    "data_table": data_table(),
    "markdown": {"type": "markdown", "text": "*x*"},
    "container": {"type": "container", "title": plain(), "child_blocks": [{"type": "divider"}]},
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD]},
    "plan": {"type": "plan", "title": "p", "tasks": [TASK]},
    "task_card": TASK,
    "input": INPUT,
}
CHARTS: dict[str, Json] = {
    "line": chart("line"),
    "bar": chart("bar", ["now", "before"]),
    "area": chart("area"),
    "pie": pie(1, 2),
}
