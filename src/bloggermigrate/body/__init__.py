"""A body's way: Blogger's HTML → `Document` → Markdown of a dialect, or clean HTML.

`read` builds the tree a browser would build (`tree`), gives code that is none but by its face an element
(`typewriter`), and walks the tree once (`reading`); Blogger's habits are met on that walk (`idioms`).
`markdown.emit` and `html.emit` write the document down.
"""

from __future__ import annotations

from bloggermigrate.body import html, markdown
from bloggermigrate.body.dialects import DIALECTS, Dialect
from bloggermigrate.body.document import BodyContext, Document
from bloggermigrate.body.reading import read

__all__ = ["DIALECTS", "BodyContext", "Dialect", "Document", "html", "markdown", "read", "to_markdown"]


def to_markdown(html: str, dialect: str = "gfm", *, recover_code: bool = False) -> str:
    """Return *html*, a post's body, as Markdown of *dialect* (a name of `DIALECTS`).

    With *recover_code* what HTML has no word for is code as well, as sites get it: lines in a typewriter face that look
    like code, and code that SyntaxHighlighter keeps in a script.

    Never raises for what *html* holds; an unknown dialect is a KeyError.

    >>> to_markdown("<b>Title<br /></b>and the <i>text</i> under it")
    '**Title**  \\nand the *text* under it\\n'
    """
    return markdown.emit(read(html, BodyContext(recover_code=recover_code)), DIALECTS[dialect])
