"""Short names that a person can type, made from any name."""

from collections.abc import Collection
from itertools import count

from storage.errors import InvalidSlug, ReservedSlug
from storage.text import is_slug, sluggish

RESERVED = frozenset({"me", "why", "stats", "help", "all"})


def check_slug(slug: str) -> None:
    """Raise InvalidSlug or ReservedSlug for what cannot be a slug."""
    if slug in RESERVED:
        raise ReservedSlug(slug=slug)
    if not is_slug(slug):
        raise InvalidSlug(slug=slug)


def free_slug(name: str, taken: Collection[str], number: int) -> str:
    """A valid slug like ``name`` that is not in ``taken``.

    A name without any Latin letter or digit gives ``client-<number>``, or the next free number.
    """
    stem = sluggish(name)
    if not stem:
        return next(slug for n in count(number) if (slug := f"client-{n}") not in taken)
    stem = f"client-{stem}" if stem in RESERVED else stem
    if stem not in taken:
        return stem
    return next(slug for n in count(2) if (slug := f"{stem}-{n}") not in taken)
