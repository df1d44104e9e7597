"""One post or page: its Markdown file, and its comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bloggermigrate.body.document import Document
from bloggermigrate.issues import Issue
from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.dated import day, page_path, post_path, thread_name
from bloggermigrate.writers.front_matter import front_matter
from bloggermigrate.writers.hexo.dates import exact, local, zone
from bloggermigrate.writers.places import address, is_taken
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
        values["thread"] = thread_name(post)
    # Else Hexo reads {{, {% and {# in a post as a template.
    values["disableNunjucks"] = True
    shown = with_thread(document, comments, context) if comments and inline else document
    text = front_matter(context.metadata(values, post)) + renderer.markdown(shown, post.source)
    ids = (comment.id for comment, _ in iter_comments(comments))
    path = content_path(post, context)
    yield OutputFile(path, text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        name = f"source/_data/comments/{thread_name(post)}.json"
        yield OutputFile(name, thread_file(comments, context), tuple(ids))
    new = address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)


def is_public(post: Post, context: Context) -> bool:
    """Whether *post* may be built. What has a date to come Hexo shows at once, unless the settings say otherwise."""
    return post.status is Status.LIVE or (post.status is Status.SCHEDULED and context.site)


def content_path(post: Post, context: Context) -> str:
    """Return the path of the Markdown file: among the posts, the pages or the drafts, which may be pages, too."""
    public = is_public(post, context)
    if post.kind == "page":
        return f"source/{'' if public else '_drafts/'}{page_path(post)}"
    return f"source/{post_path(post, public=public)}"


def _metadata(post: Post, document: Document, context: Context) -> dict[str, Any]:
    """Return the front matter. Hexo takes dates as local times without an offset."""
    new = address(post, context.options)
    where = zone(context.blog)
    values: dict[str, Any] = {"title": post.title, "layout": post.kind}
    if post.published:
        values["date"] = local(post.published, where)
        if not exact(post.published, where):
            values["date_exact"] = rfc3339(post.published)
    elif post.kind == "post":
        values["date"] = datetime.fromisoformat(day(post))
        values["undated"] = True
        message = "Hexo gives a post without a date that of its file, so it has one that is marked as unknown."
        context.renderer.issues.append(Issue("value-changed", message, post.source, "", day(post)))
    if post.updated:
        values["updated"] = local(post.updated, where)
    values["permalink"] = f"{new[1:]}index.html" if new.endswith("/") else new[1:]
    if (context.options.permalinks == "pretty" or post.moved_from) and post.has_path and not is_taken(post.old_path):
        values["alias"] = [post.old_path[1:]]
    if context.options.permalinks == "keep" and new != post.path:
        message = f"The site itself answers at {post.path}, so the page has another address."
        context.renderer.issues.append(Issue("value-changed", message, post.source, post.path, new))
    if post.status is Status.SCHEDULED and not context.site:
        message = "Hexo shows posts of the future at once unless its settings say `future: false`; it is a draft here."
        context.renderer.issues.append(Issue("value-changed", message, post.source, "scheduled", "draft"))
    if post.labels:
        values["tags"] = [label.name for label in post.labels]
    if post.author.name:
        values["author"] = post.author.name
    if post.description:
        values["description"] = post.description
    if image := cover(post, document):
        values["image"] = image
    if place := place_data(post):
        values["location"] = place
    if post.enclosures:
        values["enclosures"] = list(post.enclosures)
    return values | {"blogger": origin_data(post)}
