"""Isso: WXR with comments in Markdown, for ``isso import -t wordpress``, which keeps parents as its own JSON does not.

Its text is Markdown, and HTML in it is shown as text. Isso keeps one level of answers: on import it puts deeper ones
below the comment that began the talk. Dates are read in the machine's zone, so the import wants ``TZ=UTC``.

Measured with Isso 0.14.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bloggermigrate.issues import Issue, Severity
from bloggermigrate.model import Comment, Post, Status
from bloggermigrate.sites import words
from bloggermigrate.text.xml_text import cdata, text
from bloggermigrate.writers.comment_servers.isso_text import markdown
from bloggermigrate.writers.comment_servers.threads import (
    depth,
    numbers,
    page_address,
    stamp,
    title,
    wxr_frame,
)
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.flat_threads import in_order
from bloggermigrate.writers.joining import Frame
from bloggermigrate.writers.threads import web_address

_SPACE = 'xmlns:wp="http://wordpress.org/export/1.2/"'


def frame(context: Context) -> Frame:
    """Return the frame of ``comments/isso.xml``."""
    return wxr_frame("isso", _SPACE, "TZ=UTC isso -c isso.cfg import -t wordpress FILE")


def item(post: Post, path: str, context: Context) -> str:
    """Return the thread of *post* as an item; the path of its link is what Isso knows the page by."""
    flat = in_order(post.comments)
    ids = numbers(flat)
    if deep := depth(flat):
        message = (
            f"Isso keeps one level of answers: {deep} that answer an answer will stand below the comment that began."
        )
        context.renderer.issues.append(Issue("value-changed", message, post.source, level=Severity.INFO))
    lines = [
        "<item>",
        f"<title>{text(title(post, context))}</title>",
        f"<link>{text(page_address(path, context))}</link>",
        *(
            line
            for (comment, parent), number in zip(flat, ids, strict=True)
            for line in _comment(comment, number, ids[parent - 1] if parent else 0, post, context)
        ),
        "</item>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _comment(comment: Comment, number: int, parent: int, post: Post, context: Context) -> Iterator[str]:
    yield "<wp:comment>"
    yield f"<wp:comment_id>{number}</wp:comment_id>"
    yield f"<wp:comment_author>{'' if comment.deleted else text(_name(comment, context))}</wp:comment_author>"
    yield "<wp:comment_author_email/>"
    uri = "" if comment.deleted else web_address(comment.author.uri)
    yield f"<wp:comment_author_url>{text(uri)}</wp:comment_author_url>"
    yield "<wp:comment_author_IP>0.0.0.0</wp:comment_author_IP>"
    yield f"<wp:comment_date_gmt>{stamp(comment.published, post.published)}</wp:comment_date_gmt>"
    yield f"<wp:comment_content>{cdata(_markdown(comment, context))}</wp:comment_content>"
    # What is not approved waits for the owner there.
    shown = comment.status in (Status.LIVE, Status.DELETED)
    yield f"<wp:comment_approved>{int(shown)}</wp:comment_approved>"
    yield f"<wp:comment_parent>{parent}</wp:comment_parent>"
    yield "</wp:comment>"


def _name(comment: Comment, context: Context) -> str:
    return " ".join(comment.author.name.split()) or words(context.blog.locale)["anonymous"]


def _markdown(comment: Comment, context: Context) -> str:
    """Return the text of a comment; never empty, which would end the import."""
    if comment.deleted:
        return f"*{words(context.blog.locale)['comment_removed']}*"
    return markdown(context.renderer.document(comment.content_html, comment.source).blocks) or "…"


def embed(server: str, context: Context) -> str:
    """Return Isso's script and the place of its thread; *server* is where the owner's Isso answers."""
    url = escape(server.rstrip("/"), quote=True)
    said = words(context.blog.locale)
    return (
        f'<section class="comments" id="comments"><h2>{escape(said["comments"])}</h2>'
        f'<div id="isso-thread"></div><script data-isso="{url}/" src="{url}/js/embed.min.js" defer></script></section>'
    )
