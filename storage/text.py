"""Text from outside, made fit for every database."""

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 64


def clean(text: str) -> str:
    """``text`` with each NUL and lone surrogate, which no database keeps, replaced by U+FFFD."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def fold(text: str) -> str:
    """``text`` as names are compared: cleaned, composed, casefolded, white space collapsed."""
    composed = unicodedata.normalize("NFC", clean(text))
    return " ".join(unicodedata.normalize("NFC", composed.casefold()).split())


def is_slug(text: str) -> bool:
    """Whether ``text`` is 1–64 small ASCII letters, digits and single inner hyphens."""
    return len(text) <= SLUG_LENGTH and _SLUG.fullmatch(text) is not None


def sluggish(text: str) -> str:
    """The slug nearest to ``text``, at most 48 characters; empty where no letter survives."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].rstrip("-")
