"""Threads of comments: as data that templates show, or as blocks at the end of the post."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bloggermigrate.body.document import (
    EM,
    PLAIN,
    STRONG,
    Anchor,
    Block,
    Document,
    Heading,
    Paragraph,
    Quote,
    Run,
    Style,
)
from bloggermigrate.model import Comment, Post
from bloggermigrate.sites import words
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.writers.context import Context

_NOT_IN_ADDRESS = re.compile(r'[ \t\r\n<>"]')
_json = json.JSONEncoder(ensure_ascii=False).encode


def anchor(comment: Comment) -> str:
    """Return the id by which Blogger's own addresses name a comment: "c" and its number; "" without a number."""
    number = comment.number
    return f"c{number}" if number else ""


def web_address(uri: str) -> str:
    """Return *uri* where it is an address of the web, else "": a profile is shown as a link.

    >>> web_address("https://example.org/"), web_address("//example.org"), web_address("javascript:alert(1)")
    ('https://example.org/', 'https://example.org', '')
    """
    uri = uri.strip()
    if uri.startswith("//"):
        uri = f"https:{uri}"
    return uri if uri[:8].lower().startswith(("http://", "https://")) and not _NOT_IN_ADDRESS.search(uri) else ""


def own_comments(post: Post, context: Context) -> Sequence[Comment]:
    """Return the comments that the site itself shows: none where they live on a server of their own, or nowhere."""
    return post.comments if context.options.comments in ("data", "inline") else ()


def thread_data(comments: Sequence[Comment], context: Context) -> list[dict[str, Any]]:
    """Return comments with their replies as plain values; `loading.MAX_DEPTH` bounds the recursion.

    *id* is the anchor on the page, *published* RFC 3339 or null, *html* clean; a deleted one keeps its place alone.
    """
    return [_comment_data(comment, context) for comment in comments]


def _comment_data(comment: Comment, context: Context) -> dict[str, Any]:
    renderer = context.renderer
    html = "" if comment.deleted else renderer.html(renderer.document(comment.content_html, comment.source)).strip()
    return {
        "id": anchor(comment),
        "author": "" if comment.deleted else " ".join(comment.author.name.split()),
        "uri": "" if comment.deleted else web_address(comment.author.uri),
        "published": rfc3339(comment.published) or None,
        "html": html,
        "deleted": comment.deleted,
        "replies": thread_data(comment.replies, context),
    }


def thread_file(comments: Sequence[Comment], context: Context) -> bytes:
    """Return the thread as a JSON file."""
    text = "".join(_indented(thread_data(comments, context), "\n"))
    return text.encode("utf-8", "replace") + b"\n"


def _indented(thread: list[dict[str, Any]], line: str) -> Iterator[str]:
    """Give the text of a thread as `json.dumps(…, indent=2)` does, in a fifth of its time; *line* begins each line."""
    if not thread:
        yield "[]"
        return
    before = f"[{line}  "
    inner = f"{line}    "
    for comment in thread:
        yield before
        sign = "{"
        for name, value in comment.items():
            yield f'{sign}{inner}"{name}": '
            if name == "replies":
                yield from _indented(value, inner)
            else:
                yield _json(value)
            sign = ","
        yield f"{line}  }}"
        before = f",{line}  "
    yield f"{line}]"


def thread_blocks(comments: Sequence[Comment], context: Context) -> list[Block]:
    """Return the thread as blocks of a body: a heading, then every comment as a quote with its replies inside."""
    said = words(context.blog.locale)
    heading = Heading(2, [(said["comments"], PLAIN)])
    return [heading, *(_comment_block(comment, context, said) for comment in comments)]


def _comment_block(comment: Comment, context: Context, said: dict[str, str]) -> Quote:
    if comment.deleted:
        shown: list[Block] = [Paragraph([(said["comment_removed"], Style(EM))])]
    else:
        shown = context.renderer.document(comment.content_html, comment.source).blocks
    replies = (_comment_block(reply, context, said) for reply in comment.replies)
    return Quote([Paragraph(list(_byline(comment, said))), *shown, *replies])


def _byline(comment: Comment, said: dict[str, str]) -> Iterator[Run]:
    if anchor(comment):
        yield Anchor(anchor(comment)), PLAIN
    if not comment.deleted:
        name = " ".join(comment.author.name.split()) or said["anonymous"]
        yield name, Style(STRONG, web_address(comment.author.uri) or None)
    if comment.published:
        yield f"{'' if comment.deleted else ' · '}{comment.published:%Y-%m-%d %H:%M}", PLAIN


def with_thread(document: Document, comments: Sequence[Comment], context: Context) -> Document:
    """Return *document* with the thread below it."""
    return Document(
        [*document.blocks, *thread_blocks(comments, context)], document.notes, document.images, document.links
    )
