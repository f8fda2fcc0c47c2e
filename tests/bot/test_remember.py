"""Replies to publications: kept once, followed, and nothing else is kept."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.playground.slack import messages
from bot.playground.slack.log import Entry
from bot.playground.slack.messages import Draft
from bot.playground.slack.models import Message
from storage.values import Comment
from tests.conftest import Running


@pytest.fixture
def running(lasting: Running) -> Running:
    """One bot for the whole file: each test looks at the thread of its own report."""
    lasting.slack.faults.clear()
    lasting.slack.faults.ready_after = 0
    return lasting


@pytest.fixture
def report(running: Running) -> Message:
    """A report in #acme, to be answered."""
    return running.report()


def kept(running: Running, report: Message) -> list[Comment]:
    """Every comment under a report, once all that was said has had its effect."""
    running.settle()
    publication = running.store.publications.of_thread(report.channel, report.ts)
    assert publication
    period = publication.period
    found = running.store.comments.within(publication.client_id, period.start, period.end)
    return [comment for comment in found if comment.publication_id == publication.id]


def texts(running: Running, report: Message) -> list[str]:
    return [comment.text for comment in kept(running, report)]


def notes(running: Running) -> list[str]:
    running.settle()
    acme = running.store.clients.find("acme")
    assert acme
    week = running.clock.now().date() - timedelta(days=10), running.clock.now().date()
    found = running.store.comments.within(acme.id, *week)
    return [comment.text for comment in found if comment.publication_id is None]


def noted(running: Running, ts: str) -> list[Entry]:
    """The calls by which the bot put its reaction on a message."""
    calls = running.slack.log.named("reactions.add")
    return [call for call in calls if call.request["timestamp"] == ts]


def reactions(running: Running, channel: str, ts: str) -> list[tuple[str, tuple[str, ...]]]:
    message = running.slack.world.find(channel, ts)
    assert message
    return [(reaction.name, reaction.users) for reaction in message.reactions]


def test_a_reply_is_kept_with_its_author_time_and_link(running: Running, report: Message) -> None:
    team, people = running.team, running.slack.people
    ts = people.say(
        team.maya, team.acme, "Ask <@" + team.sam + "> in <#" + team.acme + ">", report.ts
    )
    [comment] = kept(running, report)
    assert (comment.author, comment.author_name) == (team.maya, "maya")
    assert comment.text == "Ask @sam in #acme"
    assert comment.at.timestamp() == pytest.approx(float(ts))
    assert comment.permalink
    assert ts.replace(".", "") in comment.permalink
    assert reactions(running, team.acme, ts) == [("memo", (running.slack.world.bot_user_id,))]


def test_every_way_to_write_a_reply_counts(running: Running, report: Message) -> None:
    team, core = running.team, running.slack.core
    draft = Draft(team.acme, team.maya, "", thread_ts=report.ts)
    messages.post(core, replace(draft, text="plain"))
    messages.post(core, replace(draft, text="to all", broadcast=True))
    messages.post(core, replace(draft, text="waves", subtype="me_message"))
    file_id = next(iter(running.slack.world.files))
    shared = replace(draft, text="see file", subtype="file_share", files=[file_id])
    messages.post(core, shared)
    messages.post(core, replace(draft, user=team.guest, text="from the client"))
    assert texts(running, report) == [
        "plain",
        "to all",
        "waves",
        "see file\n[report.png]",
        "from the client",
    ]


def test_nothing_else_is_kept(running: Running, report: Message) -> None:
    team, core, people = running.team, running.slack.core, running.slack.people
    bot = running.slack.world.bot_user_id
    draft = Draft(team.acme, bot, "from a bot", thread_ts=report.ts)
    mine = messages.post(core, draft)
    messages.change(core, mine, replace(mine, text="changed"), edited_by=bot)
    joined = replace(draft, user=team.sam, text="joined", subtype="channel_join")
    people.touch(team.acme, messages.post(core, joined).ts)
    other = people.say(team.sam, team.acme, "No report at all")
    people.say(team.maya, team.acme, "a reply to that", other)
    people.touch(team.acme, report.ts)
    assert texts(running, report) == []


