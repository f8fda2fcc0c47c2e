"""The store: one object through which everything is remembered and found again."""

from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select

from storage import migrate
from storage.dialect import take_turns
from storage.engine import connect, reading, refused, shown, writing
from storage.errors import DatabaseBusy, DatabaseFailure, NewerDatabase, OlderDatabase
from storage.tables import workspace
from storage.verbs.by_hand import Numbers
from storage.verbs.channels import Channels
from storage.verbs.clients import Clients
from storage.verbs.comments import Comments
from storage.verbs.decisions import Decisions
from storage.verbs.definitions import Definitions
from storage.verbs.deliveries import Deliveries
from storage.verbs.dispatch import Dispatch
from storage.verbs.drawings import Drawings
from storage.verbs.findings import Findings
from storage.verbs.freshness import Freshness
from storage.verbs.goals import Goals
from storage.verbs.imports import Imports
from storage.verbs.inbox import Inbox
from storage.verbs.observations import Observations
from storage.verbs.people import People
from storage.verbs.publications import Publications
from storage.verbs.recorded import Recorded
from storage.verbs.reviews import Reviews
from storage.verbs.scores import Scores
from storage.verbs.slots import Slots
from storage.verbs.subscriptions import Subscriptions
from storage.verbs.workers import Workers

REFUSED_WITHIN = 15.0  # seconds; every process writes more often than that as long as it lives


class Store:
    """Everything of one workspace, one topic an attribute. Safe to share between threads.

    Every verb may raise DatabaseBusy (another write lasted longer than 5 s; nothing was
    changed) and DatabaseUnreachable.
    """

    def __init__(self, engine: Engine, workspace_id: int) -> None:
        """Scope the verbs to ``workspace_id``."""
        self.engine = engine
        self.workspace_id = workspace_id
        self.clients = Clients(engine, workspace_id)
        self.observations = Observations(engine, workspace_id)
        self.imports = Imports(engine, workspace_id)
        self.comments = Comments(engine, workspace_id)
        self.publications = Publications(engine, workspace_id)
        self.subscriptions = Subscriptions(engine, workspace_id)
        self.people = People(engine, workspace_id)
        self.reviews = Reviews(engine, workspace_id)
        self.channels = Channels(engine, workspace_id)
        self.deliveries = Deliveries(engine, workspace_id)
        self.dispatch = Dispatch(engine, workspace_id)
        self.drawings = Drawings(engine, workspace_id)
        self.inbox = Inbox(engine, workspace_id)
        self.scores = Scores(engine, workspace_id)
        self.definitions = Definitions(engine, workspace_id)
        self.recorded = Recorded(engine, workspace_id)
        self.numbers = Numbers(engine, workspace_id)
        self.goals = Goals(engine, workspace_id)
        self.decisions = Decisions(engine, workspace_id)
        self.findings = Findings(engine, workspace_id)
        self.freshness = Freshness(engine, workspace_id)
        self.slots = Slots(engine, workspace_id)
        self.workers = Workers(engine, workspace_id)

    def adopt(self, team_id: str, name: str) -> "Store":
        """The store of a Slack team.

        The local workspace becomes the first team's, with all it holds; another team gets a
        workspace of its own. The store returned shares this one's connections.
        """
        with writing(self.engine) as connection:
            take_turns(connection)
            found = _of_team(connection, team_id)
            found = found or _adopt_local(connection, team_id, name)
            found = found or _add(connection, team_id, name)
        return Store(self.engine, found)

    def problem(self) -> str | None:
        """Why the database cannot be used just now; None where it can.

        Where its disk is full everything can be read, so the writes of the last seconds count too.
        """
        try:
            with reading(self.engine) as connection:
                connection.scalar(select(workspace.c.id).limit(1))
            lately = refused(self.engine, REFUSED_WITHIN)
            if lately and not isinstance(lately, DatabaseBusy):
                return str(lately)
        except DatabaseFailure as failure:
            return str(failure)
        return None

    def close(self) -> None:
        """Close every connection, also those of stores that ``adopt`` returned."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block, which closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()


def open_store(url: str) -> Store:
    """Open ``sqlite:///…``, ``postgresql://…`` or ``postgres://…``.

    The store is that of the local workspace, or of the first team once one has adopted it.
    An empty or older SQLite file is brought up to date first; PostgreSQL is upgraded by
    ``upgrade`` alone. Raises DatabaseUnreachable, DatabaseBusy, NewerDatabase, OlderDatabase.
    """
    engine = connect(url)
    try:
        _bring_up_to_date(engine)
        return Store(engine, _first_workspace(engine))
    except BaseException:
        engine.dispose()
        raise


def upgrade(url: str) -> bool:
    """Bring a database's tables up to date; False where they were. Raises as ``open_store``."""
    engine = connect(url)
    try:
        return migrate.upgrade(engine)
    finally:
        engine.dispose()


def _bring_up_to_date(engine: Engine) -> None:
    found = migrate.current(engine)
    if found == migrate.HEAD:
        return
    if engine.dialect.name == "sqlite":
        migrate.upgrade(engine)
    elif migrate.is_known(found):
        raise OlderDatabase(where=shown(engine.url))
    else:
        raise NewerDatabase(where=shown(engine.url), found=found)


def _first_workspace(engine: Engine) -> int:
    # The local workspace first, then the oldest team.
    first = select(workspace.c.id).order_by(workspace.c.team_id.is_not(None), workspace.c.id)
    with reading(engine) as connection:
        found = connection.scalar(first.limit(1))
    if found is not None:
        return int(found)
    with writing(engine) as connection:
        take_turns(connection)
        return int(connection.scalar(first.limit(1)) or _add(connection, None, "local"))


def _of_team(connection: Connection, team_id: str) -> int | None:
    return connection.scalar(select(workspace.c.id).where(workspace.c.team_id == team_id))


def _adopt_local(connection: Connection, team_id: str, name: str) -> int | None:
    adopted = workspace.update().where(workspace.c.team_id.is_(None))
    columns = {"team_id": team_id, "name": name}
    found: int | None = connection.scalar(adopted.values(columns).returning(workspace.c.id))
    return found


def _add(connection: Connection, team_id: str | None, name: str) -> int:
    row = workspace.insert().values(team_id=team_id, name=name)
    return int(connection.execute(row.returning(workspace.c.id)).scalar_one())
