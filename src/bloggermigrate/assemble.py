"""Entries as found → the blog as meant: the light pass over everything but the bodies.

Addresses, slugs, labels, dates, statuses, comment threads and the selection are settled here, in the store,
in an order that depends on the entries alone. Nothing here looks into a body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from bloggermigrate import addresses
from bloggermigrate import settings as blog_settings
from bloggermigrate.balance import Balance, widget_reason
from bloggermigrate.gadgets import read_widget
from bloggermigrate.instants import FIRST_YEAR, microseconds, parse_instant, rfc3339, zone_named
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.locales import normalize
from bloggermigrate.merging import InputFacts, merge_entries, merge_settings, merge_widgets
from bloggermigrate.model import (
    Author,
    Blog,
    Label,
    PageLink,
    RawEntry,
    Status,
    number_of,
)
from bloggermigrate.options import Options
from bloggermigrate.readers.items import RawFeed
from bloggermigrate.readers.public_feed import PublicFeed
from bloggermigrate.slugs import fold, slugify, unique
from bloggermigrate.store import Store, rows, transaction


@dataclass(slots=True)
class Gathered:
    """What the reading of all inputs left beside the store."""

    feeds: list[RawFeed] = field(default_factory=list)
    inputs: dict[str, InputFacts] = field(default_factory=dict)  #: by the name of the file, as in `Source.file`


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every step below needs to know."""

    store: Store
    options: Options
    issues: IssueLog
    balance: Balance
    zone: tzinfo | None
    inputs: Mapping[str, InputFacts]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)  #: the next one for a name met before

    def unique(self, space: str, wanted: str) -> str:
        """Return *wanted*, or it with the first number from 2 on that is free, and take it in *space*.

        Names are never given back, so the search goes on where it ended: 100,000 equal names cost no more than others.
        """
        key = (space, fold(wanted))
        name = unique(wanted, lambda folded: self.store.take(space, folded), self.numbers.get(key, 2))
        if name != wanted:
            self.numbers[key] = int(name.rpartition("-")[2]) + 1
        return name


def assemble(store: Store, gathered: Gathered, options: Options, issues: IssueLog, balance: Balance) -> Blog:
    """Settle all that concerns the whole blog and return it; the store holds the posts, ready to be loaded."""
    blog = _facts(gathered, options, issues)
    frame = _Frame(store, options, issues, balance, zone_named(blog.timezone), gathered.inputs)
    with transaction(store.db):
        repeated = merge_entries(store, gathered.inputs, issues, balance)
        _posts(frame, repeated)
        _names(frame)
        _select(frame)
        _comments(frame, repeated)
        _compare_counts(frame)
        _order(store)
    hosts = {*blog.hosts, *_hosts(store)} - {""}
    url = blog.url or _guess_url(store)
    if not url and options.target != "jsonl":
        source = gathered.feeds[0].source if gathered.feeds else Source("input")
        issues.add("blog-url-unknown", "The blog's address is not in the input, so own links can't be told.", source)
    return replace(
        blog,
        url=url,
        hosts=tuple(sorted(hosts)),
        labels=tuple(_labels(frame)),
        authors=tuple(_authors(store)),
        pages=tuple(_pages(store)),
        widgets=tuple(read_widget(widget) for widget in merge_widgets(gathered.inputs.values(), balance)),
    )


# -- the blog itself ---------------------------------------------------------------------------------------------


def _facts(gathered: Gathered, options: Options, issues: IssueLog) -> Blog:
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
        locale=normalize(first(options.locale, values.get("BLOG_LOCALE", ""), *(feed.locale for feed in feeds))),
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


def _hosts(store: Store) -> Iterator[str]:
    for (permalink,) in rows(
        store.db, "SELECT DISTINCT substr(permalink, 1, 80) FROM posts WHERE permalink LIKE 'http%'"
    ):
        host, _ = addresses.split(permalink)
        yield addresses.canonical_host(host)


def _guess_url(store: Store) -> str:
    """Return the home address in most permalinks, "" when there is none."""
    counts: dict[str, int] = {}
    for (permalink,) in rows(
        store.db, "SELECT permalink FROM posts WHERE permalink LIKE 'http%' ORDER BY row LIMIT 1000"
    ):
        home = _home_of(permalink)
        counts[home] = counts.get(home, 0) + 1
    return max(counts, key=lambda home: counts[home]) if counts else ""


# -- posts and pages ---------------------------------------------------------------------------------------------


_POST_STATUS = {"": Status.LIVE, "LIVE": Status.LIVE, "DRAFT": Status.DRAFT, "SCHEDULED": Status.SCHEDULED}


