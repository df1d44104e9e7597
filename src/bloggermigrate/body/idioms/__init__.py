"""Blogger's habits: HTML that is read as something else than its elements say, one habit a file.

`IDIOMS` is asked from top to bottom. An idiom looks at the start tag first (`matches`, once for each
different spelling of a tag) and then reads the element, or leaves it to the next by returning False.
"""

from __future__ import annotations

from bloggermigrate.body.idioms.caption_tables import CAPTION_TABLES
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.idioms.indent_quotes import INDENT_QUOTES
from bloggermigrate.body.idioms.scripts import SCRIPTS

__all__ = ["IDIOMS", "Idiom"]

IDIOMS: tuple[Idiom, ...] = (
    CAPTION_TABLES,
    INDENT_QUOTES,
    SCRIPTS,
)
