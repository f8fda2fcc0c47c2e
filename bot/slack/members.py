"""Everybody of the team by every name they have; many calls where the workspace is large."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.slack.directory import Directory
from commands.request import Asker
from storage.text import fold

PAGE = 200  # people whom Slack tells at a time


@dataclass(frozen=True)
class Member:
    """Somebody of the team, and every name by which others may call them, folded."""

    asker: Asker
    names: frozenset[str]


def members(api: WebClient, directory: Directory) -> list[Member]:
    """Everybody of the team, without bots, in Slack's order. Raises SlackApiError."""
    found: list[Member] = []
    cursor = None
    while True:
        answer = api.users_list(limit=PAGE, cursor=cursor)
        found += [_member(one, directory) for one in answer["members"] if not _is_bot(one)]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return [one for one in found if one.asker.of_the_team]


def _member(user: Mapping[str, Any], directory: Directory) -> Member:
    profile = user.get("profile") or {}
    told = [user.get("name"), user.get("real_name")]
    told += [profile.get(name) for name in ("display_name", "real_name", "email")]
    return Member(directory.described(user), frozenset(fold(str(name)) for name in told if name))


def _is_bot(user: Mapping[str, Any]) -> bool:
    return bool(user.get("is_bot")) or user["id"] == "USLACKBOT"
