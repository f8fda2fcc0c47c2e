"""Answers in the terminal: what can be pressed elsewhere is shown to be typed."""

import io

from rich.console import Console

from bot import terminal
from commands.answer import Answer, Button, Buttons, Field, Form, Link, Menu, Table, Text


def shown(answer: Answer) -> str:
    written = io.StringIO()
    terminal.show(answer, Console(file=written, width=200))
    return written.getvalue()


def test_buttons_and_menus_are_commands_to_type() -> None:
    before = Button("The week before", "report", "acme vs 2026-W45")
    row = Buttons(
        (Button("← Week 45", "report", "acme 2026-W45"), Menu("Compare with…", (before,)))
    )
    assert shown(Answer((row,))).splitlines() == [
        "  rapport report acme 2026-W45",
        "  Compare with…",
        "  rapport report acme vs 2026-W45",
    ]


def test_a_form_says_what_to_type_instead() -> None:
    form = Form(
        "Add a note", "Save", "note", "acme", (Field("text", "Note", 9),), "Type it [here]."
    )
    assert shown(Answer((form,))) == "Type it [here].\n"


def test_a_link_shows_its_address() -> None:
    there, nowhere = Link("that report", "https://a.example/p1"), Link("this one", None)
    assert shown(Answer((Text(("See ", there, " or ", nowhere)),))) == (
        "See that report (https://a.example/p1) or this one\n"
    )
    assert "https://a.example/p1" in shown(Answer((Table("T", ("A",), ((there,),)),)))
