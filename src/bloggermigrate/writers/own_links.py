"""Addresses of the old blog in gadgets and menus → places on the new site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from bloggermigrate.model import Blog, Label
from bloggermigrate.options import Options
from bloggermigrate.writers.menu import label_of, own_path
from bloggermigrate.writers.threads import web_address


class Entry(Protocol):
    """What has to be known of a post or page to say where it stands: `model.Post` less its text."""

    @property
    def kind(self) -> Literal["post", "page"]: ...
    @property
    def path(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def published(self) -> datetime | None: ...
    @property
    def updated(self) -> datetime | None: ...


class Addresses(NamedTuple):
    """How a target answers for old addresses. All paths are from the root and decoded.

    *post* gives the path of a post or page of the blog, exactly. *entry* gives it for an old path of which no more is
    known. *label* gives the path of a label's page; *lost* is shown for that of a label that the blog does not have.
    """

    post: Callable[[Entry], str]
    entry: Callable[[str], str]
    label: Callable[[Label], str]
    lost: str = "/"
    base: str = ""  #: stands before a path where a link from the root is not what the target wants
    comment: str = "c{number}"  #: the place of a comment on its post's page; "" where it has none
    comments: str = "comments"  #: the place of the whole thread


def unchanged(blog: Blog, options: Options) -> Addresses:
    """Return the addresses of the old blog as they are, from the root: for data whose reader decides."""
    return Addresses(lambda post: post.path, str, lambda label: f"/search/label/{label.name}", "/search")


def unchanged_absolute(blog: Blog, options: Options) -> Addresses:
    """Return the addresses of the old blog as they are, each with its host: a feed is read far from its site."""
    home = options.site_url or blog.url
    return unchanged(blog, options)._replace(base=home.rstrip("/"))


def thread_places(options: Options) -> tuple[str, str]:
    """Return the place of a comment (with ``{number}`` in it) and that of the thread on pages made from our data."""
    match options.comments:
        case "inline":
            return "c{number}", ""
        case "isso":
            return "isso-thread", "isso-thread"
        case "disqus":
            return "disqus_thread", "disqus_thread"
    return "c{number}", "comments"


def place_of(url: str, blog: Blog, target: Addresses) -> str:
    """Return the path on the new site that answers for *url*, encoded; *url* itself where it leads elsewhere.

    The host decides, in any of its spellings; a path without a host is the blog's own. What a browser would
    execute, and what is no address, gives "".
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("", "http", "https"):
        return url if parts.scheme.lower() in ("mailto", "tel", "ftp") else ""
    path = own_path(url, blog)
    if path is None:
        if parts.netloc:
            return web_address(url)
        return quote(url, safe="/#?&=%+;,:@!$'()*~") if url else ""
    if path.startswith("/search/label/"):
        label = label_of(path, blog)
        return quote(target.label(label) if label else target.lost)
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return quote(target.entry(path) if path.endswith(".html") else path) + fragment
