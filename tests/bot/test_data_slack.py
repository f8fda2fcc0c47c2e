"""Values that look wrong, in Slack: the report says so, and people decide in private."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import corrections
from bot.playground.slack.models import Message
from storage.imports import import_file
from storage.undoing import undo
from tests.bot.publishing import MONDAY, at, posted, subscribe
from tests.conftest import Running

MINUTE = timedelta(minutes=1)
LATE = MONDAY + timedelta(hours=1)
LEFT_OUT = "1 value of Leads is left out because it looks wrong: 999,999 on 20 Nov 2026"


@pytest.fixture
def wrong(running: Running, tmp_path: Path) -> Running:
    """The report on week 47 stands in #acme, and what came in since has a placeholder."""
    subscribe(running)
    at(running, MONDAY)
    rows = [f"acme,2026-11-{day},leads,{999_999 if day == 20 else 30}" for day in range(19, 23)]
    file = tmp_path / "late.csv"
    file.write_text("\n".join(["client,date,metric,value", *rows]) + "\n")
    import_file(running.store, file, client=None, create=False, now=LATE, by="test", source="crm")
    look(running, LATE + 5 * MINUTE)
    return running


def look(house: Running, now: datetime) -> None:
    """The clock's chore, and then the publisher."""
    house.clock.move_to(now)
    corrections.plan(house.office)
    at(house, now)


def plain(message: Message) -> str:
    return " ".join(message.text.split())


def action(message: Message, label: str) -> str:
    return next(
        str(one["action_id"])
        for block in message.blocks
        for one in block.get("elements", ())
        if one.get("type") == "button" and one["text"]["text"] == label
    )


def press(house: Running, message: Message, label: str) -> None:
    pressed = action(message, label)
    assert house.slack.people.click(house.team.sam, message.channel, message.ts, pressed).acked
    house.settle()


def thread(house: Running) -> list[str]:
    report = posted(house)[0]
    return [plain(one) for one in posted(house) if one.thread_ts == report.ts != one.ts]


def decide(house: Running, words: str) -> str:
    return plain(house.answer(house.team.sam, house.team.acme, "/data", f"acme {words}"))


def test_what_looks_wrong_does_not_count_and_the_report_says_so(wrong: Running) -> None:
    report = posted(wrong)[0]
    assert "Leads: 168" in plain(report)
    assert LEFT_OUT in plain(report)
    assert "(+90)" in thread(wrong)[0]


def test_from_the_report_to_the_list_and_a_form_to_a_correction_that_says_why(
    wrong: Running,
) -> None:
    team = wrong.team
    report = posted(wrong)[0]
    press(wrong, report, "Look at the data")
    listed = wrong.from_bot(team.acme, team.sam)[-1]
    assert listed.ephemeral_for == team.sam
    assert "Leads on 20 Nov 2026 is 999,999, which looks like a placeholder" in plain(listed)
    press(wrong, listed, "Count it")
    [view] = wrong.slack.world.views.values()
    words = {"type": "plain_text_input", "value": "the fair was that good"}
    assert wrong.slack.people.submit(team.sam, view.id, {"why": {"why": words}}).acked
    wrong.settle()
    done = wrong.from_bot(team.acme, team.sam)[-1]
    assert "Leads of Acme Outdoor on 20 Nov 2026 (999,999) counts from now on" in plain(done)
    assert done.ephemeral_for == team.sam

    look(wrong, LATE + 20 * MINUTE)
    said = thread(wrong)[-1]
    assert said.startswith("It was decided which values count: Leads 168 → 1.0M")
    assert "Leads on 20 Nov 2026 was counted by sam: the fair was that good." in said
    assert LEFT_OUT not in plain(posted(wrong)[0])


def test_in_words_back_and_forth(wrong: Running) -> None:
    counted = decide(wrong, "include leads 2026-11-20 because the fair")
    assert "counts from now on: the fair." in counted
    again = decide(wrong, "include leads 2026-11-20 because the fair")
    assert "No value of leads of Acme Outdoor is left out for" in again
    assert "does not count any more: a test." in decide(
        wrong, "exclude leads 2026-11-20 from crm because a test"
    )
    assert "It was left out by sam: a test." in decide(wrong, "")
    assert "I know no metric" in decide(wrong, "exclude nonsense 2026-11-20 because x")
    assert "lists what looks wrong" in decide(wrong, "drop leads")
    assert "Which value?" in decide(wrong, "exclude because x")
    assert "Which value?" in decide(wrong, "exclude leads because x")


def test_no_guest_sees_or_decides_anything(wrong: Running) -> None:
    team = wrong.team
    for words in ("acme", "acme include leads 2026-11-20 because x"):
        refused = wrong.answer(team.guest, team.guests_room, "/data", words)
        assert refused.text.startswith("Only people of the team can use /data")
    report = wrong.answer(team.sam, team.shared, "/report", "acme 2026-W47")
    shown = next(one for one in wrong.messages(team.shared, team.sam) if one.ephemeral_for is None)
    assert LEFT_OUT in plain(shown)
    for word in ("rapport data", "Look at the data", "decided"):
        assert word not in plain(shown), report.text


def test_a_decision_outlives_an_undone_import_and_does_no_harm(
    wrong: Running, tmp_path: Path
) -> None:
    store = wrong.store
    decide(wrong, "exclude leads 2026-11-19..2026-11-22 because a test")
    undo(store, store.imports.recent(1)[0].id, now=LATE + 30 * MINUTE, by="U1")
    look(wrong, LATE + 40 * MINUTE)
    assert "Leads: 78" in plain(posted(wrong)[0])
    import_file(
        store, tmp_path / "late.csv", client=None, create=False, now=LATE + 50 * MINUTE, by="test",
        source="crm",
    )  # fmt: skip
    look(wrong, LATE + 60 * MINUTE)
    assert "Leads: 78" in plain(posted(wrong)[0])
