"""What tests of publishing do again and again."""

from datetime import UTC, datetime, timedelta

from bot.playground.slack.models import Message
from storage.values import Delivery, Subscription
from tests.conftest import NOW, Running

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
SECOND = timedelta(seconds=1)


def subscribe(
    house: Running, channel: str | None = None, client: str = "acme", cadence: str = ""
) -> Subscription:
    found = house.store.clients.find(client)
    assert found
    words, where = cadence or "weekly monday 09:00", channel or house.team.acme
    return house.store.subscriptions.add(found.id, where, words, "UTC", house.team.sam, NOW)


def at(house: Running, now: datetime) -> None:
    """Let the clock stand there and the publisher look."""
    house.clock.move_to(now)
    house.publisher.tick()


def posted(house: Running, channel: str | None = None) -> list[Message]:
    return house.from_bot(channel or house.team.acme)


def told(house: Running) -> list[str]:
    """What Sam read in DMs."""
    return [message.text for message in house.from_bot(house.slack.world.open_dm(house.team.sam))]


def newest(house: Running) -> Delivery:
    return house.store.deliveries.recent(1)[0]


def assert_stands_once(house: Running, count: int = 1) -> None:
    """The newest delivery is the ``count``-th message, and its thread is a publication's."""
    delivery, messages = newest(house), posted(house)
    assert (delivery.state, len(messages)) == ("posted", count)
    assert delivery.ts == messages[-1].ts
    publication = house.store.publications.of_thread(house.team.acme, messages[-1].ts)
    assert publication
    assert publication.delivery_id == delivery.id
