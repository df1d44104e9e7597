"""How each link and picture of an output stands: does it lead to something that the output has?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from bloggermigrate.linkcheck.outputs import STATIC, Output, Page, read_output
from bloggermigrate.linkcheck.reading import Kind, Met
from bloggermigrate.linking.forms import host_of
from bloggermigrate.text import addresses

State = Literal["resolved", "missing", "external", "other", "local", "remote"]

#: what every site of ours answers at beside its pages
_OF_SITES = (
    "/posts/",
    "/tags/",
    "/pages/",
    "/labels.html",
    "/archive.html",
    "/rss.xml",
    "/feeds/posts/default",
    "/404.html",
)
#: places on pages that templates make
_OF_TEMPLATES = frozenset(("comments", "isso-thread", "disqus_thread", "top", "main"))
_GHOST = "__GHOST_URL__"


@dataclass(frozen=True, slots=True)
class Link:
    """A link, picture or embed of the output.

    States of links: resolved, missing, external, other (mailto:, places on the same page). Of pictures and embedded
    media: local, missing, remote. *status* is the answer of the network where it was asked: an HTTP status, or a word.
    """

    kind: Kind
    state: State
    url: str
    file: str
    why: str = ""  #: of a missing one
    status: str = ""

    @property
    def host(self) -> str:
        return host_of(self.url)


@dataclass(frozen=True, slots=True)
class Checked:
    """All links of an output, in the order of its files."""

    target: str
    links: list[Link]

    def counts(self) -> dict[str, dict[str, int]]:
        """Return kind → state → how many."""
        counted = Counter((link.kind, link.state) for link in self.links)
        found: dict[str, dict[str, int]] = {}
        for (kind, state), count in sorted(counted.items()):
            found.setdefault(kind, {})[state] = count
        return found

    @property
    def lost(self) -> list[Link]:
        """Those that lead nowhere, as far as is known."""
        return [
            link for link in self.links if link.state == "missing" or (link.status and not link.status.startswith("2"))
        ]


def check(path: Path, hosts: tuple[str, ...] = ()) -> Checked:
    """Return how the links of the output at *path* stand; *hosts* are further addresses of the blog. No network.

    Raises `InputError` for what is no output of ours.
    """
    output = read_output(path)
    site = _Site(output, hosts)
    return Checked(output.target, [site.link(met, page) for page in output.pages for met in page.text.met])


class _Site:
    """What an output answers at."""

    def __init__(self, output: Output, hosts: tuple[str, ...]) -> None:
        self._output = output
        self._hosts = {addresses.canonical_host(host_of(h) or h) for h in (*output.hosts, *hosts)} - {""}
        self._pages: dict[str, Page | None] = dict.fromkeys(map(_plain, self._others()))
        for page in output.pages:
            for address in (*page.aliases, page.address):
                if address:
                    known = self._pages.get(_plain(address))
                    if known is not None and known is not page:
                        known.text.ids |= page.text.ids  # the comments of a feed
                    else:
                        self._pages[_plain(address)] = page

    def _others(self) -> Iterator[str]:
        """Give the addresses that are no page of content: archives, labels, feeds."""
        from bloggermigrate.writers import WRITERS

        yield "/"
        if self._output.root is not None:
            yield from _OF_SITES
        writer = WRITERS.get(self._output.target)
        if writer is None:
            return
        places = writer.places
        yield from filter(None, (places.home, places.feed, places.comments_feed, places.search))
        months = {page.month for page in self._output.pages if page.month}
        for month in months:
            year, _, number = month.partition("-")
            yield from filter(None, (places.year.format(year=year), places.month.format(year=year, month=number)))
        for slug in self._output.labels:
            yield from filter(None, (places.label.format(slug=slug), places.label_feed.format(slug=slug)))
            yield f"/search/label/{slug}"

    def link(self, met: Met, page: Page) -> Link:
        state, why = self._state(met, page)
        return Link(met.kind, state, met.url, page.file, why)

    def _state(self, met: Met, page: Page) -> tuple[State, str]:
        url = met.url.removeprefix(_GHOST) or "/"
        away: State = "external" if met.kind == "link" else "remote"
        try:
            parts = urlsplit(url)
        except ValueError:
            return "other" if met.kind == "link" else "missing", ""
        if parts.scheme.lower() == "data":
            return "local", ""
        if parts.scheme and parts.scheme.lower() not in ("http", "https"):
            return "other", ""
        host = host_of(url)
        if host and addresses.canonical_host(host) not in self._hosts:
            return away, ""
        if met.kind != "link":
            if host:
                return away, ""
            return ("local", "") if self._has_file(parts.path, page) else ("missing", "no such file")
        if url.startswith("#"):
            return "other", ""
        path = (
            unquote(urlsplit(urljoin(f"http://host{page.address or '/'}", parts.path)).path)
            if not host
            else unquote(parts.path)
        )
        return self._answer(path or "/", unquote(parts.fragment), page)

    def _answer(self, path: str, fragment: str, page: Page) -> tuple[State, str]:
        key = _plain(path)
        if key not in self._pages:
            return ("resolved", "") if self._has_file(path, page) else ("missing", "no such page")
        target = self._pages[key]
        if fragment and target is not None and fragment not in self._places(target):
            return "missing", f"no place called {fragment!r} on the page"
        return "resolved", ""

    def _places(self, page: Page) -> set[str] | frozenset[str]:
        return page.text.ids | self._output.threads.get(page.thread, set()) | _OF_TEMPLATES

    def _has_file(self, path: str, page: Page) -> bool:
        root = self._output.root
        name = unquote(path)
        if root is None or not name.strip("/") or "\0" in name or len(name) > 1000:
            return False
        places = [root / static / name.lstrip("/") for static in STATIC]
        if not name.startswith("/"):
            places.append((root / page.file).parent / name)
        try:
            return any(place.is_file() and place.resolve().is_relative_to(root.resolve()) for place in places)
        except OSError:
            return False


def _plain(path: str) -> str:
    """Return what two spellings of an address that answers have in common."""
    return path.removesuffix("index.html").rstrip("/") or "/"


def with_answers(checked: Checked, answers: dict[str, str]) -> Checked:
    """Return *checked* with what the network said of some of its addresses."""
    links = [replace(link, status=answers[link.url]) if link.url in answers else link for link in checked.links]
    return Checked(checked.target, links)
