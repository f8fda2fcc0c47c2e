"""The sample's people, channels, schedules, goals and words, moved into a loopback Slack."""

from datetime import datetime

from bot.playground.sample import people
from bot.playground.slack.server import LoopbackSlack
from reports.errors import Expected
from storage.store import Store
from storage.values import Client


class NoSampleClient(Expected):
    """The sample has no client {slug}; fill the store before the people move in."""


def settle_in(slack: LoopbackSlack, store: Store, now: datetime) -> None:
    """Create everybody and everything that needs Slack's ids."""
    ids = _people(slack)
    channels = _channels(slack, store, ids)
    for account in people.ACCOUNTS:
        store.clients.change(_client(store, account.slug).id, owner=ids[account.owner])
    for standing in people.STANDING:
        client, channel = _client(store, standing.client), channels[standing.channel]
        by = ids[standing.by]
        store.subscriptions.add(client.id, channel, standing.cadence, standing.tz, by, now)
    for aim in people.AIMS:
        _aim(aim, store, ids, now)
    for remark in people.REMARKS:
        _remark(remark, store, ids, now)


def _people(slack: LoopbackSlack) -> dict[str, str]:
    return {
        person.handle: slack.world.add_user(
            person.handle,
            person.name,
            tz=person.tz,
            role=person.role,
            team_id="T0OUTSIDE" if person.external else None,
        )
        for person in people.PEOPLE
    }


def _channels(slack: LoopbackSlack, store: Store, ids: dict[str, str]) -> dict[str, str]:
    channels: dict[str, str] = {}
    for channel in people.CHANNELS:
        members = [ids[handle] for handle in channel.members]
        channels[channel.name] = slack.world.add_channel(
            channel.name,
            kind=channel.kind,
            members=members,
            bot=channel.bot,
            shared=channel.shared,
        )
        if channel.client:
            client = _client(store, channel.client)
            store.clients.link_channel(client.id, channels[channel.name])
    return channels


def _aim(aim: people.Aim, store: Store, ids: dict[str, str], now: datetime) -> None:
    store.goals.add(
        _client(store, aim.client).id,
        aim.metric,
        aim.target,
        grain=aim.grain,
        since=aim.since(now.date()),
        by=(ids[aim.by], aim.by),
        now=now,
    )


def _remark(remark: people.Remark, store: Store, ids: dict[str, str], now: datetime) -> None:
    store.comments.add(
        _client(store, remark.client).id,
        remark.period(now.date()),
        ids[remark.author],
        remark.author,
        remark.text,
        remark.at(now.date()),
        audience=remark.audience,
    )


def _client(store: Store, slug: str) -> Client:
    client = store.clients.find(slug)
    if client is None:
        raise NoSampleClient(slug=slug)
    return client
