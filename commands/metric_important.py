"""Which metrics are important: a number by hand for one counts once a second person confirms."""

from commands.answer import Answer, say
from commands.metric_words import metric_named, unknown_metric
from reports.words import listed
from storage.store import Store

WORD = "important"


def mark(words: str, store: Store) -> Answer | None:
    """“important nps”, “not important nps” or “important” alone; None for anything else.

    Raises NoSuchMetric.
    """
    said = words.split()
    wanted = [word.casefold() for word in said[:2]]
    if wanted[:1] == [WORD]:
        return _marked(" ".join(said[1:]), store, important=True)
    if wanted == ["not", WORD]:
        return _marked(" ".join(said[2:]), store, important=False)
    return None


def _marked(name: str, store: Store, *, important: bool) -> Answer:
    keys, catalogue = set(store.numbers.important()), store.definitions.catalogue()
    if not name:
        return say(_all(sorted(catalogue.metric(key).label for key in keys)))
    metric = metric_named(name, catalogue, keys)
    if metric is None:
        raise unknown_metric(name, catalogue, "acme")
    store.numbers.set_important(keys | {metric.key} if important else keys - {metric.key})
    if important:
        return say(
            f"{metric.label} is important now: a number by hand counts once somebody else of the "
            "team confirms it."
        )
    return say(
        f"{metric.label} is not important any more: a number by hand counts at once. Those that "
        "await confirmation still do."
    )


def _all(labels: list[str]) -> str:
    if not labels:
        return "No metric is marked as important yet; “/metric important nps” does so."
    return f"Numbers by hand need a second person's yes for {listed(labels, most=len(labels))}."
