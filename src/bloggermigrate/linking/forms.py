"""What an address says: one of the blog's own, in any of the forms Blogger ever gave out, or somebody else's.

Nothing is looked up here: `read` tells what an address would name, the index knows whether it is there.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit

from bloggermigrate.text import addresses

What = Literal["entry", "number", "tail", "home", "label", "label-feed", "archive", "feed", "comments-feed", "search"]


class Own(NamedTuple):
    """An address of the blog. Only the fields that belong to *what* are filled; all are decoded."""

    what: What
    path: str = ""  #: entry: from the root; tail: the last part alone
    number: str = ""  #: Blogger's number of a post or page
    label: str = ""
    year: str = ""
    month: str = ""
    anchor: str = ""  #: without "#"; a comment's is "c" and its number, "comments" stands for the whole thread
    sure: bool = True  #: False: it is the blog's only if the index knows it


class Foreign(NamedTuple):
    """An address elsewhere; *url* is without the redirect of a search engine around it."""

    url: str


class Nowhere:
    """No address that leads to another page: mailto:, a place on the same page, broken ones."""


NOWHERE = Nowhere()
#: characters of an address that browsers and servers agree on; a longer one is somebody's data
_LONGEST = 4000
#: redirects may be wrapped into each other; nobody wraps more often
_MOST_WRAPPERS = 5
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}\Z")
_PROXY = re.compile(r"/~r/[^/]+/~3/[^/]+/(?:[^/]*/)*?([^/]+\.html?)\Z", re.I)
_DIGITS = re.compile(r"\d{6,25}\Z")
_ARCHIVE_PAGE = re.compile(r"/(\d{4})_(\d\d)_\d\d_(?:[^/]*_)?archive\.html?\Z", re.I)
_PERIOD = re.compile(r"/(\d{4})(?:/(\d\d)(?:/\d\d)?)?(?:/index\.html?)?/?\Z")
_HOME = re.compile(r"/(?:index\.(?:html?|php)|default\.html?)?\Z", re.I)
_EDITOR = re.compile(r"(?:/u/\d+)?/blog/(?:post|page)/(?:edit/preview|edit|preview)/(\d+)/(\d+)/?\Z", re.I)
_API = re.compile(r"/feeds/(\d+)(?:/posts)?/default/(\d+)\Z")
_SCRIPTS = re.compile(
    r"(?:/u/\d+)?/(?:(?:post|page)-(?:edit|preview)\.\w+|blogger\.g|comment\.g|(?:email|share)-post\.g|b/post-preview|"
    r"comment/(?:full(?:page)?|frame|iframe)/\d+(?:/.*)?)\Z",
    re.I,
)
_IN_EDITOR = re.compile(r"\b(?:post|page)id=(\d+)", re.I)
_COMMENT = re.compile(r"(?:comment-)?c?(\d{6,25})\Z")


def host_of(url: str) -> str:
    """Return the host of an absolute address as written, in lower case; "" where none can be read."""
    start = url.find("//") + 2
    if start < 2:
        return ""
    end = len(url)
    for mark in "/?#\\":
        place = url.find(mark, start, end)
        if place >= 0:
            end = place
    return url[start:end].rpartition("@")[2].partition(":")[0].strip().lower()


class Reader:
    """Reads the addresses of one blog. *hosts* as in `model.Blog`, *number* is the blog's own, "" where unknown."""

    def __init__(self, hosts: tuple[str, ...], number: str) -> None:
        self._hosts = frozenset(hosts)
        self._number = number
        self._roles: dict[str, str] = {}  #: host as written → own, google, blogger, proxy, foreign

    def read(self, url: str, base: str = "/") -> Own | Foreign | Nowhere:
        """Return what *url* names, met in a page whose old path was *base* (decoded). Any string is read.

        >>> reader = Reader(("name.blogspot.com",), "19")
        >>> reader.read("http://www.name.blogspot.co.uk/2011/02/x.html?m=1#c1234567").path
        '/2011/02/x.html'
        >>> reader.read("https://www.google.com/url?q=https://example.org/a&sa=D")
        Foreign(url='https://example.org/a')
        """
        if len(url) > _LONGEST:
            return Foreign(url) if url.lstrip()[:4].lower() == "http" else NOWHERE
        for _ in range(_MOST_WRAPPERS):
            url = url.strip()
            if url.startswith(("http://", "https://")):
                pass
            elif url.startswith(("//", "\\\\")):
                url = f"https:{url}"
            elif found := _SCHEME.match(url):
                if found[0].lower() not in ("http:", "https:"):
                    return self._without_scheme(url) if self._is_own_start(url) else NOWHERE
            else:
                return self._relative(url, base)
            host = host_of(url)
            role = self._roles.get(host) or self._role(host)
            if role == "foreign":
                return Foreign(url)
            try:
                parts = urlsplit(url)
            except ValueError:
                return Foreign(url)
            if role != "google":
                break
            wrapped = _wrapped(parts)
            if not wrapped:
                return Foreign(url)
            url = wrapped
        else:
            return Foreign(url)
        return self._on_host(role, url, parts)

    def _on_host(self, role: str, url: str, parts: SplitResult) -> Own | Foreign | Nowhere:
        if role == "own":
            return _own(parts.path, parts.query, parts.fragment)
        if role == "proxy":
            tail = _PROXY.search(parts.path)
            return Own("tail", path=unquote(tail[1]), sure=False) if tail else Foreign(url)
        return self._blogger(url, parts)

    def _role(self, host: str) -> str:
        canonical = addresses.canonical_host(host)
        if not host:
            role = "foreign"
        elif canonical in self._hosts:
            role = "own"
        elif _GOOGLE.match(host):
            role = "google"
        elif host == "blogger.com" or host.endswith(".blogger.com"):
            role = "blogger"
        elif host in ("feedproxy.google.com", "feeds.feedburner.com"):
            role = "proxy"
        else:
            role = "foreign"
        if len(self._roles) < 50_000:
            self._roles[host] = role
        return role

    def _blogger(self, url: str, parts: SplitResult) -> Own | Foreign:
        """Blogger's own pages about a post: where it is edited, shown before it is published, or commented on."""
        host, path = addresses.split(url)
        if not host.endswith("blogger.com"):  # the early form blogger.com/blogspot/<name>/…
            own = addresses.canonical_host(host) in self._hosts
            return _own(path, parts.query, parts.fragment) if own else Foreign(url)
        blog, number, anchor = "", "", parts.fragment
        if found := _EDITOR.match(parts.path) or _API.match(parts.path):
            blog, number = found[1], found[2]
        elif _SCRIPTS.match(parts.path):
            given = {name.lower(): value for name, value in _query(parts.query)}
            blog = given.get("blogid", "")
            number = given.get("postid") or given.get("pageid") or given.get("po", "")
            if not number and (editor := _IN_EDITOR.search(parts.fragment)):
                number, anchor = editor[1], ""
        if not _DIGITS.match(number):
            return Foreign(url)
        sure = bool(self._number) and blog == self._number
        return Own("number", number=number, anchor=_anchor(anchor), sure=sure)

    def _is_own_start(self, url: str) -> bool:
        """Whether *url* is a host of ours with a port but no scheme, which looks like a scheme."""
        return addresses.canonical_host(url.partition("/")[0].partition(":")[0]) in self._hosts

    def _without_scheme(self, url: str) -> Own | Nowhere:
        try:
            parts = urlsplit(f"http://{url}")
        except ValueError:
            return NOWHERE
        return _own(parts.path, parts.query, parts.fragment)

    def _relative(self, url: str, base: str) -> Own | Nowhere:
        if not url or url.startswith("#"):
            return NOWHERE
        if not url.startswith(("/", "?")) and self._is_own_start(url):
            return self._without_scheme(url)
        try:
            parts = urlsplit(urljoin(f"http://host{quote(base, errors='replace')}", url))
        except ValueError:
            return NOWHERE
        return _own(parts.path, parts.query, parts.fragment)


