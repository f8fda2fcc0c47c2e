"""What the bot gave to Slack, held against Slack's own schemas and our own limits."""

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft7Validator

from bot.playground.slack.limits import block_problems, view_problems
from bot.playground.slack.models import Json, JsonValue
from bot.playground.slack.server import LoopbackSlack

NEWER = {"data_visualization"}  # the recorded schema is older than these blocks
POSTS = ("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url")


def sent(slack: LoopbackSlack) -> Iterator[Json]:
    """Every message and ephemeral as the bot gave it to Slack."""
    for name in POSTS:
        for entry in slack.log.named(name):
            request: Json = entry.request
            if "text" in request or "blocks" in request:
                yield {
                    key: _parsed(request[key])
                    for key in ("text", "blocks", "metadata")
                    if request.get(key)
                }


def views(slack: LoopbackSlack) -> Iterator[Json]:
    """Every view as the bot gave it to Slack."""
    for name in ("views.open", "views.update"):
        for entry in slack.log.named(name):
            if entry.request.get("view"):
                yield _parsed(entry.request["view"])


def problems(slack: LoopbackSlack) -> list[str]:
    """What is wrong with what was sent; the schemas count where RAPPORT_REAL_DATA has them."""
    different = {json.dumps(message, sort_keys=True) for message in sent(slack)}
    shown = {json.dumps(view, sort_keys=True) for view in views(slack)}
    found = [problem for message in different for problem in _problems(message)]
    return [*found, *(problem for view in shown for problem in _problems_of_view(view))]


@lru_cache(maxsize=512)
def _problems(text: str) -> tuple[str, ...]:
    return tuple(_found(json.loads(text)))


@lru_cache(maxsize=512)
def _problems_of_view(text: str) -> tuple[str, ...]:
    view = json.loads(text)
    check = _validator("ViewPayload")
    schema = [error.message for error in check.iter_errors(view)] if check else []
    return (*view_problems(view, view["type"]), *schema)


def _found(message: Json) -> Iterator[str]:
    blocks = message.get("blocks", [])
    yield from (str(problem) for problem in block_problems(blocks, "message"))
    if len(message.get("text", "")) > 40_000:
        yield "the text is longer than 40,000 characters"
    check = _validator()
    if check is not None:
        known = [block for block in blocks if block.get("type") not in NEWER]
        yield from (error.message for error in check.iter_errors(message | {"blocks": known}))


@lru_cache(maxsize=2)
def _validator(name: str = "SlackMessage") -> Draft7Validator | None:
    folder = os.environ.get("RAPPORT_REAL_DATA")
    if not folder:
        return None
    path = Path(folder) / "slack" / f"{name}.schema.json"
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def _parsed(value: JsonValue) -> JsonValue:
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
