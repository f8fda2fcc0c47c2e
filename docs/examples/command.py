"""/latest: up to which day figures are known."""

from datetime import datetime, timedelta

from commands.answer import Answer, Table
from commands.counted import counted
from commands.registry import command
from commands.request import Request
from reports.periods import day_name
from reports.words import UNKNOWN
from storage.store import Store
from storage.values import Client

LOOK_BACK = timedelta(days=365)


@command(
    "latest",
    "",
    "Up to which day each client's figures are known.",
    heavy=True,  # it reads many figures, so it runs in a render process
)
def run(_request: Request, store: Store, now: datetime) -> Answer:
    """One line a client; the asker alone reads it."""
    rows = tuple((client.name, _latest(client, store, now)) for client in store.clients.all())
    return Answer((Table("Figures are known up to", ("Client", "Day"), rows),))


def _latest(client: Client, store: Store, now: datetime) -> str:
    today = now.date()
    catalogue = store.definitions.catalogue()
    found = counted(store, client, today - LOOK_BACK, today, catalogue).frame
    return UNKNOWN if found.empty else day_name(found["day"].max().date())