def test_a_command_in_the_thread_is_answered_and_not_kept(
    running: Running, report: Message
) -> None:
    team, people = running.team, running.slack.people
    bot = running.slack.world.bot_user_id
    before = {message.ts for message in running.from_bot(team.acme)}
    ts = people.say(team.sam, team.acme, f"<@{bot}> report acme 2026-W45", report.ts)
    answer = running.next_message(team.acme, team.sam, before)
    assert answer.thread_ts == report.ts
    people.touch(team.acme, ts)
    assert texts(running, report) == []
    for words in ("Thanks <@{}> report looks good", "<@{}> thank you", "report was late, <@{}>"):
        people.say(team.maya, team.acme, words.format(bot), report.ts)
    assert texts(running, report) == [
        "Thanks @rapport report looks good",
        "@rapport thank you",
        "report was late, @rapport",
    ]
    assert len(running.from_bot(team.acme)) == len(before) + 1
    whispered = {message.ts for message in running.from_bot(team.acme, team.maya)}
    assert whispered == {message.ts for message in running.from_bot(team.acme)}


def test_the_bare_name_in_a_thread_asks_for_help_and_is_no_comment(
    running: Running, report: Message
) -> None:
    team = running.team
    seen = {message.ts for message in running.from_bot(team.acme, team.sam)}
    said = f"<@{running.slack.world.bot_user_id}> "
    running.slack.people.say(team.sam, team.acme, said, report.ts)
    assert "/schedule" in running.next_message(team.acme, team.sam, seen).text
    assert texts(running, report) == []


def test_a_reply_by_dm_is_kept_even_if_it_begins_like_a_command(running: Running) -> None:
    team, people = running.team, running.slack.people
    own = running.slack.world.open_dm(team.sam)
    report = running.report(own)
    for words in ("Report looks good", "Note that the outage is over", "Help is on its way"):
        people.say(team.sam, own, words, report.ts)
    assert texts(running, report) == [
        "Report looks good",
        "Note that the outage is over",
        "Help is on its way",
    ]
    assert [message.ts for message in running.from_bot(own)] == [report.ts]
    bot = running.slack.world.bot_user_id
    people.say(team.sam, own, f"<@{bot}> note acme from the thread", report.ts)
    assert "from the thread" in notes(running)


def test_what_comes_twice_is_kept_once(running: Running, report: Message) -> None:
    team, people = running.team, running.slack.people
    ts = people.say(team.maya, team.acme, "said first", report.ts)
    assert texts(running, report) == ["said first"]
    people.redeliver(3)
    people.touch(team.acme, ts)
    people.edit(team.maya, team.acme, ts, "said later")
    people.redeliver(2)
    people.touch(team.acme, ts)
    assert texts(running, report) == ["said later"]
    assert len(reactions(running, team.acme, ts)) == 1
    assert len(noted(running, ts)) == 1
    again = running.report().text
    assert again.count("said later") == 1
    assert "said first" not in again


def test_an_edit_may_come_before_its_message(running: Running, report: Message) -> None:
    team = running.team
    message = reply(running, report, "first")
    edited = {**message, "text": "second"}
    memory = running.office.memory
    memory.message(changed(team.acme, edited, "1795000002.0"))
    memory.message({**message, "channel": team.acme})
    assert texts(running, report) == ["second"]
    memory.message(changed(team.acme, {**message, "text": "fourth"}, "1795000004.0"))
    memory.message(changed(team.acme, {**message, "text": "third"}, "1795000003.0"))
    assert texts(running, report) == ["fourth"]
    assert len(noted(running, str(message["ts"]))) == 1


@pytest.mark.parametrize("tombstone", [False, True])
def test_a_deletion_may_come_before_its_message(
    running: Running, report: Message, tombstone: bool
) -> None:
    team, memory = running.team, running.office.memory
    message = reply(running, report, "regretted")
    gone: dict[str, object]
    gone = {"type": "message", "channel": team.acme, "event_ts": "1795000009.0"}
    gone |= {"subtype": "message_deleted", "deleted_ts": message["ts"]}
    if tombstone:
        stone = {"subtype": "tombstone", "user": "USLACKBOT", "thread_ts": report.ts}
        gone = changed(team.acme, {**stone, "ts": message["ts"]}, "1795000009.0")
    memory.message({**gone, "previous_message": message})
    memory.message({**message, "channel": team.acme})
    memory.message(changed(team.acme, {**message, "text": "edited"}, "1795000010.0"))
    assert texts(running, report) == []
    assert noted(running, str(message["ts"])) == []


