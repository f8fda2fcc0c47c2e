"""Answers as messages, without Slack, and what Slack would say of them."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.limits import block_problems
from bot.slack.message import Message, Rendered, image_block
from bot.slack.render import render
from commands import registry
from commands.request import Asker, Place, Request
from storage.store import Store
from tests.conftest import NOW

SAM = Asker("U1", "sam", "Europe/London")
ROOM = Place("C1", "public", member=True)


def request(verb: str, args: str, asker: Asker = SAM, place: Place = ROOM) -> Request:
    return Request("77.1", verb, args, "T1", asker, place, "slash")


def rendered(store: Store, verb: str, args: str, place: Place = ROOM) -> Rendered:
    asked = request(verb, args, place=place)
    return render(registry.answer(asked, store, NOW), asked)


def layouts(message: Message) -> Iterator[list[dict[str, Any]]]:
    """Every form in which the message may be posted."""
    for plain in (False, True):
        yield message.laid_out(plain=plain)
        if message.picture is not None:
            yield message.laid_out(image_block("F1", message), plain=plain)
    if message.native is not None:
        yield message.laid_out(message.native)


def assert_fits(message: Message, *, names: bool = False) -> None:
    """Within Slack's limits, nothing in it is a mention, and the text says something.

    One that ``names`` people mentions them on purpose.
    """
    assert 0 < len(message.text) < 40_000
    assert "<!" not in message.text
    assert names or "<@" not in message.text
    for blocks in layouts(message):
        assert block_problems(blocks, "message") == []
        assert not {"broadcast", *(() if names else ("user",))} & set(kinds_within(blocks))
        assert str(blocks).count("'mrkdwn'") == str(blocks).count("'verbatim': True")


def kinds_within(value: object) -> Iterator[str]:
    """Every `type` in the blocks, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get("type"), str):
            yield value["type"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from kinds_within(inner)
