"""Plain words to Slack's text and back."""

import re
from collections.abc import Callable

from commands.answer import Channel, Link, Person, Run

CUT = re.compile(r"(?:&\w*|<[^>]*)$")
UNIT = re.compile(r"(?<=\d) (?=%|pts\b|[dhms]\b)|(?<=\d [dhm]) (?=\d)")
REFERENCE = re.compile(r"<([@#!]?)([^>|]*)(?:\|([^>]*))?>")


def escape(text: str) -> str:
    """Plain words for a Slack text: nothing in them is markup or a mention any more."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The reverse of ``escape``, once: ``&amp;lt;`` becomes ``&lt;``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: str, name_of: Callable[[str], str]) -> str:
    """Slack's text as people read it: mentions by name, links as ``label (address)``.

    ``name_of`` gives the display name of a user or channel id.
    """
    return "".join(_pieces(text, name_of))


def _pieces(text: str, name_of: Callable[[str], str]) -> list[str]:
    pieces: list[str] = []
    end = 0
    for found in REFERENCE.finditer(text):
        pieces += [unescape(text[end : found.start()]), _readable(found, name_of)]
        end = found.end()
    return [*pieces, unescape(text[end:])]


def _readable(found: re.Match[str], name_of: Callable[[str], str]) -> str:
    kind, target, label = found[1], found[2], unescape(found[3] or "")
    if kind in ("@", "#"):
        return kind + (label or name_of(target)).lstrip("@#")
    if kind == "!":
        return label if label else "@" + target.split("^")[0]
    address = unescape(target)
    if not label or label == address.removeprefix("mailto:"):
        return address.removeprefix("mailto:")
    return f"{label} ({address})"


def runs_to_text(runs: tuple[Run, ...]) -> str:
    """Words, channels and links as escaped Slack text."""
    return "".join(map(_run_to_text, runs))


def _run_to_text(run: Run) -> str:
    match run:
        case Channel(id_):
            return f"<#{id_}>"
        case Person(id_):
            return f"<@{id_}>"
        case Link(text, str() as url):
            return f"<{escape(url)}|{escape(text)}>"
        case _:
            return escape(str(run))


def shorten_escaped(text: str, limit: int) -> str:
    """``shorten`` for escaped text: no entity and no reference is cut in two."""
    return text if len(text) <= limit else CUT.sub("", text[: limit - 1]) + "…"


def unbroken(text: str) -> str:
    """Numbers held together with their units, so that no line breaks between “+57” and “%”."""
    return UNIT.sub("\N{NO-BREAK SPACE}", text)
