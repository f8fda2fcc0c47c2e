"""Owners who left: their schedules get another owner, or the team is asked for one, once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.office import Office
from bot.slack.api import FAILURES, reason_of
from bot.slack.members import Member, members
from commands.notices import QUESTION, is_person, plan_notice
from commands.owners import hand_over, orphans, owners, question_key
from storage.store import Store
from storage.text import fold
from storage.values import Delivery, Subscription

log = structlog.get_logger()
LOOK = timedelta(hours=12)  # between two looks at an owner of whom nothing was heard
REMIND = timedelta(days=3)  # until who knows about schedules is asked besides
OPEN = ("queued", "posting")


@dataclass(frozen=True)
class Asked:
    """A question that is to be asked about the schedules of ``left``: in the channel, else by
    direct message."""

    left: str
    since: datetime
    channel: str | None = None

    @property
    def key(self) -> str:
        """The key by which it is asked once."""
        return question_key(self.left, self.since, self.channel)


def is_due(office: Office) -> bool:
    """Whether an owner is to be looked at, or somebody is to be asked; a quick look."""
    store, now = office.store, office.clock.now()
    unseen = store.people.unseen(owners(store), now - LOOK)
    return bool(unseen) or any(True for _ in to_ask(store, now))


def look(office: Office) -> None:
    """Ask Slack about each owner it was not asked about for a while; follow those who left."""
    store, now = office.store, office.clock.now()
    for user in store.people.unseen(owners(store), now - LOOK):
        there = office.directory.there(user) if is_person(user) else False
        if there is not None:
            _saw(office, user, now, there=there)
    follow(office)


def heard(office: Office, user: str, *, there: bool) -> None:
    """Slack tells that somebody left the team, or came back."""
    office.directory.forget(user)
    _saw(office, user, office.clock.now(), there=there)
    follow(office)


def _saw(office: Office, user: str, now: datetime, *, there: bool) -> None:
    """Write it down; drafts that waited for who comes back go to them."""
    if office.store.people.saw(user, now, there=there) and there:
        office.store.subscriptions.look_at_all()


def follow(office: Office) -> None:
    """Find another owner for the schedules of those who left; what fails is left for later."""
    store, now = office.store, office.clock.now()
    try:
        # What cannot be asked in a channel is asked of a person, in the second round.
        for _ in range(2):
            for left, asked in groupby(list(to_ask(store, now)), lambda one: one.left):
                _follow(office, left, asked, now)
    except FAILURES as error:
        log.warning("owners are left for later", reason=reason_of(error))


def _follow(office: Office, left: str, asked: Iterable[Asked], now: datetime) -> None:
    _replace_from_cards(office, left, now)
    channels = {one.channel for one in orphans(office.store, left)}
    for one in asked:
        if one.channel in channels or (channels and one.channel is None):
            _ask(office, one, now)


def to_ask(store: Store, now: datetime) -> Iterator[Asked]:
    """What is to be asked now: first in each schedule's channel, then of one person."""
    found = orphans(store)
    for left in dict.fromkeys(one.created_by for one in found):
        known = store.people.get(left)
        if known is not None:
            theirs = [one for one in found if one.created_by == left]
            yield from _next(left, known.since, theirs, store, now)


def _next(
    left: str, since: datetime, theirs: list[Subscription], store: Store, now: datetime
) -> Iterator[Asked]:
    """The next questions about somebody; none where each was asked, or waits for an answer."""
    person = Asked(left, since)
    if store.deliveries.by_key(person.key) is not None:
        return
    rooms = [Asked(left, since, channel) for channel in dict.fromkeys(s.channel for s in theirs)]
    rows = [store.deliveries.by_key(one.key) for one in rooms]
    yield from (one for one, row in zip(rooms, rows, strict=True) if row is None)
    if any(row is not None and _is_over(row, now) for row in rows):
        yield person


def _is_over(row: Delivery, now: datetime) -> bool:
    """Whether a question could not be asked, or was asked for long enough without an answer."""
    return row.state not in OPEN and (row.posted_at is None or row.posted_at <= now - REMIND)


def _replace_from_cards(office: Office, left: str, now: datetime) -> None:
    """Who is named on the client's card takes over, if they are there; they are told."""
    store = office.store
    for one in orphans(store, left):
        client = store.clients.get(one.client_id)
        successor = _of_card(office, client.owner) if client.owner else None
        if successor is not None and successor != left:
            hand_over(one, successor, store)
            words = (
                f"Schedule {one.id}, the report on {client.name}, is yours now: you are named on "
                "its card, and whoever looked after it is not in the team any more. Drafts and "
                f"notices come to you; “/schedule owner {one.id} @ana” hands it on."
            )
            key = f"owner:{one.id}:{left}:{successor}"
            plan_notice(store, key, successor, {"text": words}, now, one.id)
            log.info("another owner", schedule=one.id, owner=successor)


def _of_card(office: Office, owner: str) -> str | None:
    """The id of who is named on a card; None where nobody of the team is, or several are."""
    if is_person(owner) and office.directory.there(owner):
        return owner
    found = [one for one in members(office.api, office.directory) if fold(owner) in one.names]
    return found[0].asker.id if len(found) == 1 else None


def _ask(office: Office, one: Asked, now: datetime) -> None:
    """Write the question down; where nobody may be asked there, write that down."""
    to = _room(office, one.channel) if one.channel else _somebody(office, one.left)
    if to is None and one.channel is None:
        log.error("nobody can be asked who looks after schedules", left=one.left)
    args = {"left": one.left, "channel": one.channel, "tell": to}
    channel, nobody = to or one.channel or "", to is None
    plan = office.store.deliveries.plan
    plan(QUESTION, one.key, now, channel, None, args, superseded=nobody, now=now)


def _room(office: Office, channel: str) -> str | None:
    """The channel, where the team alone reads and the bot can write."""
    room = office.directory.room(channel)
    return channel if room.member and not room.external else None


def _somebody(office: Office, left: str) -> str | None:
    """Who changed a schedule last and is there, else an admin of the workspace."""
    for one in office.store.people.actors():
        if one.person != left and office.directory.there(one.person):
            return one.person
    return next(
        (one.asker.id for one in members(office.api, office.directory) if _is_admin(one)), None
    )


def _is_admin(one: Member) -> bool:
    return one.asker.role == "admin"
