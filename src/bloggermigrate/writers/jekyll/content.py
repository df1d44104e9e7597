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
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.dated import day, page_path, post_path, thread_name
from bloggermigrate.writers.front_matter import front_matter, yaml
from bloggermigrate.writers.jekyll.paths import address, is_public, permalink
from bloggermigrate.writers.places import is_file, is_taken
from bloggermigrate.writers.site_data import cover, origin_data, place_data
from bloggermigrate.writers.threads import own_comments, thread_data, with_thread


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of one post or page: content, and its comments unless they stand in the content."""
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    comments = own_comments(post, context)
    inline = context.options.comments == "inline"
    values = _metadata(post, document, context)
    if comments and not inline:
        values["thread"] = thread_name(post)
    # Else Jekyll reads {{ and {% in a post as a template, code included.
    values["render_with_liquid"] = False
    shown = with_thread(document, comments, context) if comments and inline else document
    body = renderer.markdown(shown, post.source)
    if "{%" in body:
        # Else Jekyll closes what it takes for an open tag at the end of an excerpt, and warns.
        values["excerpt_separator"] = ""
    text = front_matter(context.metadata(values, post)) + body
    ids = (comment.id for comment, _ in iter_comments(comments))
    path = post_path(post, public=is_public(post)) if post.kind == "post" else page_path(post)
    yield OutputFile(path, text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        data = yaml(thread_data(comments, context)).encode()
        yield OutputFile(f"_data/comments/{thread_name(post)}.yml", data, tuple(ids))
    new = address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)
        free = not is_taken(post.old_path) and is_file(post.old_path)
        if is_public(post) and free and not post.old_path.endswith(".html"):
            yield _stub(post, new)


def _stub(post: Post, new: str) -> OutputFile:
    """Return a page at an old address that Jekyll itself can't answer at, which leads to the new one."""
    place = escape(quote(new))
    page = f'<!doctype html><link rel="canonical" href="{place}"><meta http-equiv="refresh" content="0; url={place}">\n'
    return OutputFile(post.old_path[1:], page.encode(), (post.id,))


def _metadata(post: Post, document: Document, context: Context) -> dict[str, Any]:
    """Return the front matter in the order in which people look for things."""
    new = address(post, context.options)
    values: dict[str, Any] = {"layout": post.kind, "title": post.title}
    if post.published:
        values["date"] = post.published
    elif post.kind == "post":
        values["undated"] = True
        if is_public(post):
            _changed(
                post, context, "Jekyll has no posts without a date, so its file has one in its name.", "", day(post)
            )
    if post.updated:
        values["last_modified_at"] = post.updated
    if post.kind == "page" and not is_public(post):
        values["published"] = False
        if post.status is Status.SCHEDULED:
            _changed(
                post, context, "Jekyll can't hold a page back until its date; it stays hidden.", "scheduled", "hidden"
            )
    values["permalink"] = permalink(new)
    stays = context.options.permalinks == "pretty" and new.startswith(post.path.removesuffix(".html"))
    if post.has_path and (stays or (post.moved_from and not is_taken(post.moved_from))):
        values["redirect_from"] = [permalink(post.old_path)]
    if context.options.permalinks == "keep" and new != post.path:
        taken = (
            f"The site itself answers at {post.path}" if is_taken(post.path) else f"Jekyll can't answer at {post.path}"
        )
        _changed(post, context, f"{taken}, so the page has another address.", post.path, new)
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


def _changed(post: Post, context: Context, message: str, old: str, new: str) -> None:
    context.renderer.issues.append(Issue("value-changed", message, post.source, old, new))
