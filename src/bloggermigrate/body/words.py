"""Names written down as text, so that tables of them stay readable."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """Return the words of *text*.

    >>> sorted(names("b a"))
    ['a', 'b']
    """
    return frozenset(text.split())
