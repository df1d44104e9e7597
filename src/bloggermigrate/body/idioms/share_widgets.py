"""Rows of share buttons that other sites' scripts left in posts."""

from __future__ import annotations

import re

from bloggermigrate.body.document import Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element

#: Class names that these widgets' own instructions prescribe.
WIDGETS = re.compile(
    r"(?:^|\s)(?:addthis_(?:toolbox|button\w*|inline_share_toolbox)|a2a_kit|a2a_dd|sharethis-inline-share-buttons|"
    r"st_sharethis\w*|zemanta-pixie|linkwithin_\w+|fb-like|fb-share-button|twitter-share-button|g-plusone|"
    r"goog-inline-block share-button\w*|post-share-buttons)(?:\s|\Z)"
)


def _matches(tag: Tag) -> bool:
    return "class" in tag.attributes and WIDGETS.search(tag.classes) is not None


def _read(reader: Reader, element: Element, style: Style) -> bool:
    reader.notes.add("share-widget-dropped")
    reader.boundary()
    return True


SHARE_WIDGETS = Idiom(
    name="share-widgets",
    summary="Share buttons go; their script is gone too, and so is what they did.",
    tags=("div", "a", "span", "p"),
    matches=_matches,
    read=_read,
    before='<p>text</p><div class="addthis_toolbox"><a class="addthis_button_email">E-mail</a></div>',
    after="text",
    keeps_text=False,
)
