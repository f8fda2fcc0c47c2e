"""Channels, DMs, people and what was said."""

from __future__ import annotations

from tests.bot.playground.slack.conftest import Office


def test_shared_channels_say_so(office: Office) -> None:
    shared = office.world.add_channel("with-ona", members=[office.sam, office.ona], shared=True)
    told = office.client.conversations_info(channel=shared)["channel"]
    assert (told["is_ext_shared"], told["is_member"], told["is_private"]) == (True, True, False)
    plain = office.client.conversations_info(channel=office.acme)["channel"]
    assert plain["is_ext_shared"] is False


def test_private_channels_are_unknown_to_outsiders(office: Office) -> None:
    inside = office.world.add_channel("inside", kind="private")
    outside = office.world.add_channel("outside", kind="private", bot=False)
    assert office.client.conversations_info(channel=inside)["channel"]["is_private"]
    assert office.refusal("conversations.info", channel=outside)["error"] == "channel_not_found"
    listed = office.client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [channel["name"] for channel in listed] == ["acme", "inside"]
    mine = office.client.users_conversations(types="private_channel")["channels"]
    assert [channel["id"] for channel in mine] == [inside]


def test_lists_come_in_pages(office: Office) -> None:
    for name in ("b", "c", "d"):
        office.world.add_channel(name)
    found = office.client.conversations_list(limit=3)
    pages = [[channel["name"] for channel in page["channels"]] for page in found]
    assert pages == [["acme", "b", "c"], ["d"]]


def test_multi_person_dms_need_a_scope(office: Office) -> None:
    users = f"{office.sam},{office.gil}"
    assert office.refusal("conversations.open", users=users)["needed"] == "mpim:write"
    assert office.refusal("conversations.list", types="mpim")["needed"] == "mpim:read"


def test_dms_open_once(office: Office) -> None:
    first = office.client.conversations_open(users=office.sam)["channel"]["id"]
    again = office.client.conversations_open(users=[office.sam], return_im=True)["channel"]
    assert (again["id"], again["user"], again["is_im"]) == (first, office.sam, True)
    for users, error in (("U0", "user_not_found"), ("", "users_list_not_supplied")):
        assert office.refusal("conversations.open", users=users)["error"] == error
    itself = office.refusal("conversations.open", users=office.world.bot_user_id)
    assert itself["error"] == "cannot_dm_bot"
    assert office.refusal("conversations.open", channel=office.acme)["error"] == "channel_not_found"


def test_members_are_listed(office: Office) -> None:
    members = office.client.conversations_members(channel=office.acme)["members"]
    assert members == [office.sam, office.gil, office.world.bot_user_id]


def test_the_bot_joins_public_channels_only(office: Office) -> None:
    lobby = office.world.add_channel("lobby", bot=False)
    office.client.conversations_join(channel=lobby)
    assert office.client.chat_postMessage(channel=lobby, text="here")["ok"]
    inside = office.world.add_channel("inside", kind="private")
    answer = office.refusal("conversations.join", channel=inside)
    assert answer["error"] == "method_not_supported_for_channel_type"


def test_people_have_zones_roles_and_companies(office: Office) -> None:
    sam = office.client.users_info(user=office.sam)["user"]
    assert (sam["tz"], sam["is_admin"], sam["is_restricted"]) == ("Europe/Berlin", True, False)
    assert sam["tz_offset"] in (3_600, 7_200)
    assert office.client.users_info(user=office.gil)["user"]["is_restricted"]
    ona = office.client.users_info(user=office.ona)["user"]
    assert (ona["team_id"], ona["is_stranger"]) == ("T0OTHER", True)
    office.world.add_channel("with-ona", members=[office.ona], shared=True)
    assert office.client.users_info(user=office.ona)["user"]["is_stranger"] is False
    everyone = office.client.users_list()["members"]
    assert [user["name"] for user in everyone] == ["rapport", "sam", "gil", "ona"]


def test_history_is_newest_first_and_without_replies(office: Office) -> None:
    people, acme = office.slack.people, office.acme
    first = people.say(office.sam, acme, "one")
    people.say(office.gil, acme, "a reply", thread_ts=first)
    second = people.say(office.sam, acme, "two")
    office.client.chat_postMessage(channel=acme, text="loud", thread_ts=first, reply_broadcast=True)
    found = office.client.conversations_history(channel=acme)["messages"]
    assert [message["text"] for message in found] == ["loud", "two", "one"]
    assert found[2]["reply_count"] == 2
    since = office.client.conversations_history(channel=acme, oldest=first, latest=second)
    assert since["messages"] == []
    both = office.client.conversations_history(
        channel=acme, oldest=first, latest=second, inclusive=True
    )
    assert [message["text"] for message in both["messages"]] == ["two", "one"]


def test_replies_start_with_the_parent(office: Office) -> None:
    first = office.slack.people.say(office.sam, office.acme, "one")
    for text in ("a", "b", "c"):
        office.slack.people.say(office.gil, office.acme, text, thread_ts=first)
    found = office.client.conversations_replies(channel=office.acme, ts=first, limit=2)
    assert found["has_more"]
    pages = [[message["text"] for message in page["messages"]] for page in found]
    assert pages == [["one", "a"], ["b", "c"]]
    missing = office.refusal("conversations.replies", channel=office.acme, ts="1.1")
    assert missing["error"] == "thread_not_found"


def test_history_is_for_members_with_the_scope(office: Office) -> None:
    lobby = office.world.add_channel("lobby", bot=False)
    assert office.refusal("conversations.history", channel=lobby)["error"] == "not_in_channel"
    wrong = office.refusal("conversations.history", channel=office.acme, oldest="yesterday")
    assert wrong["error"] == "invalid_ts_oldest"
    office.slack.scopes.remove("channels:history")
    answer = office.refusal("conversations.history", channel=office.acme)
    assert answer["needed"] == "channels:history"


def test_metadata_comes_only_when_asked_for(office: Office) -> None:
    metadata = {"event_type": "report", "event_payload": {"key": "k"}}
    office.client.chat_postMessage(channel=office.acme, text="x", metadata=metadata)
    plain = office.client.conversations_history(channel=office.acme)["messages"][0]
    assert "metadata" not in plain
    whole = office.client.conversations_history(channel=office.acme, include_all_metadata=True)
    assert whole["messages"][0]["metadata"] == metadata


def test_reactions_count_once(office: Office) -> None:
    ts = office.slack.people.say(office.sam, office.acme, "one")
    office.client.reactions_add(channel=office.acme, name="eyes", timestamp=ts)
    reactions = office.world.visible(office.acme)[0].reactions
    assert [(r.name, r.users) for r in reactions] == [("eyes", (office.world.bot_user_id,))]
    target = {"channel": office.acme, "timestamp": ts}
    assert office.refusal("reactions.add", **target, name="eyes")["error"] == "already_reacted"
    assert office.refusal("reactions.add", **target, name=":eyes:")["error"] == "invalid_name"
    assert (
        office.refusal("reactions.add", channel=office.acme, name="x")["error"] == "bad_timestamp"
    )
    assert office.refusal("reactions.add", name="x")["error"] == "no_item_specified"
    office.client.reactions_remove(**target, name="eyes")
    assert office.refusal("reactions.remove", **target, name="eyes")["error"] == "no_reaction"
    assert office.refusal("reactions.get", **target)["needed"] == "reactions:read"
    office.slack.scopes.add("reactions:read")
    found = office.client.reactions_get(channel=office.acme, timestamp=ts)
    assert found["message"]["text"] == "one"
