"""The bot comes into a channel and asks, in the right ears only, whose channel it is."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.playground.slack.models import Message
from tests.conftest import Running

NEXT = "Mon 23 Nov 09:00"


@pytest.fixture(autouse=True)
def unlinked(lasting: Running) -> Iterator[None]:
    """What a test links and schedules is taken back after it."""
    yield
    for subscription in lasting.store.subscriptions.all():
        lasting.store.subscriptions.remove(subscription.id)


def joins(running: Running, name: str, by: str | None, members: list[str]) -> str:
    """Invite the bot into a new channel; its id."""
    channel = running.slack.world.add_channel(name, members=members, bot=False)
    running.slack.people.invite_bot(channel, by)
    running.settle()
    return channel


def labels(message: Message) -> list[str]:
    rows = [block for block in message.blocks if block["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row["elements"]]


def test_who_invites_the_bot_makes_the_channel_a_clients_in_one_click(lasting: Running) -> None:
    team = lasting.team
    channel = joins(lasting, "proj-borealis", team.sam, [team.sam, team.maya, team.guest])
    [offer] = lasting.from_bot(channel, team.sam)
    assert offer.ephemeral_for == team.sam
    assert "Which client is this channel for?" in offer.text
    assert labels(offer) == [
        "Borealis Clinics, report every Monday at 09:00",
        "Acme Outdoor, report every Monday at 09:00",
    ]
    assert lasting.from_bot(channel, team.guest) == []
    assert lasting.from_bot(channel, team.maya) == []

    assert lasting.slack.people.click(team.sam, channel, offer.ts, "ask:0").acked
    lasting.settle()
    [done] = lasting.from_bot(channel, team.sam)
    assert done.ts == offer.ts
    assert "belongs to Borealis Clinics" in done.text
    assert NEXT in done.text
    linked = lasting.store.clients.of_channel(channel)
    assert linked
    assert linked.slug == "borealis"
    [subscription] = lasting.store.subscriptions.all(linked.id)
    assert (subscription.channel, subscription.cadence) == (channel, "weekly monday 09:00")
    assert subscription.tz == linked.tz


def test_nobody_named_the_room_is_asked_where_only_the_team_reads(lasting: Running) -> None:
    """Without a client's name, which would stand there when a client's people come."""
    team, people = lasting.team, lasting.slack.people
    channel = joins(lasting, "new-acme", None, [team.sam, team.maya])
    people.redeliver()
    lasting.settle()
    lasting.publisher.tick()
    lasting.publisher.tick()
    [offer] = lasting.from_bot(channel)
    assert offer.ephemeral_for is None
    assert labels(offer) == ["Choose the client"]
    assert "Acme" not in str(offer)
    assert "Borealis" not in str(offer)

    assert people.click(team.maya, channel, offer.ts, "ask:0").acked
    lasting.settle()
    assert lasting.from_bot(channel) == [offer]
    [choice] = [one for one in lasting.from_bot(channel, team.maya) if one.ephemeral_for]
    assert labels(choice)[0].startswith("Acme Outdoor")
    assert people.click(team.maya, channel, choice.ts, "ask:0").acked
    lasting.settle()
    [told] = [one for one in lasting.from_bot(channel, team.maya) if one.ephemeral_for]
    assert "belongs to Acme Outdoor" in told.text

    people.join(team.guest, channel)
    assert people.click(team.guest, channel, offer.ts, "ask:0").acked
    lasting.settle()
    [refused] = [one for one in lasting.from_bot(channel, team.guest) if one.ephemeral_for]
    assert "Only people of the team" in refused.text


@pytest.mark.parametrize("by", ["nobody", "guest", "outsider"])
def test_outsiders_are_never_shown_the_clients(lasting: Running, by: str) -> None:
    team = lasting.team
    inviter = {"guest": team.guest, "outsider": team.outsider}.get(by)
    with capture_logs() as logged:
        channel = joins(lasting, f"mixed-{by}", inviter, [team.sam, team.guest, team.outsider])
        lasting.publisher.tick()
    for person in (team.sam, team.guest, team.outsider):
        assert lasting.from_bot(channel, person) == []
    assert "nobody to ask whose channel this is" in str(logged)
    assert "Borealis" not in str(logged)


def test_a_clients_channel_is_known_again(lasting: Running) -> None:
    team = lasting.team
    channel = lasting.slack.world.add_channel("again", members=[team.sam], bot=False)
    acme = lasting.store.clients.find("acme")
    assert acme
    lasting.store.clients.link_channel(acme.id, channel)
    lasting.slack.people.invite_bot(channel, team.sam)
    lasting.settle()
    [told] = lasting.from_bot(channel, team.sam)
    assert told.ephemeral_for == team.sam
    assert told.text.startswith("This channel belongs to Acme Outdoor")
    assert labels(told)[0] == "Report on Acme Outdoor"


def test_other_peoples_coming_is_nothing_to_speak_of(lasting: Running) -> None:
    team = lasting.team
    channel = lasting.slack.world.add_channel("busy", members=[team.sam])
    lasting.slack.people.join(team.maya, channel)
    lasting.settle()
    assert lasting.from_bot(channel, team.sam) == []
    assert lasting.from_bot(channel, team.maya) == []
