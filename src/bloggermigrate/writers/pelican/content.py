"""One post or page: its Markdown file, and its comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

from bloggermigrate.body.document import Document
from bloggermigrate.issues import Issue
from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.writers import places as paths
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.labels import tags_of
from bloggermigrate.writers.lines import html_text, one_line
from bloggermigrate.writers.pelican.metadata import block
from bloggermigrate.writers.site_data import cover
from bloggermigrate.writers.threads import own_comments, thread_file, web_address, with_thread

#: Blogger has no such thing, and Pelican wants one for every post
CATEGORY = "Blog"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of one post or page: content, and its comments unless they stand in the content."""
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    comments = own_comments(post, context)
    inline = context.options.comments == "inline"
    values = _metadata(post, document, context)
    if comments and not inline:
        values["Thread"] = paths.file_name(post.key)
    shown = with_thread(document, comments, context) if comments and inline else document
    text = block(context.metadata(values, post, one="Category")) + renderer.markdown(shown, post.source)
    ids = (comment.id for comment, _ in iter_comments(comments))
    yield OutputFile(_path(post), text.encode("utf-8", "replace"), (post.id, *ids) if inline else (post.id,))
    if comments and not inline:
        yield OutputFile(f"data/comments/{values['Thread']}.json", thread_file(comments, context), tuple(ids))
    new = paths.address(post, context.options)
    if new != post.old_path and post.has_path:
        yield Redirect(post.old_path, new)


def _path(post: Post) -> str:
    """Return the path of the Markdown file; Pelican looks for pages in content/pages/."""
    path = paths.content_path(post)
    return f"content/pages/{path.removeprefix('content/p/')}" if post.kind == "page" else path


def _redirect_from(post: Post, pretty: bool) -> str:
    changed = post.has_path and (pretty or post.moved_from) and not paths.is_taken(post.old_path)
    return post.old_path if changed else ""


def _metadata(post: Post, document: Document, context: Context) -> dict[str, str]:
    """Return the metadata in Pelican's keys; keys of ours become attributes of the article as well."""
    place = post.location
    values = {
        "Title": html_text(post.title),
        # Pelican leaves out a post without a date, and says so in passing.
        "Date": rfc3339(post.published or post.updated or _EPOCH),
        "Undated": "" if post.published else "yes",
        "Modified": rfc3339(post.updated),
        "Slug": post.slug,
        **_address(post, context),
        "Status": "published" if _is_public(post) else "draft",
        "Category": CATEGORY if post.kind == "post" else "",
        "Tags": _tags(post, context),
        "Author": post.author.name,
        "Description": post.description,
        "Image": cover(post, document),
        "Place": place.name if place else "",
    }
    if place and place.latitude is not None and place.longitude is not None:
        values |= {"Latitude": str(place.latitude), "Longitude": str(place.longitude)}
    names = ", ".join(one_line(label.name) for label in post.labels)
    _say_what_leaks(post, context)
    return values | {
        "Enclosures": " ".join(filter(None, map(web_address, post.enclosures))),
        "Blogger_id": post.number or post.id,
        "Blogger_permalink": post.permalink,
        "Blogger_status": "" if post.status is Status.LIVE else str(post.status),
        "Blogger_labels": names if names != values["Tags"] else "",
    }


def _tags(post: Post, context: Context) -> str:
    tags = tags_of(context.blog.labels)
    return ", ".join(tags.get(label.name, label.slug) for label in post.labels)


def _is_public(post: Post) -> bool:
    """Whether it is public, now or on its date. Only posts have a date that Pelican could wait for."""
    return post.status is Status.LIVE or (post.status is Status.SCHEDULED and post.kind == "post")


def _address(post: Post, context: Context) -> dict[str, str]:
    """Return the keys of the address. A draft has none: with one, Pelican would write it to where it will stand."""
    new = paths.address(post, context.options)
    pretty = context.options.permalinks == "pretty"
    if not pretty and new != post.path:
        message = f"The site itself answers at {post.path}, so the page has another address."
        context.renderer.issues.append(Issue("value-changed", message, post.source, post.path, new))
    if not _is_public(post):
        return {}
    path = new[1:]
    return {
        "Url": quote(path),
        "Save_as": f"{path}index.html" if path.endswith("/") else path,
        "Redirect_from": _redirect_from(post, pretty),
    }


def _say_what_leaks(post: Post, context: Context) -> None:
    """Note what Pelican shows to everybody unless its settings say otherwise; those of our site do."""
    issues = context.renderer.issues
    if post.status is Status.SCHEDULED and post.kind == "page":
        issues.append(Issue("not-carried", "Pelican schedules no pages; this one is a draft now.", post.source))
    if context.site:
        return
    if not _is_public(post):
        kind = "DRAFT" if post.kind == "post" else "DRAFT_PAGE"
        message = (
            f"Pelican writes drafts to an address that can be guessed. Set {kind}_SAVE_AS = '' in your settings, "
            "or leave drafts out with --exclude drafts."
        )
        issues.append(Issue("not-carried", message, post.source))
    elif post.status is Status.SCHEDULED:
        message = "Pelican publishes posts of the future at once, unless your settings say WITH_FUTURE_DATES = False."
        issues.append(Issue("not-carried", message, post.source))
