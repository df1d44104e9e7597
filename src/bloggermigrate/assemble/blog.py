"""The blog itself: what settings, feed headers and options say of it, its address and its hosts."""

from __future__ import annotations

from collections.abc import Iterator

from bloggermigrate import settings as blog_settings
from bloggermigrate.assemble.frame import Gathered
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import Blog, number_of
from bloggermigrate.options import Options
from bloggermigrate.readers.items import RawFeed
from bloggermigrate.readers.public_feed import PublicFeed
from bloggermigrate.store import Store, rows
from bloggermigrate.store.merging import merge_settings
from bloggermigrate.text import addresses
from bloggermigrate.text.instants import parse_instant, zone_named
from bloggermigrate.text.locales import normalize


def facts_of_blog(gathered: Gathered, options: Options, issues: IssueLog) -> Blog:
    """Return what settings, feed header and options say of the blog."""
    values = merge_settings(gathered.inputs.values())
    source = gathered.feeds[0].source if gathered.feeds else Source("input")
    feeds = sorted(
        [feed for feed in gathered.feeds if feed.id] or gathered.feeds, key=lambda feed: _precedence(feed, gathered)
    )

    def first(*texts: str) -> str:
        return next((text.strip() for text in texts if text and text.strip()), "")

    zone_name = first(options.timezone, values.get("BLOG_TIME_ZONE", ""))
    if zone_name and zone_named(zone_name) is None:
        issues.add("setting-unreadable", f"{zone_name!r} is no time zone that is known here.", source)
        zone_name = ""
    if not zone_name:
        issues.add("timezone-unknown", "No setting tells the blog's time zone.", source)
    locale = normalize(first(options.locale, values.get("BLOG_LOCALE", ""), *(feed.locale for feed in feeds)))
    if not locale:
        issues.add("locale-unknown", "No setting tells the blog's language.", source)
    number = next((number_of(feed.id.removesuffix(".archive")) for feed in feeds if feed.id), "")
    subdomain = values.get("BLOG_SUBDOMAIN", "").strip().lower()
    home = f"http://{subdomain}.blogspot.com/" if subdomain else ""
    url = first(options.blog_url, *(feed.url for feed in feeds), home)
    if url and "://" not in url:
        url = f"https://{url}"
    host, _ = addresses.split(url)
    mode = values.get("BLOG_PUBLISHING_MODE", "").strip().upper()
    if mode and "BLOGSPOT" not in mode and url == home:
        issues.add("blog-url-unknown", "The blog has a domain of its own, and no input names it.", source)
    updated = [parse_instant(feed.updated) for feed in feeds]
    per_page = values.get("BLOG_MAX_NUM", "")
    by_posts = values.get("BLOG_MAX_UNIT", "POSTS").strip().upper() == "POSTS"
    return Blog(
        id=number,
        title=first(*(feed.title for feed in feeds), values.get("BLOG_NAME", "")),
        url=_home_of(url),
        description=first(values.get("BLOG_DESCRIPTION", ""), *(feed.description for feed in feeds)),
        meta_description=values.get("BLOG_META_DESCRIPTION", "").strip(),
        locale=locale,
        timezone=zone_name,
        posts_per_page=int(per_page) if by_posts and per_page.isdecimal() and 0 < int(per_page[:4]) <= 500 else 10,
        convert_line_breaks=blog_settings.is_true(values, "BLOG_CONVERT_LINE_BREAKS"),
        hosts=tuple(filter(None, {addresses.canonical_host(host), f"{subdomain}.blogspot.com" if subdomain else ""})),
        settings={key: value for key, value in sorted(values.items()) if blog_settings.use_of(key) == "carried"},
        updated=max((moment for moment in updated if moment), default=None),
    )


def _precedence(feed: RawFeed, gathered: Gathered) -> tuple[bool, tuple[int, ...]]:
    """Return what feeds are sorted by, those that know the blog best first: exports, then the newest."""
    known = gathered.inputs.get(feed.source.file)
    return isinstance(feed, PublicFeed), tuple(-part for part in known.age) if known else ()


def _home_of(url: str) -> str:
    """Return scheme and host of *url* with a slash; the early form blogger.com/blogspot/<name> as its real host."""
    host, _ = addresses.split(url)
    if not host:
        return ""
    scheme, _, rest = url.partition("://")
    given = rest.partition("/")[0].lower()
    return f"{scheme.lower()}://{given if addresses.canonical_host(given) == addresses.canonical_host(host) else host}/"


def hosts_of(store: Store) -> Iterator[str]:
    # What stands before the path; in the early form blogger.com/blogspot/<name>/… the path tells the host.
    query = (
        "SELECT DISTINCT CASE WHEN permalink LIKE '%blogger.com/%' THEN substr(permalink, 1, 80) "
        "ELSE substr(permalink, 1, 8 + instr(substr(permalink || '/', 9), '/')) END "
        "FROM posts WHERE permalink LIKE 'http%'"
    )
    for (permalink,) in rows(store.db, query):
        host, _ = addresses.split(permalink)
        yield addresses.canonical_host(host)


def guess_url(store: Store) -> str:
    """Return the home address in most permalinks, "" when there is none."""
    counts: dict[str, int] = {}
    for (permalink,) in rows(
        store.db, "SELECT permalink FROM posts WHERE permalink LIKE 'http%' ORDER BY row LIMIT 1000"
    ):
        home = _home_of(permalink)
        counts[home] = counts.get(home, 0) + 1
    return max(counts, key=lambda home: counts[home]) if counts else ""
