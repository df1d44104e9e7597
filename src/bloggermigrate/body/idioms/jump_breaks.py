"""Blogger's "Read more" is an anchor without a target."""

from __future__ import annotations

from bloggermigrate.body.document import Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element


def _matches(tag: Tag) -> bool:
    return tag.is_jump_break


def _read(reader: Reader, element: Element, style: Style) -> bool:
    reader.jump_break()
    reader.children(element, reader.restyle(style, element.tag))
    return True


JUMP_BREAKS = Idiom(
    name="jump-breaks",
    summary='The anchor of "Read more" becomes the mark that static site generators look for.',
    tags=("a",),
    matches=_matches,
    read=_read,
    before='intro<br /><a name="more"></a><br />the rest',
    after="intro\n\n<!--more-->\n\nthe rest",
)
