"""Copies of the Internet Archive's Wayback Machine: pages as they were, without what it put into them.

It leads every address to its own copy, sets a toolbar above the page, scripts into its head and a notice below.
"""

from __future__ import annotations

import re
from typing import Final

#: Words that only the archive's own parts of a page hold.
_MARKS: Final = (
    "BEGIN WAYBACK TOOLBAR INSERT",
    "FILE ARCHIVED ON",
    "End Wayback Rewrite JS Include",
    "web.archive.org/_static/",
    "web-static.archive.org/_static/",
)
_PARTS: Final = (
    re.compile(r"<!--\s*BEGIN WAYBACK TOOLBAR INSERT\s*-->.*?<!--\s*END WAYBACK TOOLBAR INSERT\s*-->", re.DOTALL),
    re.compile(r"<!--\s*FILE ARCHIVED ON.*?-->", re.DOTALL),
    re.compile(r"<!--\s*playback timings.*?-->", re.DOTALL),
    re.compile(r"(?<=<head>)\s*<script[^>]*archive\.org.*?<!--\s*End Wayback Rewrite JS Include\s*-->", re.DOTALL),
)
#: The address of a copy up to that of the page itself, also in the strings of scripts (``\\/``) and without the host.
_PREFIX: Final = (
    r"(?:(?:https?:)?\\?/\\?/web\.archive\.org(?::80)?)?\\?/web\\?/\d{4,14}(?:[a-z]{2}_)?\\?/"
    r"(?=(?:https?:)?\\?/\\?/|mailto:)"
)
#: The one behind it is the author's own.
_COPY: Final = re.compile(rf"{_PREFIX}((?:{_PREFIX})?)")
_PATH: Final = re.compile(r"(?:\A|.*/)web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?:https?(?::|%3A)?/+)?")


def as_it_was(text: str) -> str:
    """Return the source of a page as its blog sent it; *text* itself where the archive put nothing into it.

    What the blog's own author led to the archive still leads there.

    >>> as_it_was('<!-- FILE ARCHIVED ON x --><a href="/web/2012/http://x.blogspot.com/">')
    '<a href="http://x.blogspot.com/">'
    """
    if not any(mark in text for mark in _MARKS):
        return text
    for part in _PARTS:
        text = part.sub("", text)
    return _COPY.sub(r"\1", text)


def place_of(path: str) -> str:
    """Return the place of a page in a mirror of the archive without the archive's part of it.

    >>> place_of("web.archive.org/web/20120101000000/http:/x.blogspot.com/2011/02/y.html")
    'x.blogspot.com/2011/02/y.html'
    """
    return _PATH.sub("", path)
