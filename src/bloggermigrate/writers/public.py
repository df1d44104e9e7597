"""Where the site stands, and what feeds share: addresses of what was public, absolute and encoded, and who wrote it."""

from __future__ import annotations

from urllib.parse import quote

from bloggermigrate.issues import Issue, Severity
from bloggermigrate.model import Comment, Post, Status
from bloggermigrate.redirects import site_address
from bloggermigrate.writers.context import Context

_WORDS = {Status.DRAFT: "a draft", Status.SCHEDULED: "scheduled", Status.TRASHED: "in the trash"}


def home(context: Context) -> str:
    """Return where the blog will stand, a slash at the end: as told, else its own address, "" where none is known."""
    return site_address(context.options.site_url, context.blog) or context.blog.url


def site_home(context: Context) -> str:
    """Return `home` for the settings of a site, which have to name some place."""
    return home(context) or "https://example.org/"


def link(path: str, context: Context) -> str:
    """Return the address of a page, encoded; from the root where the blog's own is not known."""
    return home(context).rstrip("/") + quote(path, safe="/!'()*,;:@&=+~", errors="replace")


def is_public(post: Post, context: Context) -> bool:
    """Whether the post is in a feed, which everybody may read; what is not gets its line in the report."""
    if post.status is Status.LIVE:
        return True
    message = f"A feed holds what is public; this {post.kind} is {_WORDS.get(post.status, 'not public')}."
    context.renderer.issues.append(Issue("not-carried", message, post.source, level=Severity.INFO))
    return False


def is_shown(comment: Comment) -> bool:
    """Whether a comment's text was public."""
    return comment.status in (Status.LIVE, Status.DELETED)
