"""OPML 2.0: the blogs that the blog's own list of blogs follows, for any feed reader.

Lists of links are in it as well. It stands beside a feed (`blog.atom` gets `blog.opml`) or in the root of a site, whose
pages name it in their head. A blog without such a list gets none.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bloggermigrate.model import LinkItem, OutputFile, Widget
from bloggermigrate.text.addresses import canonical_host
from bloggermigrate.text.xml_text import attribute, text
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import BESIDE
from bloggermigrate.writers.public import home
from bloggermigrate.writers.threads import web_address

#: where a site has the file, and what its head links to
PLACE = "blogroll.opml"


def blogroll(context: Context, path: str = f"{BESIDE}opml") -> Iterator[OutputFile]:
    """Give the file, when the blog has lists of blogs or links; beside a feed its path is an ending of its name."""
    lists = _lists(context)
    if not lists:
        return
    outlines = "".join(_outline(widget, context) for widget in lists)
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"<head><title>{text(context.blog.title)}</title></head>\n<body>\n{outlines}</body>\n</opml>\n"
    )
    yield OutputFile(path, document.encode("utf-8", "replace"), tuple(widget.id for widget in lists))


def has_blogroll(context: Context) -> bool:
    """Whether `blogroll` gives a file."""
    return bool(_lists(context))


def _lists(context: Context) -> list[Widget]:
    return [widget for widget in context.widgets if widget.kind in ("blogroll", "links") and widget.items]


def _outline(widget: Widget, context: Context) -> str:
    inner = "".join(_entry(item, context) for item in widget.items)
    return f'<outline text="{attribute(widget.title or widget.id)}">\n{inner}</outline>\n'


def _entry(item: LinkItem, context: Context) -> str:
    url = web_address(item.url) or (home(context).rstrip("/") + item.url if item.url.startswith("/") else "")
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
