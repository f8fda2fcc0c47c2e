"""The board: every client's health, the worst first."""

import re
from collections import Counter
from datetime import datetime

from commands.answer import Answer, Button, Buttons, Menu, Part, Table, Text
from commands.scoring import healths_of, keep
from commands.targets import NoClients
from reports.errors import Expected
from reports.health.scorecard import BANDS, NOT_ENOUGH
from reports.health.words import arrow, main_move, movement, rated
from reports.model import Health
from reports.words import listed, shorten
from storage.store import Store
from storage.values import Client

PAGE = 10
LONGEST_NAME = 60
PAGED = re.compile(r"(?:page\s+)?(\d{1,6})", re.IGNORECASE)


class NoSuchPage(Expected):
    """“{words}” is no page; type “/health all” or “/health all page 2”."""


def board(words: str, store: Store, now: datetime) -> Answer:
    """All clients for the asker alone, ``PAGE`` at a time; raises NoSuchPage, NoClients."""
    wanted = _page(words)
    clients = store.clients.all()
    if not clients:
        raise NoClients
    found = healths_of(store, clients, now)
    keep(store, found, now)
    ranked = sorted(((client, health) for client, _, health in found), key=_worst_first)
    page = min(wanted, (len(ranked) + PAGE - 1) // PAGE)
    shown = ranked[(page - 1) * PAGE : page * PAGE]
    parts: tuple[Part, ...] = (Text((_summary(ranked, page),)), _table(shown))
    return Answer((*parts, _buttons(shown, page, len(ranked))))


def _page(words: str) -> int:
    if not words.strip():
        return 1
    found = PAGED.fullmatch(words.strip())
    if found is None or not int(found[1]):
        raise NoSuchPage(words=shorten(words.strip(), LONGEST_NAME))
    return int(found[1])


def _worst_first(one: tuple[Client, Health]) -> tuple[bool, float, str]:
    client, health = one
    return health.score is None, health.score or 0.0, client.name.casefold()


def _summary(ranked: list[tuple[Client, Health]], page: int) -> str:
    """``25 clients, the worst first: 3 at risk, 20 healthy and 2 not enough data. Page 1 of 3.``"""
    counted = Counter(health.band for _, health in ranked)
    bands = [f"{counted[band]} {band}" for band in (*reversed(BANDS), NOT_ENOUGH) if counted[band]]
    clients = "1 client" if len(ranked) == 1 else f"{len(ranked)} clients, the worst first"
    pages = (len(ranked) + PAGE - 1) // PAGE
    where = f" Page {page} of {pages}." if pages > 1 else ""
    return f"{clients}: {listed(bands)}.{where}"


def _table(shown: list[tuple[Client, Health]]) -> Table:
    rows = tuple(
        (shorten(client.name, LONGEST_NAME), rated(health), _moved(health))
        for client, health in shown
    )
    return Table("Health of all clients", ("Client", "Health", "In a week"), rows)


def _moved(health: Health) -> str:
    told = (f"{arrow(health)} {movement(health)}".strip(), main_move(health))
    return " · ".join(word for word in told if word)


def _buttons(shown: list[tuple[Client, Health]], page: int, count: int) -> Buttons:
    left = min(PAGE, count - page * PAGE)
    earlier = (Button(f"← Previous {PAGE}", "health", f"all page {page - 1}"),)
    later = (Button(f"Next {left} →", "health", f"all page {page + 1}"),)
    cards = tuple(
        Button(shorten(client.name, LONGEST_NAME), "health", client.slug) for client, _ in shown
    )
    menu = Menu("Open a client …", cards)
    return Buttons((*(earlier if page > 1 else ()), *(later if left > 0 else ()), menu))
