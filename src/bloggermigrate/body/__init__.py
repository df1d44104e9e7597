"""A body's way: Blogger's HTML → `Document` → Markdown of a dialect, or clean HTML.

`read` builds the tree a browser would build (`tree`), and walks it once (`reading`); Blogger's habits are
met on that walk (`idioms`). `markdown.emit` and `html.emit` write the document down.
"""

from __future__ import annotations

from bloggermigrate.body import html, markdown
from bloggermigrate.body.dialects import DIALECTS, Dialect
from bloggermigrate.body.document import BodyContext, Document
from bloggermigrate.body.reading import read

__all__ = ["DIALECTS", "BodyContext", "Dialect", "Document", "html", "markdown", "read", "to_markdown"]


def to_markdown(html: str, dialect: str = "gfm") -> str:
    """Return *html*, a post's body, as Markdown of *dialect* (a name of `DIALECTS`).

    Never raises for what *html* holds; an unknown dialect is a KeyError.

    >>> to_markdown("<b>Title<br /></b>and the <i>text</i> under it")
    '**Title**  \\nand the *text* under it\\n'
    """
    return markdown.emit(read(html), DIALECTS[dialect])
