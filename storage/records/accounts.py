"""Accounts: the fields of the client cards. Rows make clients or change them, never delete."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reports.errors import Expected
from reports.zones import zone
from storage.cells import Refused, quoted
from storage.dialect import insert_into
from storage.engine import writing
from storage.errors import InvalidCurrency
from storage.intake import Tally
from storage.records.account_fields import ACCOUNTS
from storage.records.plan import Plan, WouldChange
from storage.records.row import Head, Row
from storage.records.taken import RecordsTaken
from storage.sources.table import TableFile
from storage.store import Store
from storage.tables import source
from storage.text import fold
from storage.values import Client
from storage.verbs.slugs import check_slug

Find = Callable[[str], Client | None]
_COLUMNS = ("name", "segment", "owner", "tz", "currency", "locale")
_SEPARATORS = re.compile(r"[;,|、，；\n]")


@dataclass(slots=True)
class Account:
    """What one row wants: a client (None: one to be made), and the fields it would set."""

    client: Client | None
    slug: str | None
    name: str
    fields: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        """What would become of a client that exists."""
        if self.client is None:
            return
        for key, value in self.fields.items():
            old = getattr(self.client, key)
            yield f"{self.client.slug}: {key} {old or 'unset'} → {value}"
        for alias in self.aliases:
            yield f"{self.client.slug}: also called “{alias}”"

    @property
    def changes(self) -> bool:
        """Whether anything of a client that exists would change."""
        return bool(self.fields or self.aliases)


class _Accounts:
    """The rows of one file, and what they want."""

    def __init__(
        self, find: Find, file: TableFile, places: Mapping[str, int], *, create: bool
    ) -> None:
        self._find = find
        self._create = create
        self._head = Head(file.header, places)
        self._lines: dict[str, int] = {}
        self.tally = Tally()
        self.wanted: list[Account] = []
        for line, cells in file.rows():
            self.tally.rows_read += 1
            try:
                self.wanted.append(self._account(line, self._head.row(cells)))
            except Refused as refused:
                self.tally.refuse(line, refused)
            except Expected as expected:
                self.tally.refuse(line, Refused(str(expected), "client"))

    def _account(self, line: int, row: Row) -> Account:
        slug, name = row.words("slug"), row.words("name")
        named = slug or name
        if named is None:
            raise Refused("it names no client", "client")
        client = self._find(named)
        self._refuse_twice(line, client.slug if client else fold(named))
        if client is None:
            self._check_new(named, slug, name)
        return self._wanted(row, Account(client, slug, name or named))

    def _wanted(self, row: Row, account: Account) -> Account:
        given = {key: row.words(key) for key in _COLUMNS}
        known = {key: value for key, value in given.items() if value is not None}
        if account.slug is None:
            known.pop("name", None)  # it led to the client, whose name another may be
        _check(known)
        account.fields = {key: one for key, one in known.items() if one != _old(account, key)}
        old = account.client.aliases if account.client else ()
        aliases = (one.strip() for one in _SEPARATORS.split(row.words("aliases") or ""))
        account.aliases = [one for one in aliases if one and fold(one) not in old]
        for alias in account.aliases:
            self._check_alias(account, alias)
        return account

    def _refuse_twice(self, line: int, key: str) -> None:
        first = self._lines.setdefault(key, line)
        if first != line:
            raise Refused(f"the same client stands on line {first}", "contradiction")

    def _check_new(self, named: str, slug: str | None, name: str | None) -> None:
        other = self._find(name or "")
        if other is not None:
            raise Refused(f"{quoted(name or '')} is the client {other.slug} already", "client")
        if not self._create:
            raise Refused(
                f"there is no client {quoted(named)}; import with --create to add it", "client"
            )
        if slug is not None:
            check_slug(slug)

    def _check_alias(self, account: Account, alias: str) -> None:
        other = self._find(alias)
        if other is not None and (account.client is None or other.id != account.client.id):
            raise Refused(f"{quoted(alias)} already names the client {other.slug}", "client")


def tried_accounts(file: TableFile, places: Mapping[str, int]) -> Tally:
    """Read each row as if there were no client yet."""
    return _Accounts(lambda _: None, file, places, create=True).tally


def accounts_would_change(store: Store, plan: Plan) -> WouldChange:
    """What carrying the plan out would do to the clients."""
    found = _of(store, plan)
    new = [one for one in found.wanted if one.client is None]
    changed = [one for one in found.wanted if one.client is not None and one.changes]
    return WouldChange(
        new=len(new),
        changed=len(changed),
        unchanged=len(found.wanted) - len(new) - len(changed),
        refused_count=found.tally.refused_count,
        refused=found.tally.refused,
        new_clients=[one.name for one in new],
        details=[sentence for one in changed for sentence in one.sentences()],
    )


def import_accounts(store: Store, plan: Plan, *, now: datetime) -> RecordsTaken:
    """Make and change clients as the plan's file says. A cell that is empty changes nothing."""
    found = _of(store, plan)
    new = [one for one in found.wanted if one.client is None]
    changed = [one for one in found.wanted if one.client is not None and one.changes]
    made = [_make(store, one, now) for one in new]
    touched = [_change(store, one.client, one) for one in changed if one.client is not None]
    if found.wanted:
        _keep_mapping(store, plan)
    same = [one.client.slug for one in found.wanted if one.client and not one.changes]
    return RecordsTaken(
        source=plan.source,
        kind=plan.kind.key,
        rows_read=found.tally.rows_read,
        taken=len(found.wanted),
        changed=len(touched),
        unchanged=len(same),
        refused=found.tally.refused,
        refused_count=found.tally.refused_count,
        clients=sorted([*made, *touched, *same]),
        new_clients=made,
    )


def _of(store: Store, plan: Plan) -> _Accounts:
    return _Accounts(store.clients.find, plan.file, plan.places, create=plan.create)


def _make(store: Store, account: Account, now: datetime) -> str:
    slug = account.slug or store.clients.slug_for(account.name)
    return _change(store, store.clients.add(slug, account.name, now=now), account)


def _change(store: Store, client: Client, account: Account) -> str:
    if account.fields:
        store.clients.change(client.id, **account.fields)
    for alias in account.aliases:
        store.clients.add_alias(client.id, alias)
    return client.slug


def _check(given: dict[str, str]) -> None:
    """Raise UnknownZone or InvalidCurrency; codes of currencies become capital letters."""
    if "tz" in given:
        zone(given["tz"])
    if "currency" in given:
        code = given["currency"].upper()
        if re.fullmatch("[A-Z]{3}", code) is None:
            raise InvalidCurrency(currency=given["currency"])
        given["currency"] = code


def _old(account: Account, key: str) -> str | None:
    return None if account.client is None else getattr(account.client, key)


def _keep_mapping(store: Store, plan: Plan) -> None:
    own = {"workspace_id": store.workspace_id, "name": plan.source}
    kept = {"kind": ACCOUNTS.key, "mapping": plan.mapping.to_json()}
    with writing(store.engine) as connection:
        row = insert_into(connection, source).values(own | kept)
        index = ["workspace_id", "name"]
        connection.execute(row.on_conflict_do_update(index_elements=index, set_=kept))
