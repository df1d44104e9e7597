"""The blog's menu with its places on the new site, and descriptions as plain words: for engines that keep both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import quote, unquote, urlsplit

from bloggermigrate import body
from bloggermigrate.model import Blog, Label, LinkItem, Status
from bloggermigrate.text import addresses
from bloggermigrate.text.slugs import fold
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.threads import web_address

_TAG = re.compile(r"<[^<>]*>")
_LABEL = "/search/label/"


def plain(html: str) -> str:
    """Return the words of a description, which Blogger allows to hold markup.

    >>> plain("Pane <b>e</b> sassi &amp; <script>x()</script>")
    'Pane e sassi &'
    """
    return " ".join(unescape(_TAG.sub(" ", body.html.emit(body.read(html)))).split())


def own_path(url: str, blog: Blog) -> str | None:
    """Return the path, decoded, of an address of this blog in any spelling of its hosts; None for all others."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    host, path = addresses.split(url)
    if parts.scheme.lower() not in ("", "http", "https"):
        return None
    if host:
        return unquote(path) or "/" if addresses.canonical_host(host) in blog.hosts else None
    return unquote(path) if path.startswith("/") else None


def label_of(path: str, blog: Blog) -> Label | None:
    """Return the label that an old address lists, however it spells blanks and case."""
    if not path.startswith(_LABEL):
        return None
    name = path[len(_LABEL) :]
    exact = {label.name: label for label in blog.labels}
    folded = {fold(label.name): label for label in reversed(blog.labels)}
    wanted = name.rstrip("/").replace("+", " ")
    return exact.get(name) or exact.get(wanted) or folded.get(fold(wanted))


def menu_items(context: Context, page: Callable[[str], str], label: Callable[[Label], str]) -> list[LinkItem]:
    """Return the menu as the page list gadgets have it, else every public page; no page that is not public.

    *page* gives the new path, decoded, of an old one, *label* that of a label's page.
    """
    blog = context.blog
    public = {link.path for link in blog.pages if link.status is Status.LIVE}
    lists = [widget.items for widget in context.widgets if widget.kind == "pages"]
    items = (
        [item for each in lists for item in each]
        if lists
        else [LinkItem(link.title, link.path) for link in blog.pages if link.path in public]
    )
    seen: set[str] = set()
    found: list[LinkItem] = []
    for item in items:
        target = "".join(_target(item.url, blog, public, page, label))
        if target and target not in seen:
            seen.add(target)
            found.append(LinkItem(item.text or target, target))
    return found


def _target(
    url: str, blog: Blog, public: set[str], page: Callable[[str], str], label: Callable[[Label], str]
) -> Iterator[str]:
    path = own_path(url, blog)
    if path is None:
        yield web_address(url)
    elif found := label_of(path, blog):
        yield quote(label(found))
    elif not path.startswith("/p/") or path in public:
        yield quote(page(path))
