"""The report arrives whatever Slack refuses: picture, else native chart, else text alone."""

from datetime import timedelta
from functools import partial

from bot.playground.slack.faults import Faults
from bot.playground.slack.models import Message
from tests.conftest import Running


def kinds(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks]


def report_with(running: Running, **switches: bool | float) -> Message:
    faults: Faults = running.slack.faults
    for name, value in switches.items():
        setattr(faults, name, value)
    return running.report()


def test_without_uploads_a_native_chart_stands_in_its_place(running: Running) -> None:
    message = report_with(running, uploads=False)
    assert kinds(message)[:4] == ["header", "rich_text", "table", "data_visualization"]
    assert running.slack.log.posted(running.team.acme) == 1


def test_without_newer_blocks_the_table_is_text_beside_the_picture(running: Running) -> None:
    message = report_with(running, new_blocks=False)
    assert kinds(message)[:4] == ["header", "rich_text", "rich_text", "image"]
    table = message.blocks[2]["elements"][0]
    assert table["type"] == "rich_text_preformatted"
    assert "Leads" in table["elements"][0]["text"]


def test_with_both_refused_the_words_are_enough(running: Running) -> None:
    message = report_with(running, uploads=False, new_blocks=False)
    assert not {"image", "table", "data_visualization"} & set(kinds(message))
    assert "Leads:" in message.text
    assert running.store.publications.of_thread(message.channel, message.ts) is not None


def test_a_file_that_is_slow_to_become_ready_still_joins(running: Running) -> None:
    message = report_with(running, ready_after=2.0)
    assert kinds(message)[3] == "image"


def test_an_upload_that_breaks_off_leaves_the_native_chart(running: Running) -> None:
    faults = running.slack.faults
    for plan in (
        partial(faults.status, "upload", 500),
        partial(faults.drop_after_accept, "upload"),
        partial(faults.fail, "files.completeUploadExternal", "file_not_found"),
        partial(faults.fail, "files.getUploadURLExternal", "storage_limit_reached"),
    ):
        plan()
        assert "data_visualization" in kinds(running.report())


def test_a_publication_steps_down_the_same_ladder(running: Running) -> None:
    team, faults = running.team, running.slack.faults
    faults.metadata = False
    running.answer(team.sam, team.acme, "/schedule", "acme weekly monday 09:00 #acme")
    for uploads, new_blocks, expected in (
        (False, True, "data_visualization"),
        (True, False, "image"),
        (False, False, "rich_text"),
    ):
        faults.uploads, faults.new_blocks = uploads, new_blocks
        before = {message.ts for message in running.from_bot(team.acme)}
        running.clock.move_to(running.clock.now() + timedelta(seconds=1))
        running.answer(team.sam, team.acme, "/schedule", "now 1")
        running.publisher.tick()
        [posted] = [
            message
            for message in running.from_bot(team.acme)
            if message.ts not in before and "published on request" in message.text
        ]
        assert kinds(posted)[2 if expected == "rich_text" else 3] == expected


def test_help_is_told_where_it_was_asked_without_newer_blocks(running: Running) -> None:
    team = running.team
    running.slack.faults.new_blocks = False
    answer = running.answer(team.sam, team.acme, "/rapport")
    assert answer.ephemeral_for == team.sam
    assert "rich_text_list" in str(answer.blocks)
