"""/health: how a client is doing, why, and what would help; the board shows all."""

from datetime import datetime

from commands.answer import Answer, Button, Buttons, Part, Table, Text, say
from commands.health_board import board
from commands.health_weights import weigh
from commands.privacy import room_audience
from commands.registry import command
from commands.request import Request
from commands.scoring import health_at, keep, keep_scores, today
from commands.targets import did_you_mean, find_target, suggestion
from reports.errors import Expected
from reports.health.scorecard import METRICS, are_equal
from reports.health.words import explain, signed
from reports.model import Audience, Component, Health
from reports.periods import day_name
from reports.words import UNKNOWN, listed
from storage.store import Store
from storage.values import Client

ALONE = "Internal, so for you alone: this room is shared, or belongs to another client."


class HealthIsOfToday(Expected):
    """The health is that of today; for “{words}” type “/report {slug} {words}”."""


@command(
    "health",
    "[CLIENT] · all · weights [NAME=NUMBER]",
    "How a client is doing, from 0 to 100, and why; all clients, the worst first.",
    examples=("acme", "all", "weights support=2 training=0"),
    heavy=True,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Show one client's card, the board of all, or how much each component counts."""
    words = request.args.strip()
    first, _, rest = words.partition(" ")
    if first.lower() == "all":
        return board(rest, store, now)
    if first.lower() == "weights":
        return weigh(rest, store)
    if words == "keep" and request.asker.role == "system":
        return say(f"{keep_scores(store, now)} scores kept.")
    return _of_client(request, words, store, now)


def _of_client(request: Request, words: str, store: Store, now: datetime) -> Answer:
    target = find_target(request, words, store)
    if target is None:
        return did_you_mean(request, words, store) if words else board("", store, now)
    if target.rest and not target.named:
        return suggestion(request, words, store) or did_you_mean(request, words, store)
    if target.rest:
        raise HealthIsOfToday(words=target.rest, slug=target.client.slug)
    return _card(request, target.client, store, now)


def _card(request: Request, client: Client, store: Store, now: datetime) -> Answer:
    day = today(client, now)
    health = health_at(store, client, day)
    if health is None:
        return say(_nothing(client))
    keep(store, [(client, day, health)], now)
    heading = f"Health of {client.name} on {day_name(day)}"
    parts: tuple[Part, ...] = (
        Text(("\n".join((heading, *explain(health))),)),
        _table(health),
        _buttons(client),
    )
    if room_audience(request, client) is Audience.INTERNAL:
        return Answer(parts, audience="room")
    return Answer((Text((ALONE,), quiet=True), *parts))


def _table(health: Health) -> Table:
    equal = are_equal({part.key: part.weight for part in health.components})
    weight = () if equal else ("Weight",)
    columns = ("Input", "Score", *weight, "Moved it by", "Why")
    rows = tuple(_row(part, equal=equal) for part in health.components)
    return Table("What the score is made of", columns, rows)


def _row(part: Component, *, equal: bool) -> tuple[str, ...]:
    score = UNKNOWN if part.score is None else f"{part.score:.0f}"
    weight = () if equal else (f"{part.weight:g}",)
    moved = UNKNOWN if part.moved is None else signed(part.moved)
    return (part.label, score, *weight, moved, part.reason)


def _buttons(client: Client) -> Buttons:
    return Buttons(
        (Button("Report", "report", client.slug), Button("All clients", "health", "all"))
    )


def _nothing(client: Client) -> str:
    return (
        f"Nothing is known yet from which the health of {client.name} could be told: bring in "
        f"{listed(list(METRICS), most=len(METRICS))}, or some of them, with “rapport import FILE "
        f"--client {client.slug}”."
    )
