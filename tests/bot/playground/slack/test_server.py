"""Start, stop, start again; waiting; many callers at once."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient
from websockets.sync.client import connect

from bot.playground.slack.clock import Stamps
from bot.playground.slack.log import Log
from bot.playground.slack.server import LoopbackSlack
from bot.playground.slack.typing_in import command_text, stored_text
from tests.bot.playground.slack.conftest import Office
from tests.bot.playground.slack.wire import wired


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_stopping_leaves_no_thread_and_no_socket() -> None:
    slack = LoopbackSlack()
    slack.start()
    port = int(slack.url.rpartition(":")[2])
    with (
        connect(f"ws://127.0.0.1:{port}/_/stream"),
        socket.create_connection(("127.0.0.1", port)),
    ):
        assert "loopback-slack" in names()
        slack.stop()
        assert "loopback-slack" not in names()
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port))
    slack.stop()


def test_a_stopped_server_comes_back_at_its_address(slack: LoopbackSlack) -> None:
    sam = slack.world.add_user("sam", "Sam")
    room = slack.world.add_channel("acme", members=[sam])
    url = slack.url
    slack.stop()
    slack.people.say(sam, room, "while away")
    slack.start()
    assert slack.url == url
    with wired(slack) as wire:
        assert wire.take()["payload"]["event"]["text"] == "while away"


def test_stopping_ends_held_calls_and_waiting_commands() -> None:
    with LoopbackSlack() as slack:
        sam = slack.world.add_user("sam", "Sam")
        room = slack.world.add_channel("acme", members=[sam])
        slack.faults.hold("auth.test", 60)
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        with ThreadPoolExecutor(1) as pool, wired(slack) as wire:
            call = pool.submit(client.auth_test)
            waiting = slack.people.begin_command(sam, room, "/report")
            wire.next()
            slack.wait_for(lambda: slack.faults.take("auth.test") is None)
            slack.stop()
            assert not waiting.result(5).acked
            assert call.exception(5) is None or isinstance(call.exception(), OSError)


def test_a_taken_port_is_told_at_once(slack: LoopbackSlack) -> None:
    port = int(slack.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        LoopbackSlack(port=port).start()


def test_waiting_gives_the_first_true_value_or_shows_what_is_there(office: Office) -> None:
    threading.Timer(0.05, office.slack.people.say, (office.sam, office.acme, "now")).start()
    assert office.slack.wait_for(office.texts) == ["now"]
    with pytest.raises(TimeoutError, match="now"):
        office.slack.wait_for(lambda: False, timeout=0.05)


def test_many_callers_lose_nothing(office: Office) -> None:
    office.slack.faults.rate_limits = False

    def both(number: int) -> None:
        office.slack.people.say(office.sam, office.acme, f"say {number}")
        office.client.chat_postMessage(channel=office.acme, text=f"post {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(both, range(25)))
    texts = office.texts()
    assert sorted(texts) == sorted(f"{verb} {n}" for verb in ("say", "post") for n in range(25))
    assert office.slack.log.posted(office.acme) == 25


@given(st.lists(st.floats(0, 2_000_000_000), min_size=1, max_size=50))
def test_times_increase_whatever_the_clock_does(readings: list[float]) -> None:
    left = iter(readings)
    stamps = Stamps(lambda: next(left))
    times = [stamps.next() for _ in readings]
    numbers = [int(time.replace(".", "")) for time in times]
    assert numbers == sorted(set(numbers))
    assert all(len(time.partition(".")[2]) == 6 for time in times)


@given(st.text())
def test_typed_commands_come_back_when_unescaped(text: str) -> None:
    sent = command_text(text)
    back = sent.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text


@given(st.text(st.sampled_from("<>&;@#!ampltg U1C|hs:/")))
def test_storing_a_text_twice_changes_nothing(text: str) -> None:
    assert stored_text(stored_text(text)) == stored_text(text)


@given(
    st.recursive(
        st.text() | st.just("sec-ret"), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_secret_is_written_down(value: object) -> None:
    log = Log(lambda: 0.0)
    log.hide(["sec-ret"])
    entry = log.add("bot→slack", "m", "s", {"token": "t", "v": value}, value, ok=True)
    assert "sec-ret" not in str(list(texts(entry.request)))
    assert entry.request["token"] == "(hidden)"


def texts(value: object) -> list[str]:
    """Every text among the values, not the keys."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [str(value)]
