"""JSON Feed 1.1: one file, one item a line. Comments, which it has no word for, are an extension (`_comments`).

Drafts and scheduled posts are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from mimetypes import guess_type
from typing import Any

from bloggermigrate.model import Author, Comment, OutputFile, Post
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import ITEM
from bloggermigrate.writers.menu import plain
from bloggermigrate.writers.opml import blogroll
from bloggermigrate.writers.public import home, is_public, is_shown, link
from bloggermigrate.writers.threads import thread_data, web_address


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _authors(*authors: Author) -> list[dict[str, str]]:
    return [
        {"name": author.name, **({"url": url} if (url := web_address(author.uri)) else {})}
        for author in authors
        if author.name
    ]


def head(context: Context) -> Iterator[OutputFile]:
    """Give the feed's own members, up to its items."""
    blog = context.blog
    values: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": blog.title,
        "home_page_url": home(context),
        "description": plain(blog.description),
        "language": blog.locale,
        "authors": _authors(*blog.authors),
    }
    given = {key: value for key, value in values.items() if value or key == "title"}
    yield _file(_json(given)[:-1] + ',"items":[\n')


def post(post: Post, context: Context) -> Iterator[OutputFile]:
    """Give one public post or page as an item."""
    if not is_public(post, context):
        return
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    image = next((image.larger or image.src for image in document.images[:1]), "") or post.thumbnail
    comments = [comment for comment, _ in iter_comments(post.comments)]
    values: dict[str, Any] = {
        "url": link(post.path, context),
        "title": post.title,
        "summary": post.description,
        "image": web_address(image),
        "date_published": rfc3339(post.published),
        "date_modified": rfc3339(post.updated),
        "authors": _authors(post.author),
        "tags": [label.name for label in post.labels],
        "attachments": [_attachment(url) for url in filter(None, map(web_address, post.enclosures))],
        "_comments": _thread(post.comments, context),
    }
    item = {"id": post.id, "content_html": renderer.html(document)} | {k: v for k, v in values.items() if v}
    ids = (post.id, *(comment.id for comment in comments))
    yield OutputFile(ITEM, _json(item).encode("utf-8", "replace"), ids)


def _attachment(url: str) -> dict[str, str]:
    return {"url": url, "mime_type": guess_type(url.partition("?")[0])[0] or "application/octet-stream"}


def _thread(comments: Sequence[Comment], context: Context) -> list[dict[str, Any]]:
    return thread_data(_shown(comments), context)


def _shown(comments: Sequence[Comment]) -> list[Comment]:
    return [replace(comment, replies=tuple(_shown(comment.replies))) for comment in comments if is_shown(comment)]


def blog(context: Context) -> Iterator[OutputFile]:
    """Give the end of the feed, and the blogroll beside it."""
    yield _file("\n]}\n")
    yield from blogroll(context)


def _file(text: str) -> OutputFile:
    return OutputFile("", text.encode("utf-8", "replace"))
