"""One post or page as rows of Ghost's tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bloggermigrate.body import html
from bloggermigrate.issues import Issue
from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.sites import words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.xml_text import xml_chars
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.ghost.cards import card, content
from bloggermigrate.writers.ghost.names import address, author_slugs, post_slug, tag_slugs
from bloggermigrate.writers.joining import Part
from bloggermigrate.writers.site_data import picture_address
from bloggermigrate.writers.threads import own_comments, thread_blocks

_STATUS = {Status.LIVE: "published", Status.SCHEDULED: "scheduled"}
_MAX_TITLE = 255
_MAX_EXCERPT = 300
_MAX_DESCRIPTION = 500
_MAX_URL = 2000
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(1000, 1, 1, tzinfo=UTC)


def row(value: dict[str, Any]) -> bytes:
    """Return one row of a table as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def moment(value: datetime) -> str:
    """Return an instant as Ghost's database takes it: UTC, with milliseconds, not before the year 1000."""
    value = max(value.astimezone(UTC), _FIRST)
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the rows of one post or page, and where its old address leads."""
    blog = context.blog
    comments = own_comments(post, context)
    ids = (post.id, *(comment.id for comment, _ in iter_comments(comments)))
    yield Part("posts", row(_post_row(post, context)), ids)
    if post.description:
        description = _fitted(post.description, _MAX_DESCRIPTION)
        yield Part("posts_meta", row({"post_id": post.key, "meta_description": description}))
    slugs = tag_slugs(blog.labels)
    for order, label in enumerate(post.labels):
        yield Part("posts_tags", row({"post_id": post.key, "tag_id": slugs[label.name], "sort_order": order}))
    authors = author_slugs(blog.authors)
    author = authors.get(post.author) or next(iter(authors.values()))
    yield Part("posts_authors", row({"post_id": post.key, "author_id": author, "sort_order": 0}))
    if post.has_path and post.status is Status.LIVE:
        yield Redirect(post.old_path, address(post, blog))


def _post_row(post: Post, context: Context) -> dict[str, Any]:
    blog, renderer = context.blog, context.renderer
    document = renderer.document(post.content_html, post.source)
    body = content(document)
    if comments := own_comments(post, context):
        thread = html.blocks_html(thread_blocks(comments, context))
        body = "\n".join(filter(None, (body, card(f'<section id="comments">{thread}</section>'))))
    said = words(blog.locale)
    published = post.published or post.updated or _NO_DATE
    title = xml_chars(post.title).strip() or said["untitled"]
    _say_changes(post, title, published, context)
    values: dict[str, Any] = {
        "id": post.key,
        "title": _fitted(title, _MAX_TITLE),
        "slug": post_slug(post, blog),
        "type": post.kind,
        "status": _STATUS.get(post.status, "draft"),
        "visibility": "public",
        "created_at": moment(published),
        "updated_at": moment(post.updated or published),
        "published_at": moment(published),
        "html": body,
        "comment_id": post.number or post.key,
    }
    first = document.images[0] if document.images else None
    cover = picture_address(first.larger or first.src) if first else ""
    if cover and len(cover) <= _MAX_URL and document.images and first and first.width and first.width >= 600:
        values["feature_image"] = cover
    if post.description:
        values["custom_excerpt"] = _fitted(post.description, _MAX_EXCERPT)
    return values


def _fitted(value: str, size: int) -> str:
    """Return *value* cut to *size* characters of UTF-16, by which Ghost and its database count."""
    value = xml_chars(value)
    while len(value.encode("utf-16-le", "replace")) > 2 * size:
        value = value[: min(len(value) - 1, size)]
    return value


def _say_changes(post: Post, title: str, published: datetime, context: Context) -> None:
    def say(message: str, old: str, new: str) -> None:
        context.renderer.issues.append(Issue("value-changed", message, post.source, old, new))

    if _fitted(title, _MAX_TITLE) != title:
        say("A title of Ghost's has at most 255 characters.", post.title, _fitted(title, _MAX_TITLE))
    elif title != post.title:
        say("Ghost has no post without a title.", post.title, title)
    if post.published is None:
        say("Ghost has no post without a date.", "", moment(published))
    if len(post.description) > _MAX_EXCERPT:
        say("An excerpt of Ghost's has at most 300 characters.", post.description, post.description[:_MAX_EXCERPT])
