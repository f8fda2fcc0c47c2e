"""The page of the command line, made of what the program itself offers."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import get_args, get_type_hints

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from bot.cli import app

WORDS: dict[object, str] = {int: "NUMBER", Path: "FILE"}


def command_line_page() -> str:
    """Every `rapport …` with its arguments and options."""
    lines = ["# Command line", "", "Generated from `bot/cli/`.", ""]
    lines += ["Every command explains itself with `--help`. The exit status is 0, 1 where what was"]
    lines += ["asked could not be done, and 2 where it was typed wrongly."]
    for name, command in _all_of(get_command(app), "rapport"):
        lines += ["", *_section(name, command)]
    return "\n".join(lines) + "\n"


def _all_of(command: object, name: str) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for word, inner in command.commands.items():
            yield from _all_of(inner, f"{name} {word}")
    elif isinstance(command, TyperCommand):
        yield name, command


def _section(name: str, command: TyperCommand) -> list[str]:
    summary, *examples = (command.help or "").strip().split("\n\n")
    lines = [f"## {name}", "", " ".join(summary.split()), "", "```text"]
    lines += [" ".join([name, *map(_argument, _arguments(command))]), "```"]
    rows = [*_rows(command)]
    if rows:
        lines += ["", "| option | meaning | if not given |", "|---|---|---|", *rows]
    if examples:
        lines += ["", "For example:", "", "```text", *(one.strip() for one in examples), "```"]
    return lines


def _arguments(command: TyperCommand) -> list[TyperArgument]:
    return [one for one in command.params if isinstance(one, TyperArgument)]


def _argument(argument: TyperArgument) -> str:
    return argument.metavar or (argument.name or "").upper()


def _rows(command: TyperCommand) -> Iterator[str]:
    """A row for each argument that is explained, and each option."""
    for argument in _arguments(command):
        if argument.help:
            yield _row(_argument(argument), argument, "needed" if argument.required else "")
    for option in command.params:
        if isinstance(option, TyperOption) and not option.hidden:
            yield _row(_option(option, command), option, _default(option))


def _row(name: str, parameter: TyperArgument | TyperOption, default: str) -> str:
    shown = name.replace("|", "\\|")
    return f"| `{shown}` | {parameter.help or ''} | {default} |"


def _option(option: TyperOption, command: TyperCommand) -> str:
    if option.is_flag:
        return " / ".join([*option.opts, *option.secondary_opts])
    return f"{option.opts[0]} {option.metavar or _takes(option, command)}"


def _takes(option: TyperOption, command: TyperCommand) -> str:
    """What stands behind the option: the choices there are, else a word for their kind."""
    hint = get_type_hints(command.callback)[option.name or ""]
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return "|".join(str(one.value) for one in kind)
    return next((WORDS[kind] for kind in kinds if kind in WORDS), "TEXT")


def _default(option: TyperOption) -> str:
    if option.required:
        return "needed"
    if option.is_flag:
        return "yes" if option.default else "no"
    value = getattr(option.default, "value", option.default)
    return "" if value in (None, "", []) else f"`{value}`"
