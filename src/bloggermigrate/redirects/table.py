"""Every address that the old blog answered at, with the one that answers for it now. Paths are decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from bloggermigrate.account.ledger import Ledger
from bloggermigrate.model import Blog, Status
from bloggermigrate.store import Store, rows

#: where Blogger shows the posts of a label
LABEL = "/search/label/"
#: feeds of Blogger's: of posts, and of comments
_POST_FEEDS = (
    "/feeds/posts/default",
    "/feeds/posts/full",
    "/feeds/posts/summary",
    "/atom.xml",
    "/rss.xml",
)
_COMMENT_FEEDS = ("/feeds/comments/default", "/feeds/comments/full", "/feeds/comments/summary")


class Places(NamedTuple):
    """Where a target answers for what Blogger answered at; a place that is "" falls back to the next wider one.

    *label* and *label_feed* have ``{slug}`` in them, *year* and *month* ``{year}`` and ``{month}``.
    """

    home: str = "/"
    label: str = ""
    label_feed: str = ""
    year: str = ""
    month: str = ""
    feed: str = ""
    rss: str = ""  #: where it has a feed in RSS beside that
    comments_feed: str = ""
    search: str = ""


class Rule(NamedTuple):
    """One old path and the one that answers for it, both from the site's root and decoded."""

    old: str
    new: str
    kind: str  #: home, post, page, label, feed, archive, search
    number: str = ""  #: of a post or page: Blogger's number


class Table(NamedTuple):
    """All old addresses of one blog. *rules* gives them anew each time it is called: they are not kept in memory."""

    rules: Callable[[], Iterator[Rule]]
    places: Places
    site: str  #: address of the new site with a slash at the end
    title: str
    language: str

    def changed(self) -> Iterator[Rule]:
        """Give the rules whose address is another one now."""
        return (rule for rule in self.rules() if rule.old != rule.new)

    @property
    def month(self) -> str:
        return self.places.month or self.places.year or self.places.home

    @property
    def feed(self) -> str:
        return self.places.feed or self.places.home


def table(blog: Blog, store: Store, ledger: Ledger, places: Places, site: str) -> Table:
    """Return the table of a run: *ledger* knows which address became which, *places* the rest."""

    def rules() -> Iterator[Rule]:
        yield Rule("/", places.home, "home")
        yield Rule("/index.html", places.home, "home")
        query = (
            "SELECT coalesce(old, path), path, kind, number FROM posts LEFT JOIN moved USING (row) "
            "WHERE seq IS NOT NULL AND has_path AND status = ? ORDER BY seq"
        )
        for old, path, kind, number in rows(store.db, query, (Status.LIVE,)):
            yield Rule(old, _new(ledger, old) or path, kind, number)
        yield from _labels(blog, ledger, places)
        yield from _archives(store, places)
        yield from _feeds(places)
        yield Rule("/search", places.search or places.home, "search")

    return Table(rules, places, site, blog.title, blog.locale)


def _new(ledger: Ledger, old: str) -> str:
    found = ledger.db.execute("SELECT new FROM redirects WHERE old = ?", (old,)).fetchone()
    return found[0] if found else ""


def _labels(blog: Blog, ledger: Ledger, places: Places) -> Iterator[Rule]:
    for label in blog.labels:
        made = places.label.format(slug=label.slug) if places.label else places.home
        for name in blog.old_names(label):
            yield Rule(f"{LABEL}{name}", _new(ledger, f"{LABEL}{name}") or made, "label")
        feed = places.label_feed.format(slug=label.slug) if places.label_feed else places.feed or places.home
        for folder in ("/feeds/posts/default/-/", "/feeds/posts/summary/-/"):
            for name in blog.old_names(label):
                yield Rule(f"{folder}{name}", feed, "feed")


def _archives(store: Store, places: Places) -> Iterator[Rule]:
    query = (
        "SELECT DISTINCT substr(published, 1, 7) FROM posts WHERE seq IS NOT NULL AND kind = 'post' AND status = ? "
        "AND published <> '' ORDER BY 1"
    )
    years: set[str] = set()
    for (name,) in list(rows(store.db, query, (Status.LIVE,))):
        year, month = name[:4], name[5:7]
        of_year = places.year.format(year=year) if places.year else places.home
        of_month = places.month.format(year=year, month=month) if places.month else of_year
        if year not in years:
            years.add(year)
            yield Rule(f"/{year}/", of_year, "archive")
        yield Rule(f"/{year}/{month}/", of_month, "archive")
        yield Rule(f"/{year}_{month}_01_archive.html", of_month, "archive")


def _feeds(places: Places) -> Iterator[Rule]:
    for path in _POST_FEEDS:
        own = places.rss if path == "/rss.xml" else ""
        yield Rule(path, own or places.feed or places.home, "feed")
    for path in _COMMENT_FEEDS:
        yield Rule(path, places.comments_feed or places.feed or places.home, "feed")


def site_address(given: str, blog: Blog) -> str:
    """Return the address of the new site with a slash at the end: as *given*, else a domain of the blog's own.

    "" where neither is known: a blog at blogspot.com leaves it.
    """
    url = given.strip()
    if url and "://" not in url:
        url = f"https://{url}"
    if not url and blog.url and not (urlsplit(blog.url).hostname or "").endswith(".blogspot.com"):
        url = blog.url
    return f"{url.rstrip('/')}/" if url else ""
