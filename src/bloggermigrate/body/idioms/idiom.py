"""What an idiom is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bloggermigrate.body.document import Style
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Idiom:
    """One habit of Blogger's HTML; `before` and `after` are its example, the latter in Markdown."""

    name: str
    summary: str  #: what becomes of it, a sentence for the documentation
    tags: tuple[str, ...]  #: names of the elements that may be one; () asks `matches` for all
    matches: Callable[[Tag], bool]  #: whether an element with this start tag may be one
    read: Callable[[Reader, Element, Style], bool]  #: reads it, or returns False and has done nothing
    before: str
    after: str
    keeps_text: bool = True  #: False: visible words may be dropped, and a note says so
