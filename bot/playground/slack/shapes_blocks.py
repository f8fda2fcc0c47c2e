"""Every block, with its fields and Slack's limits."""

from __future__ import annotations

from bot.playground.slack.rules import Rule, all_of, any_of, array, boolean, one_of, string, typed
from bot.playground.slack.shapes_charts import DATA_VISUALIZATION
from bot.playground.slack.shapes_elements import (
    ACCESSORY,
    ACTION,
    BUTTON,
    CONTEXT_ACTION,
    IMAGE_BLOCK,
    IMAGE_ELEMENT,
    INPUT,
)
from bot.playground.slack.shapes_tables import DATA_TABLE, TABLE
from bot.playground.slack.shapes_text import ID, RICH_TEXT, URL, kind, mrkdwn, plain, text

_CONTEXT = {
    "image": IMAGE_ELEMENT,
    **{name: text(3_000) for name in ("plain_text", "mrkdwn")},
}
_CARD = all_of(
    kind(
        "card",
        {},
        {
            "block_id": ID,
            "title": mrkdwn(150),
            "subtitle": mrkdwn(150),
            "body": mrkdwn(200),
            "hero_image": IMAGE_ELEMENT,
            "icon": IMAGE_ELEMENT,
            "actions": array(BUTTON, 3),
        },
    ),
    any_of("title", "body", "hero_image", "actions"),
)
_TASK = kind(
    "task_card",
    {
        "task_id": ID,
        "title": string(150),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {
        "block_id": ID,
        "details": RICH_TEXT,
        "output": RICH_TEXT,
        "sources": array(kind("url", {"url": URL, "text": ID}), 50),
    },
)

BASIC: dict[str, Rule] = {
    "section": all_of(
        kind(
            "section",
            {},
            {
                "block_id": ID,
                "text": text(3_000),
                "fields": array(text(2_000), 10),
                "accessory": ACCESSORY,
                "expand": boolean,
            },
        ),
        any_of("text", "fields"),
    ),
    "header": kind("header", {"text": plain(150)}, {"block_id": ID}),
    "context": kind(
        "context", {"elements": array(typed(_CONTEXT, "element"), 10)}, {"block_id": ID}
    ),
    "divider": kind("divider", {}, {"block_id": ID}),
    "image": IMAGE_BLOCK,
    "actions": kind("actions", {"elements": array(ACTION, 25)}, {"block_id": ID}),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "file": kind("file", {"external_id": ID, "source": one_of("remote")}, {"block_id": ID}),
    "video": kind(
        "video",
        {"alt_text": string(2_000), "title": plain(199), "thumbnail_url": URL, "video_url": URL},
        {
            "block_id": ID,
            "title_url": URL,
            "author_name": string(49),
            "description": plain(200),
            "provider_name": ID,
            "provider_icon_url": URL,
        },
    ),
    "input": kind(
        "input",
        {"label": plain(2_000), "element": INPUT},
        {"block_id": ID, "hint": plain(2_000), "optional": boolean, "dispatch_action": boolean},
    ),
}
BLOCKS: dict[str, Rule] = {
    **BASIC,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "markdown": kind("markdown", {"text": string(12_000)}, {"block_id": ID}),
    "context_actions": kind(
        "context_actions", {"elements": array(CONTEXT_ACTION, 5)}, {"block_id": ID}
    ),
    "alert": kind(
        "alert",
        {"text": text(200)},
        {"block_id": ID, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": kind(
        "carousel", {"elements": array(typed({"card": _CARD}, "element"), 10)}, {"block_id": ID}
    ),
    "task_card": _TASK,
    "plan": kind(
        "plan",
        {"title": string(150)},
        {"block_id": ID, "tasks": array(typed({"task_card": _TASK}, "task"), 50, 0)},
    ),
    "container": kind(
        "container",
        {"child_blocks": array(typed(BASIC, "child block"), 10)},
        {
            "block_id": ID,
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(150),
            "icon": IMAGE_ELEMENT,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
}
MODAL_ONLY = frozenset({"alert"})
MESSAGE_ONLY = frozenset(
    {"data_visualization", "table", "markdown", "file", "plan", "task_card", "card", "carousel"}
)
NOT_IN_MODALS = MESSAGE_ONLY | {"data_table", "context_actions"}
BLOCK = typed(BLOCKS, "block")
