"""Blocks → lines of Markdown: one function a kind, and what has to stand between two of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bloggermigrate.body import html
from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import (
    Block,
    Code,
    Definitions,
    Details,
    Directed,
    Document,
    Embed,
    Figure,
    Heading,
    JumpBreak,
    ListBlock,
    Paragraph,
    Quote,
    RawHtml,
    Rule,
    Table,
)
from bloggermigrate.body.markdown import breaks, shortcodes
from bloggermigrate.body.markdown.breaks import JUMP_BREAK
from bloggermigrate.body.markdown.inlines import paragraph
from bloggermigrate.body.markdown.markup import Place, as_html, markup_lines, verbatim
from bloggermigrate.body.markdown.parts import inert
from bloggermigrate.body.runs import inline_runs


def emit(document: Document, dialect: Dialect) -> str:
    """Return *document* in *dialect*: lines ended by line feeds, blocks parted by one blank line.

    An empty document is the empty text.
    """
    members = breaks.set_free(document.blocks) if dialect.parts_at_break else document.blocks
    lines = blocks(members, Place(dialect))
    if not lines:
        return ""
    if lines[0] == "---":  # with another behind it, that would be front matter
        lines[0] = "***"
    return "\n".join(lines) + "\n"


def blocks(members: list[Block], place: Place) -> list[str]:
    """Return the lines of *members*, with a blank line between two of them."""
    lines: list[str] = []
    inner = replace(place, in_item=False) if place.in_item and len(members) > 1 else place
    previous: Block | None = None
    marker = 0
    for block in members:
        if isinstance(block, Quote) and isinstance(previous, Quote) and not place.dialect.blank_parts_quotes:
            lines += ["", "<!-- -->"]
        indents = place.contained and not place.dialect.fences_in_containers
        if indents and isinstance(block, Code) and isinstance(previous, Code):  # they would be one
            lines += ["", "<!-- -->"]
        if isinstance(block, ListBlock):
            follows = isinstance(previous, ListBlock)
            if follows and not place.dialect.markers_part_lists:
                lines += ["", "<!-- -->"]
            same = follows and isinstance(previous, ListBlock) and previous.ordered == block.ordered
            marker = 1 - marker if same and place.dialect.markers_part_lists else 0
            written = list_block(block, place if previous is None else inner, marker)
        elif isinstance(block, Code) and isinstance(previous, ListBlock) and place.contained:
            written = _code(block, replace(place, in_item=True))
        else:
            written = _WRITERS[type(block)](block, place if previous is None else inner)
        if not written:
            continue
        if lines:
            lines.append("")
        lines += written
        previous = block
    return lines


def _paragraph(block: Paragraph, place: Place) -> list[str]:
    text = paragraph(block.runs, place.dialect, in_item=place.item)
    return text.split("\n") if "\n" in text else [text] if text else []


_ANY_HASHES = re.compile(r"(?<!\\)(#)\Z")
_CLOSING_HASHES = re.compile(r"(?:^|(?<=\s))(#+)\Z")


def _heading(block: Heading, place: Place) -> list[str]:
    text = paragraph(block.runs, place.dialect, in_heading=True)
    if not text:
        return []
    if text.endswith("#"):
        hashes = _CLOSING_HASHES if place.dialect.commonmark_emphasis else _ANY_HASHES
        text = hashes.sub(r"\\\1", text)
    if place.dialect.heading_attributes:
        text = _without_attributes(text)
    return [f"{'#' * block.level} {text}"]


def _without_attributes(text: str) -> str:
    """A heading or cell in which nothing at its end is taken for its attributes."""
    at = text.rfind("{") if text.endswith("}") else -1
    return text if at < 0 or text[at - 1 : at] == "\\" else f"{text[:at]}\\{text[at:]}"


def list_block(block: ListBlock, place: Place, marker: int = 0) -> list[str]:
    """Return a list's lines. *marker* 1 uses the other marker, which parts it from a list before it."""
    dialect = place.dialect
    lines: list[str] = []
    number = block.start
    loose = block.loose
    runs_on = False
    inside = Place(dialect, True, True)
    for item in block.items:
        sign = f"{number}{'.)'[marker]}" if block.ordered else "-*"[marker]
        number += 1
        width = max(len(sign) + 1, dialect.item_indent)
        written = _item(item.blocks, inside, loose=loose)
        if lines and (loose or runs_on):
            lines.append("")
        runs_on = bool(dialect.item_indent) and _runs_on(item.blocks, written)
        if not written:
            # Older renderers take a marker with nothing behind it for text.
            lines.append(sign if dialect.commonmark_emphasis else f"{sign} <!-- -->")
            continue
        pad = " " * width
        first = sign.ljust(width) if dialect.item_indent else f"{sign} "
        lines.append(f"{first}{written[0]}".rstrip(" ") if not written[0].endswith("  ") else first + written[0])
        lines += [f"{pad}{line}" if line else "" for line in written[1:]]
    if dialect.counts_from_one and block.ordered and block.start != 1:
        if lines[-1].endswith("<hr>"):  # what is right behind an element without an end would be the next block's
            lines[-1] += "<!-- -->"
        lines.append(f'{{: start="{block.start}"}}')
    return lines


