"""What stands beside a delimiter, and whether it opens or closes there (CommonMark 0.31, section 6.2)."""

from __future__ import annotations

import string
import unicodedata
from functools import lru_cache

PUNCTUATION = frozenset(string.punctuation)


@lru_cache(maxsize=4096)
def is_punctuation(char: str) -> bool:
    """Whether CommonMark counts *char* as punctuation: ASCII's, and Unicode's P and S."""
    return char in PUNCTUATION or unicodedata.category(char)[0] in "PS"


@lru_cache(maxsize=4096)
def is_blank(char: str) -> bool:
    """Whether CommonMark counts *char*, or the end of a line (""), as white space."""
    return not char or char in " \t\n\f\r" or unicodedata.category(char) == "Zs"


def flanking(before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of delimiters between two characters is left-flanking, and right-flanking.

    >>> flanking(" ", "a"), flanking("a", "."), flanking("a", "b")
    ((True, False), (False, True), (True, True))
    """
    left = not is_blank(after) and (not is_punctuation(after) or is_blank(before) or is_punctuation(before))
    right = not is_blank(before) and (not is_punctuation(before) or is_blank(after) or is_punctuation(after))
    return left, right


def flanks(before: str, after: str, side: int) -> bool:
    """Whether a delimiter opens (*side* 0) or closes, to CommonMark 0.31 and to those before it.

    To these a symbol such as an emoji was no punctuation.
    """
    if not flanking(before, after)[side]:
        return False
    if before.isascii() and after.isascii():
        return True
    return flanking(_older(before), _older(after))[side]


def _older(char: str) -> str:
    return "a" if char and not char.isascii() and unicodedata.category(char)[0] == "S" else char


def is_plain_edge(char: str) -> bool:
    """Whether renderers older than CommonMark open or close a mark beside *char*."""
    return is_blank(char) or is_punctuation(char)
