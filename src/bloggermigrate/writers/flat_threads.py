"""Threads of comments as importers want them: one flat list with parents, the text in the few tags it may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape

from bloggermigrate.body import html
from bloggermigrate.body.document import (
    CODE,
    EM,
    PLAIN,
    STRIKE,
    STRONG,
    Anchor,
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
    RawHtml,
    RawInline,
    Rule,
    Run,
    Style,
    Table,
)
from bloggermigrate.model import Comment
from bloggermigrate.store.loading import iter_comments

_TAG = re.compile(r"<[^<>]*>")
_ALLOWED = STRONG | EM | STRIKE | CODE


def in_order(comments: Sequence[Comment]) -> list[tuple[Comment, int]]:
    """Return every comment of a thread with the place, from 1, of the one it answers (0: of none).

    Oldest first, but never before what it answers: an importer that meets a reply first loses its parent.
    """
    met = list(iter_comments(comments))
    when: dict[int, datetime | None] = {}
    keys: list[tuple[bool, float, int]] = []
    for index, (comment, parent) in enumerate(met):
        above = when[id(parent)] if parent is not None else None
        own = comment.published
        latest = own if above is None or (own is not None and own > above) else above
        when[id(comment)] = latest
        keys.append((latest is None, latest.timestamp() if latest else 0.0, index))
    order = sorted(range(len(met)), key=keys.__getitem__)
    places = {id(met[index][0]): place for place, index in enumerate(order, 1)}
    return [(met[index][0], places[id(parent)] if (parent := met[index][1]) is not None else 0) for index in order]


def comment_text(blocks: Sequence[Block]) -> str:
    """Return a comment: paragraphs parted by blank lines, line feeds as breaks, and the tags that comments may have.

    >>> from bloggermigrate import body
    >>> comment_text(body.read("one<br>two<br><br><b>x</b> <img src='https://e.org/a.jpg' alt='A'>").blocks)
    'one\\ntwo\\n\\n<strong>x</strong> <a href="https://e.org/a.jpg">A</a>'
    """
    return "\n\n".join(filter(None, (_block(block).strip("\n") for block in blocks)))


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _inlines(block.runs)
        case Heading():
            return f"<strong>{_inlines(block.runs)}</strong>"
        case Quote():
            return f"<blockquote>{comment_text(block.blocks)}</blockquote>"
        case Directed():
            return comment_text(block.blocks)
        case Details():
            return "\n\n".join(filter(None, (_inlines(block.summary), comment_text(block.blocks))))
        case ListBlock():
            return "\n".join(
                f"{f'{block.start + n}.' if block.ordered else '-'} {comment_text(item.blocks)}"
                for n, item in enumerate(block.items)
            )
        case Definitions():
            return "\n".join(_definitions(block))
        case Code():
            return f"<code>{html.text(block.text)}</code>"
        case Table():
            return "\n".join(" | ".join(comment_text(cell.blocks) for cell in row) for row in block.rows)
        case Figure():
            return "\n".join(filter(None, (_inlines(block.runs), _inlines(block.caption))))
        case Embed():
            return _inlines([(block.src, Style(href=block.src))])
        case Rule():
            return "* * *"
        case RawHtml():
            return html.text(" ".join(unescape(_TAG.sub(" ", block.html)).split()))
        case JumpBreak():
            return ""


def _definitions(block: Definitions) -> Iterator[str]:
    for group in block.groups:
        yield from (_inlines(term) for term in group.terms)
        yield from (comment_text(detail) for detail in group.details)


def _inlines(runs: Sequence[Run]) -> str:
    return html.inlines([run for content, style in runs for run in _allowed(content, style)]).replace("<br>", "\n")


def _allowed(content: object, style: Style) -> Iterator[Run]:
    marks = style.marks & _ALLOWED
    kept = style if marks == style.marks else Style(marks, style.href, style.title, style.abbr)
    match content:
        case str():
            yield content, kept if content != "\n" else PLAIN
        case Image():
            target = style.href or content.larger or content.src
            yield content.alt or content.src, Style(marks, target)
        case RawInline():
            yield content.text, kept
        case Anchor():
            return
