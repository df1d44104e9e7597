"""Markdown by html2text, for people who know its output: the same document, another pen.

html2text is fed with the document's clean HTML and set to what comes nearest to GitHub's Markdown.  What it
has no word for (embeds, the jump break, HTML kept as it is) is written by this package's own emitter, since
html2text would drop it without a word.  It is less faithful than `markdown.emit`; `docs/fidelity.md` has
both measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bloggermigrate.body import html, markdown
from bloggermigrate.body.dialects import DIALECTS
from bloggermigrate.body.document import Block, Document, Embed, JumpBreak, RawHtml

if TYPE_CHECKING:
    from html2text import HTML2Text

#: Blocks that html2text drops.
_OWN = (Embed, JumpBreak, RawHtml)
_BLANK_RUNS = re.compile(r"\n{3,}")


def emit(document: Document) -> str:
    """Return *document* as Markdown in html2text's hand, ending in one line feed ("" for an empty document).

    The package html2text is imported here and nowhere else; without it this is an ImportError.
    """
    pieces = []
    for own, blocks in _parts(document.blocks):
        part = Document(blocks)
        text = markdown.emit(part, DIALECTS["gfm"]) if own else _parser().handle(html.emit(part))
        pieces.append(_BLANK_RUNS.sub("\n\n", text).strip("\n"))
    text = "\n\n".join(piece for piece in pieces if piece.strip())
    return text + "\n" if text else ""


def _parts(blocks: Iterable[Block]) -> list[tuple[bool, list[Block]]]:
    """Neighbouring blocks of one hand together: (whether our own, blocks)."""
    parts: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        own = isinstance(block, _OWN)
        if not parts or parts[-1][0] != own:
            parts.append((own, []))
        parts[-1][1].append(block)
    return parts


def _parser() -> HTML2Text:
    """A fresh parser: html2text carries state from one text into the next."""
    from html2text import HTML2Text

    parser = HTML2Text(bodywidth=0)
    parser.unicode_snob = True  # characters as they are, not their ASCII likeness
    parser.escape_snob = True  # more backslashes than a person would write, but fewer words turned into markup
    parser.emphasis_mark = "*"
    parser.ul_item_mark = "-"
    parser.backquote_code_style = True  # fences: an indented block is text in some engines
    parser.include_sup_sub = True
    parser.skip_internal_links = False
    parser.use_automatic_links = False
    parser.wrap_links = False
    return parser
