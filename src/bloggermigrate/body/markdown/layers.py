"""Links and marks of a line as layers over its runs: which is outside of which, and how far each goes on."""

from __future__ import annotations

from bloggermigrate.body.document import CODE, MARK_TAGS, Style

#: marks in the order in which they open when several do at one place
ORDER = {mark: order for order, (mark, _) in enumerate(MARK_TAGS)}
_LAYERED = tuple(mark for mark, _ in MARK_TAGS if mark != CODE)


def layers_of(style: Style) -> list[tuple[int, str]]:
    """Return what a run stands in, outermost first: its link, then each mark but code."""
    layers = [(mark, "") for mark in _LAYERED if style.marks & mark] if style.marks else []
    if style.href:
        layers.insert(0, (0, f"{style.href}\n{style.title}"))
    return layers


def extents_of(layers: list[list[tuple[int, str]]]) -> list[dict[tuple[int, str], int]]:
    """For each run and each of its layers, how many runs the layer goes on from there."""
    extents: list[dict[tuple[int, str], int]] = []
    following: dict[tuple[int, str], int] = {}
    for keys in reversed(layers):
        following = {key: following.get(key, 0) + 1 for key in keys} if keys else {}
        extents.append(following)
    extents.reverse()
    return extents
