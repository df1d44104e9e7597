"""What feeds share: addresses of what was public, absolute and encoded, and who wrote it."""

from __future__ import annotations

from urllib.parse import quote

from bloggermigrate.issues import Issue, Severity
from bloggermigrate.model import Comment, Post, Status
from bloggermigrate.writers.context import Context

_WORDS = {Status.DRAFT: "a draft", Status.SCHEDULED: "scheduled", Status.TRASHED: "in the trash"}


def home(context: Context) -> str:
    """Return the address of the blog with a slash at the end, "" where it is not known."""
    return (context.options.site_url and f"{context.options.site_url.rstrip('/')}/") or context.blog.url


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