def _query(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, max_num_fields=50)
    except ValueError:
        return []


def _wrapped(parts: SplitResult) -> str:
    """Return what a redirect of Google's leads to, "" where it is none."""
    if parts.path != "/url":
        return ""
    given = dict(reversed(_query(parts.query)))
    found = given.get("q") or given.get("url") or ""
    return found if found.lower().startswith(("http://", "https://")) else ""


def _anchor(fragment: str) -> str:
    """Return the place on the page, decoded, comments in today's spelling.

    >>> _anchor("c1234567"), _anchor("comment-1234567"), _anchor("sec%201")
    ('c1234567', 'c1234567', 'sec 1')
    """
    fragment = unquote(fragment)
    if fragment.startswith("c") and (comment := _COMMENT.match(fragment)):
        return f"c{comment[1]}"
    return fragment


def _own(path: str, query: str, fragment: str) -> Own:
    """Return what an address on one of the blog's hosts names."""
    path = re.sub("/{2,}", "/", unquote(path).replace("\\", "/")).strip() or "/"
    if not path.startswith("/"):
        path = f"/{path}"
    lowered = path.lower()
    anchor = _anchor(fragment)
    if fragment.startswith("!/"):  # Dynamic Views: /view/magazine#!/2011/02/x.html
        path, _, query = unquote(fragment[1:]).partition("?")
        return _own(path, query, "")
    if query and not anchor and "showcomment" in query.lower():
        anchor = "comments"
    if _HOME.match(path) or lowered.startswith("/view/"):
        # The first archives were read on the home page, each post with its number as a place on it.
        return Own("number", number=anchor) if _DIGITS.match(anchor) else Own("home")
    if lowered.startswith("/b/post-preview"):
        given = {name.lower(): value for name, value in _query(query)}
        number = given.get("postid") or given.get("pageid") or ""
        return Own("number", number=number, anchor=anchor) if _DIGITS.match(number) else Own("entry", path=path)
    if lowered.startswith("/search"):
        if lowered.startswith("/search/label/") and (label := path[len("/search/label/") :].strip("/")):
            return Own("label", label=label)
        if lowered in ("/search", "/search/", "/search/label", "/search/label/"):
            return Own("search")
    if found := _feed(path, lowered):
        return found
    if archive := _ARCHIVE_PAGE.search(path):
        if _DIGITS.match(anchor):
            return Own("number", number=anchor, year=archive[1], month=archive[2])
        return Own("archive", year=archive[1], month=archive[2])
    if period := _PERIOD.match(path):
        return Own("archive", year=period[1], month=period[2] or "")
    return Own("entry", path=path, anchor=anchor)


def _feed(path: str, lowered: str) -> Own | None:
    if lowered in ("/atom.xml", "/rss.xml", "/feeds", "/feeds/"):
        return Own("feed")
    if not lowered.startswith("/feeds/"):
        return None
    if "/comments/" in lowered:
        return Own("comments-feed")
    _, found, label = path.partition("/-/")
    label = label.strip("/")
    return Own("label-feed", label=label) if found and label else Own("feed")
