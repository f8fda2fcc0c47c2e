"""The history as people see it, in Slack and at a terminal."""

import io
from datetime import timedelta

from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from bot import terminal
from bot.slack.render import render
from commands.answer import Answer
from storage.store import Store
from tests.bot.slack.messages import assert_fits
from tests.commands.asking import ask, request
from tests.commands.test_schedule_history import end, plan, to_two_channels

HOUR = timedelta(hours=1)


def a_week_with_trouble(store: Store) -> Answer:
    """Two channels of which one failed, one that may stand, one left out."""
    to_two_channels(store, "posted", "dead")
    end(store, plan(store, "report:3:2026-W46", 1, channel="C3"), "unknown", "Slack was silent")
    end(store, plan(store, "report:4:2026-W46", 2, channel="C4"), "superseded", "no figure moved")
    return ask(store, "schedule", "history")


def test_in_slack(store: Store, snapshot: SnapshotAssertion) -> None:
    message = render(a_week_with_trouble(store), request("schedule", "history")).message
    assert_fits(message)
    assert snapshot == {"text": message.text, "blocks": list(message.blocks)}


def test_at_a_terminal(store: Store, snapshot: SnapshotAssertion) -> None:
    written = io.StringIO()
    terminal.show(a_week_with_trouble(store), Console(file=written, width=120))
    assert snapshot == written.getvalue()
