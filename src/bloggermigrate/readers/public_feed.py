"""What the public feeds of all forms share: what a feed is of, and whether all of it is here.

A public feed is handed out in pages (25 entries by default, 500 at most, newest first), says in `openSearch` how many
there are, and may hold summaries in place of posts. Each page is read by itself; `feed_issues` looks at all of them
together, once everything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bloggermigrate.issues import Issue, Severity, Source
from bloggermigrate.readers.items import RawFeed

__all__ = [
    "FeedTally",
    "PublicFeed",
    "blog_tag",
    "feed_issues",
    "feed_tally",
    "is_of_comments",
    "post_of_feed",
    "scope_of",
]

_BLOG_TAG = re.compile(r"tag:blogger\.com,1999:blog-(\d+)")
# The feed of one post's comments: tag:blogger.com,1999:blog-<B>.post<P>..comments, no dash and two dots.
_POST_OF_FEED = re.compile(r"\.post-?(\d+)\.+comments$")
_COUNT = re.compile(r"\s*(\d{1,9})\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFeed(RawFeed):
    """One page of a public feed or listing. It comes after its entries, since only then they are counted.

    *scope* names the feed itself, alike for all its pages. *start* is 1-based; *total* is what the feed says it has,
    None where it doesn't say. *more* tells that it names a next page. *summaries* of the *count* entries had a summary
    in place of their content.
    """

    scope: str = ""
    start: int = 1
    count: int = 0
    total: int | None = None
    more: bool = False
    summaries: int = 0


@dataclass(slots=True)
class FeedTally:
    """What is counted while a feed is read."""

    count: int = 0
    summaries: int = 0


def blog_tag(feed_id: str) -> str:
    """Return the blog's part of a feed's id, "" when it is not Blogger's.

    >>> blog_tag("tag:blogger.com,1999:blog-19.post42..comments")
    'tag:blogger.com,1999:blog-19'
    """
    found = _BLOG_TAG.match(feed_id.strip())
    return found[0] if found else ""


def post_of_feed(feed_id: str) -> str:
    """Return the number of the post whose comments the feed holds, "" when it is no such feed.

    >>> post_of_feed("tag:blogger.com,1999:blog-19.post42..comments"), post_of_feed("tag:blogger.com,1999:blog-19")
    ('42', '')
    """
    found = _POST_OF_FEED.search(feed_id.strip())
    return found[1] if found else ""


def feed_tally(facts: Mapping[str, str], tally: FeedTally, source: Source) -> PublicFeed:
    """Return the page as `PublicFeed` from the texts of its header and what was counted.

    *facts* has `id title subtitle updated url locale`, openSearch's `total start`, the page's own `address` and the
    `next` one, each where the page has it. A feed of comments says nothing of the blog but its id and address: its
    title is "Comments on …".
    """
    of_comments = is_of_comments(facts.get("id", ""), facts.get("address", ""))
    return PublicFeed(
        id=blog_tag(facts.get("id", "")),
        title="" if of_comments else facts.get("title", ""),
        url=facts.get("url", ""),
        description="" if of_comments else facts.get("subtitle", ""),
        updated=facts.get("updated", ""),
        locale=facts.get("locale", ""),
        source=source,
        scope=scope_of(facts.get("id", ""), facts.get("address", "")),
        start=_number(facts.get("start", "")) or 1,
        count=tally.count,
        total=_number(facts.get("total", "")),
        more="next" in facts,
        summaries=tally.summaries,
    )


def is_of_comments(feed_id: str, address: str) -> bool:
    """Whether a feed holds comments, by its id (one post's) or its own address (the whole blog's)."""
    return bool(post_of_feed(feed_id)) or feed_id.strip().endswith(".comments") or "/comments/" in address


def scope_of(feed_id: str, address: str) -> str:
    """Return the name of a feed that all its pages and forms share, from its id and its own address.

    >>> scope_of("tag:blogger.com,1999:blog-19", "http://a.blogspot.com/feeds/posts/default?start-index=26")
    'tag:blogger.com,1999:blog-19 posts'
    >>> scope_of("tag:blogger.com,1999:blog-19", "http://a.blogspot.com/feeds/posts/default/-/pane")
    'tag:blogger.com,1999:blog-19 posts /-/pane'
    """
    path = address.partition("?")[0]
    if is_of_comments(feed_id, path):
        what = f"comments {post_of_feed(feed_id)}".strip()
    else:
        _, mark, label = path.partition("/-/")
        what = ("pages" if "/pages/" in path else "posts") + (f" {mark}{label}" if mark else "")
    return f"{blog_tag(feed_id) or feed_id} {what}"


def _number(text: str) -> int | None:
    found = _COUNT.match(text)
    return int(found[1]) if found else None


def feed_issues(feeds: Iterable[RawFeed]) -> Iterator[Issue]:
    """Give what is missing from the public feeds among *feeds*, with numbers: one issue a feed, not one a page.

    `feed-partial`: the pages given don't cover what the feed says it has. `feed-short`: entries are summaries without
    markup, since the blog's owner has set its feed so.
    """
    scopes: dict[str, list[PublicFeed]] = {}
    for feed in feeds:
        if isinstance(feed, PublicFeed):
            scopes.setdefault(feed.scope or feed.source.file, []).append(feed)
    for pages in scopes.values():
        first = min(pages, key=lambda page: (page.start, page.source.file))
        total = max((page.total for page in pages if page.total is not None), default=None)
        held = _covered(pages)
        if total is not None and held < total:
            yield Issue(
                "feed-partial",
                f"The feed says it has {total} entries; {held} of them are here. The rest comes with "
                f"…?start-index={_first_gap(pages)}&max-results=500 at the end of the feed's address.",
                first.source,
                str(total),
                str(held),
                Severity.WARNING,
            )
        elif total is None and all(page.more for page in pages):
            yield Issue(
                "feed-partial",
                f"The listing goes on after the {sum(page.count for page in pages)} entries that are here.",
                first.source,
                level=Severity.WARNING,
            )
        short = sum(page.summaries for page in pages)
        if short:
            yield Issue(
                "feed-short",
                f"{short} of {sum(page.count for page in pages)} entries are summaries without markup: the blog's "
                "feed is set to be short.",
                first.source,
                level=Severity.WARNING,
            )


def _spans(pages: Iterable[PublicFeed]) -> list[tuple[int, int]]:
    """Return the entries that *pages* hold as spans of their places, [begin, end), joined where they touch."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted((page.start, page.start + page.count) for page in pages):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _covered(pages: Iterable[PublicFeed]) -> int:
    return sum(end - begin for begin, end in _spans(pages))


def _first_gap(pages: Iterable[PublicFeed]) -> int:
    begin, end = _spans(pages)[0]
    return end if begin <= 1 else 1
