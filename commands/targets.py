"""Which client a person means: by slug, name or alias, else the client of the channel."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from commands.answer import Answer, Button, say
from commands.request import Request
from reports.errors import Expected
from reports.words import shorten
from storage.store import Store
from storage.values import Client, Publication

CLOSE_ENOUGH = 60  # rapidfuzz score out of 100; below it a suggestion reads as random
RIVALS = 20  # a name that is that much less alike than the best one is no suggestion
LONGEST_NAME = 400  # characters in which a name is looked for; what follows is text
LONGEST_AGAIN = 150  # characters that a button can surely repeat
LONGEST_SHOWN = 60  # characters of a name in a sentence or on a button
QUOTED = re.compile(r"“([^”]+)”|‘([^’]+)’|\"([^\"]+)\"|'([^']+)'")
WORD = re.compile(r"\S+")


class NoClientNamed(Expected):
    """Which client? Type its name after {slash}, as in “{slash} acme”, or ask in its channel."""


class NoClients(Expected):
    """There are no clients yet; bring one in with “rapport import FILE --client acme --create”."""


class OtherClient(Expected):
    """I answer you in the channel that you share with the team, about its own client only."""


@dataclass(frozen=True)
class Target:
    """The client meant, the words that followed, and whether its name was typed at all."""

    client: Client
    rest: str
    named: bool


def find_target(request: Request, words: str, store: Store) -> Target | None:
    """The client named at the start of ``words``, else the one whose report is talked about in
    this thread, else the channel's; None if none fits.

    To guests and external people the other clients do not exist: naming one is like naming
    nobody, so that nothing can be found out by trying names.
    """
    for name, rest in _splits(words):
        client = store.clients.find(name)
        if client is not None and _may_know(request, client):
            return Target(client, rest, named=True)
    here = _here(request, store)
    return Target(here, words.strip(), named=False) if here else None


def thread_of(request: Request, store: Store) -> Publication | None:
    """The publication in whose thread the question was asked."""
    number = request.place.publication
    return None if number is None else store.publications.get(number)


def _here(request: Request, store: Store) -> Client | None:
    published = thread_of(request, store)
    talked_about = store.clients.get(published.client_id) if published else None
    if talked_about is not None and _may_know(request, talked_about):
        return talked_about
    return store.clients.find(request.place.client) if request.place.client else None


def did_you_mean(request: Request, words: str, store: Store) -> Answer:
    """One sentence about the unknown name, with up to three close clients as buttons."""
    if not request.asker.of_the_team:
        raise OtherClient
    clients = store.clients.all()
    if not clients:
        raise NoClients
    if not words.strip():
        raise NoClientNamed(slash=f"/{request.verb}")
    known = ", ".join(client.slug for client in clients[:5])
    nobody = say(f"{_unknown(words)} I know: {known}.", failed=True)
    return suggestion(request, words, store) or nobody


def suggestion(request: Request, words: str, store: Store) -> Answer | None:
    """“Did you mean …?” where some client's name is close; None where none is, or for guests."""
    close = _closest(words, store.clients.all()) if request.asker.of_the_team else []
    if not close:
        return None
    unknown = _unknown(words)
    if len(words) > LONGEST_AGAIN:
        names = " or ".join(f"“{client.slug}”" for client, _ in close)
        hint = f"Did you mean {names}? Nothing was done; send it again with that name."
        return say(f"{unknown} {hint}", failed=True)
    buttons = tuple(
        Button(shorten(client.name, LONGEST_SHOWN), request.verb, f"{client.slug} {rest}".strip())
        for client, rest in close
    )
    return say(f"{unknown} Did you mean …?", buttons=buttons, failed=True)


def _unknown(words: str) -> str:
    return f"I do not know a client “{shorten(words.strip(), LONGEST_SHOWN)}”."


def _may_know(request: Request, client: Client) -> bool:
    """Guests and external people know the client of their channel and no other."""
    return request.asker.of_the_team or request.place.client == client.slug


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a name off the start, the longest name first; quotes bind a name.

    What follows the name stays as it was typed, with its line breaks.
    """
    text = words.strip()
    if quoted := QUOTED.match(text):
        yield quoted[quoted.lastindex or 0], text[quoted.end() :].strip()
    ends = [found.end() for found in WORD.finditer(text) if found.end() <= LONGEST_NAME]
    for end in reversed(ends):
        yield text[:end], text[end:].strip()


def _closest(words: str, clients: list[Client]) -> list[tuple[Client, str]]:
    """Up to three (client, words after the name), nearest spelling first."""
    splits = list(_splits(words))
    best: dict[str, tuple[float, Client, str]] = {}
    for client in clients:
        names = (client.slug, client.name, *client.aliases)
        score, index = _likeness([name for name, _ in splits], names)
        if score >= CLOSE_ENOUGH:
            best[client.slug] = (score, client, splits[index][1])
    ranked = sorted(best.values(), key=lambda item: -item[0])
    return [(client, rest) for score, client, rest in ranked[:3] if score > ranked[0][0] - RIVALS]


def _likeness(typed: list[str], names: tuple[str, ...]) -> tuple[float, int]:
    """The best score of any typed name against any real one, and which typed name had it."""
    wanted = [utils.default_process(name) for name in names]
    scores = (
        (max(fuzz.ratio(plain, name) for name in wanted), -index)
        for index, plain in enumerate(map(utils.default_process, typed))
    )
    score, index = max(scores, default=(0.0, 0))
    return score, -index
