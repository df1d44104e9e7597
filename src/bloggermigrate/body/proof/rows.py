"""The form in which two documents are compared: one row for each visual line and each thing that is no text.

Two documents that show the same have equal rows, however they are built: a figure is its picture's line and
its caption's line, a cell of a table is its lines, runs are cut anew at every change of style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from bloggermigrate.body.document import (
    CODE,
    PLAIN,
    STRONG,
    UNDERLINE,
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
    Table,
)
from bloggermigrate.body.reading import read

#: (letters and digits, marks, link target) for each stretch of one style; () where all is plain.  Only
#: letters and digits count, so an emitter may move the blanks and commas at the edge of an emphasis out of
#: it.
Stretches: TypeAlias = tuple[tuple[int, int, str], ...]
#: Pictures, anchors and raw markup of a line in order: (what, address, text, link target).
Objects: TypeAlias = tuple[tuple[str, str, str, str], ...]


class Row(NamedTuple):
    """One line or thing, named. `kind` is "p" for the first line of a paragraph, "br" for its other lines."""

    kind: str
    path: str  #: the containers around it, outermost first: ">" quote, "-0" list item, "3." numbered item, …
    text: str  #: visible text, one blank for any white space; a picture is U+FFFC
    stretches: Stretches = ()
    objects: Objects = ()


#: The same unnamed, as they are made and compared: naming tens of thousands of them costs more than the comparison.
Bare: TypeAlias = tuple[str, str, str, Stretches, Objects]

_NOT_WORD = re.compile(r"[\W_]+")
_PLACE = "\ufffc"
_BREAK = "<!--more-->"
_MANY = 1_000_000
_LONG = 1000  #: from here on an address is compared by its hash


def words_in(text: str) -> int:
    """How many letters and digits *text* has."""
    return _counted(text) if len(text) < _LONG else len(_NOT_WORD.sub("", text))


@lru_cache(maxsize=2048)
def _counted(text: str) -> int:
    # Both sides of a proof ask for the same texts.
    return len(_NOT_WORD.sub("", text))


def same_address(url: str) -> str:
    """*url* in the one spelling for comparison: which characters are percent-encoded makes no difference.

    >>> same_address("http://e.org/a%20b%28c%29") == same_address("http://e.org/a b(c)")
    True
    """
    if "%" not in url and len(url) < _LONG:
        return url
    return _decoded(url) if len(url) < _LONG else shortened(url)


@lru_cache(maxsize=4096)
def _decoded(url: str) -> str:
    return unquote(url, errors="surrogateescape")


def shortened(url: str) -> str:
    """A stand-in for a very long address (a picture written out as text), so that nothing walks through it twice."""
    text = unquote(url, errors="surrogateescape").encode("utf-8", "surrogatepass")
    return f"data:{sha256(text).hexdigest()}"


def stretches_of(parts: Iterable[tuple[str, int, str]]) -> Stretches:
    """The stretches of a line from its (text, marks, link target) parts."""
    merged: list[tuple[int, int, str]] = []
    for text, marks, href in parts:
        count = words_in(text)
        if not count:
            continue
        if href:
            marks &= ~UNDERLINE  # a link is underlined anyhow
        if merged and merged[-1][1] == marks and merged[-1][2] == href:
            merged[-1] = (merged[-1][0] + count, marks, href)
        else:
            merged.append((count, marks, href))
    if not merged or (len(merged) == 1 and not merged[0][1] and not merged[0][2]):
        return ()
    return tuple(merged)


def line_row(kind: str, path: str, runs: Sequence[Run], ignored: int = 0) -> Bare:
    """One visual line as a row; *ignored* are marks that mean nothing where the line stands."""
    if len(runs) == 1:
        content, style = runs[0]
        if type(content) is str and not style.marks and style.href is None:
            return (kind, path, one_line(content), (), ())
    texts: list[str] = []
    parts: list[tuple[str, int, str]] = []
    objects: list[tuple[str, str, str, str]] = []
    styled = False
    for content, style in runs:
        href = same_address(style.href) if style.href else ""
        if type(content) is str:
            text = content
        elif isinstance(content, Image):
            text = _PLACE
            objects.append(("image", same_address(content.src), " ".join(content.alt.split()), href))
        elif isinstance(content, Anchor):
            objects.append(("anchor", content.id, "", ""))
            continue
        elif isinstance(content, RawInline):
            text = content.text
            objects.append(("markup", "", " ".join(content.html.split()), ""))
        else:
            continue
        texts.append(text)
        marks = CODE if style.marks & CODE else style.marks & ~ignored
        styled = styled or bool(marks or href)
        parts.append((text, marks, href))
    text = one_line("".join(texts))
    return (kind, path, text, stretches_of(parts) if styled else (), tuple(objects))


def one_line(text: str) -> str:
    """*text* with each run of blanks as one, none at the ends; a long one by pieces, for its words fill much memory."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text  # as most are; to look costs a quarter of taking it apart
    if len(text) < _MANY:
        return " ".join(text.split())
    pieces: list[str] = []
    for start in range(0, len(text), _MANY):
        piece = text[start : start + _MANY]
        pieces += [" " * piece[0].isspace(), " ".join(piece.split()), " " * piece[-1].isspace()]
    joined = "".join(pieces).strip()
    while "  " in joined:  # where two pieces meet in blanks
        joined = joined.replace("  ", " ")
    return joined


