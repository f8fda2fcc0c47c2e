"""Posting, changing, deleting and linking messages."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest

from bot.playground.slack.server import LoopbackSlack
from tests.bot.playground.slack.conftest import Office


def test_a_post_is_visible_and_counted(office: Office) -> None:
    answer = office.client.chat_postMessage(channel=office.acme, text="hello")
    assert office.texts() == ["hello"]
    assert answer["message"]["bot_id"] == office.world.bot_id
    assert office.slack.log.posted(office.acme) == 1
    office.client.chat_delete(channel=office.acme, ts=answer["ts"])
    assert office.texts() == []
    assert office.slack.log.posted(office.acme) == 1


def test_channels_may_be_named_and_people_written_to(office: Office) -> None:
    assert office.client.chat_postMessage(channel="#acme", text="a")["channel"] == office.acme
    dm = office.client.chat_postMessage(channel=office.sam, text="b")["channel"]
    assert dm == office.world.open_dm(office.sam)


def test_membership_decides_where_the_bot_may_post(office: Office) -> None:
    public = office.world.add_channel("lobby", bot=False)
    private = office.world.add_channel("cellar", kind="private", bot=False)
    archived = office.world.add_channel("attic")
    office.world.channels[archived].archived = True
    errors = [
        office.refusal("chat.postMessage", channel=room, text="x")["error"]
        for room in (public, private, archived)
    ]
    assert errors == ["not_in_channel", "channel_not_found", "is_archived"]


def test_a_message_needs_content(office: Office) -> None:
    assert office.refusal("chat.postMessage", channel=office.acme)["error"] == "no_text"
    assert office.refusal("chat.postMessage", channel=office.acme, text=" ")["error"] == "no_text"


def test_long_texts_are_cut_at_forty_thousand(office: Office) -> None:
    office.client.chat_postMessage(channel=office.acme, text="x" * 40_001)
    assert len(office.texts()[0]) == 40_000


def test_replies_belong_to_their_thread(office: Office) -> None:
    parent = office.client.chat_postMessage(channel=office.acme, text="p")["ts"]
    reply = office.client.chat_postMessage(channel=office.acme, text="r", thread_ts=parent)["ts"]
    assert office.world.find(office.acme, parent).thread_ts == parent  # type: ignore[union-attr]
    for wrong in ("1.000001", reply):
        answer = office.refusal("chat.postMessage", channel=office.acme, text="x", thread_ts=wrong)
        assert answer["error"] == "cannot_reply_to_message"


def test_an_update_keeps_what_is_not_given(office: Office) -> None:
    metadata = {"event_type": "report", "event_payload": {"key": "k1"}}
    blocks = [{"type": "divider", "block_id": "d"}]
    ts = office.client.chat_postMessage(
        channel=office.acme, text="old", blocks=blocks, metadata=metadata
    )["ts"]
    office.client.chat_update(channel=office.acme, ts=ts, text="new")
    message = office.world.find(office.acme, ts)
    assert message is not None
    assert (message.text, list(message.blocks), message.metadata) == ("new", blocks, metadata)
    assert message.edited is not None


def test_only_the_bots_own_messages_change(office: Office) -> None:
    ts = office.slack.people.say(office.sam, office.acme, "mine")
    update = office.refusal("chat.update", channel=office.acme, ts=ts, text="x")
    assert update["error"] == "cant_update_message"
    delete = office.refusal("chat.delete", channel=office.acme, ts=ts)
    assert delete["error"] == "cant_delete_message"
    assert office.refusal("chat.update", channel=office.acme, ts="1.2", text="x")["error"] == (
        "message_not_found"
    )
    own = office.client.chat_postMessage(channel=office.acme, text="x")["ts"]
    assert office.refusal("chat.update", channel=office.acme, ts=own)["error"] == "no_text"


def test_ephemeral_messages_are_for_one_person(office: Office) -> None:
    ts = office.client.chat_postEphemeral(channel=office.acme, user=office.sam, text="psst")[
        "message_ts"
    ]
    assert office.texts() == []
    assert office.texts(office.gil) == []
    assert office.texts(office.sam) == ["psst"]
    assert office.slack.log.posted(office.acme) == 0
    refused = office.refusal("chat.update", channel=office.acme, ts=ts, text="x")
    assert refused["error"] == "message_not_found"
    for user, error in ((office.ona, "user_not_in_channel"), ("U0", "user_not_found")):
        answer = office.refusal("chat.postEphemeral", channel=office.acme, user=user, text="x")
        assert answer["error"] == error


def test_own_names_need_a_scope(office: Office) -> None:
    answer = office.refusal("chat.postMessage", channel=office.acme, text="x", username="Bob")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write.customize")


@pytest.mark.parametrize(
    "metadata",
    [{"event_type": "x"}, {"event_payload": {}}, {"event_type": 3, "event_payload": {}}, []],
)
def test_metadata_must_have_its_form(office: Office, metadata: object) -> None:
    if metadata == []:
        assert office.client.chat_postMessage(channel=office.acme, text="x", metadata={})["ok"]
        return
    answer = office.refusal("chat.postMessage", channel=office.acme, text="x", metadata=metadata)
    assert answer["error"] == "invalid_metadata_format"


def test_blocks_must_be_a_list(office: Office) -> None:
    answer = office.refusal("chat.postMessage", channel=office.acme, blocks="[oops")
    assert answer["error"] == "invalid_blocks_format"
    answer = office.refusal("chat.postMessage", channel=office.acme, blocks=json.dumps({"a": 1}))
    assert answer["error"] == "invalid_blocks_format"


def test_invalid_blocks_say_where(office: Office) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    answer = office.refusal("chat.postMessage", channel=office.acme, text="t", blocks=blocks)
    assert answer["error"] == "invalid_blocks"
    words = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [words]
    assert answer["response_metadata"] == {"messages": [f"[ERROR] {words}"]}


def test_permalinks_open_the_page(office: Office) -> None:
    ts = office.client.chat_postMessage(channel=office.acme, text="p")["ts"]
    reply = office.slack.people.say(office.sam, office.acme, "r", thread_ts=ts)
    link = office.client.chat_getPermalink(channel=office.acme, message_ts=ts)["permalink"]
    assert link == f"{office.slack.url}/archives/{office.acme}/p{ts.replace('.', '')}"
    thread = office.client.chat_getPermalink(channel=office.acme, message_ts=reply)["permalink"]
    assert thread.endswith(f"?thread_ts={ts}&cid={office.acme}")
    with urlopen(link) as page:
        assert page.headers.get_content_type() == "text/html"
    missing = office.refusal("chat.getPermalink", channel=office.acme, message_ts="1.1")
    assert missing["error"] == "message_not_found"


def test_message_times_strictly_increase_on_a_standing_clock() -> None:
    slack = LoopbackSlack(clock=lambda: 1_700_000_000.0)
    sam = slack.world.add_user("sam", "Sam")
    room = slack.world.add_channel("acme", members=[sam])
    times = [slack.people.say(sam, room, str(number)) for number in range(3)]
    assert times == ["1700000000.000000", "1700000000.000001", "1700000000.000002"]
