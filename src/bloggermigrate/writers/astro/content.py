"""One post or page: its Markdown file, and its comments."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import quote

from bloggermigrate.body.document import Document
from bloggermigrate.issues import Issue
from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.writers.astro.places import address
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.eleventy.content import PUBLIC, thread_name
from bloggermigrate.writers.front_matter import front_matter
from bloggermigrate.writers.places import content_path, is_file, is_taken
from bloggermigrate.writers.site_data import cover, origin_data, place_data
from bloggermigrate.writers.threads import own_comments, thread_file, with_thread


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of one post or page: content, and its comments unless they stand in the content."""
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    comments = own_comments(post, context)
    inline = context.options.comments == "inline"
    values = _metadata(post, document, context)
    if comments and not inline:
        values["comments"] = thread_name(post)
    shown = with_thread(document, comments, context) if comments and inline else document
    text = front_matter(context.metadata(values, post)) + renderer.markdown(shown, post.source)
    ids = (comment.id for comment, _ in iter_comments(comments))
    path = f"src/{content_path(post)}"
    yield OutputFile(path, text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        yield OutputFile(f"src/data/comments/{thread_name(post)}.json", thread_file(comments, context), tuple(ids))
    new = address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)
        if post.status is Status.LIVE and not is_taken(post.old_path) and is_file(post.old_path):
            yield moved(post.old_path, new)


def moved(old: str, new: str) -> OutputFile:
    """Return a page that stands at *old* as it is and sends readers to *new*."""
    place = escape(quote(new))
    text = (
        f'<!doctype html>\n<meta charset="utf-8">\n<title>{place}</title>\n<link rel="canonical" href="{place}">\n'
        f'<meta http-equiv="refresh" content="0; url={place}">\n'
    )
    return OutputFile(f"public{old}", text.encode())


def _metadata(post: Post, document: Document, context: Context) -> dict[str, Any]:
    """Return the front matter. Dates are strings: YAML would lose their offset, the clock that readers saw."""
    new = address(post, context.options)
    values: dict[str, Any] = {"title": post.title}
    if post.published:
        values["pubDate"] = rfc3339(post.published)
    if post.updated:
        values["updatedDate"] = rfc3339(post.updated)
    values["draft"] = post.status not in PUBLIC
    values["path"] = new
    if (context.options.permalinks == "pretty" or post.moved_from) and post.has_path and not is_taken(post.old_path):
        values["aliases"] = [post.old_path]
    if context.options.permalinks == "keep" and new != post.path:
        message = f"Astro writes no page at {post.path}, or the site itself answers there; it has another address."
        context.renderer.issues.append(Issue("value-changed", message, post.source, post.path, new))
    if post.labels:
        values["tags"] = [label.name for label in post.labels]
    if post.description:
        values["description"] = post.description
    if image := cover(post, document):
        values["heroImage"] = image
    if post.author.name:
        values["author"] = post.author.name
    if place := place_data(post):
        values["location"] = place
    if post.enclosures:
        values["enclosures"] = list(post.enclosures)
    values["blogger"] = origin_data(post)
    return values
