"""JSON Lines: everything the model knows, one object a line, for programs and for engines not yet known here.

First one `blog`, then `post` and `page` in order of publication, then `widget`. Dates are RFC 3339 with the
blog's own offset, ids are Blogger's. The fields are listed in docs/jsonl.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bloggermigrate.images.sizes import parse
from bloggermigrate.issues import as_object
from bloggermigrate.model import Author, Comment, OutputFile, Post, Status
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.site_data import clean


def _line(value: dict[str, Any], *sources: str) -> OutputFile:
    # Field by field: one that holds a picture's bytes is in memory once as text, not beside all the others.
    fields = b",".join([b'"%s":%s' % (name.encode(), _json(field)) for name, field in value.items()])
    return OutputFile("", b"{%s}\n" % fields, sources)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name, "uri": author.uri}


def head(context: Context) -> Iterator[OutputFile]:
    blog = context.blog
    yield _line(
        {
            "kind": "blog",
            "id": blog.id,
            "title": blog.title,
            "url": blog.url,
            "description": blog.description,
            "meta_description": blog.meta_description,
            "locale": blog.locale,
            "timezone": blog.timezone,
            "updated": rfc3339(blog.updated) or None,
            "hosts": list(blog.hosts),
            "labels": [{"name": label.name, "slug": label.slug} for label in blog.labels],
            "authors": [_author(author) for author in blog.authors],
            "settings": dict(blog.settings),
        }
    )


def post(post: Post, context: Context) -> Iterator[OutputFile]:
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    markdown = renderer.markdown(document, post.source)
    comments = [_comment(comment, context) for comment in post.comments]
    value: dict[str, Any] = {
        "kind": post.kind,
        "id": post.id,
        "status": str(Status.DRAFT if post.status is Status.UNKNOWN else post.status),
        "title": post.title,
        "slug": post.slug,
        "permalink": post.permalink,
        "path": post.path,
        "published": rfc3339(post.published) or None,
        "updated": rfc3339(post.updated) or None,
        "author": _author(post.author),
        "labels": [label.name for label in post.labels],
        "description": post.description,
        "location": post.location._asdict() if post.location else None,
        "html": renderer.html(document),
        "markdown": markdown,
        "source_html": post.content_html,
        "comments": comments,
        "images": [asdict(image) | {"full": parse(image.larger or image.src).full} for image in document.images],
        "links": [asdict(link) | {"path": renderer.leads_to(link.href)} for link in document.links],
        "enclosures": list(post.enclosures),
        "thumbnail": post.thumbnail,
        "issues": [as_object(issue) for issue in renderer.issues],
    }
    if context.options.changes.categories:
        value["categories"] = list(post.categories)
    yield _line(value, post.id, *(comment.id for comment, _ in iter_comments(post.comments)))


def _comment(comment: Comment, context: Context) -> dict[str, Any]:
    """Return a comment with its replies; `loading.MAX_DEPTH` bounds the recursion."""
    document = context.renderer.document(comment.content_html, comment.source)
    return {
        "id": comment.id,
        "author": _author(comment.author),
        "published": rfc3339(comment.published) or None,
        "html": context.renderer.html(document),
        "markdown": context.renderer.markdown(document, comment.source),
        "deleted": comment.deleted,
        "replies": [_comment(reply, context) for reply in comment.replies],
    }


def blog(context: Context) -> Iterator[OutputFile]:
    for widget in context.widgets:
        yield _line(
            {
                "kind": "widget",
                "id": widget.id,
                "type": widget.type,
                "shows": widget.kind,
                "title": widget.title,
                "section": widget.section,
                "html": clean(widget.html, widget.source, context),
                "source_html": widget.html,
                "items": [item._asdict() for item in widget.items],
                "image": widget.image,
                "link": widget.link,
                "settings": dict(widget.settings),
                "visible": widget.visible,
                "has_content": widget.has_content,
                "note": widget.note,
            },
            widget.id,
        )
