"""Questions as people ask them in passing, as a verb and its words."""

import re
from collections.abc import Callable

from reports.metrics import Catalogue, built_in

LONGEST = 120
WHO = r"(?P<who>.+?)"
HOW = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"how(?: is|'s|s) {WHO}(?: doing| going| today| right now)*",
        rf"how (?:are|is) (?:things|it|everything|it all)(?: going)? (?:with|at|for) {WHO}",
        rf"how(?:'s|s) (?:it|everything|it all)(?: going)? (?:with|at|for) {WHO}",
    )
)
MOVED = (
    r"fall|fell|fallen|drop|dropped|sink|sunk|decline|declined|decrease|decreased"
    r"|rise|rose|risen|climb|climbed|grow|grown|increase|increased|jump|jumped"
    r"|change|changed|move|moved|improve|improved|worsen|worsened"
    r"|go up|gone up|go down|gone down|get better|get worse|got better|got worse"
)
STANDS = r"down|up|low|lower|high|higher|worse|better|good|bad"
WHAT = r"(?:our |the )?(?P<what>.+?)"
WHY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"why (?:did|has|have|does|do) {WHAT} (?:{MOVED})",
        rf"why (?:is|are|was|were) {WHAT}(?: so| that)? (?:{STANDS})",
        rf"why {WHAT}",
    )
)
# “How is it going?” asks for no client's health, nor does “How is this possible?”.
NOBODY = {
    *("it", "this", "that", "there", "everything", "everyone", "everybody", "things", "life"),
    *("he", "she", "who", "your", "my", "our", "the"),
}
MOST_WORDS = 5  # of a name; more are a sentence


def understood(text: str, catalogue: Callable[[], Catalogue] = built_in) -> tuple[str, str] | None:
    """The verb and the words that ``text`` means; None where it is no such question.

    ``How is acme doing?`` asks for health, ``Why did CSAT fall?`` for the reasons in a report,
    there only where the metric is in the ``catalogue``, by key or label.
    """
    plain = " ".join(text.replace("’", "'").split())
    plain = plain[: LONGEST + 1].rstrip(" ?!.")
    if not plain or len(plain) > LONGEST:
        return None
    return _how(plain) or _why(plain, catalogue)


def _how(plain: str) -> tuple[str, str] | None:
    names = [found["who"] for how in reversed(HOW) if (found := how.fullmatch(plain))]
    words = names[0].split() if names else []
    if not words or words[0].casefold() in NOBODY or len(words) > MOST_WORDS:
        return None
    return "health", names[0]


def _why(plain: str, catalogue: Callable[[], Catalogue]) -> tuple[str, str] | None:
    for why in WHY:
        found = why.fullmatch(plain)
        metric = catalogue().named(found["what"]) if found else None
        if metric is not None:
            return "report", f"why {metric.key}"
    return None
