"""Each planned fault strikes as often as it was planned; each switch does what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from bot.playground.slack.rates import Bucket, Rates
from tests.bot.playground.slack.conftest import Office

TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}


def test_a_planned_error_strikes_so_many_times(office: Office) -> None:
    office.slack.faults.fail("chat.postMessage", "fatal_error", times=2)
    for _ in range(2):
        answer = office.refusal("chat.postMessage", channel=office.acme, text="x")
        assert answer["error"] == "fatal_error"
    assert office.texts() == []
    office.client.chat_postMessage(channel=office.acme, text="through")
    assert office.texts() == ["through"]


def test_planned_faults_strike_in_order_and_can_be_forgotten(office: Office) -> None:
    office.slack.faults.fail("auth.test", "one")
    office.slack.faults.fail("auth.test", "two")
    assert [office.refusal("auth.test")["error"] for _ in range(2)] == ["one", "two"]
    office.slack.faults.fail("auth.test", "three")
    office.slack.faults.clear()
    assert office.client.auth_test()["ok"]


def test_a_planned_status_carries_retry_after(office: Office) -> None:
    office.slack.faults.status("chat.postMessage", 429, retry_after=7)
    office.slack.faults.status("chat.postMessage", 503)
    with pytest.raises(SlackApiError) as limited:
        office.client.chat_postMessage(channel=office.acme, text="x")
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"
    with pytest.raises(SlackApiError) as broken:
        office.client.chat_postMessage(channel=office.acme, text="x")
    assert broken.value.response.status_code == 503
    assert office.texts() == []


def test_a_dropped_connection_did_the_work(office: Office) -> None:
    office.slack.faults.drop_after_accept("chat.postMessage")
    with pytest.raises(ConnectionError):
        office.client.chat_postMessage(channel=office.acme, text="x")
    assert office.texts() == ["x"]


def test_the_default_retry_after_a_drop_posts_twice(office: Office) -> None:
    office.slack.faults.drop_after_accept("chat.postMessage")
    eager = WebClient(
        token=office.slack.bot_token,
        base_url=office.slack.api_url,
        retry_handlers=[ConnectionErrorRetryHandler()],
    )
    eager.chat_postMessage(channel=office.acme, text="x")
    assert office.slack.log.posted(office.acme) == 2


def test_a_held_call_comes_late_but_is_done(office: Office) -> None:
    office.slack.faults.hold("chat.postMessage", 1.3)
    hasty = WebClient(
        token=office.slack.bot_token, base_url=office.slack.api_url, timeout=1, retry_handlers=[]
    )
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=office.acme, text="late")
    office.slack.wait_for(lambda: office.texts() == ["late"])


def test_metadata_can_be_dropped_silently(office: Office) -> None:
    office.slack.faults.metadata = False
    metadata = {"event_type": "report", "event_payload": {}}
    answer = office.client.chat_postMessage(channel=office.acme, text="x", metadata=metadata)
    assert "metadata" not in answer["message"]
    found = office.client.conversations_history(channel=office.acme, include_all_metadata=True)
    assert "metadata" not in found["messages"][0]


def test_newer_blocks_can_be_switched_off(office: Office) -> None:
    office.client.chat_postMessage(channel=office.acme, text="x", blocks=[TABLE])
    office.slack.faults.new_blocks = False
    answer = office.refusal("chat.postMessage", channel=office.acme, text="x", blocks=[TABLE])
    assert answer["errors"] == ["unsupported block type: table [json-pointer:/blocks/0/type]"]


def test_posting_too_fast_must_wait_a_second(office: Office) -> None:
    for number in range(5):
        office.client.chat_postMessage(channel=office.acme, text=str(number))
    with pytest.raises(SlackApiError) as caught:
        office.client.chat_postMessage(channel=office.acme, text="too fast")
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "1"
    other = office.world.add_channel("other")
    assert office.client.chat_postMessage(channel=other, text="elsewhere")["ok"]
    office.slack.faults.rate_limits = False
    assert office.client.chat_postMessage(channel=office.acme, text="now")["ok"]


def test_methods_have_their_tiers() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])
    assert [rates.wait("users.list", 2) for _ in range(21)] == [0] * 20 + [3]
    now[0] = 3.0
    assert rates.wait("users.list", 2) == 0
    assert rates.wait("conversations.info", 3) == 0


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_no_bucket_gives_more_than_its_burst_and_refill(gaps: list[float]) -> None:
    now, passed = 0.0, 0
    bucket = Bucket(per_minute=60, burst=5, level=5, at=0)
    for gap in gaps:
        now += gap
        wait = bucket.take(now)
        passed += wait == 0
        assert wait in (0, 1)
        assert passed <= 5 + now + 1e-6
