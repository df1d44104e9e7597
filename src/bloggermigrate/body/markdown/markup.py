"""Where a block stands, and how what Markdown has no word for is written there as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bloggermigrate.body import html
from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import Block
from bloggermigrate.body.markdown import shortcodes
from bloggermigrate.body.markdown.parts import inert, inert_tags
from bloggermigrate.body.markdown.starts import InItem


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the dialect, and what is around it."""

    dialect: Dialect
    contained: bool = False  #: inside an item or a quote
    in_item: bool = False  #: first in an item
    quoted: bool = False  #: right inside a quote

    @property
    def item(self) -> InItem:
        return "begins" if self.in_item else "inside" if self.contained else ""


_FENCE = re.compile(r"^(?:`{3}|~{3})", re.M)


def verbatim(markup: str, place: Place) -> list[str]:
    """A `<pre>` with its lines as they stand, and no blank one; in one line where Markdown would be read in them."""
    if place.dialect.shortcodes:
        markup = shortcodes.in_html(markup)
    if place.contained or (not place.dialect.markdown_in_html and _FENCE.search(markup)):
        return [markup.replace("\n", "&#10;")]
    return markup.replace("\n\n", "\n&#10;").split("\n")


def as_html(block: Block, place: Place) -> list[str]:
    """A block that Markdown has no word for, as HTML without a blank line inside, which would end it."""
    text = "\n".join(html.block_lines(block))
    return markup_lines(text if place.dialect.tabs_in_code else text.replace("\t", "&#9;"), place)


def markup_lines(text: str, place: Place) -> list[str]:
    """HTML as lines of a place, none of them blank."""
    if place.dialect.shortcodes:
        text = shortcodes.in_html(text)
    if place.contained and not place.dialect.html_in_containers:
        text = inert_tags(inert(text), place.dialect)
    return [line for line in text.split("\n") if line.strip()]