def line_rows(kind: str, path: str, runs: Sequence[Run], more: str = "br", ignored: int = 0) -> list[Bare]:
    """The visual lines of *runs*: the first of *kind*, those after a break of kind *more*; empty ones have none."""
    for content, style in runs:
        if style is not PLAIN or type(content) is not str:
            break
    else:
        return text_rows(kind, path, "".join([text for text, _ in runs]), more)  # type: ignore[misc]
    rows: list[Bare] = []
    start = 0
    here = kind
    for index, (content, _) in enumerate(runs):
        if content == "\n":
            if _add(rows, line_row(here, path, runs[start:index], ignored)):
                here = more
            elif rows:  # two breaks in a row are a gap, as between paragraphs
                here = kind
            start = index + 1
    _add(rows, line_row(here, path, runs[start:], ignored))
    return rows


def text_rows(kind: str, path: str, text: str, more: str = "br") -> list[Bare]:
    """The visual lines of runs that are nothing but text."""
    rows: list[Bare] = []
    here = kind
    for line in text.split("\n"):
        shown = one_line(line)
        if shown:
            rows.append((here, path, shown, (), ()))
            here = more
        elif rows:
            here = kind
    return rows


def _add(rows: list[Bare], row: Bare) -> bool:
    """Add *row* if it shows something; False if not.  Its anchors go before it: they may stand anywhere there."""
    kind, path, text, stretches, objects = row
    if objects and any(entry[0] == "anchor" for entry in objects):
        rows += [("anchor", "", entry[1], (), ()) for entry in objects if entry[0] == "anchor"]
        objects = tuple(entry for entry in objects if entry[0] != "anchor")
        row = (kind, path, text, stretches, objects)
    if text or objects:
        rows.append(row)
        return True
    return False


def block_rows(block: Block, path: str = "", ignored: int = 0) -> list[Bare]:
    """The rows of one block; containers write themselves into the path of what they hold."""
    match block:
        case Paragraph(runs):
            return line_rows("p", path, runs, ignored=ignored)
        case Heading(level, runs):  # bold says nothing in a heading: it is bold already
            return line_rows(f"h{level}", path, runs, f"h{level} br", STRONG)
        case Quote(blocks):
            return blocks_rows(blocks, path + ">", ignored)
        case ListBlock():
            return _list_rows(block, path, ignored)
        case Code(text):
            return [Row("code", path, text.strip("\n"))]
        case Table():
            return _table_rows(block, path)
        case Figure(runs, caption):
            return line_rows("p", path, runs) + line_rows("p", path, caption)
        case Embed():
            return [Row("embed", path, same_address(block.src))]
        case Rule():
            return [Row("rule", path, "")]
        case JumpBreak():
            return [Row("jump break", path, "")]
        case RawHtml(html) if _BREAK in html:
            # Hugo would part the page there, in the middle of an element: some dialects have the break behind it.
            rest = read(html.replace(_BREAK, "")).blocks
            return [*blocks_rows(rest, path, ignored), Row("jump break", path, "")]
        case RawHtml(html):
            return [Row("markup", path, " ".join(html.split()))]
        case Details(summary, blocks):
            return line_rows("summary", path, summary) + blocks_rows(blocks, path + "details ", ignored)
        case Directed(direction, blocks):
            return blocks_rows(blocks, path + direction + " ", ignored)
        case Definitions():
            return _definition_rows(block, path, ignored)


def blocks_rows(blocks: Iterable[Block], path: str = "", ignored: int = 0) -> list[Bare]:
    """The rows of several blocks, in order."""
    rows: list[Bare] = []
    for block in blocks:
        if type(block) is Paragraph and len(block.runs) == 1:  # most paragraphs, a step shorter
            _add(rows, line_row("p", path, block.runs, ignored))
        else:
            rows += block_rows(block, path, ignored)
    return rows


def _list_rows(block: ListBlock, path: str, ignored: int) -> list[Bare]:
    rows: list[Bare] = []
    for index, item in enumerate(block.items):
        # numbered items by their number; the others counted too, so that two items run into one show
        inside = f"{path}{block.start + index}." if block.ordered else f"{path}-{index}"
        rows += blocks_rows(item.blocks, inside, ignored) or [Row("p", inside, "")]
    return rows


def _table_rows(table: Table, path: str) -> list[Bare]:
    """A row for every line of every cell; rows of the table that show nothing do not count."""
    rows = line_rows("p", path, table.caption)
    number = 0
    for cells in table.rows:
        found: list[Bare] = []
        for column, cell in enumerate(cells):
            inside = f"{path}|{number},{column}"
            if cell.colspan != 1 or cell.rowspan != 1:
                inside += f",{cell.colspan}x{cell.rowspan}"
            bold = STRONG if cell.header or (table.header and cells is table.rows[0]) else 0
            # a cell has lines; whether they were paragraphs no table of Markdown can say
            for kind, place, text, stretches, objects in blocks_rows(cell.blocks, inside, bold):
                if text or objects or kind != "p" or place != inside:
                    found.append(("br" if kind == "p" else kind, place, text, stretches, objects))
        if found:
            rows += found
            number += 1
    return rows


def _definition_rows(block: Definitions, path: str, ignored: int) -> list[Bare]:
    rows: list[Bare] = []
    for group in block.groups:
        for term in group.terms:
            rows += line_rows("term", path, term)
        for details in group.details:
            rows += blocks_rows(details, path + ":", ignored) or [Row("p", path + ":", "")]
    return rows
