"""Leave Blogger without losing a word.

>>> import bloggermigrate
>>> bloggermigrate.to_markdown("<b>bread</b> and <i>stones</i>")
'**bread** and *stones*\\n'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bloggermigrate.errors import BloggerMigrateError, InputError, OutputError, UsageError
from bloggermigrate.model import Blog, Comment, Post, Widget

if TYPE_CHECKING:
    from bloggermigrate.body import to_markdown
    from bloggermigrate.dates import ParsedDate, parse_date
    from bloggermigrate.interface import convert, read
    from bloggermigrate.options import Options
    from bloggermigrate.report import Report

__version__ = "0.1.0"

__all__ = [
    "Blog",
    "BloggerMigrateError",
    "Comment",
    "InputError",
    "Options",
    "OutputError",
    "ParsedDate",
    "Post",
    "Report",
    "UsageError",
    "Widget",
    "convert",
    "parse_date",
    "read",
    "to_markdown",
]

# Loaded when first asked for: `import bloggermigrate` stays as quick as the command line needs it.
_LAZY = {
    "Options": "bloggermigrate.options",
    "ParsedDate": "bloggermigrate.dates",
    "Report": "bloggermigrate.report",
    "convert": "bloggermigrate.interface",
    "parse_date": "bloggermigrate.dates",
    "read": "bloggermigrate.interface",
    "to_markdown": "bloggermigrate.body",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
