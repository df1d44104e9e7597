"""One post or page: its Markdown file, and its comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from bloggermigrate.body.document import Document
from bloggermigrate.body.markdown.breaks import has_break
from bloggermigrate.issues import Issue
from bloggermigrate.model import Blog, Label, OutputFile, Post, Redirect, Status
from bloggermigrate.sites import words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.text.slugs import fold
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import front_matter
from bloggermigrate.writers.labels import tag_key
from bloggermigrate.writers.labels import tags_of as distinct_tags
from bloggermigrate.writers.lines import one_line
from bloggermigrate.writers.nikola import paths
from bloggermigrate.writers.places import file_name
from bloggermigrate.writers.site_data import cover
from bloggermigrate.writers.threads import own_comments, thread_file, with_thread

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PUBLIC = frozenset((Status.LIVE, Status.SCHEDULED))
_MORE = "<!--more-->"
#: the comment that ends a teaser
TEASER_END = "<!-- TEASER_END -->"
_TAG = re.compile(r"<[^<>]*>")
_SHORTCODE = "{{%"
#: tags that make a post a draft, keep it off the lists, or load scripts, unless USE_TAG_METADATA is off
_SPECIAL = frozenset(("draft", "private", "mathjax"))


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
    body = renderer.markdown(shown, post.source)
    if body.lstrip().startswith(_MORE):  # nothing stands before it, and Nikola would stop at an empty teaser
        body = body.lstrip().removeprefix(_MORE).lstrip("\n")
    if body.count(_MORE) == 1 and has_break(document.blocks):
        body = body.replace(_MORE, TEASER_END)
    text = front_matter(context.metadata(values, post, one="category")) + "\n" + without_shortcodes(body)
    ids = (comment.id for comment, _ in iter_comments(comments))
    path = paths.source_path(post)
    yield OutputFile(path, text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        yield OutputFile(f"data/comments/{values['thread']}.json", thread_file(comments, context), tuple(ids))
    new = paths.address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)


def without_shortcodes(body: str) -> str:
    """Return *body* with what begins a shortcode, in text or code, as itself: Nikola deletes unknown ones.

    >>> without_shortcodes("a {{% b %}} {{ c }}")
    'a {{{{% raw %}}%{{% /raw %}} b %}} {{ c }}'
    """
    return body.replace(_SHORTCODE, "{{{{% raw %}}%{{% /raw %}}") if _SHORTCODE in body else body


def tags_of(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return for each label's name the tag that stands for it; two that are alike would end Nikola's build.

    >>> tags_of((Label("Pane", "pane"), Label("C", "c"), Label("C#", "c-sharp"), Label("Draft", "draft")))
    {'Pane': 'Pane', 'C': 'c', 'C#': 'c-sharp', 'Draft': 'label-draft'}
    """
    tags = distinct_tags(labels)
    if not any(tag.lower() in _SPECIAL for tag in tags.values()):
        return tags
    return {name: f"label-{tag.lower()}" if tag.lower() in _SPECIAL else tag for name, tag in tags.items()}


#: the blog asked for last and those of its authors whose pages would not clash
_last: tuple[Blog | None, frozenset[str]] = (None, frozenset())


def _authors(blog: Blog) -> frozenset[str]:
    global _last
    last = _last
    if last[0] is not blog:
        keys = Counter(fold(tag_key(author.name)) for author in blog.authors)
        last = _last = (blog, frozenset(a.name for a in blog.authors if keys[fold(tag_key(a.name))] == 1))
    return last[1]


def _metadata(post: Post, document: Document, context: Context) -> dict[str, Any]:
    """Return the metadata. All values are strings or lists of them: so no date loses its offset."""
    slug = paths.place(post).rpartition("/")[2]
    title = one_line(post.title)  # a control character would break the feed
    values: dict[str, Any] = {"title": title or _first_words(post, document, context)}
    if not title:
        values["untitled"] = "yes"
    values["slug"] = slug
    values["date"] = rfc3339(post.published or post.updated or _EPOCH)  # without one Nikola does not build
    if not post.published:
        values["undated"] = "yes"
    if post.updated:
        values["updated"] = rfc3339(post.updated)
    values["status"] = "published" if post.status in _PUBLIC else "draft"
    values |= _address(post, context)
    if post.labels:
        tags = tags_of(context.blog.labels)
        values["tags"] = [tags.get(label.name, label.slug) for label in post.labels]
    if post.author.name:
        # A name without a letter, or two that are alike, would end the build as well.
        safe = tag_key(post.author.name) and (not context.blog.authors or post.author.name in _authors(context.blog))
        values["author" if safe else "written_by"] = post.author.name
    if post.description:
        values["description"] = post.description
    if image := cover(post, document):
        values["previewimage"] = image
    return values | _extra(post)


def _address(post: Post, context: Context) -> dict[str, str]:
    """Return the keys that say more of the address than folder and slug do; note what is changed, and what leaks."""
    issues = context.renderer.issues
    new = paths.address(post, context.options)
    pretty = context.options.permalinks == "pretty"
    if not pretty and new != post.path:
        message = f"The page can't stand at {post.path} there, so it has another address."
        issues.append(Issue("value-changed", message, post.source, post.path, new))
    if not context.site and post.status is not Status.LIVE:
        message = (
            f"Nikola writes this to {new}, where everybody who guesses the address can read it before its time. "
            f"Leave it out with --exclude {'scheduled' if post.status is Status.SCHEDULED else 'drafts'}."
        )
        issues.append(Issue("not-carried", message, post.source))
    values = {"pretty_url": str(pretty)}
    if new != post.old_path and post.has_path and not paths.is_taken(post.old_path):
        values["redirect_from"] = post.old_path
    return values


def _first_words(post: Post, document: Document, context: Context) -> str:
    """Return what an untitled post is called: Nikola would take the file's name."""
    text = one_line(unescape(_TAG.sub(" ", context.renderer.html(document))))
    short = text if len(text) <= 60 else text[:60].rpartition(" ")[0] or text[:60]
    return short or (f"{post.published:%Y-%m-%d}" if post.published else words(context.blog.locale)["untitled"])


def _extra(post: Post) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if post.location:
        values["place"] = post.location.name
        if post.location.latitude is not None and post.location.longitude is not None:
            values |= {"latitude": str(post.location.latitude), "longitude": str(post.location.longitude)}
    if post.enclosures:
        values["enclosures"] = list(post.enclosures)
    values["blogger_id"] = post.number or post.id
    if post.permalink:
        values["blogger_permalink"] = post.permalink
    if post.status is not Status.LIVE:
        values["blogger_status"] = str(post.status)
    return values
