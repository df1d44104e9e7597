"""Word puts its settings and drawings into a post as elements of its own."""

from __future__ import annotations

from bloggermigrate.body.document import Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element


def _matches(tag: Tag) -> bool:
    # "o:p" and "st1:place" hold the text of the post and are read as if they were not there.
    return tag.name == "xml" or (":" in tag.name and tag.name.partition(":")[0] in ("w", "m", "v"))


def _read(reader: Reader, element: Element, style: Style) -> bool:
    reader.notes.add("office-markup-dropped")
    return True


OFFICE_MARKUP = Idiom(
    name="office-markup",
    summary="Settings and drawings of an office program go, its paragraphs stay.",
    tags=(),
    matches=_matches,
    read=_read,
    before='<xml><w:View>Normal</w:View></xml><p class="MsoNormal">text<o:p></o:p></p>',
    after="text",
)
