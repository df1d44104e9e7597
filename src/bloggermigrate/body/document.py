"""The neutral form of a body: blocks, inline runs with their style, and what was met on the way.

A *document* is a list of blocks. A paragraph or heading holds *runs*: pairs of a text (or an object) and
the `Style` it stands in. Runs are flat, styles are not nested: emitters work out what opens where.

Text of a run is as a reader sees it: entities decoded, white space collapsed to single blanks (also
non-breaking ones), never a line feed. A visual line break inside a paragraph is the run text ``"\\n"``.
Blanks stand neither at the ends of a paragraph nor beside a line break.

All values are immutable by convention (the lists are not changed once a document is read), picklable and
comparable by value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar, dataclass_transform

from bloggermigrate.body.notes import Note

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Make *cls* a data class that type checkers hold immutable; at run time that would triple what each one costs."""
    return dataclass(slots=True)(cls)


# Marks of a style, or-ed together. Plain integers: a paragraph asks for them once for every run.
STRONG, EM, STRIKE, UNDERLINE, CODE, SUP, SUB, KBD, MARK = (1 << n for n in range(9))

#: Every mark with the HTML element that says it, outermost first when several open at the same place.
MARK_TAGS: tuple[tuple[int, str], ...] = (
    (STRONG, "strong"),
    (EM, "em"),
    (STRIKE, "del"),
    (UNDERLINE, "u"),
    (MARK, "mark"),
    (SUP, "sup"),
    (SUB, "sub"),
    (KBD, "kbd"),
    (CODE, "code"),
)


@value
class Style:
    """How a run of text looks: marks, and the link it belongs to.

    Equal styles of one document are one object, so `is` tells most runs apart.
    """

    marks: int = 0  #: STRONG | EM | … as a browser resolves them
    href: str | None = None  #: target of the link around the run, cleaned of line feeds and edge blanks
    title: str = ""  #: the link's title
    abbr: str = ""  #: long form, where the run is an abbreviation that has one


PLAIN = Style()


@value
class Image:
    """A picture in a line. `larger` is the linked original where the link goes to a picture."""

    src: str
    alt: str = ""
    title: str = ""
    width: int | None = None  #: CSS pixels, as the attribute says
    height: int | None = None
    larger: str | None = None


@value
class Anchor:
    """A place in the text that a link of the same body points to. Shows nothing."""

    id: str


@value
class RawInline:
    """Markup that neither Markdown nor a mark has a word for (ruby), with the text it shows."""

    html: str
    text: str


Content: TypeAlias = str | Image | Anchor | RawInline
Run: TypeAlias = tuple[Content, Style]


@value
class Paragraph:
    runs: list[Run]


@value
class Heading:
    level: int  #: 1 to 6, as written
    runs: list[Run]


@value
class Item:
    blocks: list[Block]


@value
class ListBlock:
    ordered: bool
    items: list[Item]
    start: int = 1  #: number of the first item
    loose: bool = False  #: the items show with a gap between them


@value
class Definition:
    """One group of a definition list: its terms, then what is said of them."""

    terms: list[list[Run]]
    details: list[list[Block]]


@value
class Definitions:
    groups: list[Definition]


@value
class Quote:
    blocks: list[Block]


@value
class Code:
    """Verbatim text: lines end in a line feed, none at the end, blanks and tabs as they stand."""

    text: str
    language: str = ""  #: name for the fence, lower case, "" when unknown


Align: TypeAlias = Literal["", "left", "center", "right"]


@value
class Cell:
    blocks: list[Block]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: Align = ""


@value
class Table:
    """A table of data. A table that only laid things out is dissolved into its blocks by the reading."""

    rows: list[list[Cell]]
    header: bool = False  #: the first row names the columns
    caption: list[Run] = field(default_factory=list)


@value
class Figure:
    """Pictures with their caption; `runs` hold images alone, linked or not."""

    runs: list[Run]
    caption: list[Run]


@value
class Embed:
    """Something of another site shown in the page."""

    kind: Literal["iframe", "video", "audio", "object", "gist"]
    src: str
    width: str = ""
    height: str = ""
    title: str = ""
    sources: tuple[str, ...] = ()  #: further files of the same video or audio
    poster: str = ""


@value
class Details:
    """A part that opens on a click."""

    summary: list[Run]
    blocks: list[Block]
    open: bool = False


@value
class Directed:
    """Blocks that read in the other direction than the blog."""

    direction: Literal["ltr", "rtl"]
    blocks: list[Block]


@value
class Rule:
    pass


@value
class JumpBreak:
    pass


@value
class RawHtml:
    """Markup that goes out as it stands: one block, balanced, without a blank line inside."""

    html: str


Block: TypeAlias = (
    Paragraph
    | Heading
    | ListBlock
    | Definitions
    | Quote
    | Code
    | Table
    | Figure
    | Embed
    | Details
    | Directed
    | Rule
    | JumpBreak
    | RawHtml
)


@value
class ImageRef:
    """A picture as met in reading order, for whoever fetches or rewrites pictures."""

    src: str  #: as in the body, after cleaning of blanks; before any hook
    alt: str = ""
    width: int | None = None
    height: int | None = None
    larger: str | None = None  #: the linked original, "/s1600/…" beside "/s320/…"
    caption: str = ""  #: text of the caption, "" without one


@value
class LinkRef:
    """A link as met in reading order."""

    href: str  #: as in the body, after cleaning of blanks; before any hook
    text: str = ""  #: the words it stands on, "" when it holds pictures alone


@value
class Document:
    blocks: list[Block]
    notes: tuple[Note, ...] = ()
    images: tuple[ImageRef, ...] = ()
    links: tuple[LinkRef, ...] = ()


@value
class BodyContext:
    """What a reading has to know of the blog around the body.

    `link` and `image` get the target as found (cleaned of blanks and line feeds) and return the one to
    write; they are asked for links and pictures alone, never for text or code. Both must be picklable.
    """

    #: raw line feeds: "collapse" as a browser does; "paragraphs": a blank line parts paragraphs, a line
    #: feed breaks the line; "auto": a blank line parts paragraphs, if no markup of the body does
    line_breaks: Literal["auto", "collapse", "paragraphs"] = "collapse"
    #: "": none is the usual one, and each that is named counts
    direction: Literal["ltr", "rtl", ""] = "ltr"
    unsafe_html: bool = False  #: keep scripts and script links
    #: code that HTML has no word for is code: lines in a typewriter face that look like it, highlighters' scripts
    recover_code: bool = False
    anchors: frozenset[str] = frozenset()  #: ids and names that links of other bodies point to
    link: Callable[[str], str] | None = None
    image: Callable[[ImageRef], str] | None = None
