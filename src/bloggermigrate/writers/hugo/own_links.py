"""Addresses of the old blog in gadgets and menus → places on the new site."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from bloggermigrate import addresses
from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.slugs import fold
from bloggermigrate.writers.hugo.comments import web_address
from bloggermigrate.writers.hugo.paths import pretty
from bloggermigrate.writers.hugo.tags import label_address

_LABEL = "/search/label/"


def place_of(url: str, blog: Blog, options: Options) -> str:
    """Return the path on the new site that answers for *url*, encoded; *url* itself where it leads elsewhere.

    The host decides, in any of its spellings; a path without a host is the blog's own. What a browser would
    execute, and what is no address, gives "".
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host, _ = addresses.split(url)
    if parts.scheme.lower() not in ("", "http", "https"):
        return url if parts.scheme.lower() in ("mailto", "tel", "ftp") else ""
    if host and addresses.canonical_host(host) not in blog.hosts:
        return web_address(url)
    if not host and not parts.path.startswith("/"):
        return quote(url, safe="/#?&=%+;,:@!$'()*~") if url else ""
    path = unquote(addresses.split(url)[1]) or "/"
    if path.startswith(_LABEL):
        wanted = path[len(_LABEL) :].rstrip("/").replace("+", " ")
        found = {fold(label.name): label for label in reversed(blog.labels)}
        exact = {label.name: label for label in blog.labels}
        label = exact.get(path[len(_LABEL) :]) or exact.get(wanted) or found.get(fold(wanted))
        return quote(label_address(label)) if label else "/posts/"
    if options.permalinks == "pretty" and path.endswith(".html"):
        path = pretty(path)
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return quote(path) + fragment
