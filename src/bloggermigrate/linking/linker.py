"""Links as found in bodies → the blog's new places. What leads nowhere stays as it is, and is told."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import quote

from bloggermigrate import body
from bloggermigrate.account.balance import REASONS
from bloggermigrate.issues import Issue, Source
from bloggermigrate.linking.forms import Foreign, Nowhere, Own, Reader
from bloggermigrate.linking.index import Index, Place
from bloggermigrate.model import Blog, Label, Status
from bloggermigrate.redirects import Places, encoded
from bloggermigrate.store import Store, rows
from bloggermigrate.text.slugs import fold
from bloggermigrate.writers.own_links import Addresses

State = Literal["resolved", "missing", "external", "other"]

#: links whose answers are kept: menus, footers and series are met again and again
_MOST_KEPT = 20_000
_LONGEST_KEPT = 500
_MOST_PAGES_KEPT = 200
#: links of one body for which the nearest entry is looked for
_MOST_ADVICE = 20
#: relative addresses that begin as a host does, and those that hold what no path of Blogger's holds
_HOST_ALONE = re.compile(
    r"(?:www\.[\w-]+|[\w-]+(?=\.(?:com|org|net|info|edu|gov|blogspot)\b))(?:\.[\w-]+)+(?:[/?#:]|\Z)", re.I
)
_HAS_PLACE = re.compile(r"\w+:|/", re.I)
_NO_ADDRESS = re.compile(r"[\s${}<>|]|%20|[^\x00-\x7f].*[^\x00-\x7f]")
_IN_FRAGMENTS = "!$&'()*+,;=:@/?~"
_ID = re.compile(r'\bid="([^"]+)"')
#: places that Blogger's pages had and no body has: nothing is lost with them
_BLOGGERS_PLACES = frozenset(("", "more", "links", "comments", "comment-form", "comment", "top", "main"))


class Found(NamedTuple):
    """What became of one address: *place* is what is written for it, *issue* the code and words of what to tell."""

    state: State
    place: str
    issue: str = ""
    message: str = ""
    path: str = ""  #: of a missing post or page: the old path for which a near one may be named


class Linker:
    """Finds the new place of an address of the blog; made once in each process.

    `begin` says in which post the next addresses stand: relative ones, and places on its own page, are read from there.
    """

    def __init__(self, store: Store, blog: Blog, addresses: Addresses, places: Places) -> None:
        self._index = Index(store)
        self._reader = Reader(blog.hosts, blog.id)
        self._addresses = addresses
        self._places = places
        self._months = self._index.months()
        self._years = frozenset(month[:4] for month in self._months)
        # By the name itself first: a folded one that is no other text is not kept a second time.
        labels = [label for label in blog.labels if label.public]
        self._labels = {label.name: label for label in labels}
        for label in labels:
            self._labels.setdefault(fold(label.name), label)
        # All at once: two labels may have taken each other's name.
        known = dict(self._labels)
        self._labels |= {old: known[new] for old, new in blog.label_changes.items() if new in known}
        self._wanted = _wanted_anchors(store)
        self._base = "/"
        self._kept: OrderedDict[tuple[str, str], Found] = OrderedDict()
        self._anchors: OrderedDict[int, frozenset[str]] = OrderedDict()
        self._near: OrderedDict[str, str] = OrderedDict()

    def begin(self, path: str = "/") -> frozenset[str]:
        """Set the old path of the page that is read next; return the places in it that other posts link to."""
        self._base = path
        return self._wanted_in(path)

    def _wanted_in(self, path: str) -> frozenset[str]:
        if not self._wanted:
            return frozenset()
        return self._wanted.get(path.rpartition("/")[2].lower().rpartition(".")[0], frozenset())

    def place(self, url: str) -> str:
        """Return what is written for *url*."""
        return self.find(url).place

    def find(self, url: str) -> Found:
        """Return what became of *url* on the page that `begin` named."""
        key = (url, "" if url.startswith(("http://", "https://")) else self._base)
        found = self._kept.get(key)
        if found is None:
            found = self._find(url)
            if len(url) <= _LONGEST_KEPT:
                self._kept[key] = found
                if len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        return found

    def issues_of(self, met: Iterable[tuple[str, Found]], source: Source) -> list[Issue]:
        """Return what is to be told of addresses met in one body: each once, redirects of Google's as a count."""
        told: dict[str, Issue] = {}
        unwrapped = advised = 0
        for url, found in met:
            if found.issue == "link-unwrapped":
                unwrapped += 1
            elif found.issue and url not in told:
                message = found.message
                if found.path and advised < _MOST_ADVICE:
                    advised += 1
                    near = self._nearest(found.path)
                    message += f" The nearest is {near}." if near else ""
                told[url] = Issue(found.issue, message, source, old=url)
        if unwrapped:
            links = "1 link" if unwrapped == 1 else f"{unwrapped} links"
            told[""] = Issue("link-unwrapped", f"{links} went through Google's redirect.", source)
        return list(told.values())

    def _nearest(self, path: str) -> str:
        known = self._near.get(path)
        if known is None:
            known = self._near[path] = self._index.nearest(path)
            if len(self._near) > _MOST_PAGES_KEPT:
                self._near.popitem(last=False)
        return known

    def _find(self, url: str) -> Found:
        match self._reader.read(url, self._base):
            case Foreign(there):
                unwrapped = there != url.strip() and not url.lstrip().startswith(("//", "\\"))
                return Found("external", there, "link-unwrapped") if unwrapped else Found("external", url)
            case Nowhere():
                return Found("other", url)
            case own:
                return self._own(own, url)

    def _own(self, own: Own, url: str) -> Found:
        match own.what:
            case "entry" | "number" | "tail":
                return self._entry(own, url)
            case "label" | "label-feed":
                return self._label(own, url)
            case "archive":
                return self._archive(own, url)
            case "home":
                return self._at(self._places.home)
            case "search":
                return self._at(self._places.search or self._places.home)
            case "feed":
                return self._at(self._places.feed or self._places.home)
            case "comments-feed":
                return self._at(self._places.comments_feed or self._places.feed or self._places.home)

    def _at(self, path: str, anchor: str = "") -> Found:
        return Found("resolved", self._written(path, anchor))

    def _written(self, path: str, anchor: str = "") -> str:
        fragment = f"#{quote(anchor, safe=_IN_FRAGMENTS, errors='replace')}" if anchor else ""
        return f"{self._addresses.base}{encoded(path)}{fragment}"

    # -- posts and pages -------------------------------------------------------------------------------------

    def _entry(self, own: Own, url: str) -> Found:
        if own.what == "entry":
            place = self._index.by_path(own.path)
        elif own.what == "number":
            place = self._index.by_number(own.number)
        else:
            place = self._index.by_tail(own.path)
        if place is None:
            if not own.sure:
                return Found("external", url)
            if own.what == "number" and own.year:  # an old archive, and a post in it that is gone
                return self._archive(own, url)
            return self._missing(own, url)
        if place.seq is None:
            message = f"The {place.kind} it leads to is not written: {REASONS.get(place.skipped, 'it was left out')}."
            return Found("missing", url, "link-not-written", message)
        anchor, lost = self._place_on(place, own.anchor)
        written = self._written(self._addresses.post(place), anchor)
        if place.status not in (Status.LIVE, Status.SCHEDULED):
            return Found(
                "resolved", written, "link-to-draft", f"It leads to a {place.kind} that is no more than a draft."
            )
        if lost:
            return Found(
                "resolved", written, "link-anchor", f"The page has no place called {lost!r}; it leads to its top."
            )
        return Found("resolved", written)

    def _place_on(self, place: Place, anchor: str) -> tuple[str, str]:
        """Return the place on the new page for *anchor*, and what had to be given up."""
        if not anchor:
            return "", ""
        if anchor[0] == "c" and anchor[1:].isdigit():
            if self._index.has_comment(place, anchor[1:]):
                return self._addresses.comment.format(number=anchor[1:]), ""
            return self._thread(place), "" if self._thread(place) else anchor
        if anchor in ("comments", "comment-form"):
            return self._thread(place), ""
        if anchor in _BLOGGERS_PLACES:
            return "", ""
        return (anchor, "") if anchor in self._anchors_of(place) else ("", anchor)

    def _thread(self, place: Place) -> str:
        return self._addresses.comments if self._index.has_comments(place) else ""

    def _anchors_of(self, place: Place) -> frozenset[str]:
        """Return those of the places wanted on a page that its new body has: read once and kept."""
        known = self._anchors.get(place.row)
        if known is None:
            context = body.BodyContext(anchors=self._wanted_in(place.path))
            html = body.html.emit(body.read(self._index.body(place), context))
            known = self._anchors[place.row] = frozenset(map(unescape, _ID.findall(html)))
            if len(self._anchors) > _MOST_PAGES_KEPT:
                self._anchors.popitem(last=False)
        return known

    def _missing(self, own: Own, url: str) -> Found:
        if own.what == "number":
            return Found("missing", url, "link-missing", f"No post has the number {own.number}.")
        if _HOST_ALONE.match(url):
            return Found("missing", url, "link-missing", f"It has no http:// in front; is https://{url} meant?")
        if not _HAS_PLACE.match(url) and _NO_ADDRESS.search(url):
            return Found("missing", url, "link-missing", "These are words and no address.")
        return Found("missing", url, "link-missing", "Nothing in the input has this address.", own.path)

    # -- what Blogger made of posts --------------------------------------------------------------------------

    def _label(self, own: Own, url: str) -> Found:
        label = self._label_called(own.label)
        if label is None:
            return Found("missing", url, "link-missing", f"No post has the label {own.label!r}.")
        if own.what == "label":
            return self._at(self._addresses.label(label))
        feed = self._places.label_feed.format(slug=label.slug) if self._places.label_feed else ""
        return self._at(feed or self._places.feed or self._places.home)

    def _label_called(self, name: str) -> Label | None:
        spaced = name.replace("+", " ")
        return self._labels.get(name) or self._labels.get(spaced) or self._labels.get(fold(spaced))

    def _archive(self, own: Own, url: str) -> Found:
        if own.month and f"{own.year}-{own.month}" in self._months and self._places.month:
            return self._at(self._places.month.format(year=own.year, month=own.month))
        if own.year in self._years:
            return self._at(self._places.year.format(year=own.year) if self._places.year else self._places.home)
        return Found("missing", url, "link-missing", "Nothing was published at that time.")


def _wanted_anchors(store: Store) -> dict[str, frozenset[str]]:
    """Return for the last part of a path the places that some body links to."""
    gathered: dict[str, set[str]] = {}
    query = "SELECT DISTINCT name, value FROM clues JOIN old_places ON tail = name WHERE kind = 'anchor'"
    for name, anchor in rows(store.db, query):
        gathered.setdefault(name, set()).add(anchor)
    return {name: frozenset(anchors) for name, anchors in gathered.items()}