def _status(entry: RawEntry, published: datetime | None, frame: _Frame) -> Status:
    word = entry.status.strip().upper()
    if "TRASH" in word:
        return Status.TRASHED
    status = _POST_STATUS.get(word)
    if status is None:
        frame.issues.add("status-unknown", f"Status {entry.status!r}: kept as a draft.", entry.source, old=entry.status)
        return Status.DRAFT
    known = frame.inputs.get(entry.source.file)
    # A classic export has no word for it: what is dated after the blog's own last change is yet to come.
    if not word and published and known and known.updated and published > known.updated:
        return Status.SCHEDULED
    return status


def _published(entry: RawEntry, frame: _Frame) -> datetime | None:
    always = bool(frame.options.timezone)
    moment = parse_instant(entry.published, frame.zone, always=always)
    if moment is None:
        spare = next(
            (m for text in (entry.created, entry.updated) if (m := parse_instant(text, frame.zone, always=always))),
            None,
        )
        code = "date-unparsed" if entry.published else "entry-no-date"
        instead = f"; {rfc3339(spare)} is used" if spare else ""
        frame.issues.add(code, f"No usable publication date{instead}.", entry.source, old=entry.published or None)
        return spare
    if moment.year < FIRST_YEAR:
        frame.issues.add("date-unlikely", f"It is dated {moment.date().isoformat()}.", entry.source)
    return moment


def _posts(frame: _Frame, repeated: frozenset[int]) -> None:
    """Fill `posts` and `labels`: all but the names, which need the whole set."""
    db = frame.store.db
    always = bool(frame.options.timezone)
    sizes = "SELECT row, length(content) FROM items WHERE kind IN ('post', 'page') ORDER BY row"
    for (row, entry), (_, size) in zip(frame.store.entries("post", "page"), rows(db, sizes), strict=True):
        if row in repeated:
            continue
        published = _published(entry, frame)
        updated = parse_instant(entry.updated, frame.zone, always=always)
        if published and updated and updated < published:
            frame.issues.add(
                "updated-before-published",
                f"Changed {rfc3339(updated)}, published {rfc3339(published)}.",
                entry.source,
            )
        if not entry.number:
            frame.issues.add("entry-no-id", "The entry has no id with a number.", entry.source)
        if not entry.has_content:
            frame.issues.add("entry-no-content", "The entry has no content element.", entry.source)
        status = _status(entry, published, frame)
        address = entry.permalink or entry.reserved
        path = addresses.path_of(address) if address else None
        if entry.permalink and path is None:
            frame.issues.add(
                "path-unsafe",
                "The old address is no safe path; another one was made.",
                entry.source,
                old=address,
            )
        db.execute(
            "INSERT INTO posts (row, kind, number, status, title, permalink, path, has_path, slug, key, published, "
            "updated, at, size, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?, ?)",
            (
                row,
                entry.kind,
                entry.number,
                status,
                entry.title,
                entry.permalink,
                path or "",
                path is not None,
                rfc3339(published),
                rfc3339(updated),
                microseconds(published),
                size,
                entry.comment_total,
            ),
        )
        db.executemany("INSERT INTO labels VALUES (?, ?)", [(row, label) for label in entry.labels])
    db.execute("CREATE INDEX posts_number ON posts (number)")
    db.execute("CREATE INDEX labels_row ON labels (row)")


def _names(frame: _Frame) -> None:
    """Give every post its path, slug and key, each unique: first those that bring an address, then by date."""
    store = frame.store
    # Everything is fetched before the first change: a cursor over a table that changes is undefined.
    order = "SELECT row FROM posts ORDER BY has_path DESC, at IS NULL, at, number, row"
    for (row,) in list(rows(store.db, order)):
        kind, title, path, number, published, permalink = store.db.execute(
            "SELECT kind, title, path, number, published, permalink FROM posts WHERE row = ?", (row,)
        ).fetchone()
        wanted = addresses.slug_in(path) if path else slugify(title)
        if not path:
            wanted = wanted or (f"{kind}-{number[-6:]}" if number else f"{kind}-{row}")
            folder = "/p" if kind == "page" else f"/{published[:4]}/{published[5:7]}" if published else "/undated"
            path = f"{folder}/{wanted}.html"
            if not permalink:  # one that can't be kept is reported as such
                frame.issues.add("slug-made", "It had no address of its own.", store.meta(row).source, new=path)
        stem, _, ending = path.rpartition(".")
        taken = frame.unique("path", stem)
        slug = frame.unique("slug", addresses.slug_in(f"{taken}."))
        key = frame.unique("key", taken.strip("/").replace("/", "-"))
        if taken != stem:
            source = store.meta(row).source
            frame.issues.add(
                "slug-collision", "Another entry has this address.", source, old=path, new=f"{taken}.{ending}"
            )
        store.db.execute(
            "UPDATE posts SET path = ?, slug = ?, key = ? WHERE row = ?",
            (f"{taken}.{ending}", slug, key, row),
        )


