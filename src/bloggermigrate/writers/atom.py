"""Atom (RFC 4287), comments as entries that answer their post (RFC 4685): one file, for any program that reads feeds.

Newest posts come last: the file is written as the blog was. Drafts and scheduled posts are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from mimetypes import guess_type

from bloggermigrate.model import NOBODY, Author, Comment, OutputFile, Post
from bloggermigrate.sites import words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.text.xml_text import attribute, text
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.menu import plain
from bloggermigrate.writers.opml import blogroll
from bloggermigrate.writers.public import home, is_public, is_shown, link
from bloggermigrate.writers.threads import web_address

_SPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:georss="http://www.georss.org/georss"'
)
#: RFC 4287 wants a date; this one says that nobody knows
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def head(context: Context) -> Iterator[OutputFile]:
    """Give the beginning of the feed."""
    blog = context.blog
    base = f' xml:base="{attribute(home(context))}"' if home(context) else ""
    language = f' xml:lang="{attribute(blog.locale)}"' if blog.locale else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<feed {_SPACES}{language}{base}>",
        f"<id>tag:blogger.com,1999:blog-{text(blog.id)}</id>"
        if blog.id
        else f"<id>{text(home(context) or 'urn:blog')}</id>",
        f'<title type="text">{text(blog.title)}</title>',
        f'<subtitle type="text">{text(plain(blog.description))}</subtitle>' if blog.description else "",
        f"<updated>{_moment(blog.updated)}</updated>",
        _link(home(context)) if home(context) else "",
        *(_author(author) for author in blog.authors or (Author(blog.title),)),
        "<generator>bloggermigrate</generator>",
    ]
    yield _file(lines)


def post(post: Post, context: Context) -> Iterator[OutputFile]:
    """Give the entries of one public post or page: itself, then its comments, oldest first."""
    if not is_public(post, context):
        return
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    address = link(post.path, context)
    lines = [
        "<entry>",
        f"<id>{text(post.id)}</id>",
        f'<title type="text">{text(post.title)}</title>',
        f"<published>{_moment(post.published)}</published>" if post.published else "",
        f"<updated>{_moment(post.updated or post.published)}</updated>",
        _link(address),
        _author(post.author) if post.author.name else "",
        *(f'<category term="{attribute(label.name)}"/>' for label in post.labels),
        f'<summary type="text">{text(post.description)}</summary>' if post.description else "",
        *(_enclosure(url) for url in filter(None, map(web_address, post.enclosures))),
        *_place(post),
        f'<content type="html">{text(renderer.html(document))}</content>',
        "</entry>",
    ]
    yield _file(lines, post.id)
    for comment, parent in iter_comments(post.comments):
        if is_shown(comment):
            yield _file(_comment(comment, parent, post, address, context), comment.id)


def _comment(comment: Comment, parent: Comment | None, post: Post, address: str, context: Context) -> list[str]:
    said = words(context.blog.locale)
    if comment.deleted:
        html, author = f"<p><em>{said['comment_removed']}</em></p>", NOBODY
    else:
        html = context.renderer.html(context.renderer.document(comment.content_html, comment.source))
        author = comment.author
    anchor = f"#c{comment.number}" if comment.number else ""
    answered = parent.id if parent is not None else post.id
    return [
        "<entry>",
        f"<id>{text(comment.id)}</id>",
        f'<title type="text">{text(f"Re: {post.title}".strip())}</title>',
        f"<published>{_moment(comment.published)}</published>" if comment.published else "",
        f"<updated>{_moment(comment.published or post.published)}</updated>",
        _link(address + anchor),
        _author(author if author.name else Author(said["anonymous"], author.uri)),
        f'<thr:in-reply-to ref="{attribute(answered)}" type="text/html" href="{attribute(address)}"/>',
        f'<content type="html">{text(html)}</content>',
        "</entry>",
    ]


def blog(context: Context) -> Iterator[OutputFile]:
    """Give the end of the feed, and the blogroll beside it."""
    yield _file(["</feed>"])
    yield from blogroll(context)


def _moment(moment: datetime | None) -> str:
    return rfc3339(moment or _NO_DATE)


def _link(address: str) -> str:
    return f'<link rel="alternate" type="text/html" href="{attribute(address)}"/>'


def _enclosure(url: str) -> str:
    kind = guess_type(url.partition("?")[0])[0] or "application/octet-stream"
    return f'<link rel="enclosure" type="{attribute(kind)}" href="{attribute(url)}"/>'


def _author(author: Author) -> str:
    uri = web_address(author.uri)
    return f"<author><name>{text(author.name)}</name>{f'<uri>{text(uri)}</uri>' if uri else ''}</author>"


def _place(post: Post) -> Iterator[str]:
    if post.location and post.location.latitude is not None and post.location.longitude is not None:
        yield f"<georss:point>{post.location.latitude} {post.location.longitude}</georss:point>"
    if post.location:
        yield f"<georss:featurename>{text(post.location.name)}</georss:featurename>"


def _file(lines: list[str], *sources: str) -> OutputFile:
    return OutputFile("", "".join(f"{line}\n" for line in lines if line).encode("utf-8", "replace"), sources)
