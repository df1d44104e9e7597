"""Tables: those that hold data stay tables, those that only laid the page out are dissolved."""

from __future__ import annotations

from dataclasses import replace

from bloggermigrate.body.document import PLAIN, STRONG, Align, Block, Cell, Image, Paragraph, Run, Style, Table
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.runs import inline_runs, joined
from bloggermigrate.body.tree import Comment, Element
from bloggermigrate.body.words import names

_PARTS = frozenset({"tbody", "thead", "tfoot"})
#: What Blogger's writers put side by side with a table, not into a table of data.
_LAYOUT = names("table iframe object video embed hr form")


class _Grid:
    """The rows of one table, and whether something in it says it is for layout."""

    def __init__(self, table: Element) -> None:
        self.rows: list[list[Element]] = []
        self.captions: list[Element] = []
        self.stray: list[Element | Comment | str] = []
        for child in table.children:
            self._part(child)

    def _part(self, child: Element | Comment | str) -> None:
        if not isinstance(child, Element):
            if isinstance(child, Comment) or child.strip():
                self.stray.append(child)
            return
        name = child.tag.name
        if name in _PARTS:
            for inner in child.children:
                self._part(inner)
        elif name == "tr":
            self.rows.append([c for c in child.children if isinstance(c, Element) and c.tag.name in ("td", "th")])
        elif name == "caption":
            self.captions.append(child)
        elif name not in ("colgroup", "col"):
            self.stray.append(child)


def _holds(element: Element, names: frozenset[str]) -> bool:
    stack = [element]
    while stack:
        for child in stack.pop().children:
            if isinstance(child, Element):
                if child.tag.name in names:
                    return True
                stack.append(child)
    return False


def _shows(element: Element) -> bool:
    stack = [element]
    while stack:
        for child in stack.pop().children:
            if isinstance(child, str):
                if child.strip("\u200b\ufeff \n\t\r\xa0"):
                    return True
            elif isinstance(child, Element):
                if child.tag.name == "img":
                    return True
                stack.append(child)
    return False


def read_table(reader: Reader, element: Element, style: Style) -> None:
    """`<table>`: data needs two rows and two columns that show something, and no table inside or around."""
    style = reader.restyle(style, element.tag)
    grid = _Grid(element)
    rows = [row for row in grid.rows if any(_shows(cell) for cell in row)]
    if (
        len(rows) < 2
        or max(map(len, rows)) < 2
        or reader.in_table
        or element.tag.get("role").lower() == "presentation"
        or _holds(element, _LAYOUT)
        or reader.too_deep()
    ):
        # The rows and cells of a table for layout are read as blocks, one below the other.
        reader.in_table += 1
        reader.paragraph_gap()
        heading, reader.heading = reader.heading, 0
        reader.children(element, style)
        reader.paragraph_gap()
        reader.heading = heading
        reader.in_table -= 1
        return
    reader.paragraph_gap()
    reader.anchor(element.tag.get("id"))
    if grid.stray:
        before = Element(element.tag)
        before.children = grid.stray
        reader.children(before, style)
        reader.paragraph_gap()
    reader.in_table += 1
    caption: list[Run] = []
    for element in grid.captions:
        blocks = reader.inside(element, reader.restyle(style, element.tag))
        said = inline_runs(blocks)
        caption += [*([("\n", PLAIN)] if caption and said else []), *said]
        reader.blocks.extend(block for block in blocks if not isinstance(block, Paragraph))
    read = [[_cell(reader, cell, style) for cell in row] for row in rows]
    reader.in_table -= 1
    # Pictures without an address and counters are gone by now, and a row may have held nothing else.
    read = [row for row in read if any(cell.blocks for cell in row)]
    if len(read) < 2 or max(map(len, read)) < 2:
        reader.blocks += [Paragraph(caption)] if caption else []
        reader.blocks += [block for row in read for cell in row for block in cell.blocks]
        reader.gap = True
        return
    header = all(cell.header for cell in read[0])
    if not header and _all_strong(read[0]) and not _all_strong(read[1]):
        header = True
        read[0] = [_named(reader, cell) for cell in read[0]]
    reader.blocks.append(Table(read, header, caption))
    reader.gap = True


def _cell(reader: Reader, element: Element, style: Style) -> Cell:
    tag = element.tag
    blocks = reader.inside(element, reader.restyle(style, tag))
    return Cell(
        blocks,
        tag.name == "th",
        _span(tag.get("colspan")),
        _span(tag.get("rowspan")),
        _align(tag.get("align") or tag.css.get("text-align", "")),
    )


def _named(reader: Reader, cell: Cell) -> Cell:
    """A cell of the first row as one that names its column: bold goes without saying."""
    blocks: list[Block] = []
    for block in cell.blocks:
        assert isinstance(block, Paragraph)
        runs = [
            (content, reader.style(style.marks & ~STRONG, style.href, style.title, style.abbr))
            for content, style in block.runs
        ]
        blocks.append(Paragraph(joined(runs)))
    return replace(cell, blocks=blocks, header=True)


def _span(text: str) -> int:
    text = text.strip()
    return min(int(text), 1000) if text.isdecimal() and len(text) < 9 and int(text) > 1 else 1


def _align(text: str) -> Align:
    match text.strip().lower():
        case "center":
            return "center"
        case "right":
            return "right"
    return ""


def _all_strong(row: list[Cell]) -> bool:
    """Whether every cell of a row is bold throughout: the way such tables name their columns."""
    for cell in row:
        runs = [run for block in cell.blocks if isinstance(block, Paragraph) for run in block.runs]
        if not runs or len(cell.blocks) != 1:
            return False
        for content, style in runs:
            if type(content) is Image or (content != "\n" and not style.marks & STRONG):
                return False
    return True
