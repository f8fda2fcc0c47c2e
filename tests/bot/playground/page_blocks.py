"""Blocks of every kind that the page draws, as a bot posts them."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]
WEEKS = [f"W{week}" for week in range(34, 47)]


def raw(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def button(text: str, action: str, **more: str) -> Block:
    return {"type": "button", "text": plain(text), "action_id": action, "value": "v", **more}


def series(name: str, start: int) -> Block:
    points = [{"label": week, "value": start + index} for index, week in enumerate(WEEKS)]
    return {"name": name, "data": points}


def chart(kind: str) -> Block:
    drawn = {
        "type": kind,
        "series": [series("This period", 90), series("Previous period", 70)],
        "axis_config": {"categories": WEEKS, "x_label": "Week", "y_label": "Requests"},
    }
    return {"type": "data_visualization", "title": f"Requests, {kind}", "chart": drawn}


def pie() -> Block:
    parts = [{"label": "E-mail", "value": 30}, {"label": "Phone", "value": 10}]
    return {
        "type": "data_visualization",
        "title": "Channels",
        "chart": {"type": "pie", "segments": parts},
    }


def table() -> Block:
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "Requests", "style": {"bold": True}}],
            }
        ],
    }
    head = [raw(text) for text in ("Metric", "Value", "Week 45", "Year before", "Status")]
    row = [rich, raw("1,284"), raw("+12%"), raw("+31%"), raw("▲ higher")]
    settings = [{"is_wrapped": True}, {"align": "right"}]
    return {"type": "table", "rows": [head, row], "column_settings": settings}


def data_table() -> Block:
    numbers = [
        [raw(f"T-{n}"), {"type": "raw_number", "value": n * 7 % 10, "text": f"{n * 7 % 10} min"}]
        for n in range(7)
    ]
    rows = [[raw("Ticket"), raw("Minutes")], *numbers]
    return {"type": "data_table", "caption": "Tickets", "page_size": 5, "rows": rows}


def rich_text() -> Block:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "first point"}]}
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]}
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [item]}
    return {"type": "rich_text", "elements": [bullets, quote]}


TEXTS: list[Block] = [
    {"type": "header", "text": plain("Acme, week 46")},
    {
        "type": "section",
        "text": mrkdwn(
            "*Bold* _slanted_ ~gone~ `code` &lt;!channel&gt; <https://example.com|link>"
        ),
        "fields": [mrkdwn("*Left*\n1"), mrkdwn("*Right*\n2")],
        "accessory": button("Change", "change"),
    },
    {"type": "context", "elements": [mrkdwn(":warning: Two days are missing.")]},
    {"type": "divider"},
    {"type": "markdown", "text": "# Story\nSome **strong** words\n\n- a point"},
    rich_text(),
    {
        "type": "actions",
        "elements": [button("Publish", "yes", style="primary"), button("No", "no", style="danger")],
    },
]
DATA: list[Block] = [table(), chart("line"), chart("bar")]
MORE_DATA: list[Block] = [data_table(), chart("area"), pie()]
