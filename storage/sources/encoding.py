"""Which encoding a text file is written in: proven, or so likely that nothing else is, or told."""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from storage.sources.content import Content, unreadable
from storage.sources.plausible import badness, only_signs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order in which they are met; the same text by several is called by the first.
_LEGACY = (
    "cp1252", "cp1250", "iso8859-2", "iso8859-15", "cp1254", "cp1257", "cp1251", "koi8-r",
    "cp866", "iso8859-5", "cp1253", "iso8859-7", "cp1255", "cp1256", "cp874", "cp932", "euc_jp",
    "gb18030", "big5", "cp949", "mac_roman", "cp850",
)  # fmt: skip
_SELDOM = frozenset({"mac_roman", "cp850", "cp866"})
_WESTERN = frozenset({"cp1252", "iso8859-15", "cp1250", "cp1254", "cp1257", "iso8859-2"})
_SAMPLE = 1 << 15
_BEYOND = 0.3  # worse than this is nobody's text
_CLOSE = 0.12  # texts this near to each other are told apart by those who know
_APART = 0.04
# In these, no words have the bytes of a UTF-8 character beside each other.
_SELDOM_MARKED = frozenset({"cp1253", "iso8859-7", "cp1255", "cp1256", "koi8-r"})
_UTF8_TRIPLE = re.compile(rb"[\xe1-\xef][\x80-\xbf]{2}")
_UTF8_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf][a-zA-Z ,;\t]|[\xe0-\xef][\x80-\xbf]{2}")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text that the bytes may mean, and the encodings by which they do."""

    bad: float
    encodings: tuple[str, ...]
    text: str


def encoding_of(content: Content, said: str | None = None) -> str:
    """The codec's name for a file of text, checked from end to end.

    Raises FileUnreadable, naming the line, where bytes are no text in any encoding or where the
    encoding is uncertain.
    """
    start = content.start()
    if said is not None:
        return _checked(content, _known(content, said))
    for mark, name in _BOMS:
        if start.startswith(mark + mark):
            raise unreadable(content.path, "line 1 begins with two byte order marks; take one away")
        if start.startswith(mark):
            return _checked(content, name)
    wide = _without_bom(start)
    if wide is not None:
        return _checked(content, wide)
    wrong = _first_wrong(content, "utf-8")
    if wrong is None:
        return _seven_bits(content, start)
    return _checked(content, _legacy(content, wrong))


def lines_before(chunk: bytes, place: int) -> int:
    """How many line ends stand before a place; of Windows, Unix or the old Macintosh."""
    part = chunk[:place]
    return max(part.count(b"\n"), part.count(b"\r"))


def _known(content: Content, said: str) -> str:
    try:
        return codecs.lookup(said).name
    except LookupError as error:
        raise unreadable(content.path, f"there is no encoding “{said}”") from error


def _without_bom(start: bytes) -> str | None:
    """UTF-16 by where its zero bytes stand."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = max(1, len(start) // 2)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if max(odd, even) <= 0.3 * half or min(odd, even) >= 0.05 * half:
        return None
    text = start.decode(name, "replace")
    usual = sum(one.isascii() and (one.isprintable() or one in "\r\n\t") for one in text)
    return name if usual > 0.3 * len(text) else None


def _seven_bits(content: Content, start: bytes) -> str:
    if not start.isascii() or not re.search(rb"\x1b\$[@B]|\x1b\([BJ]|~\{[!-w]", start):
        return "utf-8"
    import chardet

    name = str(chardet.detect(start, compat_names=False)["encoding"]).lower()
    if name.startswith("iso2022_jp"):
        return _checked(content, "iso2022_jp")
    if name.startswith("hz"):
        raise unreadable(content.path, "it may be written in HZ; say so with --encoding hz")
    return "utf-8"


def _checked(content: Content, name: str) -> str:
    line = _first_wrong(content, name)
    if line is not None:
        reason = f"line {line} is not text in the encoding {name}; save the file as UTF-8"
        raise unreadable(content.path, reason)
    return name


def _first_wrong(content: Content, name: str) -> int | None:
    """The line of the first bytes that are no text in this encoding; NUL is never text."""
    decoder, line = codecs.getincrementaldecoder(name)(), 1
    wide = name.startswith(("utf-16", "utf-32"))
    chunk = b""
    for chunk in content.chunks():
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return line + lines_before(error.object, error.start)
        if "\0" in text:
            at = line + max(text[: text.index("\0")].count(one) for one in "\r\n")
            raise unreadable(content.path, f"line {at} holds NUL characters; save it as UTF-8 text")
        line += max(text.count("\n"), text.count("\r")) if wide else lines_before(chunk, len(chunk))
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if name == "utf-8" and len(error.object) > 1:
            reason = f"line {line} is not UTF-8 text to its end; the file may be cut off"
            raise unreadable(content.path, reason) from error
        return line
    return None


def _legacy(content: Content, line: int) -> str:
    sample = b"".join(_telling_lines(content))
    readings = sorted(_readings(sample), key=lambda one: one.bad)
    uncertain = partial(_uncertain, content, line)
    if not readings or readings[0].bad > _BEYOND:
        raise uncertain([])
    if _may_be_seldom(readings):
        raise uncertain([one.encodings[0] for one in readings[:3]])
    chosen = _chosen(sample, [one for one in readings if one.bad <= readings[0].bad + _CLOSE])
    if chosen is None:
        raise uncertain([one.encodings[0] for one in readings[:3]])
    torn = {_UTF8_PAIR: _WESTERN, _UTF8_TRIPLE: _SELDOM_MARKED}
    if any(chosen in names and pattern.search(sample) for pattern, names in torn.items()):
        reason = f"line {line} is not UTF-8, though other lines may be; save it in one encoding"
        raise unreadable(content.path, reason)
    return chosen


def _may_be_seldom(readings: list[_Reading]) -> bool:
    """Whether what looks like Central Europe may be an old Macintosh's or DOS text."""
    best = readings[0]
    usual = "cp1252" in best.encodings or best.encodings[0] not in _WESTERN
    seldom = [one for one in readings[1:] if one.encodings[0] in _SELDOM]
    return not usual and any(one.bad <= best.bad + _BEYOND for one in seldom)


