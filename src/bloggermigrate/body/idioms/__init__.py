"""Blogger's habits: HTML that is read as something else than its elements say, one habit a file.

`IDIOMS` is asked from top to bottom. An idiom looks at the start tag first (`matches`, once for each
different spelling of a tag) and then reads the element, or leaves it to the next by returning False.
"""

from __future__ import annotations

from bloggermigrate.body.idioms.caption_tables import CAPTION_TABLES
from bloggermigrate.body.idioms.code_lines import CODE_LINES
from bloggermigrate.body.idioms.formulas import FORMULAS
from bloggermigrate.body.idioms.highlighted_scripts import HIGHLIGHTED_SCRIPTS
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.idioms.indent_quotes import INDENT_QUOTES
from bloggermigrate.body.idioms.jump_breaks import JUMP_BREAKS
from bloggermigrate.body.idioms.office_markup import OFFICE_MARKUP
from bloggermigrate.body.idioms.scripts import SCRIPTS
from bloggermigrate.body.idioms.separators import SEPARATORS
from bloggermigrate.body.idioms.share_widgets import SHARE_WIDGETS
from bloggermigrate.body.idioms.trackers import TRACKERS

__all__ = ["IDIOMS", "Idiom"]

IDIOMS: tuple[Idiom, ...] = (
    JUMP_BREAKS,
    SHARE_WIDGETS,
    SEPARATORS,
    CAPTION_TABLES,
    CODE_LINES,
    INDENT_QUOTES,
    OFFICE_MARKUP,
    TRACKERS,
    FORMULAS,  # scripts that hold text of the post, before those that hold none
    HIGHLIGHTED_SCRIPTS,
    SCRIPTS,
)
