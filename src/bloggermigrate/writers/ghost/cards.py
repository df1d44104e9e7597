"""A document as the HTML that Ghost's import keeps: what its editor has a card for, and cards of HTML for the rest.

Ghost turns HTML into its own format on import, and drops or breaks what it has no node for (linked pictures, films,
anchors). What stands between the two comments of a card of HTML goes in as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bloggermigrate.body import html
from bloggermigrate.body.document import (
    CODE,
    EM,
    STRIKE,
    STRONG,
    SUB,
    SUP,
    UNDERLINE,
    Block,
    Code,
    Document,
    Figure,
    Heading,
    Image,
    JumpBreak,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
)

_CARD = "<!--kg-card-begin: html-->\n{}\n<!--kg-card-end: html-->"
_MARKS = STRONG | EM | STRIKE | UNDERLINE | SUP | SUB | CODE
_MAX_DEPTH = 4


def content(document: Document) -> str:
    """Return the body of a post.

    >>> from bloggermigrate import body
    >>> print(content(body.read('<p>a</p><p><a href="https://e.org/b.jpg"><img src="https://e.org/a.jpg"></a></p>')))
    <p>a</p>
    <figure><a href="https://e.org/b.jpg"><img src="https://e.org/a.jpg" alt=""></a></figure>
    """
    parts: list[str] = []
    raw: list[str] = []
    for block in document.blocks:
        native = _native(block)
        if native is None:
            raw.append(html.block_html(block))
            continue
        if raw:
            parts.append(card("\n".join(raw)))
            raw = []
        parts += filter(None, [native])
    if raw:
        parts.append(card("\n".join(raw)))
    return "\n".join(parts)


def card(markup: str) -> str:
    """Return *markup* as a card of HTML."""
    return _CARD.format(markup)


def _native(block: Block) -> str | None:
    """Return a block in the HTML that becomes a node of its own; None for one that needs a card."""
    match block:
        case Paragraph() if _pictures(block.runs):
            return "\n".join(_figures(block.runs))
        case Paragraph() | Heading() if _plain(block.runs):
            return html.block_html(block)
        case Code():
            return html.block_html(block)
        case Rule():
            return "<hr>"
        case JumpBreak():
            return ""
        case Figure() if _pictures(block.runs) and _plain(block.caption):
            *before, last = _figures(block.runs)
            caption = f"<figcaption>{html.inlines(block.caption)}</figcaption>" if block.caption else ""
            return "\n".join([*before, last.replace("</figure>", f"{caption}</figure>")])
        case Quote() if len(block.blocks) == 1 and isinstance(block.blocks[0], Paragraph):
            first = block.blocks[0]
            return f"<blockquote>{html.inlines(first.runs)}</blockquote>" if _plain(first.runs) else None
        case ListBlock() if _plain_list(block, 0):
            return html.block_html(ListBlock(block.ordered, block.items, block.start, loose=False))
    return None


def _plain(runs: Sequence[Run]) -> bool:
    """Whether all of it is text in styles that Ghost's editor has."""
    return all(type(content) is str and not style.marks & ~_MARKS and not style.abbr for content, style in runs)


def _pictures(runs: Sequence[Run]) -> bool:
    """Whether it is pictures and nothing else."""
    found = [content for content, _ in runs if not (isinstance(content, str) and not content.strip())]
    return bool(found) and all(isinstance(content, Image) for content in found)


def _figures(runs: Sequence[Run]) -> Iterator[str]:
    for content, style in runs:
        if isinstance(content, Image):
            shown = html.image(content)
            linked = f"<a{html.attributes(href=style.href)}>{shown}</a>" if style.href else shown
            yield f"<figure>{linked}</figure>"


def _plain_list(block: ListBlock, depth: int) -> bool:
    if depth > _MAX_DEPTH or (block.ordered and block.start != 1):
        return False
    for item in block.items:
        if not item.blocks or not isinstance(item.blocks[0], Paragraph) or not _plain(item.blocks[0].runs):
            return False
        if not all(isinstance(inner, ListBlock) and _plain_list(inner, depth + 1) for inner in item.blocks[1:]):
            return False
    return True