def _select(frame: _Frame) -> None:
    """Say of each post why it is not written, if it isn't; the first reason counts."""
    db, options = frame.store.db, frame.options
    wanted = options.include

    def skip(reason: str, where: str, *values: Any) -> None:
        db.execute(f"UPDATE posts SET skipped = ? WHERE skipped = '' AND ({where})", (reason, *values))

    for kind in ("post", "page"):
        if f"{kind}s" not in wanted:
            skip(f"{kind}s-excluded", "kind = ?", kind)
    if "trashed" not in wanted:
        skip("trashed", "status = ?", Status.TRASHED)
    if "drafts" not in wanted:
        skip("draft", "status = ?", Status.DRAFT)
    if "scheduled" not in wanted:
        skip("scheduled", "status = ?", Status.SCHEDULED)
    if options.labels:
        names = {fold(label) for label in options.labels}
        for (row,) in list(rows(db, "SELECT row FROM posts")):
            if not any(fold(name) in names for (name,) in rows(db, "SELECT name FROM labels WHERE row = ?", (row,))):
                skip("label", "row = ?", row)
    if options.since:
        skip("date", "published = '' OR substr(published, 1, 10) < ?", options.since.isoformat())
    if options.until:
        skip("date", "published = '' OR substr(published, 1, 10) > ?", options.until.isoformat())
    if options.limit is not None:
        skip(
            "limit",
            "kind = 'post' AND row NOT IN (SELECT row FROM posts WHERE kind = 'post' AND skipped = '' "
            "ORDER BY at IS NULL, at DESC, row LIMIT ?)",
            options.limit,
        )
    for kind, reason, count in rows(db, "SELECT kind, skipped, count(*) FROM posts WHERE skipped <> '' GROUP BY 1, 2"):
        frame.balance.skip(kind, reason, count)


def _order(store: Store) -> None:
    """Number what is written by publication, oldest first; undated ones last."""
    store.db.execute(
        "UPDATE posts SET seq = place FROM (SELECT row AS r, row_number() OVER (ORDER BY at IS NULL, at, number, row) "
        "AS place FROM posts WHERE skipped = '') WHERE posts.row = r"
    )
    store.db.execute("CREATE UNIQUE INDEX posts_seq ON posts (seq) WHERE seq IS NOT NULL")
    store.db.execute(
        "INSERT INTO links SELECT lower(path), seq FROM posts WHERE seq IS NOT NULL AND true ON CONFLICT DO NOTHING"
    )


# -- comments ----------------------------------------------------------------------------------------------------

_COMMENT_STATUS = {
    "": Status.LIVE,
    "LIVE": Status.LIVE,
    "GHOSTED_COMMENT": Status.DELETED,
    "SPAM_COMMENT": Status.SPAM,
}


def _comments(frame: _Frame, repeated: frozenset[int]) -> None:
    """Fill `comments`: each with its post's row, or skipped with the reason."""
    db, wanted = frame.store.db, frame.options.include
    always = bool(frame.options.timezone)
    off = "comments" not in wanted or frame.options.comments == "none"
    for row, entry in frame.store.entries("comment"):
        if row in repeated:
            continue
        status = _COMMENT_STATUS.get(entry.status.strip().upper(), Status.UNKNOWN)
        if "TRASH" in entry.status.upper():
            status = Status.TRASHED
        # Refs of comments on static pages say `.post-N` where the page's own id says `.page-N`: numbers agree.
        post = db.execute(
            "SELECT row, skipped FROM posts WHERE number = ? AND number <> '' ORDER BY skipped <> '', row",
            (number_of(entry.parent),),
        ).fetchone()
        reason = ""
        if status is Status.UNKNOWN:
            reason = "not-public"
            frame.issues.add(
                "status-unknown", f"Status {entry.status!r}: not made public.", entry.source, old=entry.status
            )
        elif status is Status.SPAM and "spam" not in wanted:
            reason = "spam"
        elif status is Status.TRASHED and "trashed" not in wanted:
            reason = "trashed"
        elif off:
            reason = "comments-excluded"
        elif post is None:
            reason = "orphan"
            frame.issues.add(
                "comment-orphan",
                f"Its post {entry.parent or '(not named)'} is not in the input.",
                entry.source,
            )
        elif post[1]:
            reason = "post-skipped"
        if reason:
            frame.balance.skip("comment", reason)
            continue
        if status is Status.DELETED:
            frame.issues.add("comment-deleted", "The comment was deleted in Blogger.", entry.source)
        moment = parse_instant(entry.published, frame.zone, always=always)
        if moment is None:
            frame.issues.add(
                "date-unparsed", "The comment has no usable date.", entry.source, old=entry.published or None
            )
        db.execute(
            "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (
                row,
                post[0],
                entry.number,
                number_of(entry.in_reply_to),
                status,
                rfc3339(moment),
                microseconds(moment),
            ),
        )
    db.execute("CREATE INDEX comments_post ON comments (post)")


