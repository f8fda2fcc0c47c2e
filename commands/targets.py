"""Which client a person means: by slug, name or alias, else the client of the channel."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from commands.answer import Answer, Button, say
from commands.request import Request
from reports.errors import Expected
from storage.store import Store
from storage.values import Client

CLOSE_ENOUGH = 60  # rapidfuzz score out of 100; below it a suggestion reads as random


class NoClientNamed(Expected):
    """Which client? Type its name after {slash}, as in “{slash} acme”, or ask in its channel."""


class NoClients(Expected):
    """There are no clients yet; bring one in with “rapport import FILE --client acme --create”."""


class OtherClient(Expected):
    """You can ask about this channel's own client only."""


@dataclass(frozen=True)
class Target:
    """The client meant, and the words that followed its name."""

    client: Client
    rest: str


def find_target(request: Request, words: str, store: Store) -> Target | None:
    """The client named at the start of ``words``, else the channel's; None if neither fits."""
    for name, rest in _splits(words):
        client = store.clients.find(name)
        if client is not None:
            return Target(_permitted(request, client), rest)
    if request.place.client is None:
        return None
    here = store.clients.find(request.place.client)
    return Target(here, words.strip()) if here else None


def did_you_mean(request: Request, words: str, store: Store) -> Answer:
    """One sentence about the unknown name, with up to three close clients as buttons."""
    if not request.asker.of_the_team:
        raise OtherClient
    clients = store.clients.all()
    if not clients:
        raise NoClients
    if not words.strip():
        raise NoClientNamed(slash=f"/{request.verb}")
    return _suggest(request, words, clients)


def _suggest(request: Request, words: str, clients: list[Client]) -> Answer:
    close = _closest(words, clients)
    shown = _shorten(words.strip())
    if not close:
        some = ", ".join(client.slug for client in clients[:5])
        return say(f"I do not know a client “{shown}”. I know: {some}.", failed=True)
    buttons = tuple(
        Button(_shorten(client.name), request.verb, f"{client.slug} {rest}".strip())
        for client, rest in close
    )
    return say(f"I do not know a client “{shown}”. Did you mean …?", buttons=buttons, failed=True)


def _permitted(request: Request, client: Client) -> Client:
    """Guests and external people see the client of their channel and no other."""
    if request.asker.of_the_team or request.place.client == client.slug:
        return client
    raise OtherClient


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a name off the start, the longest name first; quotes bind a name."""
    text = words.strip()
    if text[:1] in "“\"'" and text:
        end = next((i for i, sign in enumerate(text[1:], 1) if sign in "”\"'"), -1)
        if end > 0:
            yield text[1:end], text[end + 1 :].strip()
    pieces = text.split()
    for count in range(len(pieces), 0, -1):
        yield " ".join(pieces[:count]), " ".join(pieces[count:])


def _closest(words: str, clients: list[Client]) -> list[tuple[Client, str]]:
    """Up to three (client, words after the name), nearest spelling first."""
    best: dict[str, tuple[float, Client, str]] = {}
    for name, rest in _splits(words):
        for client in clients:
            score = _likeness(name, client)
            if score >= CLOSE_ENOUGH and score > best.get(client.slug, (0.0,))[0]:
                best[client.slug] = (score, client, rest)
    ranked = sorted(best.values(), key=lambda item: -item[0])
    return [(client, rest) for _, client, rest in ranked[:3]]


def _likeness(name: str, client: Client) -> float:
    names = (client.slug, client.name, *client.aliases)
    scores = process.cdist([name], names, scorer=fuzz.ratio, processor=utils.default_process)
    return float(scores.max())


def _shorten(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
