"""Blogger sets a picture into `<div class="separator">`, linked to itself in full size."""

from __future__ import annotations

from bloggermigrate.body.document import Style
from bloggermigrate.body.elements import gap_block
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element


def _matches(tag: Tag) -> bool:
    return "separator" in tag.classes.split()


def _read(reader: Reader, element: Element, style: Style) -> bool:
    for child in element.children:
        if isinstance(child, Element) and child.tag.name in ("a", "img"):
            gap_block(reader, element, style)
            return True
    return False  # writers go on typing in such a div: then it is a div like any other


SEPARATORS = Idiom(
    name="separators",
    summary="A picture in a separator becomes a paragraph, linked to its full size as before.",
    tags=("div",),
    matches=_matches,
    read=_read,
    before=(
        'one<div class="separator" style="clear: both; text-align: center;">'
        '<a href="http://e.org/s1600/a.jpg" imageanchor="1"><img border="0" src="http://e.org/s320/a.jpg" /></a>'
        "</div>two"
    ),
    after="one\n\n[![](http://e.org/s320/a.jpg)](http://e.org/s1600/a.jpg)\n\ntwo",
)
