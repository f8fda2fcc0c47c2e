"""What stands at the end, and whether it should."""

from collections import Counter

from benchmarks.chaos.fleet import Fleet
from bot.playground.slack.server import LoopbackSlack
from storage.store import Store

MOST_SHOWN = 10


def stand_once(slack: LoopbackSlack, store: Store, fleet: Fleet, keys: list[str]) -> bool:
    """Whether each key stands once, no upload is shared by itself, and no log has a traceback.

    Prints what is wrong, and the counts.
    """
    shown = _shown(slack)
    visible = sum(shown[key] > 0 for key in keys)
    double = sum(max(0, shown[key] - 1) for key in keys)
    shared = sum(bool(file.channels) for file in slack.world.files.values())
    unexpected = fleet.tracebacks()
    for one in store.deliveries.recent(100_000):
        if one.state != "posted" or shown[one.key] != 1:
            print(f"  {one.key}: {one.state}, stands {shown[one.key]} times, {one.error}")
    for line in unexpected[:MOST_SHOWN]:
        print(f"  {line}")
    print(
        f"pictures uploaded: {len(slack.world.files)}, standing: {_pictures(slack)}, "
        f"shared by themselves: {shared}; tracebacks in the logs: {len(unexpected)}"
    )
    print(
        f"deliveries={len(keys)} visible={visible} duplicates={double} lost={len(keys) - visible}"
    )
    return visible == len(keys) and not (double or shared or unexpected)


def _shown(slack: LoopbackSlack) -> Counter[str]:
    """How often each block_id stands in a channel."""
    shown: Counter[str] = Counter()
    for channel in slack.world.channels:
        for message in slack.world.visible(channel):
            shown.update(str(block.get("block_id")) for block in message.blocks)
    return shown


def _pictures(slack: LoopbackSlack) -> int:
    return sum(
        any(block["type"] == "image" for block in message.blocks)
        for channel in slack.world.channels
        for message in slack.world.visible(channel)
    )