def _compare_counts(frame: _Frame) -> None:
    """Report posts of which Blogger counted more comments than the input holds."""
    if "comments" not in frame.options.include or frame.options.comments == "none":
        return
    query = (
        "SELECT row, total, (SELECT count(*) FROM comments WHERE post = posts.row) AS held FROM posts "
        "WHERE total > held AND skipped = '' ORDER BY row"
    )
    for row, total, held in list(rows(frame.store.db, query)):
        frame.issues.add(
            "comment-count",
            f"Blogger counted {total} comments; {held} of them are here.",
            frame.store.meta(row).source,
            old=str(total),
            new=str(held),
        )


# -- indexes of the whole ----------------------------------------------------------------------------------------


def _labels(frame: _Frame) -> Iterator[Label]:
    """Give each label with a slug of its own, in the order in which the blog first used them."""
    store = frame.store
    query = (
        "SELECT name FROM labels JOIN posts USING (row) WHERE seq IS NOT NULL "
        "GROUP BY name ORDER BY min(seq), min(labels.rowid)"
    )
    plain: dict[str, str] = {}
    for (name,) in list(rows(store.db, query)):
        wanted = slugify(name) or "label"
        slug = frame.unique("label", wanted)
        if slug != wanted and wanted in plain:
            frame.issues.add(
                "label-merged",
                f"{plain[wanted]!r} and {name!r} would share an address.",
                Source("labels"),
                old=wanted,
                new=slug,
            )
        plain.setdefault(wanted, name)
        yield Label(name, slug)


def _authors(store: Store) -> Iterable[Author]:
    """Return the authors of what is written, the most busy first."""
    counts: dict[Author, int] = {}
    for (meta_row,) in list(rows(store.db, "SELECT row FROM posts WHERE seq IS NOT NULL ORDER BY seq")):
        author = store.meta(meta_row).author
        if author.name:
            counts[author] = counts.get(author, 0) + 1
    return sorted(counts, key=lambda author: (-counts[author], author.name))


def _pages(store: Store) -> Iterator[PageLink]:
    query = "SELECT row, title, path, status FROM posts WHERE kind = 'page' AND seq IS NOT NULL ORDER BY seq"
    for row, title, path, status in rows(store.db, query):
        yield PageLink(id=store.meta(row).id, title=title, path=path, status=Status(status))


def count_other_kinds(
    blog: Blog, store: Store, balance: Balance, issues: IssueLog, *, carries_widgets: bool, options: Options
) -> None:
    """Account for settings, templates, gadgets and unknown entries."""
    met: set[str] = set()
    for key in _setting_keys(store):
        use = blog_settings.use_of(key)
        if use == "carried" and key in met:
            balance.skip("setting", "merged")
        elif use == "carried":
            met.add(key)
            balance["setting"].written += 1
        else:
            balance.skip("setting", use)
    balance.skip("template", "theme", balance["template"].read)
    words: Counter[str] = Counter()
    first: dict[str, Source] = {}
    for _, entry in store.entries("other"):
        word = dict(entry.extra).get("kind", "")
        words[word] += 1
        first.setdefault(word, entry.source)
        balance.skip("other", "unknown-kind")
    for word, count in words.items():
        what = f"Kind {word!r}" if word else "No kind"
        issues.add("kind-unknown", f"{what}: {count} not migrated.", first[word], old=word)
    for widget in blog.widgets:
        reason = widget_reason(widget)
        if "widgets" not in options.include:
            reason = "widgets-excluded"
        elif not reason and not carries_widgets:
            reason = "not-carried"
        if reason == "no-content":
            issues.add(
                "widget-no-content",
                f"{widget.type} “{widget.title or widget.id}” has no content in this input.",
                widget.source,
            )
        elif reason in ("advertising", "share"):
            issues.add(
                "widget-dropped",
                f"{widget.type} “{widget.title or widget.id}”: {widget.note or reason}.",
                widget.source,
            )
        if reason:
            balance.skip("widget", reason)
        else:
            balance["widget"].written += 1


def _setting_keys(store: Store) -> Iterator[str]:
    for _, entry in store.entries("setting"):
        yield blog_settings.key_of(entry.id)
