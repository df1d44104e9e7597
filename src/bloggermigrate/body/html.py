"""`Document` → clean HTML: valid, no styles, no scripts; read again it gives the same document."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from bloggermigrate.body.document import (
    CODE,
    MARK_TAGS,
    Anchor,
    Block,
    Cell,
    Code,
    Definitions,
    Details,
    Directed,
    Document,
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


def emit(document: Document) -> str:
    """Return *document* as HTML, a block a line; an empty document is the empty text."""
    return "".join(f"{block_html(block)}\n" for block in document.blocks)


def block_html(block: Block) -> str:
    """Return one block as HTML."""
    return _WRITERS[type(block)](block)


def block_lines(block: Block) -> list[str]:
    """Return one block as lines of HTML that can stand in Markdown: balanced, none of them blank or indented."""
    markup = block_html(block)
    if "<pre" in markup:
        markup = markup.replace("\n", "&#10;")
    elif "\n\n" in markup or "\n " in markup or "\n\t" in markup:
        markup = markup.replace("\n", " ")
    if isinstance(block, Table):
        markup = _ROW_ENDS.sub(r"\g<0>\n", markup)
    return [line for line in markup.split("\n") if line]


#: Where a line of a table ends that people can read.
_ROW_ENDS = re.compile(r"<table>|</caption>|</?thead>|</?tbody>|</tr>")


def blocks_html(blocks: list[Block]) -> str:
    return "".join(block_html(block) for block in blocks)


def text(content: str) -> str:
    return escape(content, quote=False)


def attributes(**values: str | int | None) -> str:
    return "".join(
        f' {name}="{escape(str(value))}"' for name, value in values.items() if value is not None and value != ""
    )


def inlines(runs: list[Run]) -> str:
    """Return a paragraph's runs as HTML; a mark or link goes on as long as the runs have it."""
    parts: list[str] = []
    stack: list[tuple[int, Style]] = []
    for content, style in runs:
        if content == "\n":
            parts.append("<br>")
            continue
        keep = 0
        for mark, opened in stack:
            if (mark and style.marks & mark) or (
                not mark and (opened.href, opened.title, opened.abbr) == (style.href, style.title, style.abbr)
            ):
                keep += 1
            else:
                break
        while len(stack) > keep:
            parts.append(_end(*stack.pop()))
        if (style.href or style.abbr) and all(mark for mark, _ in stack):
            while stack:
                parts.append(_end(*stack.pop()))
            stack.append((0, style))
            parts.append(_start(0, style))
        held = 0
        for mark, _ in stack:
            held |= mark
        for mark, _ in MARK_TAGS:
            if style.marks & mark and not held & mark:
                stack.append((mark, style))
                parts.append(_start(mark, style))
        parts.append(_content(content))
    while stack:
        parts.append(_end(*stack.pop()))
    return "".join(parts)


_TAGS = dict(MARK_TAGS)


def _start(mark: int, style: Style) -> str:
    if mark:
        return f"<{_TAGS[mark]}>"
    opened = f"<a{attributes(href=style.href, title=style.title)}>" if style.href else ""
    return opened + (f"<abbr{attributes(title=style.abbr)}>" if style.abbr else "")


def _end(mark: int, style: Style) -> str:
    if mark:
        return f"</{_TAGS[mark]}>"
    return ("</abbr>" if style.abbr else "") + ("</a>" if style.href else "")


def _content(content: object) -> str:
    if type(content) is str:
        return text(content)
    if type(content) is Image:
        return image(content)
    if type(content) is Anchor:
        return f"<a{attributes(id=content.id)}></a>"
    assert isinstance(content, RawInline)
    return content.html


def image(picture: Image) -> str:
    size = attributes(title=picture.title, width=picture.width, height=picture.height)
    return f'<img src="{escape(picture.src)}" alt="{escape(picture.alt)}"{size}>'


def _paragraph(block: Paragraph) -> str:
    return f"<p>{inlines(block.runs)}</p>"


