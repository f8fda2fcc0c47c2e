"""The tables, by topic. ``metadata`` knows them all."""

from storage.tables.base import metadata
from storage.tables.by_hand import by_hand
from storage.tables.data import (
    breakdown,
    import_run,
    metric_key,
    observation,
    observation_journal,
    source,
)
from storage.tables.decisions import decision
from storage.tables.definitions import declaration
from storage.tables.findings import data_finding
from storage.tables.goals import goal
from storage.tables.people import client, client_alias, client_channel, person, workspace
from storage.tables.records import feedback, invoice, purchase, ticket, usage_event
from storage.tables.scores import score
from storage.tables.undo import (
    observation_confirmation,
    record_confirmation,
    record_journal,
)
from storage.tables.words import comment, comment_revision, publication
from storage.tables.work import delivery, drawing, inbox, review, slot, subscription, worker

__all__ = [
    "breakdown",
    "by_hand",
    "client",
    "client_alias",
    "client_channel",
    "comment",
    "comment_revision",
    "data_finding",
    "decision",
    "declaration",
    "delivery",
    "drawing",
    "feedback",
    "goal",
    "import_run",
    "inbox",
    "invoice",
    "metadata",
    "metric_key",
    "observation",
    "observation_confirmation",
    "observation_journal",
    "person",
    "publication",
    "purchase",
    "record_confirmation",
    "record_journal",
    "review",
    "score",
    "slot",
    "source",
    "subscription",
    "ticket",
    "usage_event",
    "worker",
    "workspace",
]
