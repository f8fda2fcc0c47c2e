"""/import: bring in the data of a file that somebody shared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commands.answer import Answer, Button, Buttons, Field, Form, Menu, Part, Text, say
from commands.import_kinds import NUMBERS, TICKETS, Wanted, kind_of, look, take
from commands.registry import command
from commands.request import Request
from storage.errors import NoClient, NoTicketClient, UnknownClient
from storage.store import Store

HOW = (
    "Drop a CSV file, a workbook, JSON or Parquet into a direct message with me, or pick “Import "
    "this file” from the menu of a message that has one; you see what it would change first."
)
KINDS = (NUMBERS, TICKETS, "feedback", "invoices", "orders", "usage", "accounts")
OFFERED = 4  # clients for whom there is a button
LONGEST_NAME = 200
ASKED = re.compile(
    r"(?:(?P<step>look|ask|take) )?(?P<file>\S+)(?: as (?P<kind>[a-z]+))?(?: (?P<new>new))?"
    r"(?: for(?: (?P<client>.+))?)?"
)


@dataclass(frozen=True)
class Asked:
    """One step with one file: its words, its path, what its rows are and whose, where told."""

    step: str
    file: str
    path: Path
    kind: str | None
    client: str | None
    new: bool

    def words(self, step: str, *, client: str | None = None, new: bool = False) -> str:
        """The words of the next step."""
        kind = f" as {self.kind}" if self.kind else ""
        whose = client or self.client
        return f"{step} {self.file}{kind}{' new' if new else ''}{f' for {whose}' if whose else ''}"

    def wanted(self, kind: str) -> Wanted:
        """What is to be looked at or taken."""
        return Wanted(self.path, kind, self.client, self.new)


@command(
    "import",
    "",
    "Bring in the data of a file: drop it into a direct message with me.",
    heavy=True,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Show how a shared file would be read, ask whose it is, or import it."""
    if not request.files:
        return say(HOW)
    words = request.args.split()
    if len(request.files) > 1 and len(words) == len(request.files):
        asked = zip(words, request.files, strict=True)
        parts = [part for file, path in asked for part in _one(file, path, request, store, now)]
        return Answer(tuple(parts))
    return Answer(tuple(_one(request.args, request.files[0], request, store, now)))


def _one(words: str, path: str, request: Request, store: Store, now: datetime) -> Iterator[Part]:
    asked = _read(words, Path(path), store)
    if asked.step == "ask":
        yield _form(asked)
    elif asked.kind is None:
        yield from _which_kind(asked)
    else:
        try:
            yield from _step(asked, asked.kind, request, store, now)
        except (NoClient, NoTicketClient):
            yield from _whose(asked, store)
        except UnknownClient as unknown:
            yield Text((str(unknown).partition(".")[0] + " yet.",))
            yield Buttons((Button("Make this client", "import", asked.words("look", new=True)),))


def _read(words: str, path: Path, store: Store) -> Asked:
    found = ASKED.fullmatch(words.strip())
    if found is None:
        return Asked("look", words.split()[0], path, None, None, new=False)
    kind = found["kind"] if found["kind"] in KINDS else kind_of(store, path)
    client = (found["client"] or "").strip() or None
    return Asked(found["step"] or "look", found["file"], path, kind, client, new=bool(found["new"]))


def _step(asked: Asked, kind: str, request: Request, store: Store, now: datetime) -> Iterator[Part]:
    if asked.step == "take":
        done = take(store, asked.wanted(kind), now, request.asker.id)
        yield from (Text((line,)) for line in done.lines)
        return
    seen = look(store, asked.wanted(kind))
    yield Text((seen.said,))
    yield seen.table
    yield from (Text((line,)) for line in seen.lines)
    yield Buttons(tuple(_offered(asked)))


def _offered(asked: Asked) -> Iterator[Button | Menu]:
    yield Button("Import", "import", asked.words("take", new=asked.new))
    if asked.client is None and not asked.new:
        yield Button("Import, making new clients", "import", asked.words("take", new=True))
    yield _as_kinds(asked)


def _which_kind(asked: Asked) -> Iterator[Part]:
    yield Text((f"What are the rows of {asked.path.name}? Its first line does not say.",))
    yield Buttons((_as_kinds(asked),))


def _as_kinds(asked: Asked) -> Menu:
    whose = f" for {asked.client}" if asked.client else ""
    choices = (
        Button(kind.capitalize(), "import", f"look {asked.file} as {kind}{whose}")
        for kind in KINDS
        if kind != asked.kind
    )
    return Menu("Read it as…", tuple(choices))


def _whose(asked: Asked, store: Store) -> Iterator[Part]:
    yield Text((f"Whose data is {asked.path.name}? It has no column that says so.",))
    known = [
        Button(client.name, "import", asked.words("look", client=client.slug))
        for client in store.clients.all()
    ]
    other = Button("Another client…", "import", asked.words("ask"))
    yield Buttons((*(known if len(known) <= OFFERED else ()), other))


def _form(asked: Asked) -> Form:
    return Form(
        title="Import a file",
        submit="Look at it",
        verb="import",
        args=f"{asked.words('look')} for",
        fields=(
            Field(
                key="client",
                label=f"Whose data is {asked.path.name}?",
                longest=LONGEST_NAME,
                hint="A client's name; you see what would change before anything does.",
            ),
        ),
        instead="Type whose it is behind the file, in the direct message with me.",
    )