def _runs_on(members: list[Block], written: list[str]) -> bool:
    """Whether older renderers would take a marker right behind an item for a part of the item.

    They do behind a quote, and behind a blank line: from there on they count the levels anew.
    """
    return "" in written or (bool(members) and isinstance(members[-1], Quote))


def _item(members: list[Block], place: Place, *, loose: bool) -> list[str]:
    """An item's lines. In a tight list a list follows its paragraph without a blank line."""
    if (
        not loose
        and len(members) == 2
        and isinstance(members[0], Paragraph)
        and isinstance(members[1], ListBlock)
        and (members[1].start == 1 or not members[1].ordered)
    ):
        first = _paragraph(members[0], place)
        if place.dialect.backslashes_break and first and first[-1].endswith("\\\\"):
            first[-1] = first[-1][:-2] + "&#92;"
        rest = list_block(members[1], replace(place, in_item=False))
        return first + rest
    written = blocks(members, place)
    return written if place.dialect.blocks_begin_items or not members else _begun(members[0], written)


def _begun(first: Block, written: list[str]) -> list[str]:
    """An item's lines where a second line right behind the marker's is no part of what the first began.

    A list is still read there if its first item is a paragraph, a quote if its first line is a block; else a comment
    stands before it.
    """
    match first:
        case ListBlock() if not (first.items and _is_paragraph(first.items[0].blocks)):
            return ["<!-- -->", *written]
        case Quote(blocks=[Paragraph() | Heading(), *_]) if written[1:2] in ([], [""], [">"]):
            return [*written[:1], *([""] if written[1:] else []), *written[2:]]
        case Quote():
            return ["<!-- -->", "", *written]
    return written


def _is_paragraph(members: list[Block]) -> bool:
    return len(members) == 1 and isinstance(members[0], Paragraph)


def _quote(block: Quote, place: Place) -> list[str]:
    inner = blocks(block.blocks, Place(place.dialect, True, quoted=True))
    return [f"> {line}" if line else ">" for line in inner]


def _code(block: Code, place: Place) -> list[str]:
    lines = block.text.split("\n")
    in_item = place.contained and not place.quoted
    if "\t" in block.text and not (place.dialect.tabs_in_code and (place.dialect.tabs_in_items or not in_item)):
        return verbatim(html.block_html(block).replace("\t", "&#9;"), place)
    if (in_item and not place.dialect.lists_in_fences and _LIST_START.search(block.text)) or (
        place.dialect.parts_at_break and JUMP_BREAK in block.text
    ):
        return verbatim(html.block_html(block), place)
    if place.dialect.shortcodes and shortcodes.has_opener(block.text):
        text = shortcodes.in_code(block.text)
        if text is None:
            return verbatim(html.block_html(block), place)
        lines = text.split("\n")
    if place.contained and not place.dialect.fences_in_containers:
        if "\n\n\n" in block.text:  # of several blank lines one would be left
            return [f"<pre><code>{_ACTIVE.sub(_reference, block.text)}</code></pre>"]
        indented = [f"    {line}" if line else "" for line in lines]
        # At an item's start, or behind a list, it would be a paragraph, or the list's.
        return ["<!-- -->", "", *indented] if place.in_item else indented
    longest = max((len(run) for run in re.findall(r"^\s*(`{3,})", block.text, re.M)), default=2)
    fence = "`" * (longest + 1)
    return [fence + block.language, *lines, fence]


_LIST_START = re.compile(r"^ {0,3}(?:[-+*]|\d+\.)[\t| ]", re.M)
_ACTIVE = re.compile(r"[\\`*_~\[\]<>&{}|$\n]")


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found.group())};"


def _table(block: Table, place: Place) -> list[str]:
    if not is_plain(block):
        return as_html(block, place)
    dialect = place.dialect
    width = max(len(row) for row in block.rows)
    rows = [
        [
            paragraph(inline_runs(cell.blocks), dialect, in_table=True, in_heading=block.header and at == 0)
            for cell in row
        ]
        + [""] * (width - len(row))
        for at, row in enumerate(block.rows)
    ]
    if dialect.attribute_lists == "any":
        rows = [list(map(_without_attributes, row)) for row in rows]
    head, body = (rows[0], rows[1:]) if block.header else ([""] * width, rows)
    aligns = [_align(block, column) for column in range(width)]
    lines = [_row(head), _row(aligns), *(_row(row) for row in body)]
    if dialect.dashes_part_tables:
        lines[2:] = [line.replace("-", "\\-", 1) if _DASHES.match(line) else line for line in lines[2:]]
    if block.caption:
        lines = [paragraph(block.caption, dialect), "", *lines]
    return lines


def is_plain(block: Table) -> bool:
    """Whether Markdown can say a table: no cell spans others or holds more than paragraphs."""
    return all(
        cell.colspan == 1 and cell.rowspan == 1 and all(isinstance(part, Paragraph) for part in cell.blocks)
        for row in block.rows
        for cell in row
    )


