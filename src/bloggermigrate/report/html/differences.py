"""What two bodies do not share: the words and pictures that one has and the other has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import islice

from bloggermigrate.report.html.inert import Token

#: up to this many comparisons of one word with another, the longest common row of words is looked for
_WORTH_MATCHING = 250_000


def differing(mine: Sequence[Token], other: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return the tokens that only *mine* and only *other* has, each in order.

    What stands elsewhere in the other counts as a difference where that can be told in good time; in long bodies that
    differ much, only what is there more often than in the other.
    """
    start = 0
    shorter = min(len(mine), len(other))
    while start < shorter and mine[start].key == other[start].key:
        start += 1
    end = 0
    while end < shorter - start and mine[-1 - end].key == other[-1 - end].key:
        end += 1
    one, two = mine[start : len(mine) - end], other[start : len(other) - end]
    if not one or not two:
        return list(one), list(two)
    if len(one) * len(two) > _WORTH_MATCHING:
        return _without_changed(_surplus(one, two), _surplus(two, one))
    matcher = SequenceMatcher(None, [token.key for token in one], [token.key for token in two], autojunk=False)
    lost: list[Token] = []
    gained: list[Token] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            lost += one[a:b]
            gained += two[c:d]
    return _without_changed(lost, gained)


def _without_changed(lost: list[Token], gained: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return both without the boxes that became others: a player of another kind, a picture with another name."""
    changed = min(sum(token.is_box for token in tokens) for tokens in (lost, gained))
    return _without_boxes(lost, changed), _without_boxes(gained, changed)


def _without_boxes(tokens: list[Token], count: int) -> list[Token]:
    """Return *tokens* without the first *count* boxes."""
    boxes = islice((number for number, token in enumerate(tokens) if token.is_box), count)
    dropped = set(boxes)
    return [token for number, token in enumerate(tokens) if number not in dropped]


def _surplus(mine: Sequence[Token], other: Sequence[Token]) -> list[Token]:
    left = Counter(token.key for token in other)
    surplus = []
    for token in mine:
        if left[token.key] > 0:
            left[token.key] -= 1
        else:
            surplus.append(token)
    return surplus
