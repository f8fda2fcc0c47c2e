"""/goal as it is typed in Slack, and the goals that rooms may read."""

from bot.playground.slack.models import Message
from tests.conftest import Running


def typed(running: Running, words: str, channel: str | None = None) -> Message:
    return running.answer(running.team.sam, channel or running.team.acme, "/goal", words)


def flat(message: Message) -> str:
    return " ".join(message.text.split())


def test_what_is_agreed_stands_in_the_next_report(running: Running) -> None:
    team = running.team
    kept = typed(running, "csat 90% from 2026-10")
    assert kept.ephemeral_for == team.sam
    assert "the goal is at least 90 % for every period" in kept.text
    report = running.report()
    assert "goal 90 %, missed" in flat(report)
    assert "CSAT 87.6 % missed the goal of 90 %." in report.text
    table = next(block for block in report.blocks if block["type"] == "table")
    cells = [[cell["text"] for cell in row] for row in table["rows"]]
    assert cells[0][:3] == ["Metric", "Week 46", "Goal"]
    assert [row[2] for row in cells[1:]] == [" ", "90 % ✗ missed", " "]
    listed = typed(running, "")
    assert "CSAT, at least 90 %, every period" in listed.text
    assert listed.ephemeral_for == team.sam


def test_a_sum_asks_which_period_and_one_press_answers(running: Running) -> None:
    team = running.team
    asked = typed(running, "leads 190")
    buttons = [
        one for block in asked.blocks for one in block.get("elements", ())
        if one.get("type") == "button"
    ]  # fmt: skip
    assert [one["text"]["text"] for one in buttons] == [
        "190 a week",
        "190 a month",
        "190 a quarter",
    ]
    action = buttons[1]["action_id"]
    assert running.slack.people.click(team.sam, team.acme, asked.ts, action).acked

    def replaced() -> Message | None:
        found = running.from_bot(team.acme, team.sam)
        return next((one for one in found if "at least 190 for each month" in one.text), None)

    assert running.slack.wait_for(replaced, timeout=60)


def test_clients_read_their_own_goals_and_nobody_elses(running: Running) -> None:
    team = running.team
    typed(running, "acme csat 90% from 2026-10", team.general)
    typed(running, "borealis csat 77.7% from 2026-10", team.general)
    refused = running.answer(team.guest, team.guests_room, "/goal", "acme csat 10%")
    assert refused.text.startswith("Only people of the team can use /goal")
    private = typed(running, "borealis", team.shared)
    assert private.ephemeral_for == team.sam
    report = running.report(team.shared)
    assert "goal 90 %, missed" in flat(report)
    theirs = "".join(str(one) for one in running.from_bot(team.shared, team.outsider))
    assert "CSAT 87.6 % missed the goal of 90 %." in theirs
    assert "77.7" not in theirs
