"""/schedule history and /schedule retry: what became of the deliveries, and once more."""

import re
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from commands.answer import Answer, Button, Buttons, Channel, Part, Run, Table, Text, say
from commands.request import Request
from reports.errors import Expected
from reports.words import shorten
from storage.store import Store
from storage.values import Delivery

SHOWN = 12
BUTTONS = 5
NUMBER = re.compile(r"#?([0-9]{1,9})")
AGAIN = re.compile(r":r([0-9]+)$")
RETRIED = ("dead", "unknown")
UTC_TIME = ZoneInfo("UTC")
STATES = {
    "queued": "waits",
    "posting": "is being posted",
    "posted": "posted",
    "superseded": "left out",
    "dead": "not posted",
    "unknown": "perhaps posted",
}


class WhichDelivery(Expected):
    """Which delivery? Add its number, as in “/schedule retry 12”; “/schedule history” shows
    them."""


class NothingToRetry(Expected):
    """Delivery {number} {state}, so there is nothing to post again."""


def history(words: str, request: Request, store: Store, _now: datetime) -> Answer:
    """The newest deliveries, of one schedule or of all, with why and a button to post again."""
    found = _asked_for(words, store)
    if not found:
        return say("Nothing was to be published yet; “/schedule list” shows what comes.")
    tz = _zone(request)
    columns = ("No.", "What", "Channel", "Due", "State", "Why")
    table = Table("Deliveries", columns, tuple(_row(one, tz) for one in found))
    parts: list[Part] = [table, Text((f"Times are in {tz}.",), quiet=True)]
    if dead := [one for one in found if one.state in RETRIED][:BUTTONS]:
        parts.append(Buttons(tuple(_button(one) for one in dead)))
    return Answer(tuple(parts))


def retry(words: str, request: Request, store: Store, now: datetime) -> Answer:
    """Post a delivery again that was not posted, or perhaps not, as a new one of its own."""
    number = NUMBER.fullmatch(words.strip())
    one = number and store.dispatch.get(int(number[1]))
    if not one:
        raise WhichDelivery
    if one.state not in RETRIED:
        raise NothingToRetry(number=one.id, state=STATES[one.state])
    if not _planned_again(one, request.asker.id, store, now):
        return say(f"Delivery {one.id} was queued again before; “/schedule history” shows it.")
    return Answer((Text(("It is on its way to ", Channel(one.channel), ".")),))


def _planned_again(one: Delivery, asked_by: str, store: Store, now: datetime) -> bool:
    """Queue it under a key of its own; False where somebody did so before."""
    found = AGAIN.search(one.key)
    number = int(found[1]) + 1 if found else 2
    key = f"{AGAIN.sub('', one.key)}:r{number}"
    # Not a delivery of the subscription: its rhythm is counted from those.
    args = {**one.args, "tell": asked_by}
    return store.deliveries.plan(one.kind, key, now, one.channel, None, args, now=now)


def _asked_for(words: str, store: Store) -> list[Delivery]:
    if words.strip().lower() in ("dead", "failed"):
        return store.dispatch.troubled(SHOWN)
    if number := NUMBER.fullmatch(words.strip()):
        return store.dispatch.of(store.subscriptions.get(int(number[1])).id, SHOWN)
    return [one for one in store.deliveries.recent(SHOWN + BUTTONS) if one.kind != "notice"][:SHOWN]


def _row(one: Delivery, tz: tzinfo) -> tuple[Run, ...]:
    due = one.due.astimezone(tz)
    late = ", late" if one.late else ""
    return (
        str(one.id),
        str(one.args.get("args") or one.kind),
        Channel(one.channel),
        f"{due:%a} {due.day} {due:%b %H:%M}",
        f"{STATES[one.state]}{late}",
        shorten(one.error or "", 200),
    )


def _button(one: Delivery) -> Button:
    return Button(f"Post {one.id} again", "schedule", f"retry {one.id}")


def _zone(request: Request) -> ZoneInfo:
    try:
        return ZoneInfo(request.asker.tz or "UTC")
    except (KeyError, ValueError, OSError):
        return UTC_TIME
