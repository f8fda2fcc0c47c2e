"""A team's own metrics in Slack, with the real bot and its render processes."""

from reports.metrics.declared import Declared
from tests.bot.test_phrases_slack import say
from tests.conftest import NOW, Running

OWN = Declared.model_validate(
    {
        "metrics": {
            "leads": {"label": "Prospects"},
            "rated": {"label": "Happy prospects", "expression": "leads * csat"},
        }
    }
)


def test_own_metrics_are_reported_and_asked_for_in_passing(running: Running) -> None:
    assert "prospects" not in str(running.report(text="acme 2026-W45").blocks).casefold()
    running.store.definitions.declare(OWN, now=NOW, by="sam")
    shown = running.report(text="acme 2026-W46")
    assert "Prospects" in str(shown.blocks)
    assert "Happy prospects" in str(shown.blocks)
    [answer] = say(running, running.team.acme, "why did happy prospects fall?", shown.ts)
    assert answer.thread_ts == shown.ts
    assert "Happy prospects of Acme Outdoor, Week 46" in answer.text
    assert "It is leads * csat: prospects" in str(answer.blocks)
