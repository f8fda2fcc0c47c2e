"""Buttons and menus within Slack's limits; what Slack would not take stands as words."""

import json
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.click import read_click
from bot.slack.controls import controls
from bot.slack.message import Block
from bot.slack.render import render
from commands.answer import Answer, Button, Buttons, Link, Menu, Table, Text
from tests.bot.slack.messages import assert_fits, request

LATER = Button("Week 47 →", "report", "acme 2026-W47")
BACK = Button("← Week 45", "report", "acme 2026-W45")
COMPARE = Menu("Compare with…", (Button("The week before", "report", "acme vs 2026-W45"), BACK))
TEXTS = st.text(max_size=200)
CHOICES = st.builds(Button, TEXTS, st.just("note"), TEXTS, st.none() | st.just("C0123456789"))
MENUS = st.builds(Menu, TEXTS, st.lists(CHOICES, max_size=5).map(tuple))


def elements(answer: Answer) -> list[Block]:
    blocks = render(answer, request("report", "acme")).message.blocks
    return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]


def payload(element: Block, option: int | None = None) -> Mapping[str, object]:
    """What Slack says when the element is pressed, or its option is picked."""
    chosen = {"selected_option": element["options"][option]} if option is not None else element
    where = {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": False}
    return {"user": {"id": "U1"}, "container": where, "actions": [chosen]}


def test_a_menu_is_a_select_whose_options_are_commands() -> None:
    button, menu = elements(Answer((Buttons((BACK, COMPARE)),)))
    assert menu["type"] == "static_select"
    assert menu["placeholder"]["text"] == "Compare with…"
    assert [option["text"]["text"] for option in menu["options"]] == [
        "The week before",
        "← Week 45",
    ]
    pressed, picked = read_click(payload(button)), read_click(payload(menu, 0))
    assert (pressed.verb, pressed.args) == ("report", "acme 2026-W45")
    assert (picked.verb, picked.args) == ("report", "acme vs 2026-W45")
    assert (picked.channel, picked.thread, picked.elsewhere) == ("C1", "1.2", False)


def test_what_can_be_pressed_is_numbered_through_the_message() -> None:
    row = Buttons((BACK, COMPARE, LATER))
    made = elements(Answer((row, Text(("and",)), row)))
    assert [one["action_id"] for one in made] == [f"ask:{n}" for n in range(6)]


def test_a_choice_too_long_for_a_menu_is_shown_to_be_typed() -> None:
    long = Button("Long", "note", "acme " + "x" * 150)
    [menu, words] = controls(Buttons((Menu("Pick", (BACK, long)),)))
    assert len(menu["elements"][0]["options"]) == 1
    assert "/note acme xxx" in str(words)
    [only] = controls(Buttons((Menu("Pick", (long,)),)))
    assert only["type"] == "rich_text"


def test_the_channel_to_ask_in_travels_with_the_button() -> None:
    there = Button("Post in #acme", "report", "acme", channel="C9")
    [element] = elements(Answer((Buttons((there,)),)))
    assert json.loads(element["value"]) == {"verb": "report", "args": "acme", "channel": "C9"}
    click = read_click(payload(element))
    assert (click.channel, click.thread, click.elsewhere) == ("C9", None, True)


def test_sixty_buttons_and_many_parts_fit() -> None:
    many = Answer((*(Text((f"line {n}",)) for n in range(70)), Buttons((BACK,) * 60)))
    assert_fits(render(many, request("report", "acme")).message)
    rows = [block for block in controls(Buttons((BACK,) * 60)) if block["type"] == "actions"]
    assert [len(row["elements"]) for row in rows] == [25, 25, 10]


@given(st.lists(st.one_of(CHOICES, MENUS), max_size=8))
def test_any_words_fit_and_are_read_back(items: list[Button | Menu]) -> None:
    shown = Answer((Text(("words",)), Buttons(tuple(items))))
    assert_fits(render(shown, request("report", "acme")).message)
    for element in elements(shown):
        options = range(len(element.get("options", []))) or [None]
        for option in options:
            click = read_click(payload(element, option))
            assert any(
                (click.verb, click.args) == (choice.verb, choice.args)
                for item in items
                for choice in (item.choices if isinstance(item, Menu) else (item,))
            )


def test_a_link_leads_there_and_is_plain_without_an_address() -> None:
    there, nowhere = Link("The <report>", "https://a.example/p1?x=1&y=2"), Link("this one", None)
    rows = ((there, "92 %"), (nowhere, "90 %"))
    told = Answer(
        (Text((there, " or ", nowhere)), Text((there,), quiet=True), Table("T", ("A", "B"), rows))
    )
    message = render(told, request("report", "acme")).message
    assert_fits(message)
    linked = {"type": "link", "url": "https://a.example/p1?x=1&y=2", "text": "The <report>"}
    assert message.blocks[0]["elements"][0]["elements"] == [
        linked,
        {"type": "text", "text": " or "},
        {"type": "text", "text": "this one"},
    ]
    assert "<https://a.example/p1?x=1&amp;y=2|The &lt;report&gt;> or this one" in message.text
    for blocks in (message.blocks, message.plain_blocks):
        assert str(blocks[2]).count("https://a.example/p1") == 1
