"""The documentation as a reader works through it: its blocks, commands and files, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commands.registry import all_commands

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
# What is generated says how things are typed, not what to type.
GENERATED = re.compile(r"<!-- (commands|settings) -->.*?<!-- /\1 -->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is to be written to, and its text."""

    language: str
    file: str | None
    text: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [Block(language, file or None, text) for language, file, text in found]


def shell(block: Block) -> list[str]:
    """The commands of a block for the shell, each part of ``a && b`` by itself."""
    if block.language != "sh":
        return []
    lines = [line for line in block.text.splitlines() if line and not line.startswith("#")]
    return [part.strip() for line in lines for part in line.split("&&")]


def spans(page: Path) -> list[str]:
    """What stands between backticks in the text of a page."""
    text = GENERATED.sub("", page.read_text(encoding="utf-8"))
    return SPAN.findall(BLOCK.sub("", text))


def questions(page: Path) -> Iterator[str]:
    """What a page says to type in Slack, in order: in blocks, and in the text between them."""
    verbs = {command.slash for command in all_commands().values()}
    text = GENERATED.sub("", page.read_text(encoding="utf-8"))
    end = 0
    for found in BLOCK.finditer(text):
        yield from _typed(text[end : found.start()], verbs)
        if found[1] == "slack":
            yield from found[3].splitlines()
        end = found.end()
    yield from _typed(text[end:], verbs)


def _typed(text: str, verbs: set[str]) -> Iterator[str]:
    return (span for span in SPAN.findall(text) if span.split()[0] in verbs)
