"""Text objects, rich text and table cells, with Slack's limits."""

from __future__ import annotations

from bot.playground.slack.rules import (
    Rule,
    any_of,
    array,
    boolean,
    number,
    one_of,
    record,
    string,
    typed,
    whole,
)

ID = string(255)
URL = string(3_000)
LONG = 40_000


def kind(name: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    """An object of that `type`."""
    return record({"type": one_of(name), **required}, optional)


def plain(most: int) -> Rule:
    return typed(
        {"plain_text": kind("plain_text", {"text": string(most)}, {"emoji": boolean})}, "text"
    )


def mrkdwn(most: int) -> Rule:
    shape = kind("mrkdwn", {"text": string(most)}, {"verbatim": boolean})
    return typed({"mrkdwn": shape}, "text")


def text(most: int) -> Rule:
    """plain_text or mrkdwn."""
    shapes = {
        "plain_text": kind("plain_text", {"text": string(most)}, {"emoji": boolean}),
        "mrkdwn": kind("mrkdwn", {"text": string(most)}, {"verbatim": boolean}),
    }
    return typed(shapes, "text")


_FLAGS = (
    "bold",
    "italic",
    "strike",
    "underline",
    "code",
    "highlight",
    "client_highlight",
    "unlink",
)
_STYLE = {"style": record({}, dict.fromkeys(_FLAGS, boolean))}
_INLINE: dict[str, Rule] = {
    "text": kind("text", {"text": string(LONG)}, _STYLE),
    "link": kind("link", {"url": URL}, {**_STYLE, "text": string(LONG), "unsafe": boolean}),
    "emoji": kind(
        "emoji", {"name": ID}, {**_STYLE, "unicode": ID, "url": URL, "skin_tone": number()}
    ),
    "user": kind("user", {"user_id": ID}, _STYLE),
    "usergroup": kind("usergroup", {"usergroup_id": ID}, _STYLE),
    "channel": kind("channel", {"channel_id": ID}, _STYLE),
    "team": kind("team", {"team_id": ID}, _STYLE),
    "color": kind("color", {"value": ID}, _STYLE),
    "broadcast": kind("broadcast", {"range": one_of("here", "channel", "everyone")}, _STYLE),
    "date": kind(
        "date", {"timestamp": number(), "format": ID}, {**_STYLE, "fallback": ID, "url": URL}
    ),
}
_RUN = array(typed(_INLINE, "rich text element"), 1_000, 0)
_SECTION = kind("rich_text_section", {"elements": _RUN})
_BORDER: dict[str, Rule] = {"border": one_of(0, 1)}
_SECTIONS = array(typed({"rich_text_section": _SECTION}, "rich text element"), 1_000)
_RICH: dict[str, Rule] = {
    "rich_text_section": _SECTION,
    "rich_text_quote": kind("rich_text_quote", {"elements": _RUN}, _BORDER),
    "rich_text_preformatted": kind(
        "rich_text_preformatted", {"elements": _RUN}, {**_BORDER, "language": ID}
    ),
    "rich_text_list": kind(
        "rich_text_list",
        {"elements": _SECTIONS, "style": one_of("bullet", "ordered")},
        {**_BORDER, "indent": whole(0, 8), "offset": whole(0, 10_000)},
    ),
}
RICH_TEXT = kind(
    "rich_text", {"elements": array(typed(_RICH, "rich text element"), 1_000)}, {"block_id": ID}
)

RAW: dict[str, Rule] = {
    "raw_text": kind("raw_text", {"text": string(LONG)}),
    "raw_number": kind("raw_number", {"value": number(), "text": string(LONG)}),
}
CELL = typed({**RAW, "rich_text": RICH_TEXT}, "cell")
HEADER_CELL = typed(RAW, "header cell")

CONFIRM = record(
    {"text": text(300)},
    {
        "title": plain(100),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
)
OPTION = record({"text": text(75), "value": string(150)}, {"description": plain(75), "url": URL})
SLACK_FILE = record({}, {"id": ID, "url": URL})
SLACK_FILE_NAMED = any_of("id", "url")
