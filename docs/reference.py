"""Pages in which things are looked up: commands and settings; and examples as they stand."""

import re
from pathlib import Path

from bot.settings import Settings
from commands.registry import Command, all_commands

HERE = Path(__file__).parent
EXAMPLE = re.compile(r"(<!-- example (\S+) -->\n).*?(<!-- /example -->)", re.DOTALL)


def typed(command: Command) -> str:
    """A command as it is typed in Slack, with its usage."""
    return f"{command.slash} {command.usage}".strip()


def commands_page() -> str:
    """Every command: what it does, how it is typed, examples, and who may use it."""
    lines = ["# Commands", "", "Generated from `commands/`.", ""]
    lines += ["In Slack each is a slash command. In a thread and in a direct message write"]
    lines += [
        "`@rapport report acme` instead of `/report acme`, in a terminal `rapport report acme`."
    ]
    lines += ["Words in capitals stand for yours, what is in brackets may be left out, `·` and `|`"]
    lines += ["separate what is one or the other."]
    for command in all_commands().values():
        lines += ["", f"## {command.slash}", "", command.summary, ""]
        lines += ["```text", typed(command), "```"]
        if command.examples:
            lines += ["", "For example:", "", "```slack"]
            lines += [f"{command.slash} {example}" for example in command.examples]
            lines += ["```"]
        who = (
            "Guests may use it too, about their own client." if command.guests else "For the team."
        )
        lines += ["", who]
    return "\n".join(lines) + "\n"


def settings_table() -> str:
    """Every setting with its meaning and its default, as Settings declares them."""
    lines = ["| setting | meaning | if not set |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        shown = field.alias or name.upper()
        lines.append(f"| `{shown}` | {field.description} | {default} |")
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """The page of settings."""
    lines = ["# Settings", "", "Generated from `bot/settings.py`.", ""]
    lines += ["Settings come from the environment, or from a file `.env` in the folder where the"]
    lines += [
        "program starts; the environment wins. `rapport init` writes that file, `rapport doctor`"
    ]
    lines += ["names everything that is missing or wrong at once.", ""]
    return "\n".join(lines) + "\n" + settings_table()


def with_examples(page: Path) -> str:
    """The page with each example file as it stands in docs/examples."""
    return EXAMPLE.sub(_shown, page.read_text(encoding="utf-8"))


def _shown(found: re.Match[str]) -> str:
    text = (HERE / "examples" / found[2]).read_text(encoding="utf-8")
    return f"{found[1]}```python\n{text}```\n{found[3]}"
