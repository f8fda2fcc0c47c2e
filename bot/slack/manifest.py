"""The app's manifest: what Slack must know of the bot, generated from its commands."""

from typing import Any

from commands.registry import Command, all_commands

Json = dict[str, Any]
IMPORT = "import"  # the verb that a shortcut is
SCOPES = {
    "app_mentions:read": "to hear “@rapport report acme”",
    "channels:history": "to hear replies in a report's thread in a public channel, and catch up",
    "channels:read": "to know who reads along in a public channel before anything is posted there",
    "chat:write": "to post reports and answers",
    "commands": "to offer the slash commands and the buttons",
    "files:read": "to read a file of data that somebody drops for import, and no other",
    "files:write": "to put the chart into the report",
    "groups:history": "to hear replies in a report's thread in a private channel, and catch up",
    "groups:read": "to know who reads along in a private channel before anything is posted there",
    "im:history": "to answer what is asked in a direct message",
    "im:read": "to know with whom a direct message is",
    "im:write": "to answer somebody in private",
    "reactions:read": "to see the 📌 that lets the client read a reply",
    "reactions:write": "to mark a reply that was noted or used",
    "users:read": "to know names, time zones, and who is a guest or of another organisation",
}
EVENTS = {
    "app_mention": "somebody speaks to the bot in a channel",
    "channel_archive": "a channel was archived: whoever schedules reports there hears of it",
    "channel_id_changed": "a channel has another id: its schedules and its client follow",
    "channel_left": "the bot was removed from a channel: whoever schedules reports there hears it",
    "group_archive": "the same of a private channel that was archived",
    "group_left": "the same of a private channel that the bot was removed from",
    "member_joined_channel": "the bot was invited: it offers client and schedule",
    "message.channels": "a reply in a public channel's thread",
    "message.groups": "a reply in a private channel's thread",
    "message.im": "a direct message to the bot, with or without a file",
    "reaction_added": "a 📌 on a reply",
    "reaction_removed": "a 📌 was taken off",
    "user_change": "somebody left or became a guest: their schedules get another owner",
}
SHORTCUTS: tuple[Json, ...] = (
    {
        "type": "message",
        "callback_id": IMPORT,
        "name": "Import this file",
        "description": "Read the numbers of a shared file; you see what it would change first.",
    },
)
PATH = "/slack/events"
NAME = "Rapport"


def manifest(url: str | None = None) -> Json:
    """The manifest for Socket Mode, or for HTTP where ``url`` is the address Slack can reach."""
    address = url.rstrip("/") + PATH if url else None
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": NAME,
            "description": "Client reports on demand and on time, with the words of your team.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME.lower(), "always_online": True},
            "shortcuts": list(SHORTCUTS),
            "slash_commands": [_slash(one, address) for one in all_commands().values()],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": _settings(address),
    }


def _slash(command: Command, address: str | None) -> Json:
    told: Json = {
        "command": command.slash,
        "description": command.summary,
        "should_escape": True,
    }
    if command.usage:
        told["usage_hint"] = command.usage
    return told | ({"url": address} if address else {})


def _settings(address: str | None) -> Json:
    events: Json = {"bot_events": list(EVENTS)}
    pressed: Json = {"is_enabled": True}
    if address:
        events["request_url"] = pressed["request_url"] = address
    return {
        "event_subscriptions": events,
        "interactivity": pressed,
        "org_deploy_enabled": False,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": False,
    }
