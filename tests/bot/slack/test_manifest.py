"""The manifest asks for what the code uses, and for nothing else."""

import json
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from bot.playground.slack.server import LoopbackSlack
from bot.slack.manifest import EVENTS, SCOPES, manifest
from commands.registry import all_commands
from tests.bot.cli import environment, rapport

ROOT = Path(__file__).parents[3]
# What Slack's reference asks for each method; none for those that any token may call.
NEEDED = {
    "auth_test": "",
    "chat_getPermalink": "",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "chat_delete": "chat:write",
    "conversations_history": "channels:history groups:history im:history",
    "conversations_info": "channels:read groups:read im:read",
    "conversations_members": "channels:read groups:read im:read",
    "conversations_open": "im:write",
    "conversations_replies": "channels:history groups:history im:history",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "reactions_add": "reactions:write",
    "users_conversations": "channels:read groups:read",
    "users_info": "users:read",
    "users_list": "users:read",
    "views_open": "",
    "views_update": "",
}
FOR_EVENTS = {
    "channel_archive": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "user_change": "users:read",
    "channel_id_changed": "channels:read groups:read",
    "app_mention": "app_mentions:read",
    "member_joined_channel": "channels:read groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
METHOD = re.compile(r"\.((?:auth|chat|conversations|files|reactions|users|views)_\w+)\(")


def methods_called() -> set[str]:
    files = [*(ROOT / "bot").glob("*.py"), *(ROOT / "bot" / "slack").glob("*.py")]
    return {name for file in files for name in METHOD.findall(file.read_text(encoding="utf-8"))}


def test_every_scope_is_needed_and_none_is_missing() -> None:
    needed = " ".join(NEEDED[name] for name in methods_called())
    for_events = " ".join(FOR_EVENTS[event] for event in EVENTS)
    assert set(SCOPES) == {"commands", *needed.split(), *for_events.split()}


def test_every_command_is_a_slash_command_with_its_hint() -> None:
    declared = {one["command"]: one for one in manifest()["features"]["slash_commands"]}
    assert set(declared) == {command.slash for command in all_commands().values()}
    assert declared["/report"]["usage_hint"] == all_commands()["report"].usage


def test_over_http_each_door_has_the_address() -> None:
    made = manifest("https://reports.example.com/")
    address = "https://reports.example.com/slack/events"
    assert {one["url"] for one in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["socket_mode_enabled"] is False


@pytest.mark.realdata
@pytest.mark.parametrize("url", [None, "https://reports.example.com"])
def test_slack_would_take_it(real_data: Path, url: str | None) -> None:
    schema = json.loads((real_data / "slack" / "manifest.schema.2.0.0.json").read_text())
    jsonschema.validate(manifest(url), schema)


def test_the_program_prints_it(tmp_path: Path) -> None:
    assert json.loads(rapport("manifest", folder=tmp_path).stdout) == manifest()
    refused = rapport("manifest", "--url", "ftp://x", folder=tmp_path)
    assert refused.returncode == 1
    assert "write it like https://" in refused.stderr


def test_the_command_line_of_slack_finds_it_here() -> None:
    def hook(command: str) -> str:
        words = [word.replace("python3", sys.executable) for word in shlex.split(command)]
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    declared = json.loads((ROOT / ".slack" / "hooks.json").read_text())
    hooks = json.loads(hook(declared["hooks"]["get-hooks"]))["hooks"]
    assert json.loads(hook(hooks["get-manifest"])) == manifest()
    assert "slack_cli_hooks.hooks.start" in hooks["start"]


def test_slack_run_starts_the_bot(tmp_path: Path) -> None:
    with LoopbackSlack() as slack:
        program = subprocess.Popen(
            [sys.executable, "-m", "slack_cli_hooks.hooks.start"],
            cwd=ROOT,
            env={
                **environment(tmp_path),
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": slack.api_url,
            },
        )
        try:
            slack.connected()
        finally:
            program.send_signal(signal.SIGTERM)
        assert program.wait(30) == 0
