"""A document as the words it shows, each character with what it stands in: what must survive a round trip."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from bloggermigrate.body.document import (
    CODE,
    EM,
    STRIKE,
    STRONG,
    SUB,
    SUP,
    Block,
    Code,
    Definitions,
    Details,
    Directed,
    Embed,
    Figure,
    Heading,
    Image,
    JumpBreak,
    ListBlock,
    Paragraph,
    Quote,
    RawInline,
    Rule,
    Run,
    Table,
)

Place = tuple[str, ...]
Letter = tuple[str, int, str | None, Place]
_KEPT = STRONG | EM | STRIKE | CODE | SUP | SUB


def letters(blocks: list[Block]) -> list[Letter]:
    """Letters, digits and pictures in order, with marks, link and the path of blocks around them."""
    return list(_blocks(blocks, ()))


def _runs(runs: list[Run], place: Place) -> Iterator[Letter]:
    heading = bool(place) and (place[-1].startswith("h") or place[-1] == "th")
    for content, style in runs:
        marks = style.marks & _KEPT
        # Renderers may spell an address with other percent codes.
        href = style.href and unquote(style.href)
        if heading:
            marks &= ~STRONG
        if marks & CODE:
            marks = CODE
        if isinstance(content, Image):
            yield (f"![{content.alt}]({unquote(content.src)})", 0, href, place)
            continue
        text = content if isinstance(content, str) else content.text if isinstance(content, RawInline) else ""
        for char in text:
            if char.isalnum():
                yield (char, marks, href, place)


def _blocks(blocks: list[Block], place: Place) -> Iterator[Letter]:
    for block in blocks:
        match block:
            case Paragraph(runs):
                yield from _runs(runs, place)
            case Heading(level, runs):
                yield from _runs(runs, (*place, f"h{level}"))
            case ListBlock(ordered, items):
                for item in items:
                    yield from _blocks(item.blocks, (*place, "ol" if ordered else "ul"))
            case Quote(inner):
                yield from _blocks(inner, (*place, "quote"))
            case Code(text):
                for char in "".join(text.split()):
                    yield (char, CODE, None, (*place, "code"))
            case Table(rows, header, caption):
                yield from _runs(caption, place)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        name = "th" if header and not at else "td"
                        yield from _blocks(cell.blocks, (*place, f"{at}", f"{column}", name))
            case Figure(runs, caption):
                yield from _runs(runs, place)
                yield from _runs(caption, place)
            case Embed(src=src):
                yield (src, 0, None, place)
            case Details(summary, inner):
                yield from _runs(summary, place)
                yield from _blocks(inner, place)
            case Directed(_, inner):
                yield from _blocks(inner, place)
            case Definitions(groups):
                for group in groups:
                    for term in group.terms:
                        yield from _runs(term, place)
                    for detail in group.details:
                        yield from _blocks(detail, place)
            case Rule():
                yield ("---", 0, None, place)
            case JumpBreak():
                yield ("more", 0, None, place)
