"""/health as it is typed in Slack: the card, the board, and the line in a report."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import scores
from bot.playground.slack.models import Message
from bot.slack.render import render
from commands.answer import Answer, ReportPart
from commands.request import Asker, Place, Request
from commands.scoring import health_at
from reports.model import Audience
from storage.imports import import_file
from storage.store import Store
from tests.conftest import NOW, Running

TODAY = NOW.date()


@pytest.fixture
def scored(running: Running, tmp_path: Path) -> Running:
    """Acme with enough inputs for a score."""
    running.slack.faults.ready_after, running.slack.faults.rate_limits = 0, False
    rows = [
        f"acme,{TODAY - timedelta(days=back)},{metric},{value}"
        for back in range(60)
        for metric, value in (("adoption", 0.5), ("invoices_overdue", 1))
    ]
    file = tmp_path / "success.csv"
    file.write_text("\n".join(["client,date,metric,value", *rows]) + "\n", encoding="utf-8")
    import_file(running.store, file, client=None, create=False, now=NOW, by="test")
    return running


def actions(message: Message) -> list[dict[str, str]]:
    """The buttons and menus under a message."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element for row in rows for element in row]


def test_the_card_stands_in_the_teams_channel(scored: Running) -> None:
    team = scored.team
    card = scored.answer(team.sam, team.acme, "/health")
    assert card.ephemeral_for is None
    assert "Health of Acme Outdoor on 19 Nov 2026\n77 of 100: 🟢 healthy." in card.text
    assert [block["type"] for block in card.blocks][:3] == ["rich_text", "table", "actions"]
    assert [json.loads(one["value"])["verb"] for one in actions(card)] == ["report", "health"]
    assert card in scored.from_bot(team.acme, team.maya)


def test_where_outsiders_read_along_only_the_asker_sees_it(scored: Running) -> None:
    team = scored.team
    for channel in (team.shared, team.borealis, team.guests_room):
        card = scored.answer(team.sam, channel, "/health", "acme")
        assert "Health of Acme Outdoor" in card.text
        for other in (team.maya, team.outsider, team.guest):
            assert card not in scored.from_bot(channel, other)
    refused = scored.answer(team.guest, team.guests_room, "/health", "acme")
    assert "Only people of the team" in refused.text


def test_the_board_is_for_the_asker_and_leads_on(scored: Running) -> None:
    team = scored.team
    for number in range(23):
        scored.store.clients.add(f"c{number:02d}", f"Client & <{number}>", now=NOW)
    board = scored.answer(team.sam, team.acme, "/health", "all")
    assert board not in scored.from_bot(team.acme, team.maya)
    assert (
        "25 clients, the worst first: 1 healthy and 24 not enough data. Page 1 of 3." in board.text
    )
    later = next(one for one in actions(board) if one["type"] == "button")
    scored.slack.people.click(team.sam, team.acme, board.ts, later["action_id"])

    def second() -> list[Message]:
        found = scored.from_bot(team.acme, team.sam)
        return [message for message in found if "Page 2 of 3." in message.text]

    assert scored.slack.wait_for(second, timeout=60)
    assert scored.from_bot(team.acme, team.maya) == []


def test_the_clock_keeps_a_score_a_day_in_a_render_process(scored: Running) -> None:
    assert len(scored.store.scores.missing(NOW)) == 2
    scores.keep_scores(scored.office)
    assert scored.store.scores.missing(NOW) == []
    kept = scored.store.scores.of_all(TODAY, TODAY)
    assert [one.coverage for one in kept] == [0.8, 0.4]
    quiet = replace(scored.office, renderers=None)  # type: ignore[arg-type]
    scores.keep_scores(quiet)  # nothing is missing, so nobody renders
    tomorrow = NOW + timedelta(days=1)
    scored.clock.move_to(tomorrow)
    scores.keep_scores(scored.office)
    assert len(scored.store.scores.of_all(TODAY, tomorrow.date())) == 4


def test_a_report_tells_the_team_the_health(scored: Running) -> None:
    shown = _report_blocks(scored.store, Audience.INTERNAL)
    assert "Health 77 🟢 healthy, +0.1 in a week · 4 of 5 inputs known" in shown
    assert "ealth" not in _report_blocks(scored.store, Audience.CLIENT)


def _report_blocks(store: Store, audience: Audience) -> str:
    """The blocks of a report that was built with the health in it."""
    from commands import registry
    from reports.audience import for_audience

    request = Request(
        "1", "report", "acme", "T1", Asker("U1", "sam"), Place("C1", "public"), "test"
    )
    part = registry.answer(request, store, NOW).reports()[0]
    client = store.clients.get(part.client_id)
    whole = part.report.model_copy(update={"health": health_at(store, client, TODAY)})
    report = for_audience(whole, audience)
    rendered = render(Answer((ReportPart(report, client.id, audience),), "room"), request)
    blocks = rendered.message.blocks + rendered.message.plain_blocks
    return json.dumps(blocks, ensure_ascii=False).replace("\N{NO-BREAK SPACE}", " ")
