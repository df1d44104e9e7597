"""One post or page: its Markdown file, and its comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bloggermigrate.body.document import Document
from bloggermigrate.issues import Issue
from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import front_matter
from bloggermigrate.writers.hugo.tags import tags_of
from bloggermigrate.writers.lines import printable
from bloggermigrate.writers.places import address, content_path, file_name, is_taken
from bloggermigrate.writers.site_data import cover, origin_data, place_data
from bloggermigrate.writers.threads import own_comments, thread_file, with_thread

#: what is public, now or on its date; all else is a draft
_PUBLIC = frozenset((Status.LIVE, Status.SCHEDULED))


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of one post or page: content, and its comments unless they stand in the content."""
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    comments = own_comments(post, context)
    inline = context.options.comments == "inline"
    values = _metadata(post, document, context)
    if comments and not inline:
        values["params"]["comments"] = thread_name(post)
    shown = with_thread(document, comments, context) if comments and inline else document
    text = front_matter(context.metadata(values, post)) + renderer.markdown(shown, post.source)
    ids = (comment.id for comment, _ in iter_comments(comments))
    yield OutputFile(content_path(post), text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        yield OutputFile(f"data/comments/{thread_name(post)}.json", thread_file(comments, context), tuple(ids))
    new = address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)


def thread_name(post: Post) -> str:
    """Return the name under data/comments/ of the post's thread: its key, but never a hidden file, which Hugo skips."""
    return file_name(post.key) if post.key.startswith((".", "~")) else post.key


def _metadata(post: Post, document: Document, context: Context) -> dict[str, Any]:
    """Return the front matter; everything that is not Hugo's own word stands below *params*."""
    new = address(post, context.options)
    values: dict[str, Any] = {"title": printable(post.title)}
    if post.published:
        values["date"] = post.published
    if post.updated:
        values["lastmod"] = post.updated
    values["draft"] = post.status not in _PUBLIC
    values["url"] = new
    if (context.options.permalinks == "pretty" or post.moved_from) and post.has_path and not is_taken(post.old_path):
        values["aliases"] = [post.old_path]
    if context.options.permalinks == "keep" and new != post.path:
        message = f"The site itself answers at {post.path}, so the page has another address."
        context.renderer.issues.append(Issue("value-changed", message, post.source, post.path, new))
    tags = tags_of(context.blog.labels)
    if post.labels:
        values["tags"] = [tags.get(label.name, label.slug) for label in post.labels]
    if post.description:
        values["description"] = post.description
    if image := cover(post, document):
        values["images"] = [image]
    values["params"] = _params(post, values.get("tags", []))
    return values


def _params(post: Post, tags: list[str]) -> dict[str, Any]:
    blogger = origin_data(post)
    names = [label.name for label in post.labels]
    if names != tags:
        blogger["labels"] = names
    params: dict[str, Any] = {}
    if post.author.name:
        params["author"] = printable(post.author.name)
    if place := place_data(post):
        params["location"] = place
    if post.enclosures:
        params["enclosures"] = list(post.enclosures)
    params["blogger"] = blogger
    return params
