"""The tables, by topic. ``metadata`` knows them all."""

from storage.tables.base import metadata
from storage.tables.data import (
    breakdown,
    import_run,
    metric_key,
    observation,
    observation_journal,
    source,
)
from storage.tables.people import client, client_alias, client_channel, workspace
from storage.tables.records import ticket
from storage.tables.scores import score
from storage.tables.words import comment, comment_revision, publication
from storage.tables.work import delivery, inbox, subscription

__all__ = [
    "breakdown",
    "client",
    "client_alias",
    "client_channel",
    "comment",
    "comment_revision",
    "delivery",
    "import_run",
    "inbox",
    "metadata",
    "metric_key",
    "observation",
    "observation_journal",
    "publication",
    "score",
    "source",
    "subscription",
    "ticket",
    "workspace",
]
