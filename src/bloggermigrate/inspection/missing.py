"""What the inputs of a blog do not hold, and how to get it: the rest of the move, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bloggermigrate.account.balance import widget_reason
from bloggermigrate.intake import Loaded
from bloggermigrate.readers.public_feed import PublicFeed, feed_issues
from bloggermigrate.store import rows

__all__ = ["Missing", "missing"]

_TAKEOUT = "Settings → Manage blog → Back up content in Blogger gives a Takeout zip"


class Missing(NamedTuple):
    """One thing that is not in the input: *what*, and *how* to get it; "" where nobody can."""

    what: str
    how: str


def missing(loaded: Loaded) -> Iterator[Missing]:
    """Give what the inputs lack, what matters most first."""
    forms = {part.variant.name for part in loaded.parts}
    if loaded.issues and any(issue.code in ("xml-broken", "json-broken") for issue in loaded.issues):
        yield Missing("Everything behind the place where a file breaks", "Export or download it again.")
    entries = sum(loaded.balance[kind].read for kind in ("post", "page", "comment"))
    if not entries:
        yield Missing("Posts, pages and comments", f"{_TAKEOUT}.")
    elif not forms & {"classic", "takeout"}:
        yield from _of_feeds(loaded, forms)
    yield from _comments(loaded)
    if entries:
        yield from _facts(loaded, forms)
    yield from _gadgets(loaded, forms)
    if entries and "takeout" in forms and "classic" not in forms:
        yield Missing(
            "Places of posts (in a Takeout they are left out)", "An older blog-MM-DD-YYYY.xml given as well adds them."
        )
    if entries and "classic" in forms and "takeout" not in forms:
        yield Missing("Search descriptions of posts, the trash", f"{_TAKEOUT}; give it as well.")


def _of_feeds(loaded: Loaded, forms: set[str]) -> Iterator[Missing]:
    for issue in feed_issues(loaded.feeds):
        yield Missing(issue.message, "" if issue.code == "feed-partial" else f"{_TAKEOUT}, with whole posts.")
    if forms & {"feed-atom", "feed-rss", "feed-json"}:
        yield Missing("Drafts, settings and gadgets (a public feed has none)", f"{_TAKEOUT}.")
    scopes = {feed.scope for feed in loaded.feeds if isinstance(feed, PublicFeed)}
    if "api" not in forms and scopes and not any("pages" in scope for scope in scopes):
        yield Missing("Static pages, if there are any", "Save …/feeds/pages/default and give it as well.")
    if forms == {"api"} and not loaded.balance["comment"].read:
        yield Missing("Comments", "Ask the API for …/posts/<post>/comments of each post and give the answers as well.")


def _comments(loaded: Loaded) -> Iterator[Missing]:
    query = (
        "SELECT sum(total - held), count(*) FROM (SELECT total, (SELECT count(*) FROM comments "
        "WHERE post = posts.row) AS held FROM posts) WHERE total > held"
    )
    ((lacking, posts),) = rows(loaded.store.db, query)
    if lacking:
        yield Missing(
            f"{lacking} comments on {posts} posts, of those that Blogger counted",
            "An export has them all; else save …/feeds/<post>/comments/default of each.",
        )
    if orphans := loaded.balance["comment"].skipped["orphan"]:
        yield Missing(f"The posts of {orphans} comments", "Give the export that holds them as well.")


def _facts(loaded: Loaded, forms: set[str]) -> Iterator[Missing]:
    blog = loaded.blog
    beside = "takeout-settings" not in forms and "takeout" in forms
    folder = " It stands in settings.csv beside feed.atom: give the whole zip or folder." if beside else ""
    if not blog.url:
        yield Missing("The blog's address", f"Give it with --blog-url.{folder}")
    elif any(issue.code == "blog-url-unknown" for issue in loaded.issues):
        yield Missing("The blog's own domain", "Give it with --blog-url.")
    if not blog.timezone:
        yield Missing("The blog's time zone", f"Give it with --timezone.{folder}")
    if not blog.locale:
        yield Missing("The blog's language", f"Give it with --locale.{folder}")


def _gadgets(loaded: Loaded, forms: set[str]) -> Iterator[Missing]:
    backup = "a theme backup (Theme → Back up in Blogger), or a saved page of the blog"
    if not loaded.blog.widgets:
        if forms & {"classic", "takeout"}:
            yield Missing("Gadgets: sidebar, menu, list of blogs", f"Give the whole Takeout as well, or {backup}.")
        return
    empty = [widget for widget in loaded.blog.widgets if widget_reason(widget) == "no-content"]
    blogrolls = [widget for widget in empty if widget.kind == "blogroll"]
    never_had = [widget for widget in empty if widget.kind != "blogroll" and not widget.settings]
    if never_had:
        names = ", ".join(sorted({widget.type for widget in never_had}))
        count = "a gadget" if len(never_had) == 1 else f"{len(never_had)} gadgets"
        yield Missing(f"The content of {count} ({names})", f"Give as well: {backup}.")
    if blogrolls:
        yield Missing(
            "Which blogs the list of blogs shows (no export says it)", "Give a saved page of the blog as well."
        )
