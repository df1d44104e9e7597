"""Addresses of the old blog in gadgets and menus → places on the new site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bloggermigrate.model import Blog, Label
from bloggermigrate.writers.menu import label_of, own_path
from bloggermigrate.writers.threads import web_address


@dataclass(frozen=True, slots=True)
class Addresses:
    """How a target answers: *entry* gives the path of an old post or page, *label* that of a label's page, decoded.

    *lost* is shown for the page of a label that the blog does not have.
    """

    entry: Callable[[str], str]
    label: Callable[[Label], str]
    lost: str = "/"


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
