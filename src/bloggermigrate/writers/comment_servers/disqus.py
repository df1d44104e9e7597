"""Disqus: its custom XML, which is WXR 1.0 with an element of its own for what a thread is known by.

All elements are required, also empty ones. An author is known by an e-mail address, so each gets a made one: never a
real one, and one for each name, since Disqus would show them all under one name. A comment has three characters at
least, and a file less than 50 MB (https://help.disqus.com/en/articles/1717222-custom-xml-import-format).

Disqus can be tried by nobody but its customers; Isso's importer, which reads the same shape, takes these files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import escape

from bloggermigrate.issues import Issue, Severity
from bloggermigrate.model import Comment, Post, Status
from bloggermigrate.redirects import encoded
from bloggermigrate.sites import words
from bloggermigrate.text.xml_text import cdata, text
from bloggermigrate.writers.comment_servers.threads import numbers, page_address, stamp, title, wxr_frame
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.flat_threads import comment_text, in_order
from bloggermigrate.writers.joining import Frame
from bloggermigrate.writers.threads import web_address

_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dsq="http://www.disqus.com/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.0/"'
)
_SHORTEST = 3


def frame(context: Context) -> Frame:
    """Return the frame of ``comments/disqus.xml``."""
    return wxr_frame("disqus", _SPACES, "For Disqus: Admin, Moderation, Import, Generic (WXR)")


def item(post: Post, path: str, context: Context) -> str:
    """Return the thread of *post* as an item; the page's path is what Disqus knows it by."""
    flat = in_order(post.comments)
    ids = numbers(flat)
    lines = [
        "<item>",
        f"<title>{text(title(post, context))}</title>",
        f"<link>{text(page_address(path, context))}</link>",
        "<content:encoded><![CDATA[]]></content:encoded>",
        f"<dsq:thread_identifier>{text(encoded(path))}</dsq:thread_identifier>",
        f"<wp:post_date_gmt>{stamp(post.published, flat[0][0].published)}</wp:post_date_gmt>",
        "<wp:comment_status>open</wp:comment_status>",
        *(
            line
            for (comment, parent), number in zip(flat, ids, strict=True)
            for line in _comment(comment, number, ids[parent - 1] if parent else 0, post, context)
        ),
        "</item>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _comment(comment: Comment, number: int, parent: int, post: Post, context: Context) -> Iterator[str]:
    said = words(context.blog.locale)
    name = said["anonymous"] if comment.deleted else " ".join(comment.author.name.split()) or said["anonymous"]
    uri = "" if comment.deleted else web_address(comment.author.uri)
    shown = comment.status in (Status.LIVE, Status.DELETED)
    yield "<wp:comment>"
    yield f"<wp:comment_id>{number}</wp:comment_id>"
    yield f"<wp:comment_author>{text(name)}</wp:comment_author>"
    yield f"<wp:comment_author_email>{_made_address(name, uri)}</wp:comment_author_email>"
    yield f"<wp:comment_author_url>{text(uri)}</wp:comment_author_url>"
    yield "<wp:comment_author_IP></wp:comment_author_IP>"
    yield f"<wp:comment_date_gmt>{stamp(comment.published, post.published)}</wp:comment_date_gmt>"
    yield f"<wp:comment_content>{cdata(_text(comment, context))}</wp:comment_content>"
    yield f"<wp:comment_approved>{int(shown)}</wp:comment_approved>"
    yield f"<wp:comment_parent>{parent}</wp:comment_parent>"
    yield "</wp:comment>"


def _made_address(name: str, uri: str) -> str:
    """Return an address that reaches nobody, another one for each author."""
    digest = hashlib.sha256(f"{name}\n{uri}".encode("utf-8", "replace")).hexdigest()[:16]
    return f"{digest}@example.invalid"


def _text(comment: Comment, context: Context) -> str:
    if comment.deleted:
        return words(context.blog.locale)["comment_removed"]
    found = comment_text(context.renderer.document(comment.content_html, comment.source).blocks)
    if len(found) >= _SHORTEST:
        return found
    filled = found + "…" * (_SHORTEST - len(found))
    message = "A comment on Disqus has three characters at least, so this one got dots."
    context.renderer.issues.append(Issue("value-changed", message, comment.source, found, filled, level=Severity.INFO))
    return filled


def embed(server: str, context: Context) -> str:
    """Return Disqus' script and the place of its thread; *server* is the short name that the site has there."""
    name = "".join(c for c in server.lower() if c.isascii() and (c.isalnum() or c == "-"))
    said = words(context.blog.locale)
    return (
        f'<section class="comments" id="comments"><h2>{escape(said["comments"])}</h2><div id="disqus_thread"></div>'
        "<script>var disqus_config = function () { this.page.url = location.origin + location.pathname; "
        "this.page.identifier = location.pathname; };</script>"
        f'<script src="https://{name}.disqus.com/embed.js" data-timestamp="0" defer></script></section>'
    )
