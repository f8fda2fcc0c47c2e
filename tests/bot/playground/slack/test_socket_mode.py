"""Envelopes, acknowledgements, redelivery and the backlog."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.playground.slack.models import Json
from bot.playground.slack.server import LoopbackSlack
from tests.bot.playground.slack.conftest import Office, close
from tests.bot.playground.slack.wire import wired


@pytest.fixture
def slack() -> Iterator[LoopbackSlack]:
    """Impatient: an envelope is sent again after 0.1 s."""
    with LoopbackSlack(ack_timeout=0.1) as running:
        yield running


def test_bolt_answers_a_command(office: Office, bolt: App) -> None:
    office.slack.core.hub.ack_timeout = 3

    @bolt.command("/report")
    def report(ack: Ack, command: Json, respond: Respond) -> None:
        ack()
        respond(f"for {command['user_name']}: {command['text']}", response_type="in_channel")

    outcome = office.slack.people.command(office.sam, office.acme, "/report", "a & b <c>")
    assert outcome.acked
    assert outcome.seconds < 3
    office.slack.wait_for(office.texts)
    assert office.texts() == ["for sam: a &amp; b &lt;c&gt;"]


def test_an_acknowledgement_may_carry_the_answer(office: Office, bolt: App) -> None:
    office.slack.core.hub.ack_timeout = 3

    @bolt.command("/help")
    def help_me(ack: Ack) -> None:
        ack("Ask me anything")

    outcome = office.slack.people.command(office.sam, office.acme, "/help")
    assert outcome.body == {"text": "Ask me anything"}
    assert office.texts(office.sam) == ["Ask me anything"]
    assert office.texts(office.gil) == []


def test_an_answer_out_of_form_is_shown_as_a_failure(office: Office) -> None:
    with wired(office.slack) as wire:
        waiting = office.slack.people.begin_command(office.sam, office.acme, "/report")
        wire.ack(wire.next(), {"text": "x", "blocks": [{"type": "oops"}]})
        waiting.result(5)
    assert office.texts(office.sam) == ["/report failed with the error “invalid_command_response”"]


def test_a_command_nobody_acknowledges_fails_for_its_asker(office: Office) -> None:
    with wired(office.slack) as wire:
        outcome = office.slack.people.command(office.sam, office.acme, "/report")
        assert wire.next()["payload"]["command"] == "/report"
        with pytest.raises(TimeoutError):
            wire.next(0.3)
    assert not outcome.acked
    assert office.texts() == []
    assert office.texts(office.sam) == ["/report failed with the error “operation_timeout”"]


def test_a_command_fails_at_once_where_nobody_is_connected(office: Office) -> None:
    assert not office.slack.people.command(office.sam, office.acme, "/report").acked
    assert office.texts(office.sam) == ["/report failed with the error “dispatch_failed”"]


def test_commands_are_for_the_workspaces_own_people(office: Office) -> None:
    shared = office.world.add_channel("with-ona", members=[office.ona], shared=True)
    with wired(office.slack) as wire:
        assert not office.slack.people.command(office.ona, shared, "/report").acked
        office.slack.people.say(office.ona, shared, "then so")
        assert wire.take()["payload"]["is_ext_shared_channel"] is True


def test_an_unacknowledged_event_comes_again_three_times(office: Office) -> None:
    with wired(office.slack) as wire:
        office.slack.people.say(office.sam, office.acme, "hear me")
        seen = [wire.next() for _ in range(4)]
        with pytest.raises(TimeoutError):
            wire.next(0.3)
    assert [envelope["retry_attempt"] for envelope in seen] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in seen] == ["", *["timeout"] * 3]
    assert len({envelope["envelope_id"] for envelope in seen}) == 4
    assert len({envelope["payload"]["event_id"] for envelope in seen}) == 1


def test_an_acknowledged_event_does_not_come_again(office: Office) -> None:
    with wired(office.slack) as wire:
        office.slack.people.say(office.sam, office.acme, "hear me")
        wire.take()
        with pytest.raises(TimeoutError):
            wire.next(0.3)
        assert office.slack.core.hub.idle


def test_the_last_events_can_be_sent_again(office: Office) -> None:
    with wired(office.slack) as wire:
        for text in ("one", "two"):
            office.slack.people.say(office.sam, office.acme, text)
        first, second = wire.take(), wire.take()
        office.slack.people.redeliver(2)
        again = [wire.take(), wire.take()]
    assert [e["payload"] for e in again] == [first["payload"], second["payload"]]
    assert [e["retry_attempt"] for e in again] == [1, 1]
    assert again[0]["envelope_id"] != first["envelope_id"]


def test_events_wait_for_a_connection_in_order(office: Office) -> None:
    for text in ("one", "two", "three"):
        office.slack.people.say(office.sam, office.acme, text)
    with wired(office.slack) as wire:
        texts = [wire.take()["payload"]["event"]["text"] for _ in range(3)]
    assert texts == ["one", "two", "three"]


def test_each_payload_goes_to_one_connection_in_turn(office: Office) -> None:
    with wired(office.slack) as left, wired(office.slack) as right:
        for text in ("one", "two"):
            office.slack.people.say(office.sam, office.acme, text)
        texts = {wire.take()["payload"]["event"]["text"] for wire in (left, right)}
    assert texts == {"one", "two"}


def test_a_ticket_opens_one_connection(office: Office) -> None:
    client = WebClient(token=office.slack.app_token, base_url=office.slack.api_url)
    address = client.apps_connections_open(app_token=office.slack.app_token)["url"]
    with connect(address), pytest.raises(InvalidStatus), connect(address):
        pass
    with pytest.raises(InvalidStatus), connect(address.partition("?")[0]):
        pass


def test_rubbish_on_the_wire_is_ignored(office: Office) -> None:
    with wired(office.slack) as wire:
        for text in ("{", "[]", '{"envelope_id": 3}', '{"envelope_id": "unknown"}'):
            wire.socket.send(text)
        office.slack.people.say(office.sam, office.acme, "still here")
        assert wire.take()["payload"]["event"]["text"] == "still here"


def test_slack_refreshes_connections(office: Office) -> None:
    with wired(office.slack) as wire:
        office.slack.disconnect()
        assert wire.next() == {"type": "disconnect", "reason": "refresh_requested"}
        with pytest.raises(ConnectionClosed):
            wire.next()


def test_bolt_connects_again_by_itself(office: Office, bolt: App) -> None:
    office.slack.core.hub.ack_timeout = 3
    heard = threading.Event()

    @bolt.event("message")
    def on_message() -> None:
        heard.set()

    office.slack.disconnect()
    opened = lambda: len(office.slack.log.named("apps.connections.open")) >= 2  # noqa: E731
    office.slack.wait_for(opened, 20)
    office.slack.connected()
    office.slack.people.say(office.sam, office.acme, "again")
    assert heard.wait(10)


def test_the_websocket_client_works_too(office: Office) -> None:
    pytest.importorskip("websocket", reason="needs the package websocket-client")
    from slack_bolt.adapter.socket_mode.websocket_client import (
        SocketModeHandler as OtherHandler,
    )

    office.slack.core.hub.ack_timeout = 3
    app = App(client=office.client)
    app.command("/report")(lambda ack: ack())
    handler = OtherHandler(app, office.slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    office.slack.connected()
    assert office.slack.people.command(office.sam, office.acme, "/report").acked
    close(office.slack, handler)


def test_waiting_for_a_bot_ends(slack: LoopbackSlack) -> None:
    with pytest.raises(TimeoutError, match="no bot connected"):
        slack.connected(timeout=0.05)


def test_the_log_names_payloads_and_hides_tokens(office: Office) -> None:
    with wired(office.slack) as wire:
        office.slack.people.say(office.sam, office.acme, "one")
        wire.take()
        office.slack.wait_for(lambda: office.slack.log.named("message"))
    told = str(office.slack.log.after(0))
    for secret in (office.slack.bot_token, office.slack.app_token, "playground-verification"):
        assert secret not in told
    entry = office.slack.log.named("message")[0]
    assert (entry.direction, entry.summary, entry.ok) == ("slack→bot", "one", True)
