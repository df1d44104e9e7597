"""Blogger puts a picture with a caption into a table of one column."""

from __future__ import annotations

from bloggermigrate.body.document import Style
from bloggermigrate.body.elements import add_figure
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element


def _matches(tag: Tag) -> bool:
    return "tr-caption-container" in tag.classes


def _read(reader: Reader, element: Element, style: Style) -> bool:
    """Cells without the class hold the pictures, the cell with it the caption, if it comes last."""
    cells: list[Element] = []
    stack: list[Element] = [element]
    while stack:
        node = stack.pop()
        if node.tag.name in ("td", "th"):
            cells.append(node)
            continue
        stack.extend(child for child in reversed(node.children) if isinstance(child, Element))
    captions = [cell for cell in cells if "tr-caption" in cell.tag.classes.split()]
    if len(captions) != 1 or cells[-1] is not captions[0]:
        return False
    style = reader.restyle(style, element.tag)
    reader.paragraph_gap()
    seen = len(reader.images)
    pictures = Element(element.tag)
    pictures.children = list(cells[:-1])
    reader.in_table += 1
    body = reader.inside(pictures, style)
    caption = reader.inside(captions[0], reader.restyle(style, captions[0].tag))
    reader.in_table -= 1
    add_figure(reader, body, caption, seen)
    return True


CAPTION_TABLES = Idiom(
    name="caption-tables",
    summary="A caption table becomes the picture with its caption on the line below.",
    tags=("table",),
    matches=_matches,
    read=_read,
    before=(
        '<table class="tr-caption-container"><tbody><tr><td>'
        '<a href="http://e.org/s1600/a.jpg"><img src="http://e.org/s320/a.jpg" /></a></td></tr>'
        '<tr><td class="tr-caption">The <i>old</i> mill</td></tr></tbody></table>'
    ),
    after="[![](http://e.org/s320/a.jpg)](http://e.org/s1600/a.jpg)  \nThe *old* mill",
)
