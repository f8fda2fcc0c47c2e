"""What the bot is told: edits, deletions, mentions, joins; and where it is told nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.playground.slack.models import Json
from bot.playground.slack.server import LoopbackSlack
from tests.bot.playground.slack.conftest import Office
from tests.bot.playground.slack.wire import Wire, wired

REAL = os.environ.get("RAPPORT_REAL_DATA", "")
# Fields newer than the recordings, or kept for shared channels only.
NEWER = {"user_team", "source_team", "app_id", "reactions", "reply_users", "files", "hidden"}


def event(wire: Wire) -> Json:
    inner = wire.take()["payload"]["event"]
    assert isinstance(inner, dict)
    return inner


def test_an_edit_tells_both_texts(office: Office) -> None:
    people = office.slack.people
    with wired(office.slack) as wire:
        ts = people.say(office.sam, office.acme, "old")
        assert (said := event(wire))["ts"] == ts
        people.edit(office.sam, office.acme, ts, "new")
        edited = event(wire)
    assert said["channel_type"] == "channel"
    assert edited["subtype"] == "message_changed"
    assert edited["message"]["text"] == "new"
    assert edited["message"]["edited"]["user"] == office.sam
    assert edited["previous_message"]["text"] == "old"
    assert edited["message"]["ts"] == ts != edited["ts"]
    assert office.texts() == ["new"]


def test_a_touch_changes_no_text(office: Office) -> None:
    with wired(office.slack) as wire:
        ts = office.slack.people.say(office.sam, office.acme, "same")
        event(wire)
        office.slack.people.touch(office.acme, ts)
        touched = event(wire)
    assert touched["message"]["text"] == touched["previous_message"]["text"] == "same"
    assert "edited" not in touched["message"]


def test_a_deletion_tells_what_was_there(office: Office) -> None:
    with wired(office.slack) as wire:
        ts = office.slack.people.say(office.sam, office.acme, "oops")
        event(wire)
        office.slack.people.delete(office.sam, office.acme, ts)
        deleted = event(wire)
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["text"] == "oops"
    assert office.texts() == []


def test_a_parent_with_replies_leaves_a_tombstone(office: Office) -> None:
    people = office.slack.people
    ts = people.say(office.sam, office.acme, "parent")
    people.say(office.gil, office.acme, "reply", thread_ts=ts)
    with wired(office.slack) as wire:
        assert [event(wire)["text"] for _ in range(2)] == ["parent", "reply"]
        people.delete(office.sam, office.acme, ts)
        stone = event(wire)["message"]
    assert (stone["subtype"], stone["hidden"]) == ("tombstone", True)
    assert office.texts() == ["reply"]


def test_replies_name_their_thread(office: Office) -> None:
    ts = office.slack.people.say(office.sam, office.acme, "parent")
    office.slack.people.say(office.gil, office.acme, "reply", thread_ts=ts)
    with wired(office.slack) as wire:
        assert "thread_ts" not in event(wire)
        reply = event(wire)
    assert (reply["thread_ts"], reply["parent_user_id"]) == (ts, office.sam)


def test_a_mention_is_told_twice_with_one_ts(office: Office) -> None:
    dm = office.world.open_dm(office.sam)
    text = f"<@{office.world.bot_user_id}> hi"
    with wired(office.slack) as wire:
        office.slack.people.say(office.sam, office.acme, text)
        office.slack.people.say(office.sam, dm, text)
        told = [wire.take()["payload"] for _ in range(3)]
    events = [payload["event"] for payload in told]
    assert [e["type"] for e in events] == ["message", "app_mention", "message"]
    assert events[0]["ts"] == events[1]["ts"]
    assert events[0]["client_msg_id"] == events[1]["client_msg_id"]
    assert told[0]["event_id"] != told[1]["event_id"]
    assert events[2]["channel_type"] == "im"


def test_the_bots_own_messages_come_back(office: Office) -> None:
    with wired(office.slack) as wire:
        office.client.chat_postMessage(channel=office.acme, text="mine")
        own = event(wire)
    assert (own["bot_id"], own["user"]) == (office.world.bot_id, office.world.bot_user_id)
    assert "subtype" not in own


def test_nothing_is_told_where_the_bot_is_not_or_may_not_read(office: Office) -> None:
    elsewhere = office.world.add_channel("elsewhere", members=[office.sam], bot=False)
    office.slack.scopes.remove("im:history")
    with wired(office.slack) as wire:
        office.slack.people.say(office.sam, elsewhere, "unheard")
        office.slack.people.say(office.sam, office.world.open_dm(office.sam), "unread")
        ts = office.slack.people.say(office.sam, office.acme, "heard")
        office.slack.people.react(office.sam, office.acme, ts, "eyes")
        office.slack.people.say(office.sam, office.acme, "the end")
        assert [event(wire)["text"] for _ in range(2)] == ["heard", "the end"]


def test_joins_are_told(office: Office) -> None:
    lobby = office.world.add_channel("lobby", bot=False)
    with wired(office.slack) as wire:
        office.slack.people.invite_bot(lobby, by=office.sam)
        office.slack.people.join(office.gil, lobby)
        invited, joined = event(wire), event(wire)
    assert (invited["type"], invited["user"]) == ("member_joined_channel", office.world.bot_user_id)
    assert (invited["inviter"], joined["user"]) == (office.sam, office.gil)


def test_external_people_carry_their_team(office: Office) -> None:
    shared = office.world.add_channel("with-ona", members=[office.ona], shared=True)
    with wired(office.slack) as wire:
        office.slack.people.say(office.ona, shared, "hello")
        told = event(wire)
    assert told["user_team"] == told["team"] == "T0OTHER"


def test_what_slack_forbids_people_raises(office: Office) -> None:
    people = office.slack.people
    ts = people.say(office.sam, office.acme, "mine")
    with pytest.raises(ValueError, match="is not in"):
        people.say(office.ona, office.acme, "hello")
    with pytest.raises(ValueError, match="not a message of"):
        people.edit(office.gil, office.acme, ts, "yours")
    with pytest.raises(ValueError, match="no message"):
        people.delete(office.sam, office.acme, "1.1")
    with pytest.raises(ValueError, match="no thread"):
        people.say(office.sam, office.acme, "x", thread_ts="1.1")
    with pytest.raises(ValueError, match="no element"):
        people.click(office.sam, office.acme, ts, "go")
    with pytest.raises(ValueError, match="no person"):
        people.command("U0", office.acme, "/report")
    with pytest.raises(KeyError, match="U0"):
        office.world.add_channel("x", members=["U0"])


def test_stray_signs_are_escaped_as_slack_stores_them(office: Office) -> None:
    office.slack.people.say(office.sam, office.acme, "1 < 2 &amp; <@U1> <https://a.b|c> & <b>")
    assert office.texts() == ["1 &lt; 2 &amp; <@U1> <https://a.b|c> &amp; &lt;b&gt;"]


def button(action_id: str = "go", value: str = "v") -> list[Json]:
    text = {"type": "plain_text", "text": "Go"}
    element = {"type": "button", "text": text, "action_id": action_id, "value": value}
    return [{"type": "actions", "block_id": "row", "elements": [element]}]


def test_a_click_carries_the_value_and_a_way_to_answer(office: Office) -> None:
    ts = office.client.chat_postMessage(channel=office.acme, text="t", blocks=button())["ts"]
    with wired(office.slack) as wire:
        event(wire)
        waiting = office.slack.people.begin_click(office.sam, office.acme, ts, "go")
        payload = wire.take()["payload"]
        assert waiting.result(5).acked
    action = payload["actions"][0]
    assert (action["value"], action["block_id"], payload["user"]["id"]) == ("v", "row", office.sam)
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == ts


def test_response_urls_work_five_times(office: Office) -> None:
    from slack_sdk.webhook import WebhookClient

    with wired(office.slack) as wire:
        waiting = office.slack.people.begin_command(office.sam, office.acme, "/report")
        hook = WebhookClient(wire.take()["payload"]["response_url"])
        waiting.result(5)
    refused = hook.send(text="x", blocks=[{"type": "oops"}])
    assert (refused.status_code, json.loads(refused.body)["error"]) == (400, "invalid_blocks")
    answers = [hook.send(text=f"{number}").status_code for number in range(5)]
    assert answers == [200, 200, 200, 200, 404]
    assert office.texts(office.sam) == ["0", "1", "2", "3"]


def test_a_response_may_replace_or_delete_the_original(office: Office) -> None:
    from slack_sdk.webhook import WebhookClient

    ts = office.client.chat_postMessage(channel=office.acme, text="t", blocks=button())["ts"]
    with wired(office.slack) as wire:
        event(wire)
        waiting = office.slack.people.begin_click(office.sam, office.acme, ts, "go")
        hook = WebhookClient(wire.take()["payload"]["response_url"])
        waiting.result(5)
    assert hook.send(text="done", replace_original=True).status_code == 200
    assert office.texts() == ["done"]
    assert hook.send(delete_original=True).status_code == 200
    assert office.texts() == []


def keys(value: object) -> set[str]:
    return set(value) if isinstance(value, dict) else set()


@pytest.mark.realdata
@pytest.mark.skipif(not REAL, reason="needs RAPPORT_REAL_DATA")
@pytest.mark.parametrize(
    ("name", "recorded"),
    [
        ("message", "MessagePayload"),
        ("app_mention", "AppMentionPayload"),
        ("message.message_changed", "MessageChangedPayload"),
        ("message.message_deleted", "MessageDeletedPayload"),
        ("member_joined_channel", "MemberJoinedChannelPayload"),
        ("reaction_added", "ReactionAddedPayload"),
        ("message.file_share", "MessageFileSharePayload"),
    ],
)
def test_payloads_have_the_recorded_fields(office: Office, name: str, recorded: str) -> None:
    office.slack.scopes.add("reactions:read")
    everything(office)
    payloads = [e.payload for e in list(office.slack.core.hub._sent_events) if e.name == name]
    assert payloads
    known = json.loads((Path(REAL) / "slack" / "events" / f"{recorded}.json").read_text())
    for payload in payloads:
        assert keys(payload) <= keys(known)
        known_inner = keys(known["event"]) | NEWER | {"team", "bot_id", "bot_profile"}
        assert keys(payload["event"]) <= known_inner
        inner = payload["event"].get("message") or payload["event"].get("previous_message")
        recorded_inner = known["event"].get("message") or known["event"].get("previous_message")
        assert keys(inner) <= keys(recorded_inner) | NEWER


def everything(office: Office) -> None:
    """Makes one event of every kind."""
    people, acme = office.slack.people, office.acme
    ts = people.say(office.sam, acme, f"<@{office.world.bot_user_id}> hi")
    people.edit(office.sam, acme, ts, "edited")
    people.react(office.gil, acme, ts, "eyes")
    people.delete(office.sam, acme, ts)
    people.join(office.ona, acme)
    office.slack.faults.ready_after = 0
    office.client.files_upload_v2(filename="a.png", content=b"x", channel=acme)
    office.slack.wait_for(lambda: office.slack.log.posted(acme))


@pytest.mark.realdata
@pytest.mark.skipif(not REAL, reason="needs RAPPORT_REAL_DATA")
def test_commands_and_clicks_have_the_recorded_fields(office: Office) -> None:
    ts = office.client.chat_postMessage(channel=office.acme, text="t", blocks=button())["ts"]
    with wired(office.slack) as wire:
        event(wire)
        office.slack.people.begin_command(office.sam, office.acme, "/report")
        command = wire.take()["payload"]
        office.slack.people.begin_click(office.sam, office.acme, ts, "go")
        click = wire.take()["payload"]
    folder = Path(REAL) / "slack" / "requests"
    slash = json.loads((folder / "slash-commands" / "SlashCommandPayload.json").read_text())
    action = json.loads((folder / "interactive-components" / "BlockActionPayload.json").read_text())
    assert keys(command) <= keys(slash)
    assert keys(click) <= keys(action)
    assert keys(click["container"]) <= keys(action["container"])
    assert keys(click["message"]) <= keys(action["message"]) | NEWER


def test_a_workspace_needs_no_server(tmp_path: Path) -> None:
    slack = LoopbackSlack(clock=lambda: 0.0)
    sam = slack.world.add_user("sam", "Sam")
    room = slack.world.add_channel("acme", members=[sam])
    slack.people.say(sam, room, "early")
    with slack, wired(slack) as wire:
        assert event(wire)["text"] == "early"
