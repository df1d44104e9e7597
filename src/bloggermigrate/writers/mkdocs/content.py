"""One post or page: its Markdown file, and its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from bloggermigrate.body.document import PLAIN, Document, Heading, JumpBreak
from bloggermigrate.issues import Issue
from bloggermigrate.model import Label, OutputFile, Post, Redirect, Status
from bloggermigrate.sites import words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import front_matter
from bloggermigrate.writers.labels import distinct_tags, tag_key
from bloggermigrate.writers.lines import html_text, one_line
from bloggermigrate.writers.mkdocs import paths
from bloggermigrate.writers.places import file_name
from bloggermigrate.writers.site_data import cover, place_data
from bloggermigrate.writers.threads import own_comments, thread_file, with_thread

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MORE = "<!--more-->"
#: the comment that ends an excerpt, unless the settings say otherwise
_SEPARATOR = "<!-- more -->"
_TAG = re.compile(r"<[^<>]*>")
# A category is the heading of its page, in Markdown.
_MARKUP = re.compile(r"[*_`<>#\[\]&!~|\\{}]")


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of one post or page: content, and its comments unless they stand in the content."""
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    comments = own_comments(post, context)
    inline = context.options.comments == "inline"
    values = _metadata(post, document, context)
    if comments and not inline:
        values["thread"] = file_name(post.key)
    shown = with_thread(document, comments, context) if comments and inline else document
    body = renderer.markdown(_with_title(shown, unescape(values["title"])), post.source)
    if body.count(_MORE) == 1 and any(isinstance(block, JumpBreak) for block in document.blocks):
        body = body.replace(_MORE, _SEPARATOR)
    text = front_matter(context.metadata(values, post)) + "\n" + body
    ids = (comment.id for comment, _ in iter_comments(comments))
    path = _path(post, context)
    yield OutputFile(path, text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        yield OutputFile(f"data/comments/{values['thread']}.json", thread_file(comments, context), tuple(ids))
    new = paths.address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)


def _path(post: Post, context: Context) -> str:
    path = paths.source_path(post, context.options)
    if post.kind == "page" and post.status is not Status.LIVE:
        message = "MkDocs knows no drafts of pages, so this one stands outside of what it reads."
        path = f"drafts/{path.removeprefix('docs/')}"
        context.renderer.issues.append(Issue("value-changed", message, post.source, None, path))
    return path


def _with_title(document: Document, title: str) -> Document:
    """Return *document* below its title. Excerpts would otherwise take the title for Markdown, scripts included."""
    heading = Heading(1, [(title, PLAIN)])
    return Document([heading, *document.blocks], document.notes, document.images, document.links)


#: the labels asked for last and their categories; every post of a blog asks with the same tuple
_last: tuple[tuple[Label, ...], Mapping[str, str]] = ((), {})


def tags_of(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return for each label's name the category that stands for it: the name itself, or its slug.

    >>> tags_of((Label("Pane", "pane"), Label("C", "c"), Label("C#", "c-sharp"), Label("a*b", "a-b")))
    {'Pane': 'Pane', 'C': 'C', 'C#': 'c-sharp', 'a*b': 'a-b'}
    """
    global _last
    last = _last
    if last[0] is not labels:
        last = _last = (labels, distinct_tags(labels, lambda name: "" if _MARKUP.search(name) else tag_key(name)))
    return last[1]


def _metadata(post: Post, document: Document, context: Context) -> dict[str, Any]:
    """Return the metadata: what the blog knows, then keys of ours. Its dates are YAML's, with their offset."""
    title = one_line(post.title)
    values: dict[str, Any] = {"title": html_text(title or _first_words(post, document, context))}
    if not title:
        values["untitled"] = True
    date: dict[str, Any] = {"created": post.published or post.updated or _EPOCH}
    if post.updated:
        date["updated"] = post.updated
    values["date"] = date
    if not post.published:
        values["undated"] = True
    if post.kind == "post":
        values["slug"] = paths.place(post)[1:] + ("/index" if context.options.permalinks == "pretty" else "")
    if post.status not in (Status.LIVE, Status.SCHEDULED):
        values["draft"] = True
    values |= _address(post, context)
    if post.labels:
        tags = tags_of(context.blog.labels)
        values["categories"] = [tags.get(label.name, label.slug) for label in post.labels]
    if post.author.name:
        values["author"] = post.author.name
    if post.description:
        values["description"] = post.description
    if image := cover(post, document):
        values["image"] = image
    return values | _extra(post)


def _address(post: Post, context: Context) -> dict[str, Any]:
    issues = context.renderer.issues
    new = paths.address(post, context.options)
    if context.options.permalinks == "keep" and new != post.path:
        message = f"The page can't stand at {post.path} there, so it has another address."
        issues.append(Issue("value-changed", message, post.source, post.path, new))
    if not context.site and post.status is Status.SCHEDULED and post.kind == "post":
        message = "The blog publishes posts of the future at once, unless it is told draft_if_future_date: true."
        issues.append(Issue("not-carried", message, post.source))
    if new != post.old_path and post.has_path and not paths.is_taken(post.old_path):
        return {"redirect_from": post.old_path}
    return {}


def _first_words(post: Post, document: Document, context: Context) -> str:
    """Return what an untitled post is called: its first words, else its date."""
    text = one_line(unescape(_TAG.sub(" ", context.renderer.html(document))))
    short = text if len(text) <= 60 else text[:60].rpartition(" ")[0] or text[:60]
    return short or (f"{post.published:%Y-%m-%d}" if post.published else words(context.blog.locale)["untitled"])


def _extra(post: Post) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if place := place_data(post):
        values["location"] = place
    if post.enclosures:
        values["enclosures"] = list(post.enclosures)
    origin: dict[str, Any] = {"id": post.number or post.id}
    if post.permalink:
        origin["permalink"] = post.permalink
    if post.status is not Status.LIVE:
        origin["status"] = str(post.status)
    return values | {"blogger": origin}
