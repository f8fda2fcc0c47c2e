"""/import: bring in the data of a file that somebody shared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from commands import import_form, import_seen
from commands.answer import Answer, Button, Buttons, Field, Form, Menu, Part, Text, say
from commands.import_drawn import check, read_drawn
from commands.import_kinds import KINDS, look, take
from commands.registry import command
from commands.request import Request
from storage.errors import NoClient, NoTicketClient, UnknownClient
from storage.looked import Looked, Wish
from storage.store import Store

HOW = (
    "Drop a CSV file, a workbook, JSON or Parquet into a direct message with me, or pick “Import "
    "this file” from the menu of a message that has one; you see what it would change first."
)
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

    def wish(self) -> Wish:
        """What is to be looked at or taken."""
        return Wish(self.path, self.kind, self.client, self.new)


@command(
    "import",
    "",
    "Bring in the data of a file: drop it into a direct message with me.",
    heavy=True,
    check=check,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Show how a shared file would be read, ask whose it is, or import it."""
    if not request.files:
        return say(HOW)
    drawn = read_drawn(request.args)
    if drawn is not None:
        return Answer(tuple(import_form.fill_in(drawn, request, store, now)))
    words = request.args.split()
    if len(request.files) > 1 and len(words) == len(request.files):
        asked = zip(words, request.files, strict=True)
        parts = [part for file, path in asked for part in _one(file, path, request, store, now)]
        return Answer(tuple(parts))
    return Answer(tuple(_one(request.args, request.files[0], request, store, now)))


def _one(words: str, path: str, request: Request, store: Store, now: datetime) -> Iterator[Part]:
    asked = _read(words, Path(path))
    if asked.step == "ask":
        yield _form(asked)
    elif asked.step == "take" and asked.kind is not None:
        done = take(store, asked.wish(), asked.kind, now, request.asker.id)
        yield from (Text((line,)) for line in done.lines)
    else:
        yield from _shown(asked, look(store, asked.wish()), store)


def _read(words: str, path: Path) -> Asked:
    found = ASKED.fullmatch(words.strip())
    if found is None:
        return Asked("look", words.split()[0], path, None, None, new=False)
    kind = found["kind"] if found["kind"] in KINDS else None
    client = (found["client"] or "").strip() or None
    return Asked(found["step"] or "look", found["file"], path, kind, client, new=bool(found["new"]))


def _shown(asked: Asked, seen: Looked, store: Store) -> Iterator[Part]:
    """How the file would be read and what would change, or what is to be said first."""
    asked = replace(asked, kind=seen.kind)
    match seen.trouble:
        case None if seen.kind is None:
            yield Text((f"What are the rows of {asked.path.name}? Its first line does not say.",))
        case None:
            yield Text((import_seen.holds(seen),))
            yield import_seen.mapping(seen)
            told = (*import_seen.not_read(seen), *import_seen.changes(seen))
            yield from (Text((line,)) for line in told)
            yield Buttons((*_takes(asked), _opens(asked), _as_kinds(asked)))
            return
        case NoClient() | NoTicketClient():
            yield from _whose(asked, store)
            return
        case UnknownClient():
            yield Text((import_seen.trouble_at(seen)[1],))
            make = Button("Make this client", "import", asked.words("look", new=True))
            yield Buttons((make, _opens(asked)))
            return
        case _:
            yield Text((import_seen.trouble_at(seen)[1],))
    yield Buttons((_opens(asked), _as_kinds(asked)))


def _takes(asked: Asked) -> Iterator[Button]:
    yield Button("Import", "import", asked.words("take", new=asked.new))
    if asked.client is None and not asked.new:
        yield Button("Import, making new clients", "import", asked.words("take", new=True))


def _opens(asked: Asked) -> Button:
    words = asked.words("form", new=asked.new)
    return Button("Look and import…", "import", words, opens=True)


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
    yield Buttons((*(known if len(known) <= OFFERED else ()), other, _opens(asked)))


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