def _uncertain(content: Content, line: int, names: Sequence[str]) -> Exception:
    some = f" ({', '.join(names)} fit)" if names else ""
    reason = f"line {line} is not UTF-8 text and its encoding is not certain{some}"
    return unreadable(content.path, f"{reason}; save it as UTF-8, or name it with --encoding")


def _telling_lines(content: Content) -> Iterator[bytes]:
    """The lines with letters beyond ASCII, as many as are needed."""
    size = 0
    with content.open() as file:
        for line in file:
            for piece in line[: _SAMPLE * 4].replace(b"\r", b"\n").splitlines(keepends=True):
                if not piece.isascii():
                    size += len(piece)
                    yield piece
                if size > _SAMPLE:
                    return


def _readings(sample: bytes) -> Iterator[_Reading]:
    texts: dict[str, list[str]] = {}
    for name in _LEGACY:
        try:
            texts.setdefault(sample.decode(name), []).append(name)
        except UnicodeDecodeError:
            continue
    for text, names in texts.items():
        yield _Reading(min(badness(text, name) for name in names), tuple(names), text)


def _chosen(sample: bytes, near: list[_Reading]) -> str | None:
    """The best of nearly equal readings, where the libraries agree or Western habit decides."""
    best = near[0]
    if best.encodings[0] in _SELDOM and (len(near) > 1 or best.bad > 0.1):
        return None
    if len(near) == 1:
        return best.encodings[0]
    clear = near[1].bad - best.bad > _APART
    western = next((one for one in near if "cp1252" in one.encodings), None)
    if western is not None and western.bad - best.bad < _APART / 4:
        best = western
        if clear or all(one.encodings[0] in _WESTERN for one in near):
            return _by_votes(sample, near, best, needed=1 if not clear else 0)
    if any(_is_korean(one) for one in near):
        return "cp949"
    if any("cp1252" in one.encodings and not one.bad and only_signs(one.text) for one in near):
        return "cp1252"
    return _by_votes(sample, near, best, needed=1 if clear else 2)


def _is_korean(reading: _Reading) -> bool:
    """Nothing but Korean syllables: for the bytes of another language that would be a wonder."""
    foreign = {one for one in reading.text if one.isalpha() and not one.isascii()}
    return len(foreign) >= 8 and all("\uac00" <= one <= "\ud7a3" for one in foreign)


def _by_votes(sample: bytes, near: list[_Reading], best: _Reading, needed: int) -> str | None:
    import chardet
    import charset_normalizer

    names = [name for one in near for name in one.encodings]
    dashed = [name.replace("_", "-") for name in names]
    first = chardet.detect(
        sample, include_encodings=dashed, compat_names=False, no_match_encoding=dashed[0]
    )["encoding"]
    second = charset_normalizer.from_bytes(sample, cp_isolation=names, threshold=0.9).best()
    votes = [first, second.encoding if second else None]
    agree = sum(vote is not None and _means(sample, vote) == best.text for vote in votes)
    return best.encodings[0] if agree >= needed else None


def _means(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
