"""What is pressed and picked under an answer, and where the answer to that appears."""

from collections.abc import Iterator, Sequence

import pytest

from bot.playground.slack.models import Message
from commands.answer import Answer, Button, Buttons, Menu, Text, say
from commands.request import Request
from tests.bot.probing import probing
from tests.conftest import Running

MOVE = Buttons(
    (
        Button("Report", "report", "acme 2026-W45"),
        Menu("Compare with…", (Button("Before", "probe", "before"), Button("Year", "probe", "x"))),
        Button("Broken", "probe", "broken"),
    )
)


@pytest.fixture(autouse=True)
def probe(lasting: Running) -> Iterator[None]:
    """Answers of every kind."""
    team = lasting.team

    def answer(request: Request) -> Answer:
        first, _, rest = request.args.partition(" ")
        match first:
            case "room":
                return Answer((Text(("Look closer.",)), MOVE), audience="room")
            case "before":
                return Answer((Text(("The week before.",)),), audience="room")
            case "page":
                more = Button("Next", "probe", f"page {int(rest) + 1}")
                stay = Button("Broken", "probe", "broken")
                return say(f"Page {rest}", buttons=(more, stay))
            case "post":
                channel = {"acme": team.acme, "general": team.general}.get(rest, team.borealis)
                post = Button("Post in the channel", "report", "acme", channel=channel)
                return say("Only you see this.", buttons=(post,))
            case _:
                return say("That does not work.", failed=True)

    with probing(answer):
        yield


def press(
    running: Running, user: str, message: Message, number: int = 0, option: str | None = None
) -> list[Message]:
    """What the bot says anew after the press, in the channel of the message."""
    before = {one.ts for one in running.from_bot(message.channel, user)}
    action = f"ask:{number}"
    assert running.slack.people.click(user, message.channel, message.ts, action, option).acked
    running.settle()
    return [one for one in running.from_bot(message.channel, user) if one.ts not in before]


def kinds(message: Message) -> Sequence[object]:
    return [block["type"] for block in message.blocks]


def in_dm(running: Running, user: str) -> list[Message]:
    return running.from_bot(running.slack.world.open_dm(user))


def test_an_answer_for_the_room_joins_the_thread_of_what_was_clicked(lasting: Running) -> None:
    team = lasting.team
    report = lasting.report(text="acme 2019-W10")
    [newest] = press(lasting, team.maya, report)
    assert newest.thread_ts == report.ts
    assert "Week 47" in newest.text
    assert "image" in kinds(newest)
    assert "asked by @maya" in str(newest.blocks)


def test_in_a_direct_message_too(lasting: Running) -> None:
    team, people = lasting.team, lasting.slack.people
    own = lasting.slack.world.open_dm(team.sam)
    before = len(in_dm(lasting, team.sam))
    people.say(team.sam, own, "report acme 2019-W10")
    lasting.settle()
    report = in_dm(lasting, team.sam)[before]
    [newest] = press(lasting, team.sam, report)
    assert newest.thread_ts == report.ts


def test_what_is_picked_from_a_menu_is_asked(lasting: Running) -> None:
    team = lasting.team
    card = lasting.answer(team.sam, team.acme, "/probe", "room")
    menu = card.blocks[1]["elements"][1]
    [answer] = press(lasting, team.maya, card, 1, menu["options"][0]["value"])
    assert "The week before." in answer.text
    assert answer.thread_ts == card.ts


def test_a_report_that_would_begin_a_thread_nobody_follows_stands_alone(
    lasting: Running,
) -> None:
    team = lasting.team
    card = lasting.answer(team.sam, team.acme, "/probe", "room")
    [report] = press(lasting, team.maya, card)
    assert report.thread_ts is None
    assert lasting.store.publications.of_thread(team.acme, report.ts)


def test_what_only_the_asker_needs_to_know_stays_with_them_in_the_thread(lasting: Running) -> None:
    team, people = lasting.team, lasting.slack.people
    bot = lasting.slack.world.bot_user_id
    root = people.say(team.sam, team.acme, "let us look")
    people.say(team.sam, team.acme, f"<@{bot}> probe room", root)
    lasting.settle()
    card = lasting.from_bot(team.acme)[-1]
    assert card.thread_ts == root
    [sentence] = press(lasting, team.maya, card, 2)
    assert sentence.ephemeral_for == team.maya
    assert sentence.thread_ts == root
    assert "That does not work." in sentence.text


