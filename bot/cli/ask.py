"""Asking from the terminal: every command of Slack, and `report` with its formats."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.out import opened
from bot.clock import Clock
from bot.settings import Settings
from bot.terminal import ask, show
from commands.answer import Answer
from commands.registry import Command, all_commands
from reports.errors import Expected
from reports.model import Audience, Report
from storage.store import open_store


class Format(StrEnum):
    """How a report leaves the terminal."""

    TEXT = "text"
    JSON = "json"
    PNG = "png"


class UnreadableTime(Expected):
    """“{text}” is no time; write it like 2026-11-23T09:00 or 2026-11-23T09:00+07:00."""


class PictureNeedsFile(Expected):
    """A picture needs a place: add “--out report.png”, or send it into a pipe."""


def report(
    words: Annotated[list[str], typer.Argument(metavar="CLIENT [PERIOD]", help="Whose report.")],
    period: Annotated[str, typer.Option(help="2026-W46, 2026-10, Q3, last-week, …")] = "",
    audience: Annotated[Audience, typer.Option(help="For whose eyes.")] = Audience.INTERNAL,
    as_of: Annotated[str, typer.Option(help="Only what was known by that day.")] = "",
    now: Annotated[str, typer.Option(help="Answer as if it were this time.")] = "",
    format_: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """A client's figures, chart and story; the last complete week unless you name a period."""
    known = f"--as-of {as_of}" if as_of else ""
    question = " ".join([*words, period, f"--audience {audience.value}", known])
    with open_store(Settings.read().database_url) as store:
        answer = ask("report", question, store, _moment(now))
    reports = answer.reports()
    if not reports or format_ is Format.TEXT:
        _print(answer, out)
    else:
        _write(reports[0].report, format_, out)


def add_to(app: typer.Typer) -> None:
    """Add `report`, and each other command as it is typed in Slack.

    What the terminal has its own of, such as `import`, stays as it is.
    """
    app.command()(report)
    own = {"report", "help", *(one.name for one in app.registered_commands)}
    own |= {one.name for one in app.registered_groups}
    for found in all_commands().values():
        if found.verb not in own:
            settings = {"ignore_unknown_options": True}
            app.command(found.verb, help=_help(found), context_settings=settings)(_typed(found))


def _typed(command: Command) -> Callable[[list[str] | None], None]:
    def run(
        words: Annotated[list[str] | None, typer.Argument(metavar=command.usage)] = None,
    ) -> None:
        with open_store(Settings.read().database_url) as store:
            _print(ask(command.verb, " ".join(words or []), store, Clock().now()), None)

    return run


def _help(command: Command) -> str:
    examples = "".join(f"\n\nrapport {command.verb} {example}" for example in command.examples)
    return command.summary + examples


def _print(answer: Answer, out: Path | None) -> None:
    """Show an answer; a failed one goes to standard error with exit status 1."""
    if answer.failed:
        show(answer, Console(stderr=True))
        raise typer.Exit(1)
    if out is None:
        show(answer, Console())
        return
    with opened(out) as file, TextIOWrapper(file, "utf-8") as text:
        show(answer, Console(file=text))


def _write(report: Report, format_: Format, out: Path | None) -> None:
    content = _content(report, format_)
    if out is not None:
        with opened(out) as file:
            file.write(content)
    elif format_ is Format.PNG and sys.stdout.isatty():
        raise PictureNeedsFile
    else:
        sys.stdout.buffer.write(content)


def _content(report: Report, format_: Format) -> bytes:
    if format_ is Format.JSON:
        from reports.render.json import to_json

        return (to_json(report) + "\n").encode()
    # matplotlib takes half a second to load; only a picture is worth it.
    from reports.chart import draw

    return draw(report)


def _moment(text: str) -> datetime:
    if not text:
        return Clock().now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableTime(text=text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
