"""The page's door: what it shows each person and lets them do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App
from websockets.sync.client import connect

from bot.playground.slack.core import CommandHint
from bot.playground.slack.models import Json
from tests.bot.playground.slack.conftest import Office
from tests.bot.playground.slack.test_events import button
from tests.bot.playground.slack.wire import wired


def fetched(request: str | Request) -> Json:
    try:
        with urlopen(request) as answer:
            body = json.loads(answer.read())
    except HTTPError as refused:
        with refused:
            body = json.loads(refused.read())
    assert isinstance(body, dict)
    return body


def get(office: Office, what: str, **asked: object) -> Json:
    return fetched(f"{office.slack.url}/_/{what}?{urlencode(asked)}")


def post(office: Office, what: str, **given: object) -> Json:
    names = {"user": "as"}
    body = json.dumps({names.get(key, key): value for key, value in given.items()}).encode()
    return fetched(Request(f"{office.slack.url}/_/{what}", body, method="POST"))


def channel_names(office: Office, user: str) -> list[str]:
    return [c["name"] for c in get(office, "state", **{"as": user})["channels"]]


def test_the_state_shows_what_a_person_may_see(office: Office) -> None:
    office.world.add_channel("lobby")
    office.world.add_channel("cellar", kind="private", members=[office.sam])
    office.world.add_channel("with-ona", members=[office.ona], shared=True)
    assert channel_names(office, office.sam) == ["acme", "cellar", "lobby", "with-ona", "Rapport"]
    assert channel_names(office, office.gil) == ["acme", "Rapport"]
    assert channel_names(office, office.ona) == ["with-ona", "Rapport"]


def test_the_state_has_the_fields_of_the_page(office: Office) -> None:
    office.slack.commands = [CommandHint("/report", "CLIENT", "Shows a report")]
    state = get(office, "state")
    assert state["me"] == office.sam
    assert state["bot_user_id"] == office.world.bot_user_id
    assert state["people"][2] == {
        "id": office.ona,
        "name": "ona",
        "real_name": "Ona Other",
        "role": "member",
        "tz": "UTC",
        "external": True,
    }
    assert state["channels"][0] == {
        "id": office.acme,
        "name": "acme",
        "kind": "public",
        "shared": False,
        "member": True,
        "bot_member": True,
        "unread": 0,
    }
    assert state["commands"][0]["usage"] == "CLIENT"
    assert state["faults"] == {"uploads": True, "metadata": True, "new_blocks": True}
    assert state["clock"] == {"offset_seconds": 0, "next": None, "next_label": None}
    assert state["names"][office.acme] == "acme"


def test_what_is_new_is_unread_until_it_is_shown(office: Office) -> None:
    def unread() -> int:
        found = get(office, "state", **{"as": office.gil})["channels"][0]["unread"]
        assert isinstance(found, int)
        return found

    office.slack.people.say(office.sam, office.acme, "hello")
    office.slack.people.say(office.gil, office.acme, "mine")
    assert unread() == 1
    get(office, "messages", **{"as": office.gil, "channel": office.acme})
    assert unread() == 0


def test_messages_come_with_threads_files_and_reactions(office: Office) -> None:
    office.slack.faults.ready_after = 0
    ts = post(office, "say", user=office.sam, channel=office.acme, text="parent")["ts"]
    reply = post(office, "say", user=office.gil, channel=office.acme, text="r", thread_ts=ts)["ts"]
    office.client.reactions_add(channel=office.acme, name="eyes", timestamp=ts)
    office.client.files_upload_v2(
        filename="a.png", content=b"x", alt_txt="line", channel=office.acme
    )
    office.client.chat_postEphemeral(channel=office.acme, user=office.sam, text="psst")
    office.slack.wait_for(lambda: len(office.texts()) == 3)
    seen = get(office, "messages", **{"as": office.sam, "channel": office.acme})["messages"]
    by_text = {message["text"]: message for message in seen}
    parent = by_text["parent"]
    assert (parent["reply_count"], parent["latest_reply"], parent["bot"]) == (1, reply, False)
    assert parent["reactions"] == [
        {"name": "eyes", "users": [office.world.bot_user_id], "count": 1}
    ]
    assert by_text["r"]["thread_ts"] == ts
    assert by_text["psst"]["ephemeral"]
    assert by_text[""]["files"][0]["alt"] == "line"
    with urlopen(by_text[""]["files"][0]["url"]) as picture:
        assert picture.read() == b"x"


def test_own_messages_are_edited_and_deleted(office: Office) -> None:
    here = {"user": office.sam, "channel": office.acme}
    ts = post(office, "say", **here, text="old")["ts"]
    assert post(office, "edit", **here, ts=ts, text="new") == {"ok": True}
    assert office.texts() == ["new"]
    refused = post(office, "edit", user=office.gil, channel=office.acme, ts=ts, text="x")
    assert (refused["ok"], "not a message of" in refused["error"]) == (False, True)
    assert post(office, "delete", **here, ts=ts)["ok"]
    assert office.texts() == []


def test_a_reaction_is_put_and_taken_away(office: Office) -> None:
    ts = office.slack.people.say(office.gil, office.acme, "hello")
    here = {"user": office.sam, "channel": office.acme, "ts": ts, "name": "pushpin"}
    assert post(office, "react", **here) == {"ok": True, "on": True}
    (pin,) = office.world.visible(office.acme)[0].reactions
    assert (pin.name, pin.users) == ("pushpin", (office.sam,))
    assert post(office, "react", **here) == {"ok": True, "on": False}
    assert office.world.visible(office.acme)[0].reactions == ()
    assert post(office, "react", **here | {"ts": "1.000001"})["ok"] is False
    closed = office.world.add_channel("closed", kind="private")
    assert post(office, "react", **here | {"channel": closed})["ok"] is False


def test_a_command_is_sent_and_its_outcome_told(office: Office, bolt: App) -> None:
    bolt.command("/report")(lambda ack: ack("hi"))
    office.slack.commands = [CommandHint("/report")]
    here = {"user": office.sam, "channel": office.acme}
    answer = post(office, "say", **here, text="/report acme")
    assert (answer["ok"], answer["acked"], answer["body"]) == (True, True, {"text": "hi"})
    assert office.texts() == []
    unknown = post(office, "say", **here, text="/oops")
    assert unknown["error"] == "/oops is not a valid command. Type / to see those there are."
    ts = office.slack.people.say(office.sam, office.acme, "parent")
    threaded = post(office, "say", **here, text="/report", thread_ts=ts)
    assert "not supported in threads" in threaded["error"]
    shared = office.world.add_channel("with-ona", members=[office.ona], shared=True)
    outside = post(office, "say", user=office.ona, channel=shared, text="/report")
    assert outside["error"].startswith("/report is not a valid command for people of another")


def test_a_click_reaches_the_bot(office: Office, bolt: App) -> None:
    values: list[str] = []

    @bolt.action("go")
    def on_go(ack: Ack, action: Json) -> None:
        ack()
        values.append(action["value"])

    ts = office.client.chat_postMessage(channel=office.acme, text="t", blocks=button())["ts"]
    here = {"user": office.sam, "channel": office.acme, "ts": ts}
    assert post(office, "click", **here, action_id="go")["ok"]
    office.slack.wait_for(lambda: values)
    assert values == ["v"]
    assert post(office, "click", **here, action_id="other")["ok"] is False


def test_speaking_in_a_public_channel_joins_it(office: Office) -> None:
    lobby = office.world.add_channel("lobby")
    assert post(office, "say", user=office.sam, channel=lobby, text="hi")["ok"]
    assert office.sam in office.world.channels[lobby].members
    assert post(office, "say", user=office.gil, channel=lobby, text="hi")["ok"] is False


def test_switches_are_set_one_by_one(office: Office) -> None:
    answer = post(office, "faults", uploads=False, other=3)
    assert answer == {"ok": True, "uploads": False, "metadata": True, "new_blocks": True}
    assert office.slack.faults.uploads is False


def test_the_clock_moves_by_the_launchers_hook(office: Office) -> None:
    assert post(office, "clock/next")["ok"] is False
    threads: list[str] = []

    def move() -> Json:
        threads.append(threading.current_thread().name)
        return {"ok": True, "now": "2026-11-23"}

    office.slack.on_clock_next = move
    office.slack.clock_info = lambda: {"offset_seconds": 60, "next": None, "next_label": "x"}
    assert post(office, "clock/next") == {"ok": True, "now": "2026-11-23"}
    assert threads != ["loopback-slack"]
    assert get(office, "state")["clock"]["offset_seconds"] == 60


def test_the_log_goes_on_where_it_stopped(office: Office) -> None:
    office.client.auth_test()
    first = get(office, "log")
    assert [entry["name"] for entry in first["entries"]] == ["auth.test"]
    office.refusal("chat.postMessage", channel=office.acme)
    second = get(office, "log", after=first["next"])
    entry = second["entries"][0]
    assert (entry["direction"], entry["ok"], entry["summary"]) == ("bot→slack", False, "no_text")
    assert get(office, "log", after=second["next"]) == {"entries": [], "next": second["next"]}


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda office: office.slack.people.say(office.sam, office.acme, "x"), "message"),
        (lambda office: office.world.add_channel("new"), "state"),
        (lambda office: office.client.auth_test(), "log"),
    ],
)
def test_pages_hear_of_changes(office: Office, act: Callable[[Office], object], kind: str) -> None:
    address = office.slack.url.replace("http", "ws", 1)
    with connect(f"{address}/_/stream?as={office.sam}") as socket:
        office.slack.wait_for(lambda: office.slack.listening == 1)
        act(office)
        assert json.loads(socket.recv(5))["type"] == kind


@pytest.mark.parametrize(
    "what", ["state?as=U0", "messages?as=U0&channel=C0", "nothing", "log?after=x"]
)
def test_unreadable_questions_get_a_sentence(office: Office, what: str) -> None:
    answer = fetched(f"{office.slack.url}/_/{what}")
    assert answer["ok"] is False
    assert answer["error"]


def test_unreadable_acts_get_a_sentence(office: Office) -> None:
    for body in (b"{", b"[]", b"{}"):
        request = Request(f"{office.slack.url}/_/say", body, method="POST")
        assert fetched(request)["ok"] is False
    assert post(office, "dance")["error"] == "not_found"
    assert post(office, "say", user=office.sam, channel=office.acme, text=" ")["ok"] is False
    assert post(office, "say", user=office.sam, channel="C0", text="x")["ok"] is False


def test_a_private_channel_is_shown_to_its_members_alone(office: Office) -> None:
    cellar = office.world.add_channel("cellar", kind="private", members=[office.sam])
    answer = get(office, "messages", **{"as": office.gil, "channel": cellar})
    assert answer == {"ok": False, "error": "channel_not_found"}


def test_the_page_and_its_files_are_served_and_nothing_else(office: Office) -> None:
    with urlopen(office.slack.url) as page:
        assert page.headers.get_content_type() == "text/html"
    for path in ("/static/..%2fslack/server.py", "/static/nothing.js", "/elsewhere", "/files/F0/x"):
        with pytest.raises(HTTPError) as caught:
            urlopen(office.slack.url + path)
        assert caught.value.code == 404
        caught.value.close()


def test_a_click_that_is_not_answered_says_so(office: Office) -> None:
    office.slack.core.hub.ack_timeout = 0.05
    ts = office.client.chat_postMessage(channel=office.acme, text="t", blocks=button())["ts"]
    with wired(office.slack):
        here = {"user": office.sam, "channel": office.acme, "ts": ts}
        answer = post(office, "click", **here, action_id="go")
    assert answer == {"ok": False, "error": "The app did not answer in time."}
