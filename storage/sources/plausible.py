"""How plausible a text is as something that people wrote: letters, scripts and alphabets.

Bytes that were decoded by the wrong encoding give words of mixed scripts, capitals within words,
signs between letters, rare characters, or letters that no one language has together.
"""

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise

_RUN = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\x00-\x7f\s]*[^\W\d_]*")
_SCRIPTS = {
    "LATIN": "L", "CYRILLIC": "C", "GREEK": "G", "HEBREW": "H", "ARABIC": "A", "THAI": "T",
    "CJK": "J", "HIRAGANA": "J", "KATAKANA": "J", "KATAKANA-HIRAGANA": "J", "BOPOMOFO": "J",
    "HANGUL": "K", "FULLWIDTH": "F", "HALFWIDTH": "W",
}  # fmt: skip
_KANA = re.compile("[\u3041-\u30fe]")
_USUAL_SIGNS = frozenset("“”‘’–—…€£°«»©®™·§½²³×•\u00a0¿¡º、。・「」『』【】（）：；，！？～《》")
_WINDOWS_SIGNS = frozenset("€‘’“”•–—…™")
_OPENING = frozenset("“‘«»¡¿€£©\u00a0…")
_WITHIN_WORDS = frozenset("’–—\u00a0·")
_ICELANDIC_OR_WRONG = frozenset("ðþÐÞŋŧđŦĸƒªˆ")
# The first and last lead byte of the characters in daily use, by the standard that orders them.
_DAILY = {
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "big5": ("big5", 0xA4, 0xC6),
    "cp932": ("shift_jis", 0x88, 0x97),
    "euc_jp": ("euc_jp", 0xB0, 0xCF),
    "cp949": ("euc_kr", 0xB0, 0xC8),
}
_ALPHABETS = tuple(map(frozenset, (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àáâãçéêíóôõúü", "àèéìíîòóùú", "áéëíïóöúü", "åäöé",
    "æøåé", "áðéíóúýþæö", "àçèéíïòóúü·", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "çğıöşüâîû", "äöõüšž", "ąčęėįšųūž", "āčēģīķļņšūž", "çë",
)))  # fmt: skip
_FREQUENT = {
    "C": frozenset("оеаинтсрвлкмдпуябзг"),
    "G": frozenset("αοιετσνηυρπκμλςάίόέ"),
}
IMPOSSIBLE = 99.0


def badness(text: str, encoding: str) -> float:
    """0 for a text that may well be meant, about 1 a foreign letter for one that is not."""
    bad, letters = 0.0, 0
    for run in set(_RUN.findall(text)):
        kinds = [_kind(one) for one in run]
        if "X" in kinds:
            return IMPOSSIBLE
        letters += sum(not one.isascii() for one in run)
        bad += _of_run(run, kinds, encoding)
    # Whoever writes Japanese hardly does without kana; Chinese of the same bytes has none.
    unwritten = 0.15 * (encoding == "euc_jp" and _KANA.search(text) is None)
    return bad / max(letters, 1) + 0.5 * _beyond_alphabets(text) + unwritten


def only_signs(text: str) -> bool:
    """Whether all that is not ASCII are signs such as € and dashes, rare as bytes elsewhere."""
    return all(one.isascii() or one in _WINDOWS_SIGNS for one in text)


@cache
def _kind(one: str) -> str:
    if one.isascii():
        return "L" if one.isalpha() else " "
    category = unicodedata.category(one)
    if category in {"Cc", "Co", "Cn"}:
        return "X"
    if category[0] in "LM" and one not in _USUAL_SIGNS:
        return _SCRIPTS.get(unicodedata.name(one, "").split(" ")[0], "?")
    return " " if one in _USUAL_SIGNS else "S"


def _of_run(run: str, kinds: list[str], encoding: str) -> float:
    scripts = set(kinds) - {" ", "S"}
    foreign = sum(not one.isascii() for one in run)
    bad = float(kinds.count("S"))
    bad += foreign * ("?" in scripts) + foreign * (len(scripts - {"F"}) > 1)
    bad += 0.3 * foreign * ("W" in scripts)
    if scripts == {"L"}:
        bad += _of_latin(run)
    if scripts and scripts <= {"C", "G"}:
        bad += _capitals_within(run) + _rare_letters(run, scripts)
    if scripts == {"T"}:
        bad += _loose_marks(run)
    if scripts & {"J", "K"}:
        bad += _rare_characters(run, kinds, encoding)
    return bad


def _of_latin(run: str) -> float:
    bad = 3.0 * len(re.findall(r"(?=[^\W\d_a-zA-Z]{4})", run)) + _capitals_within(run)
    bad += sum(one in _ICELANDIC_OR_WRONG for one in run)
    for before, one, after in zip(run, run[1:], run[2:], strict=False):
        if one.isupper() and not one.isascii() and before.isalpha() and after.islower():
            bad += 1
    for before, one, after in zip(" " + run, run, run[1:], strict=False):
        sign = not one.isascii() and _kind(one) == " " and one not in _WITHIN_WORDS
        bad += sign and after.isalpha() and (before.isalpha() or one not in _OPENING)
    return bad


def _capitals_within(run: str) -> int:
    return sum(a.islower() and b.isupper() for a, b in pairwise(run))


def _rare_letters(run: str, scripts: set[str]) -> float:
    if len(scripts) != 1 or len(run) < 3:
        return 0.0
    usual = _FREQUENT[next(iter(scripts))]
    return 0.5 * sum(one.isalpha() and one.lower() not in usual for one in run) * 0.5


def _loose_marks(run: str) -> int:
    """Thai vowels and tones that stand on nothing."""
    marks = [unicodedata.category(one) == "Mn" for one in run]
    two = sum(a and b and c for a, b, c in zip(marks, marks[1:], marks[2:], strict=False))
    return int(marks[0]) * 2 + two * 2


def _rare_characters(run: str, kinds: list[str], encoding: str) -> float:
    pairs = [one for one, kind in zip(run, kinds, strict=True) if kind in "JK"]
    if encoding not in _DAILY:
        return float(len(pairs))
    return 0.7 * sum(not _is_daily(one, encoding) for one in pairs)


@cache
def _is_daily(one: str, encoding: str) -> bool:
    if "\u3040" <= one <= "\u30ff":
        return encoding in {"cp932", "euc_jp"}
    codec, low, high = _DAILY[encoding]
    try:
        lead = one.encode(codec)
    except UnicodeError:
        return False
    return len(lead) == 2 and low <= lead[0] <= high


def _beyond_alphabets(text: str) -> float:
    """The share of Latin letters with marks that no single language has all of."""
    letters = Counter(
        "i" if one == "İ" else one.lower()
        for one in text
        if not one.isascii() and _kind(one) == "L"
    )
    letters.pop("i", None)
    total = sum(letters.values())
    if not total:
        return 0.0
    return (
        min(
            sum(count for one, count in letters.items() if one not in alphabet)
            for alphabet in _ALPHABETS
        )
        / total
    )
