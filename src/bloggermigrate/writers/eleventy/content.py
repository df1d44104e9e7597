"""One post or page: its Markdown file, and its comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bloggermigrate.body.document import Document
from bloggermigrate.issues import Issue
from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.eleventy.tags import tags_of
from bloggermigrate.writers.front_matter import front_matter
from bloggermigrate.writers.places import address, content_path, file_name, is_taken
from bloggermigrate.writers.site_data import cover, origin_data, place_data
from bloggermigrate.writers.threads import own_comments, thread_file, with_thread

#: what is public, now or on its date; all else is a draft
PUBLIC = frozenset((Status.LIVE, Status.SCHEDULED))


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of one post or page: content, and its comments unless they stand in the content."""
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    comments = own_comments(post, context)
    inline = context.options.comments == "inline"
    values = _metadata(post, document, context)
    if comments and not inline:
        values["thread"] = thread_name(post)
    shown = with_thread(document, comments, context) if comments and inline else document
    text = front_matter(context.metadata(values, post)) + renderer.markdown(shown, post.source)
    ids = (comment.id for comment, _ in iter_comments(comments))
    yield OutputFile(content_path(post), text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        yield OutputFile(f"_data/comments/{thread_name(post)}.json", thread_file(comments, context), tuple(ids))
    new = address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)


def thread_name(post: Post) -> str:
    """Return the name of the post's thread among the data: no dot, and never a member that every object has."""
    name = file_name(post.key)
    return name if name[0].isalnum() and name != "constructor" else f"~{name}"


def _metadata(post: Post, document: Document, context: Context) -> dict[str, Any]:
    """Return the front matter. Dates are strings: YAML would lose their offset, the clock that readers saw."""
    new = address(post, context.options)
    values: dict[str, Any] = {"title": post.title}
    if post.published:
        values["date"] = rfc3339(post.published)
    if post.updated:
        values["updated"] = rfc3339(post.updated)
    values["draft"] = post.status not in PUBLIC
    values["permalink"] = new
    if (context.options.permalinks == "pretty" or post.moved_from) and post.has_path and not is_taken(post.old_path):
        values["redirect_from"] = [post.old_path]
    if context.options.permalinks == "keep" and new != post.path:
        message = f"The site itself answers at {post.path}, so the page has another address."
        context.renderer.issues.append(Issue("value-changed", message, post.source, post.path, new))
    if post.labels:
        tags = tags_of(context.blog.labels)
        values["tags"] = [tags.get(label.name, label.slug) for label in post.labels]
    if post.description:
        values["description"] = post.description
    if image := cover(post, document):
        values["image"] = image
    if post.author.name:
        values["author"] = post.author.name
    if place := place_data(post):
        values["location"] = place
    if post.enclosures:
        values["enclosures"] = list(post.enclosures)
    values["blogger"] = origin_data(post)
    if not context.site:
        # Else Eleventy reads {{ and {% in a post as a template, unless the site has it switched off.
        values["templateEngineOverride"] = "md"
    return values
