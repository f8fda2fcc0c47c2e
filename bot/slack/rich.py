"""Rich text blocks: people's words stay literal in them, whatever they contain."""

from collections.abc import Iterable

from bot.slack.message import Block
from commands.answer import Channel, Link, Person, Run


def words(text: str, *, bold: bool = False, italic: bool = False) -> Block:
    """A stretch of literal text."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    element: Block = {"type": "text", "text": text or " "}
    return {**element, "style": style} if style else element


def link(address: str, text: str) -> Block:
    """A link with literal words."""
    return {"type": "link", "url": address, "text": text}


def element(run: Run) -> Block:
    """A channel, a person or an address as a link, words as they are."""
    match run:
        case Channel():
            return {"type": "channel", "channel_id": run.id}
        case Person():
            return {"type": "user", "user_id": run.id}
        case Link(text, str() as url):
            return link(url, text)
        case _:
            return words(str(run))


def section(*elements: Block) -> Block:
    """A paragraph."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(*elements: Block) -> Block:
    """Somebody's words, set off."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def bullets(lines: Iterable[str | list[Block]]) -> Block:
    """A bulleted list of literal words or of elements."""
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [
            section(words(line)) if isinstance(line, str) else section(*line) for line in lines
        ],
    }


def preformatted(text: str) -> Block:
    """Text in fixed width."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def rich_text(*elements: Block) -> Block:
    """The block around sections, lists and quotes."""
    return {"type": "rich_text", "elements": list(elements)}