def _heading(block: Heading) -> str:
    return f"<h{block.level}>{inlines(block.runs)}</h{block.level}>"


def _list(block: ListBlock) -> str:
    name = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    items: list[str] = []
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        if isinstance(first, Paragraph) and not block.loose:
            items.append(f"<li>{inlines(first.runs)}{blocks_html(item.blocks[1:])}</li>")
        else:
            items.append(f"<li>{blocks_html(item.blocks)}</li>")
    return f"<{name}{start}>{''.join(items)}</{name}>"


def _definitions(block: Definitions) -> str:
    parts: list[str] = []
    for group in block.groups:
        parts += [f"<dt>{inlines(term)}</dt>" for term in group.terms]
        parts += [f"<dd>{_cell_content(detail)}</dd>" for detail in group.details]
    return f"<dl>{''.join(parts)}</dl>"


def _cell_content(blocks: list[Block]) -> str:
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return inlines(blocks[0].runs)
    return blocks_html(blocks)


def _quote(block: Quote) -> str:
    return f"<blockquote>{blocks_html(block.blocks)}</blockquote>"


def _code(block: Code) -> str:
    language = f' class="language-{escape(block.language)}"' if block.language else ""
    return f"<pre><code{language}>{text(block.text)}</code></pre>"


def _table(block: Table) -> str:
    caption = f"<caption>{inlines(block.caption)}</caption>" if block.caption else ""
    rows = ["".join(_cell(cell, block.header and not at) for cell in row) for at, row in enumerate(block.rows)]
    lines = [f"<tr>{row}</tr>" for row in rows]
    if block.header:
        return f"<table>{caption}<thead>{lines[0]}</thead><tbody>{''.join(lines[1:])}</tbody></table>"
    return f"<table>{caption}<tbody>{''.join(lines)}</tbody></table>"


def _cell(cell: Cell, header: bool) -> str:
    name = "th" if cell.header or header else "td"
    spans = attributes(
        colspan=cell.colspan if cell.colspan > 1 else None,
        rowspan=cell.rowspan if cell.rowspan > 1 else None,
        align=cell.align,
    )
    return f"<{name}{spans}>{_cell_content(cell.blocks)}</{name}>"


def _figure(block: Figure) -> str:
    return f"<figure>{inlines(block.runs)}<figcaption>{inlines(block.caption)}</figcaption></figure>"


def embed(block: Embed) -> str:
    """Return an embed as the element that shows it, on one line."""
    size = {"width": block.width, "height": block.height}
    if block.kind in ("iframe", "gist"):
        full = ' allowfullscreen=""' if block.kind == "iframe" else ""
        return f"<iframe{attributes(src=block.src, **size, title=block.title)}{full}></iframe>"
    if block.kind == "object":
        return f"<object{attributes(data=block.src, **size)}></object>"
    sources = "".join(f"<source{attributes(src=source)}>" for source in block.sources)
    shown = attributes(src=block.src, **size, poster=block.poster, title=block.title)
    return f"<{block.kind} controls{shown}>{sources}</{block.kind}>"


def _details(block: Details) -> str:
    opened = " open" if block.open else ""
    summary = f"<summary>{inlines(block.summary)}</summary>" if block.summary else ""
    return f"<details{opened}>{summary}{blocks_html(block.blocks)}</details>"


def _directed(block: Directed) -> str:
    return f'<div dir="{block.direction}">{blocks_html(block.blocks)}</div>'


def _rule(block: Rule) -> str:
    return "<hr>"


def _jump_break(block: JumpBreak) -> str:
    return "<!--more-->"


def _raw(block: RawHtml) -> str:
    return block.html


_WRITERS: dict[type[Any], Callable[[Any], str]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    ListBlock: _list,
    Definitions: _definitions,
    Quote: _quote,
    Code: _code,
    Table: _table,
    Figure: _figure,
    Embed: embed,
    Details: _details,
    Directed: _directed,
    Rule: _rule,
    JumpBreak: _jump_break,
    RawHtml: _raw,
}
assert CODE  # the innermost of MARK_TAGS
