"""The form of an import: how a file is read, what would change, and all that can be put right."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from commands import import_seen
from commands.answer import Choice, Field, Form, Part, Pick, Table, Text
from commands.import_columns import columns_to_pick
from commands.import_drawn import BLANK, MARKS, ORDERS, OTHER, Drawn, wish_of
from commands.import_kinds import KINDS, look, take
from commands.request import Request
from reports.errors import Expected
from storage.errors import DatabaseFailure, NoClient, NoTicketClient
from storage.looked import Looked, Wish
from storage.store import Store

MOST_CLIENTS = 90
LONGEST_NAME = 200
INSTEAD = "I cannot show a form here; the buttons under the file import it too."
SCALES = (Choice("csat", "Ratings from 1 to 5"), Choice("nps", "Recommendations from 0 to 10"))
CREATE = (Choice("no", "Refuse their rows"), Choice("yes", "Make them"))


def fill_in(drawn: Drawn, request: Request, store: Store, now: datetime) -> Iterator[Part]:
    """The form as it stands, or what came of the import that it was sent off for."""
    form = _Form(drawn, request, store)
    if drawn.step == "bring" and drawn.showed(request.fields):
        yield from form.brought(now, request.asker.id)
    else:
        yield form.shown(request.place.client)


class _Form:
    """One form, with what was filled in."""

    def __init__(self, drawn: Drawn, request: Request, store: Store) -> None:
        self._paths = {
            one: Path(path) for one, path in zip(drawn.files, request.files, strict=True)
        }
        self._drawn = drawn.of_file(request.fields.get("file"))
        self._fields = request.fields
        if self._drawn != drawn:
            whose = ("client", "name")
            self._fields = {key: one for key, one in request.fields.items() if key in whose}
        self._wish = wish_of(self._paths[self._drawn.files[0]], self._drawn, self._fields)
        self._store = store

    def shown(self, client: str | None) -> Form:
        """The form with how the file would be read, by default as data of ``client``."""
        seen = look(self._store, self._wish)
        if isinstance(seen.trouble, NoClient | NoTicketClient) and client and not self._fields:
            self._wish = replace(self._wish, client=client)
            seen = look(self._store, self._wish)
        return self._form(seen)

    def brought(self, now: datetime, by: str) -> Iterator[Part]:
        """What the import did; where it could do nothing, the form as it was, with the reason."""
        try:
            done = take(self._store, self._wish, self._drawn.kind or "", now, by)
        except DatabaseFailure:
            raise
        except Expected as trouble:
            seen = replace(look(self._store, self._wish), trouble=trouble)
            yield self._form(seen)
            yield Text((f"Nothing was imported: {import_seen.trouble_at(seen)[1]}",))
            return
        if done.nothing:
            said = Text(("Nothing was imported. " + " ".join(done.lines[1:]),))
            yield self._form(look(self._store, self._wish), said)
        yield from (Text((line,)) for line in done.lines)

    def _form(self, seen: Looked, *said: Text) -> Form:
        number = seen.sheets.index(seen.sheet) + 1 if seen.sheet in seen.sheets else 0
        drawn = replace(self._drawn, kind=seen.kind, sheet=str(number))
        parts = (
            *self._files(), _kinds(seen), *_sheets(seen, number),
            *_whose(self._wish, seen, self._fields, self._store), *_formats(seen, self._fields),
            *said, *_preview(seen), *columns_to_pick(seen),
        )  # fmt: skip
        return Form(
            title="Import a file",
            submit="Import",
            verb="import",
            args=drawn.args("bring"),
            fields=parts,
            instead=INSTEAD,
            changes=drawn.args("form"),
            wrong=_wrong(seen, parts, self._fields),
            scope=f"{drawn.files[0]}-{seen.kind}-{number}",
        )

    def _files(self) -> Iterator[Pick]:
        if len(self._paths) > 1:
            choices = tuple(Choice(one, path.name) for one, path in self._paths.items())
            yield Pick("file", "Which file", choices, self._drawn.files[0])


def _wrong(
    seen: Looked, parts: tuple[Field | Pick | Text | Table, ...], fields: Mapping[str, str]
) -> dict[str, str]:
    if seen.kind is None and seen.trouble is None:
        return {"kind": f"What are the rows of {seen.path.name}? Its first line does not say."}
    if seen.trouble is None:
        return {}
    at, sentence = import_seen.trouble_at(seen)
    if at == "client" and fields.get("client") == OTHER:
        at, sentence = "name", BLANK
    keys = [one.key for one in parts if isinstance(one, Field | Pick)]
    place = next((one for one in (at, f"map-{at}") if one in keys), "kind")
    return {place: sentence}


def _kinds(seen: Looked) -> Pick:
    choices = tuple(Choice(one, import_seen.MANY.get(one, one).capitalize()) for one in KINDS)
    return Pick("kind", f"The rows of {seen.path.name} are", choices, seen.kind)


def _sheets(seen: Looked, number: int) -> Iterator[Pick]:
    if len(seen.sheets) > 1:
        choices = [Choice(f"{n}:{name}", name) for n, name in enumerate(seen.sheets, start=1)]
        chosen = choices[number - 1].value if number else None
        yield Pick("sheet", "Sheet", tuple(choices), chosen)


def _whose(
    wish: Wish, seen: Looked, fields: Mapping[str, str], store: Store
) -> Iterator[Pick | Field]:
    if seen.kind is None:
        return
    if seen.kind == "accounts" or "client" in seen.mapping:
        yield Pick("create", "Clients that are new", CREATE, "yes" if wish.create else "no")
        return
    known = store.clients.all()[:MOST_CLIENTS]
    choices = (*(Choice(one.slug, one.name) for one in known), Choice(OTHER, "Another client…"))
    found = store.clients.find(wish.client) if wish.client else None
    listed = found is not None and found.slug in {one.slug for one in known}
    other = fields.get("client") == OTHER or bool(wish.client and not listed)
    chosen = OTHER if other else found.slug if found else None
    yield Pick("client", "Whose data it is", choices, chosen)
    if other:
        hint = "One that is new is made when you import."
        yield Field("name", "The client's name", LONGEST_NAME, hint=hint, typed=wish.client or "")


def _formats(seen: Looked, fields: Mapping[str, str]) -> Iterator[Pick]:
    """What is in doubt, and what was decided."""
    if seen.doubt == "dates" or seen.said.dates:
        chosen = None if seen.doubt == "dates" else seen.said.dates
        yield Pick("dates", "01/02/2026 is", _choices(ORDERS), chosen)
    if seen.doubt == "decimal" or seen.said.decimal:
        chosen_mark = None if seen.doubt == "decimal" else seen.said.decimal
        yield Pick("decimal", "1.234 is", _choices(MARKS), chosen_mark)
    if seen.trouble is not None and import_seen.trouble_at(seen)[0] == "scale":
        yield Pick("scale", "The scores are", SCALES)
    elif fields.get("scale"):
        yield Pick("scale", "The scores are", SCALES, fields["scale"])


def _choices(meanings: Mapping[Any, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in meanings.items())


def _preview(seen: Looked) -> Iterator[Text | Table]:
    if seen.kind is None:
        return
    lines = [f"{seen.rows:,} rows." if seen.rows != 1 else "1 row.", *import_seen.changes(seen)]
    yield from (Text((line,)) for line in lines)
    if seen.first and seen.read:
        yield import_seen.first_rows(seen)
    yield from (Text((line,), quiet=True) for line in import_seen.not_read(seen))
