"""OPML 2.0: the blogs that the blog's own list of blogs follows, for any feed reader.

It stands beside a feed: `blog.atom` gets `blog.opml`. A blog without such a list gets none.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bloggermigrate.addresses import canonical_host
from bloggermigrate.model import LinkItem, OutputFile, Widget
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import BESIDE
from bloggermigrate.writers.threads import web_address
from bloggermigrate.xml_text import attribute, text


def blogroll(context: Context) -> Iterator[OutputFile]:
    """Give the file, when the blog has a list of blogs; its path is the ending that the feed's name gets instead."""
    lists = [widget for widget in context.widgets if widget.kind == "blogroll" and widget.items]
    if not lists:
        return
    outlines = "".join(map(_outline, lists))
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"<head><title>{text(context.blog.title)}</title></head>\n<body>\n{outlines}</body>\n</opml>\n"
    )
    yield OutputFile(f"{BESIDE}opml", document.encode("utf-8", "replace"), tuple(widget.id for widget in lists))


def _outline(widget: Widget) -> str:
    inner = "".join(map(_entry, widget.items))
    return f'<outline text="{attribute(widget.title or widget.id)}">\n{inner}</outline>\n'


def _entry(item: LinkItem) -> str:
    url = web_address(item.url)
    name = attribute(item.text or url)
    if not url:
        return f'<outline text="{name}"/>\n'
    feed = feed_of(url)
    kind = f' type="rss" xmlUrl="{attribute(feed)}"' if feed else ' type="link"'
    # A list of links needs `url`, one of feeds `htmlUrl`.
    place = "htmlUrl" if feed else "url"
    return f'<outline text="{name}" title="{name}"{kind} {place}="{attribute(url)}"/>\n'


def feed_of(url: str) -> str:
    """Return the address of the feed of the blog at *url* where its host tells it, else "".

    Blogger keeps the feeds of its list to itself, and offers the pages' addresses alone.

    >>> feed_of("http://pane.blogspot.it/"), feed_of("https://x.wordpress.com/"), feed_of("https://example.org/")
    ('https://pane.blogspot.com/feeds/posts/default', 'https://x.wordpress.com/feed/', '')
    """
    host = canonical_host(urlsplit(url).hostname or "")
    if host.endswith(".blogspot.com"):
        return f"https://{host}/feeds/posts/default"
    if host.endswith(".wordpress.com"):
        return f"https://{host}/feed/"
    return ""
