"""Addresses of the old blog: its hosts in all their spellings, and the path of an entry."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

from bloggermigrate.text.slugs import safe_segment

_BLOGSPOT = re.compile(r"([a-z0-9-]+)\.blogspot\.(?:com?\.)?[a-z]{2,3}$")
# Exports of 2008 give http://www.blogger.com/blogspot/<name>/2008/01/x.html for <name>.blogspot.com.
_EARLY = re.compile(r"^/blogspot/([^/]+)(/.*)$")


_NOTHING = SplitResult("", "", "", "", "")


def parts_of(url: str) -> SplitResult:
    """Return the parts of *url*, all of them "" for what is no address.

    >>> parts_of(" http://a.example/b?m=1 ").query, parts_of("http://[oops/b")
    ('m=1', SplitResult(scheme='', netloc='', path='', query='', fragment=''))
    """
    try:
        return urlsplit(url.strip())
    except ValueError:
        return _NOTHING


def split(url: str) -> tuple[str, str]:
    """Return host (lower case, no port of the scheme, no "www.") and path of an address; ("", path) for a bare path.

    >>> split("http://WWW.Example.org/2011/02/x.html?m=1#c5")
    ('example.org', '/2011/02/x.html')
    >>> split("http://www.blogger.com/blogspot/name/2008/01/x.html")
    ('name.blogspot.com', '/2008/01/x.html')
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", ""
    early = _EARLY.match(parts.path)
    if early and host.endswith("blogger.com"):
        return f"{early[1].lower()}.blogspot.com", early[2]
    return host.removeprefix("www."), parts.path


def canonical_host(host: str) -> str:
    """Return one spelling for a host: any country's blogspot is blogspot.com.

    >>> canonical_host("www.name.blogspot.co.uk"), canonical_host("name.blogspot.it"), canonical_host("example.org")
    ('name.blogspot.com', 'name.blogspot.com', 'example.org')
    """
    host = host.lower().removeprefix("www.").rstrip(".")
    blogspot = _BLOGSPOT.search(host)
    return f"{blogspot[1]}.blogspot.com" if blogspot else host


def path_of(permalink: str) -> str | None:
    """Return the path of a permalink when it can be kept exactly: rooted, decoded, each part safe; else None.

    >>> path_of("https://a.blogspot.com/2011/02/slug.html"), path_of("/p/info.html"), path_of("/../../etc/x.html")
    ('/2011/02/slug.html', '/p/info.html', None)
    """
    _, path = split(permalink)
    try:
        path = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return None
    if not path.startswith("/"):
        return None
    parts = path[1:].split("/")
    if len(parts) > 12 or not all(safe_segment(part) for part in parts):
        return None
    stem, dot, ending = parts[-1].rpartition(".")
    if not dot or ending.lower() not in ("html", "htm") or not safe_segment(stem):
        return None
    return path


def slug_in(path: str) -> str:
    """Return the last part of *path* without its ending."""
    return path.rsplit("/", 1)[-1].rpartition(".")[0]


def key_of(path: str) -> str:
    """Return what two spellings of one old path have in common: no case, no ending, nothing behind it.

    >>> key_of("/2011/02/X.html"), key_of("/2011/02/x"), key_of("/2011/02/x.html),")
    ('/2011/02/x', '/2011/02/x', '/2011/02/x')
    """
    path = path.strip()
    if not path.isascii():
        path = unicodedata.normalize("NFC", path)
    path = path.lower()
    for ending in (".html", ".htm"):
        head, found, _ = path.rpartition(ending)
        if found and head:
            return head
    return path.rstrip("/")