def test_a_private_answer_is_replaced_where_it_stands(lasting: Running) -> None:
    team = lasting.team
    first = lasting.answer(team.sam, team.general, "/probe", "page 1")
    assert press(lasting, team.sam, first) == []
    shown = [one for one in lasting.messages(team.general, team.sam) if one.ts == first.ts]
    assert [one.text for one in shown] == ["Page 2"]
    assert press(lasting, team.sam, first) == []
    [third] = [one for one in lasting.messages(team.general, team.sam) if one.ts == first.ts]
    assert third.text == "Page 3"


def test_a_failure_leaves_what_was_clicked(lasting: Running) -> None:
    team = lasting.team
    page = lasting.answer(team.sam, team.general, "/probe", "page 1")
    [sentence] = press(lasting, team.sam, page, 1)
    assert "That does not work." in sentence.text
    [still] = [one for one in lasting.messages(team.general, team.sam) if one.ts == page.ts]
    assert still.text == "Page 1"


def test_a_private_report_is_posted_in_its_channel(lasting: Running) -> None:
    """Asked there: at the top of the channel, with its picture, and the asker is told."""
    team = lasting.team
    private = lasting.answer(team.sam, team.general, "/probe", "post acme")
    before = {one.ts for one in lasting.from_bot(team.acme)}
    assert press(lasting, team.sam, private) == []
    [report] = [one for one in lasting.from_bot(team.acme) if one.ts not in before]
    assert report.thread_ts is None
    assert "image" in kinds(report)
    assert "asked by @sam" in str(report.blocks)
    [told] = [one for one in lasting.messages(team.general, team.sam) if one.ts == private.ts]
    assert told.text == f"It stands in <#{team.acme}> now."


def test_nobody_has_things_posted_where_they_are_not(lasting: Running) -> None:
    team, world = lasting.team, lasting.slack.world
    private = lasting.answer(team.sam, team.general, "/probe", "post elsewhere")
    world.channels[team.borealis].members.remove(team.sam)
    [refusal] = press(lasting, team.sam, private)
    world.channels[team.borealis].members.append(team.sam)
    assert "You are not in that channel" in refusal.text
    assert refusal.ephemeral_for == team.sam
    assert lasting.from_bot(team.borealis) == []


def test_where_slack_will_not_tell_who_is_there_nothing_is_posted(lasting: Running) -> None:
    team = lasting.team
    private = lasting.answer(team.sam, team.general, "/probe", "post acme")
    before = len(lasting.from_bot(team.acme))
    lasting.slack.faults.fail("conversations.members", "internal_error")
    [refusal] = press(lasting, team.sam, private)
    assert "You are not in that channel" in refusal.text
    assert len(lasting.from_bot(team.acme)) == before


@pytest.mark.parametrize("asked", ["/report", "/probe"])
def test_where_the_bot_is_not_the_report_comes_by_dm_with_its_picture(
    lasting: Running, asked: str
) -> None:
    team = lasting.team
    before = len(in_dm(lasting, team.sam))
    if asked == "/report":
        lasting.ask(team.sam, team.general, asked, "acme")
        lasting.settle()
    else:
        press(lasting, team.sam, lasting.answer(team.sam, team.acme, asked, "post general"))
    [report] = in_dm(lasting, team.sam)[before:]
    assert report.text.startswith("I am not in that channel, so the answer comes here")
    assert "/invite @rapport" in report.text
    assert "image" in kinds(report)
    assert "Acme Outdoor" in report.text
    assert [one for one in lasting.from_bot(team.general) if not one.ephemeral_for] == []


def labelled(message: Message, label: str) -> tuple[int, str | None]:
    """Which control under the message bears the label, and its first option if it is a menu."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    for number, element in enumerate(one for row in rows for one in row):
        words = element.get("text") or element["placeholder"]
        if label in words["text"]:
            options = element.get("options")
            return number, options[0]["value"] if options else None
    raise AssertionError(f"nothing is labelled {label}")


def test_a_report_for_oneself_is_looked_at_and_then_shown_to_all(lasting: Running) -> None:
    team = lasting.team
    before = len(in_dm(lasting, team.maya))
    asked = lasting.answer(team.maya, team.acme, "/report", "acme 2026-W43 me")
    assert asked.ephemeral_for == team.maya
    [report] = in_dm(lasting, team.maya)[before:]
    assert "image" in kinds(report)

    [compared] = press(lasting, team.maya, report, *labelled(report, "Compare"))
    assert compared.thread_ts == report.ts
    assert "Week 42" in compared.text

    standing = {one.ts for one in lasting.from_bot(team.acme)}
    [told] = press(lasting, team.maya, report, *labelled(report, "Post in #acme"))
    assert "It stands in" in told.text
    [posted] = [one for one in lasting.from_bot(team.acme) if one.ts not in standing]
    assert posted.thread_ts is None
    assert "Acme Outdoor in week 43" in posted.text
    assert "image" in kinds(posted)
