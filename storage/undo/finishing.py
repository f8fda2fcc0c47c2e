"""What an import or an undo left uncounted because it was killed, counted by whoever comes next."""

from sqlalchemy import Select, select

from storage.engine import reading, writing
from storage.errors import ImportRunning
from storage.run import figures_counted
from storage.store import Store
from storage.tables import import_run, source
from storage.turns import turn
from storage.undo.recounting import recount
from storage.undo.run import Undone


def are_unfinished(store: Store) -> bool:
    """Whether figures are left to be counted; also while somebody is counting them."""
    with reading(store.engine) as connection:
        return connection.scalar(_unfinished(store).limit(1)) is not None


def finish(store: Store) -> int:
    """Count the figures of every run that was killed before it had; of how many runs."""
    with reading(store.engine) as connection:
        found = [(row.id, row.name) for row in connection.execute(_unfinished(store))]
    return sum(_finished(store, run_id, name) for run_id, name in found)


def _finished(store: Store, run_id: int, name: str) -> bool:
    """False where somebody is at work on the source, or has done it meanwhile."""
    try:
        with turn(store, name, wait=0):
            return _count(store, run_id)
    except ImportRunning:
        return False


def _count(store: Store, run_id: int) -> bool:
    one = select(import_run).where(import_run.c.id == run_id, import_run.c.recounts)
    with reading(store.engine) as connection:
        run = connection.execute(one).mappings().first()
    if run is None:
        return False
    recount(store, Undone(run["undoes"] or run_id, run["source_id"], run["at"], by_run=run_id))
    with writing(store.engine) as connection:
        figures_counted(connection, run_id)
    return True


def _unfinished(store: Store) -> Select[int, str]:
    runs = import_run.join(source, import_run.c.source_id == source.c.id)
    mine = source.c.workspace_id == store.workspace_id
    columns = select(import_run.c.id, source.c.name).select_from(runs)
    return columns.where(mine, import_run.c.recounts).order_by(import_run.c.id)
