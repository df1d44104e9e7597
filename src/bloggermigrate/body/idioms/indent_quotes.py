"""Blogger's indent button writes a block quote without a border."""

from __future__ import annotations

from bloggermigrate.body.document import Style
from bloggermigrate.body.elements import gap_block
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element


def _matches(tag: Tag) -> bool:
    return (
        "webkit-indent-blockquote" in tag.classes
        or tag.css.get("border", "").startswith(("none", "medium none", "0"))
        or tag.css.get("border-style", "").startswith("none")
    )


def _read(reader: Reader, element: Element, style: Style) -> bool:
    gap_block(reader, element, style)
    return True


INDENT_QUOTES = Idiom(
    name="indent-quotes",
    summary="An indent is no quotation; its text stands as a plain paragraph.",
    tags=("blockquote",),
    matches=_matches,
    read=_read,
    before='<blockquote style="border: none; margin: 0 0 0 40px;">set in</blockquote>',
    after="set in",
)