_DASHES = re.compile(r"[|: +-]*-[|: +-]*\Z")
_ALIGNS = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}


def _align(block: Table, column: int) -> str:
    seen = {row[column].align for row in block.rows if column < len(row) and row[column].blocks}
    return _ALIGNS[seen.pop()] if len(seen) == 1 else "---"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _figure(block: Figure, place: Place) -> list[str]:
    return _paragraph(Paragraph([*block.runs, ("\n", block.runs[0][1]), *block.caption]), place)


def _definitions(block: Definitions, place: Place) -> list[str]:
    """HTML with a line for each term and what is said of it; where that is more than a line, Markdown within."""
    dialect = place.dialect
    long = any(not _is_line(detail) for group in block.groups for detail in group.details)
    marked = long and not dialect.markdown_in_html
    inside = [part for group in block.groups for detail in group.details for part in detail]
    if place.contained and not dialect.html_in_containers:
        return as_html(block, place)
    if marked and (place.contained or _loses_elements(inside, dialect)):
        return as_html(block, place)
    lines = [f"<dl{_MARKED}>" if marked else "<dl>"]
    for group in block.groups:
        for term in group.terms:
            lines += markup_lines(f"<dt>{html.inlines(term)}</dt>", place)
        for detail in group.details:
            if _is_line(detail):
                lines += markup_lines(f"<dd>{html.inlines(inline_runs(detail))}</dd>", place)
            else:
                opening = '<dd markdown="block">' if marked else "<dd>"
                lines += [opening, "", *blocks(detail, Place(dialect, place.contained)), "", "</dd>"]
    lines.append("</dl>")
    return lines


def _is_line(detail: list[Block]) -> bool:
    """Whether what is said of a term is a line at most."""
    match detail:
        case [Paragraph(runs=runs)]:
            return all(content != "\n" for content, _ in runs)
    return not detail


#: Older renderers read Markdown only in elements that ask for it.
_MARKED = ' markdown="1"'


def _embed(block: Embed, place: Place) -> list[str]:
    return markup_lines(html.embed(block), place)


def _loses_elements(members: list[Block], dialect: Dialect) -> bool:
    """Whether an element that asks for Markdown would end inside a list or quote of it that holds another."""
    if dialect.html_in_containers:
        return False
    inside: list[Block] = []
    for block in members:
        if isinstance(block, Quote):
            inside += block.blocks
        elif isinstance(block, ListBlock):
            inside += [part for item in block.items for part in item.blocks]
    return any(isinstance(block, (Definitions, Details)) for block in inside) or bool(
        inside and _loses_elements(inside, dialect)
    )


def _details(block: Details, place: Place) -> list[str]:
    marked = not place.dialect.markdown_in_html
    if marked and (place.contained or _loses_elements(block.blocks, place.dialect)):
        return as_html(block, place)
    opening = f"<details{' open' if block.open else ''}{_MARKED if marked else ''}>"
    summary = f"<summary>{html.inlines(block.summary)}</summary>" if block.summary else ""
    if marked:
        summary = inert(summary)
    if place.dialect.shortcodes:
        summary = shortcodes.in_html(summary)
    inner = blocks(block.blocks, place)
    return [opening + summary, "", *inner, "", "</details>"] if inner else [opening + summary + "</details>"]


def _directed(block: Directed, place: Place) -> list[str]:
    marked = not place.dialect.markdown_in_html
    if marked and (place.contained or _loses_elements(block.blocks, place.dialect)):
        return as_html(block, place)
    inner = blocks(block.blocks, place)
    return [f'<div dir="{block.direction}"{_MARKED if marked else ""}>', "", *inner, "", "</div>"] if inner else []


def _rule(block: Rule, place: Place) -> list[str]:
    if place.contained and not place.quoted and not place.dialect.rules_in_items:
        return ["<hr>"]
    return ["___" if place.in_item else "---"]  # "- ---" would be a rule and no item


def _jump_break(block: JumpBreak, place: Place) -> list[str]:
    return [JUMP_BREAK]


def _raw(block: RawHtml, place: Place) -> list[str]:
    if not block.html.startswith("<pre>"):
        return markup_lines(block.html, place)
    text = block.html.replace("&#10;", "\n")
    if place.dialect.parts_at_break:
        # Hugo takes out a paragraph that holds nothing but the break, and a line feed behind it. Without that paragraph
        # it would leave blank lines, and see the break behind the element.
        text = text.replace(f"{JUMP_BREAK}\n", f"{JUMP_BREAK}&#10;").replace(JUMP_BREAK, f"<p>{JUMP_BREAK}</p>")
    return verbatim(text, place)


_WRITERS: dict[type[Any], Callable[[Any, Place], list[str]]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Quote: _quote,
    Code: _code,
    Table: _table,
    Figure: _figure,
    Definitions: _definitions,
    Embed: _embed,
    Details: _details,
    Directed: _directed,
    Rule: _rule,
    JumpBreak: _jump_break,
    RawHtml: _raw,
}
