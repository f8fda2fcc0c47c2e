"""What leaves is as Slack's own schemas say, and what Slack is known to send is taken."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from slack_bolt import BoltRequest

from bot.desk import Desk
from bot.playground.slack.models import Json, JsonValue, Message
from bot.slack.app import bolt_app
from tests.bot.test_wrong import dead
from tests.conftest import Running
from tests.schemas import problems, sent

REAL = os.environ.get("RAPPORT_REAL_DATA")
SLACK = Path(REAL or ".") / "slack"
needs_data = pytest.mark.skipif(not REAL, reason="RAPPORT_REAL_DATA is not set")


def everyday(running: Running) -> list[Message]:
    """One of each kind of answer, and one publication."""
    team = running.team
    running.report()
    answers = [
        running.answer(team.sam, team.acme, command, text)
        for command, text in (
            ("/rapport", ""),
            ("/client", "acme"),
            ("/client", ""),
            ("/report", "nothing like it"),
            ("/note", "acme Words & <signs>"),
            ("/schedule", "acme weekly monday 09:00 #acme"),
            ("/schedule", "list"),
            ("/schedule", "now 1"),
        )
    ]
    running.answer(team.sam, team.general, "/report", "acmee")
    running.ask(team.sam, team.shared, "/report", "acme")
    running.settle()
    running.publisher.tick()
    running.slack.faults.uploads = False
    running.report()
    return answers


@needs_data
@pytest.mark.realdata
def test_every_message_is_as_the_schema_says(running: Running) -> None:
    everyday(running)
    messages = list(sent(running.slack))
    assert len(messages) >= 14
    assert problems(running.slack) == []
    kinds = {block["type"] for message in messages for block in message.get("blocks", [])}
    assert {"table", "image", "header", "actions", "data_visualization"} <= kinds


@needs_data
@pytest.mark.realdata
def test_a_message_that_breaks_the_schema_is_found(running: Running) -> None:
    team = running.team
    running.office.api.chat_postMessage(channel=team.acme, text="fine")
    assert problems(running.slack) == []
    running.slack.log.named("chat.postMessage")[-1].request["blocks"] = [{"type": "headline"}]
    assert len(problems(running.slack)) > 0
    running.slack.log.named("chat.postMessage")[-1].request["blocks"] = []


def filled(value: JsonValue, ids: dict[str, str], key: str = "", owner: str = "") -> JsonValue:
    """A recorded payload, whose empty texts are given plausible words and ids."""
    if isinstance(value, dict):
        return {name: filled(inner, ids, name, key) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, ids, key) for inner in value]
    return ids.get(owner if key == "id" else key, "words") if value == "" else value


def ids_of(running: Running, name: str) -> dict[str, str]:
    team = running.team
    return {
        "team_id": running.office.team_id,
        "user_id": team.sam,
        "user": team.sam,
        "channel_id": team.acme,
        "channel": team.acme,
        "event_id": f"Ev-{name}",
        "trigger_id": f"trigger-{name}",
        "type": "event_callback",
        "command": "/rapport",
        "text": "acme",
        "ts": "1700000000.000100",
        "event_ts": "1700000000.000200",
        "thread_ts": "1700000000.000100",
        "action_id": "ask:0",
        "value": '{"verb": "help", "args": ""}',
        "response_url": f"{running.slack.url}/response/none",
        "client_msg_id": f"msg-{name}",
        "subtype": "",
    }


@needs_data
@pytest.mark.realdata
def test_every_recorded_payload_is_acknowledged_and_handled(running: Running) -> None:
    desk = Desk(running.office)
    app = bolt_app(running.office, desk, running.slack.bot_token)
    files = sorted([*SLACK.glob("events/*.json"), *SLACK.glob("requests/**/*.json")])
    assert len(files) >= 21
    for file in files:
        payload = json.loads(file.read_text(encoding="utf-8"))
        for body in (filled(payload, ids_of(running, file.stem)), _person(payload, running, file)):
            response = app.dispatch(BoltRequest(mode="socket_mode", body=body))
            assert response.status == 200, (file.name, response.body)
    desk.close()
    assert dead(running) == []
    assert running.store.inbox.waiting() == []


def _person(payload: Json, running: Running, file: Path) -> Json:
    """The same as a person would have caused it, and a second time under another id."""
    body: Json = filled(payload, ids_of(running, f"{file.stem}-2"))
    for part in (body.get("event") or {}, (body.get("event") or {}).get("message") or {}):
        part.pop("bot_id", None)
        part.pop("bot_profile", None)
        if part.get("subtype") == "":
            del part["subtype"]
    return body


@needs_data
@pytest.mark.realdata
def test_a_foreign_button_is_acknowledged_and_left_alone(running: Running) -> None:
    desk = Desk(running.office)
    app = bolt_app(running.office, desk, running.slack.bot_token)
    recorded = SLACK / "requests/interactive-components/BlockActionPayload.json"
    ids = ids_of(running, "foreign") | {"action_id": "open-site", "value": "x"}
    body = filled(json.loads(recorded.read_text(encoding="utf-8")), ids)
    assert app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200
    desk.close()
    assert dead(running) == []
    assert running.from_bot(running.team.acme, running.team.sam) == []


ACKNOWLEDGES = """
import sys
import bot.run, bot.slack.app
from commands.registry import all_commands
assert len(all_commands()) > 4
print([name for name in ("pandas", "numpy", "matplotlib", "PIL") if name in sys.modules])
"""


def test_what_acknowledges_slack_loads_no_heavy_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ACKNOWLEDGES],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"
