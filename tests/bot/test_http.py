"""The bot over HTTP: signed requests only, the same circle, and what a machine may ask."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from bot.office import Office
from bot.playground.slack.over_http import signed
from bot.playground.slack.server import LoopbackSlack
from bot.publisher import Publisher
from bot.renderers import Renderers
from bot.run import serving
from bot.settings import Settings
from bot.web import PortTaken, listening, web_app
from tests.bot.filling_in import Filling
from tests.conftest import NOW, MovableClock, Running, make_team
from tests.schemas import problems

EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_mention"}})


@dataclass(frozen=True)
class Answered:
    """What came back over HTTP."""

    status: int
    body: str


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def http(url: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answered:
    data = body.encode() if body is not None else None
    request = urllib.request.Request(url, data, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Answered(answer.status, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answered(error.code, error.read().decode())


@contextmanager
def bot_over_http(
    slack: LoopbackSlack, url: str, renderers: Renderers
) -> Iterator[tuple[Office, MovableClock, str]]:
    clock, port = MovableClock(NOW), free_port()
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=url,
        RAPPORT_HOST="127.0.0.1",
        PORT=port,
    )
    with serving(settings, clock, renderers) as office:
        yield office, clock, f"http://127.0.0.1:{port}"


@pytest.fixture
def over_http(database_url: str, renderers: Renderers) -> Iterator[tuple[Running, str]]:
    with LoopbackSlack() as slack:
        team = make_team(slack)
        with bot_over_http(slack, database_url, renderers) as (office, clock, address):
            acme = office.store.clients.find("acme")
            assert acme
            office.store.clients.link_channel(acme.id, team.acme)
            slack.deliver_to(f"{address}/slack/events")
            slack.connected()
            yield Running(slack, team, office, clock, Publisher(office)), address


def test_the_circle_works_over_http(over_http: tuple[Running, str]) -> None:
    running, _ = over_http
    team = running.team
    report = running.report()
    assert "Acme Outdoor" in report.text
    running.slack.people.say(team.maya, team.acme, "It was the outage.", thread_ts=report.ts)
    running.settle()
    again = running.report(text="acme")
    assert "It was the outage." in again.text


def test_a_pressed_button_reaches_the_bot(over_http: tuple[Running, str]) -> None:
    running, _ = over_http
    team = running.team
    asked = running.answer(team.sam, team.acme, "/report", "acmee last week")
    assert "Did you mean" in asked.text
    before = {message.ts for message in running.from_bot(team.acme, team.sam)}
    assert running.slack.people.click(team.sam, team.acme, asked.ts, "ask:0").acked
    assert "Acme Outdoor" in running.next_message(team.acme, team.sam, before).text


def test_a_file_is_imported_by_a_form(over_http: tuple[Running, str]) -> None:
    running, _ = over_http
    team, people = running.team, running.slack.people
    ts = people.drop(team.maya, team.acme, "days.csv", b"date,leads\n2026-11-11,7\n")
    assert people.shortcut(team.sam, team.acme, ts, "import").acked
    form = Filling(running, team.sam)
    form.pick("map-date", "date")
    assert "This would bring 1 new" in form.text
    form.submit()
    assert "days.csv: 1 observations taken" in form.text
    assert problems(running.slack) == []


@pytest.mark.parametrize("fault", ["missing", "wrong", "old", "other body"])
def test_what_slack_did_not_sign_just_now_is_refused(
    over_http: tuple[Running, str], fault: str
) -> None:
    running, address = over_http
    secret = running.slack.signing_secret
    headers = {
        "missing": {},
        "wrong": signed("another secret", EVENT, time.time()),
        "old": signed(secret, EVENT, time.time() - 301),
        "other body": signed(secret, EVENT + " ", time.time()),
    }[fault]
    answered = http(
        f"{address}/slack/events", EVENT, headers | {"Content-Type": "application/json"}
    )
    assert answered.status == 401
    assert running.store.inbox.waiting() == []


def test_a_signed_event_is_taken_once(over_http: tuple[Running, str]) -> None:
    running, address = over_http
    headers = signed(running.slack.signing_secret, EVENT, time.time())
    for _ in range(2):
        answered = http(
            f"{address}/slack/events", EVENT, headers | {"Content-Type": "application/json"}
        )
        assert answered.status == 200


def test_slack_may_check_the_address(over_http: tuple[Running, str]) -> None:
    running, address = over_http
    body = json.dumps({"type": "url_verification", "challenge": "c-123"})
    headers = signed(running.slack.signing_secret, body, time.time())
    answered = http(f"{address}/slack/events", body, headers | {"Content-Type": "application/json"})
    assert (answered.status, "c-123" in answered.body) == (200, True)


def test_a_machine_can_ask_whether_it_works(over_http: tuple[Running, str]) -> None:
    _, address = over_http
    assert http(f"{address}/healthz") == Answered(200, "ok")
    assert json.loads(http(f"{address}/readyz").body) == {"database": "ok"}


def test_a_machine_hears_what_is_wrong_while_the_program_lives() -> None:
    checks = {"database": lambda: "It is away.", "slack": lambda: None}
    with listening(web_app(checks), "127.0.0.1", 0) as port:
        ready = http(f"http://127.0.0.1:{port}/readyz")
        assert (ready.status, json.loads(ready.body)) == (
            503,
            {"database": "It is away.", "slack": "ok"},
        )
        assert http(f"http://127.0.0.1:{port}/healthz").status == 200


def test_a_taken_port_is_named(database_url: str, renderers: Renderers) -> None:
    with LoopbackSlack() as slack, socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_signing_secret="secret",
            slack_api_url=slack.api_url,
            database_url=database_url,
            RAPPORT_HOST="127.0.0.1",
            PORT=taken.getsockname()[1],
        )
        with (
            pytest.raises(PortTaken, match="choose another with PORT"),
            serving(settings, MovableClock(NOW), renderers),
        ):
            pass
