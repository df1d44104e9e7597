"""What both forms of the file share: absolute addresses, numbers, instants, the frame of WXR."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime

from bloggermigrate.model import Comment, Post
from bloggermigrate.redirects import encoded
from bloggermigrate.sites import words
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import Frame, Sections, numbered
from bloggermigrate.writers.public import site_home

# Isso takes the second before for no date at all.
_FIRST = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


def page_address(path: str, context: Context) -> str:
    """Return the absolute address of a page of the new site, encoded as browsers send it."""
    site = site_home(context)
    return site.rstrip("/") + encoded(path)


def numbers(comments: Iterable[tuple[Comment, int]]) -> list[int]:
    """Return a number for each comment: Blogger's own, else one made of its id; each once."""
    found: list[int] = []
    taken: set[int] = set()
    for comment, _ in comments:
        number = int(comment.number[-18:] or 0) or _hashed(comment.id)
        while number in taken:
            number += 1
        taken.add(number)
        found.append(number)
    return found


def _hashed(value: str) -> int:
    return int.from_bytes(hashlib.sha256(value.encode("utf-8", "replace")).digest()[:6])


def stamp(*known: datetime | None) -> str:
    """Return the first instant that is known as WXR has it: in UTC, not before 1970, which importers can't read.

    >>> stamp(None, datetime(2011, 2, 14, 8, 30, tzinfo=UTC)), stamp(None)
    ('2011-02-14 08:30:00', '1970-01-01 00:00:01')
    """
    when = next(filter(None, known), _FIRST)
    with suppress(OverflowError):  # at both ends of the calendar
        when = when.astimezone(UTC)
    return max(when.replace(tzinfo=None), _FIRST.replace(tzinfo=None)).isoformat(" ", timespec="seconds")


def title(post: Post, context: Context) -> str:
    """Return a title that is never empty: importers pass over a thread without one."""
    return " ".join(post.title.split()) or words(context.blog.locale)["untitled"]


def depth(comments: Iterable[tuple[Comment, int]]) -> int:
    """Return how many of *comments*, parents first, answer a comment that is an answer itself."""
    levels: list[int] = []
    for _, parent in comments:
        levels.append(levels[parent - 1] + 1 if parent else 0)
    return sum(level > 1 for level in levels)


def wxr_frame(name: str, spaces: str, comment: str) -> Frame:
    """Return the frame of ``comments/<name>.xml``; *spaces* are its namespaces, *comment* tells people what it is."""
    begin = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {comment} -->\n<rss version="2.0" {spaces}>\n<channel>\n'

    def whole(sections: Sections) -> Iterable[bytes]:
        yield begin.encode()
        yield from sections.get("items", ())
        yield b"</channel>\n</rss>\n"

    return Frame(first="items", name=numbered(f"comments/{name}", ".xml"), whole=whole)