def test_a_deleted_reply_is_gone_and_stays_gone(running: Running, report: Message) -> None:
    team, people = running.team, running.slack.people
    ts = people.say(team.maya, team.acme, "regretted", report.ts)
    assert texts(running, report) == ["regretted"]
    people.delete(team.maya, team.acme, ts)
    people.redeliver(4)
    assert texts(running, report) == []


def test_a_reply_is_kept_though_its_link_and_reaction_are_refused(
    running: Running, report: Message
) -> None:
    team, faults = running.team, running.slack.faults
    faults.fail("chat.getPermalink", "internal_error")
    faults.fail("reactions.add", "internal_error")
    faults.fail("users.info", "internal_error")
    running.slack.people.say(team.maya, team.acme, "kept all the same", report.ts)
    [comment] = kept(running, report)
    assert (comment.text, comment.permalink) == ("kept all the same", None)


def test_a_reply_is_kept_while_the_picture_is_still_on_its_way(running: Running) -> None:
    team, slack = running.team, running.slack
    slack.faults.ready_after = 1.5
    uploads = len(slack.log.named("files.getUploadURLExternal"))
    running.ask(team.sam, team.acme, "/report", "acme")
    slack.wait_for(lambda: len(slack.log.named("files.getUploadURLExternal")) > uploads)
    report = running.from_bot(team.acme)[-1]
    ts = slack.people.say(team.maya, team.acme, "quick reply", report.ts)
    slack.wait_for(lambda: reactions(running, team.acme, ts))
    now = slack.world.find(team.acme, report.ts)
    assert now
    assert "image" not in [block["type"] for block in now.blocks]
    assert texts(running, report) == ["quick reply"]


def test_awkward_replies_and_notes_come_back_once_escaped(
    running: Running, report: Message
) -> None:
    team, people = running.team, running.slack.people
    sent = {
        "&lt;!channel&gt; and &lt;@U1&gt;": "<!channel> and <@U1>",
        "&amp;lt;b&amp;gt; &amp;amp;": "&lt;b&gt; &amp;",
        "<!channel> <!here>": "@channel @here",
        "<https://x.test/?a=1&amp;b=2|a link>": "a link (https://x.test/?a=1&b=2)",
        "*bold* :tada: `code`\nsecond line": "*bold* :tada: `code`\nsecond line",
    }
    for raw in sent:
        people.say(team.maya, team.acme, raw, report.ts)
    assert texts(running, report) == list(sent.values())
    running.answer(team.sam, team.general, "/note", "acme &lt;b&gt; <!channel> & <@here>")
    assert "&lt;b&gt; <!channel> & <@here>" in notes(running)
    shown = running.report()
    for words in (*texts(running, report), *notes(running)):
        assert json.dumps(words)[1:-1] in json.dumps(shown.blocks)
    assert "&amp;lt;b&amp;gt; &lt;!channel&gt; &amp; &lt;@here&gt;" in shown.text
    assert "<!" not in shown.text
    assert "<@" not in shown.text


def test_a_button_repeats_the_words_as_they_were_typed(running: Running) -> None:
    team = running.team
    wrong = running.answer(team.sam, team.general, "/note", "akme &lt;b&gt; <i> &amp;")
    assert running.slack.people.click(team.sam, team.general, wrong.ts, "ask:0").acked
    running.settle()
    assert "&lt;b&gt; <i> &amp;" in notes(running)


def reply(running: Running, report: Message, text: str) -> dict[str, object]:
    """A reply as Slack describes it, which the bot has not heard of yet."""
    team = running.team
    stamp = running.slack.world.stamps.next()
    return {"type": "message", "user": team.maya, "text": text, "ts": stamp, "thread_ts": report.ts}


def changed(channel: str, message: dict[str, object], at: str) -> dict[str, object]:
    event = {"type": "message", "subtype": "message_changed", "channel": channel, "event_ts": at}
    return event | {"message": message}
