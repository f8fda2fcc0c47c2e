"""A message is ours by its key and by its author: others copy blocks, and must not count."""

from dataclasses import replace

import pytest

from bot.engine.outcome import CHECKS, RESTS, SETTLE
from bot.playground.slack.models import Message
from bot.slack.find import find_answer, find_copies
from tests.bot.publishing import MONDAY, at, newest, posted, subscribe
from tests.conftest import Running

OTHER_APP = "B0OTHER"


def copied(house: Running, key: str, by: str, bot: str | None) -> Message:
    """A message of somebody else with all that marks ours."""
    world = house.slack.world
    block = {"type": "context", "block_id": key, "elements": [{"type": "plain_text", "text": "x"}]}
    metadata = {"event_type": "rapport_publication", "event_payload": {"key": key}}
    message = Message(world.stamps.next(), house.team.acme, by, "forwarded", (block,))
    return world.put(replace(message, bot_id=bot, metadata=metadata))


@pytest.mark.parametrize("app", [True, False])
def test_a_copy_by_others_is_not_taken_for_our_post(house: Running, app: bool) -> None:
    subscribe(house)
    house.slack.faults.fail("chat.postMessage", "internal_error")
    at(house, MONDAY)
    one = newest(house)
    assert one.tried_at, "Slack may have taken it"
    by = house.slack.world.add_user("other", "Other App") if app else house.team.maya
    copied(house, one.key, by, OTHER_APP if app else None)
    assert find_answer(house.office.api, house.team.acme, one.key) is None
    at(house, MONDAY + max(RESTS[0], SETTLE))
    assert (newest(house).state, len(posted(house))) == ("posted", 1)
    assert newest(house).ts == posted(house)[0].ts


def test_a_copy_by_others_is_left_where_it_stands(house: Running) -> None:
    subscribe(house)
    house.slack.faults.drop_after_accept("chat.postMessage")
    at(house, MONDAY)
    copy = copied(house, newest(house).key, house.team.maya, None)
    at(house, MONDAY + max(RESTS[0], SETTLE))
    one = newest(house)
    assert find_copies(house.office.api, one) == [one.ts]
    assert find_answer(house.office.api, house.team.acme, one.key) == one.ts
    before = len(house.slack.log.named("chat.delete"))
    at(house, MONDAY + CHECKS[0] + max(RESTS[0], SETTLE))
    assert len(house.slack.log.named("chat.delete")) == before
    assert house.slack.world.find(house.team.acme, copy.ts) == copy
