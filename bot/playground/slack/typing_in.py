"""What a person types, as Slack stores and sends it."""

from __future__ import annotations

import re

MENTION = re.compile(r"<@U[A-Z0-9]+>|<#C[A-Z0-9]+(?:\|[^<>|]*)?>")
STORED = re.compile(r"<(?:[@#!]|https?:|mailto:)[^<>]*>|&(?:amp|lt|gt);")


def escaped(text: str) -> str:
    """`&`, `<` and `>` as Slack escapes them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def command_text(text: str) -> str:
    """The text after a slash command: escaped, mentions that were picked from a list kept."""
    return _escaped_outside(MENTION, text)


def stored_text(text: str) -> str:
    """A message as Slack stores it: links, mentions and entities stay, other signs are escaped."""
    return _escaped_outside(STORED, text)


def _escaped_outside(kept: re.Pattern[str], text: str) -> str:
    parts, start = [], 0
    for found in kept.finditer(text):
        parts += [escaped(text[start : found.start()]), found.group()]
        start = found.end()
    return "".join([*parts, escaped(text[start:])])
