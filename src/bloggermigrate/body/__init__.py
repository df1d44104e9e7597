"""A body's way: Blogger's HTML → `Document` → Markdown of a dialect, or clean HTML.

`read` builds the tree a browser would build (`tree`), gives code that is none but by its face an element
(`typewriter`), and walks the tree once (`reading`); Blogger's habits are met on that walk (`idioms`).
`markdown.emit` and `html.emit` write the document down.
"""

from __future__ import annotations

from dataclasses import replace

from bloggermigrate.body import html, markdown
from bloggermigrate.body.dialects import DIALECTS, Dialect
from bloggermigrate.body.document import (
    Block,
    BodyContext,
    Directed,
    Document,
    Embed,
    JumpBreak,
    Paragraph,
    Rule,
)
from bloggermigrate.body.reading import read

__all__ = ["DIALECTS", "BodyContext", "Dialect", "Document", "html", "markdown", "read", "read_alone", "to_markdown"]


def to_markdown(html: str, dialect: str = "gfm", *, recover_code: bool = False) -> str:
    """Return *html*, a post's body, as Markdown of *dialect* (a name of `DIALECTS`).

    With *recover_code* what HTML has no word for is code as well, as sites get it: lines in a typewriter face that look
    like code, and code that SyntaxHighlighter keeps in a script.

    Never raises for what *html* holds; an unknown dialect is a KeyError.

    >>> to_markdown("<b>Title<br /></b>and the <i>text</i> under it")
    '**Title**  \\nand the *text* under it\\n'
    """
    return markdown.emit(read_alone(html, recover_code=recover_code), DIALECTS[dialect])


def read_alone(html: str, *, recover_code: bool = False) -> Document:
    """Return *html* as a document whose blog is not known.

    A body that reads from right to left throughout is taken for one of a blog that does: nothing has to say so.

    >>> read_alone('<div dir="rtl">שלום</div>').blocks
    [Paragraph(runs=[('שלום', Style(marks=0, href=None, title='', abbr=''))])]
    """
    document = read(html, BodyContext(recover_code=recover_code))
    if Directed not in map(type, document.blocks) or any(map(_says, document.blocks)):
        return document
    blocks: list[Block] = []
    for block in document.blocks:
        blocks += block.blocks if isinstance(block, Directed) else [block]
    return replace(document, blocks=blocks)


def _says(block: Block) -> bool:
    """Whether a block shows words that read in the direction of the page."""
    if isinstance(block, Paragraph):
        return any(type(content) is str and not content.isspace() for content, _ in block.runs)
    return not isinstance(block, (Directed, Embed, Rule, JumpBreak))
