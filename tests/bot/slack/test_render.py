"""Answers as people see them, and within Slack's limits whatever stands in them."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

import bot.slack.render as render_module
from bot.slack.message import Message
from bot.slack.render import render
from commands.answer import Answer, Button, Buttons, ReportPart, Text, say
from commands.registry import answer
from reports.model import Audience, Commentary, Finding, Notice, Report
from storage.store import Store
from tests.bot.slack.messages import assert_fits, rendered, request
from tests.conftest import NOW

REAL = os.environ.get("RAPPORT_REAL_DATA")


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing has its own tests."""
    monkeypatch.setattr(render_module, "_picture", lambda _: b"png")


@pytest.fixture
def report(store: Store) -> Report:
    """Acme's last week."""
    part = answer(request("report", "acme"), store, NOW).reports()[0]
    return part.report


def message_of(report: Report) -> Message:
    told = Answer((ReportPart(report, 1, Audience.INTERNAL),), audience="room")
    return render(told, request("report", "acme")).message


@pytest.mark.usefixtures("undrawn")
def test_the_report(store: Store, snapshot: SnapshotAssertion) -> None:
    at = NOW - timedelta(days=1)
    answer(request("note", "acme The outage <!channel> explains it"), store, at)
    message = rendered(store, "report", "acme").message
    assert_fits(message)
    assert snapshot(name="text") == message.text
    assert snapshot(name="blocks") == list(message.blocks)
    assert snapshot(name="plain table") == message.plain_blocks[2]
    assert snapshot(name="native chart") == message.native


@pytest.mark.usefixtures("undrawn")
def test_a_report_with_goals(store: Store, snapshot: SnapshotAssertion) -> None:
    for words in ("csat 90%", "first response 5m", "leads 190 a week", "nps 40"):
        assert not answer(request("goal", f"acme {words} from 2026"), store, NOW).failed
    message = rendered(store, "report", "acme").message
    assert_fits(message)
    assert snapshot(name="text") == message.text
    assert snapshot(name="plain table") == message.plain_blocks[2]
    listed = rendered(store, "goal", "acme").message
    assert_fits(listed)
    assert snapshot(name="listed") == listed.text


@pytest.mark.parametrize("asked", ["help", "client acme", "client", "schedule", "report acmee"])
def test_other_answers(store: Store, snapshot: SnapshotAssertion, asked: str) -> None:
    acme = store.clients.find("acme")
    assert acme is not None
    store.subscriptions.add(acme.id, "C1", "weekly monday 09:00", acme.tz, "U1", NOW)
    verb, _, args = asked.partition(" ")
    message = rendered(store, verb, args).message
    assert_fits(message, names=asked == "schedule")
    assert snapshot == {"text": message.text, "blocks": list(message.blocks)}


@pytest.mark.usefixtures("undrawn")
def test_sixty_metrics_and_endless_words_fit(report: Report) -> None:
    figure = report.metrics[0]
    comment = Commentary(author="sam", text="w" * 5_000, at=NOW)
    long = report.model_copy(
        update={
            "metrics": tuple(
                figure.model_copy(update={"key": f"m{n}", "label": f"Metric {n} " + "x" * 90})
                for n in range(60)
            ),
            "commentary": (comment,) * 8 + tuple(_short(n) for n in range(2_000)),
            "wins": (Finding(text="won " * 200),) * 30,
            "challenges": (Finding(text="lost " * 200),) * 30,
            "notices": (Notice(kind="gap", text="gap " * 50),) * 30,
            "headline": "head " * 1_000,
        }
    )
    message = message_of(long)
    assert_fits(message)
    assert "Metric 59 x" in message.text
    assert "words 1999" in str(message.blocks)


def _short(number: int) -> Commentary:
    return Commentary(author="sam", text=f"words {number}", at=NOW)


@pytest.mark.usefixtures("undrawn")
def test_the_newest_words_are_shown_and_the_others_counted(report: Report) -> None:
    old = Commentary(author="sam", text="old" + "w" * 2_995, at=NOW)
    update = {"commentary": (*[old] * 5, _short(1), _short(2))}
    shown = str(message_of(report.model_copy(update=update)).blocks)
    assert "… and 2 earlier in the threads." in shown
    assert shown.index("words 1") < shown.index("words 2")


def names() -> list[str]:
    made = [
        "N" * 300,
        "<!channel> & <@U1> &lt;b&gt;",
        "$\\frac{1",
        "*bold* _it_ `x` :smile:",
        "a\nb",
    ]
    if REAL:
        made += json.loads((Path(REAL) / "text/naughty_strings.json").read_text(encoding="utf-8"))
    return made


@pytest.mark.usefixtures("undrawn")
def test_any_name_and_any_words_fit(report: Report) -> None:
    for name in names():
        client = report.client.model_copy(update={"name": name or "x"})
        comment = Commentary(author=name, text=name, at=NOW, permalink="https://a.example/p1")
        message = message_of(
            report.model_copy(
                update={
                    "client": client,
                    "headline": f"{name} in week 46: fine",
                    "commentary": (comment,),
                    "wins": (Finding(text=name),),
                    "notices": (Notice(kind="x", text=name),),
                }
            )
        )
        assert_fits(message)


def test_any_name_can_be_a_client_and_any_words_a_note(store: Store) -> None:
    for number, name in enumerate(names()):
        client = store.clients.add(f"naughty-{number}", name, now=NOW)
        assert_fits(rendered(store, "client", client.slug).message)
        assert_fits(rendered(store, "note", f"{client.slug} {name}").message)


def test_a_chart_that_cannot_be_drawn_leaves_the_report(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Report) -> bytes:
        raise RuntimeError("no font")

    monkeypatch.setattr("reports.chart.draw", fail)
    message = message_of(report)
    assert message.picture is None
    assert message.native is not None


@pytest.mark.parametrize("name", ["$\\frac{1", "N" * 300, "田中さんにあげて下さい"])
def test_names_that_break_drawing_are_drawn(report: Report, name: str) -> None:
    client = report.client.model_copy(update={"name": name})
    picture = message_of(report.model_copy(update={"client": client})).picture
    assert picture is not None
    assert picture.startswith(b"\x89PNG")


def test_what_a_button_cannot_carry_is_shown_to_be_typed() -> None:
    buttons = (
        Button("Acme", "note", "acme " + "字" * 2_000),
        Button("B", "note", "b " + "字" * 900),
    )
    message = render(say("Did you mean …?", buttons=buttons), request("note", "")).message
    assert_fits(message)
    [button] = message.blocks[1]["elements"]
    assert json.loads(button["value"])["args"].startswith("b 字")
    assert "/note acme 字" in str(message.blocks[2])
    assert_fits(render(say("x" * 50_000), request("note", "")).message)


def test_a_long_paragraph_is_cut(store: Store) -> None:
    told = Answer((Text(("y" * 9_000, "z")), Text(("<&" * 3_000,), quiet=True), Buttons(())))
    blocks = render(told, request("help", "")).message.blocks
    assert len(blocks) == 2
    assert len(blocks[0]["elements"][0]["elements"][0]["text"]) == 3_000
    assert len(blocks[1]["elements"][0]["text"]) <= 2_000
