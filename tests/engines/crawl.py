"""A walk through a built site over HTTP: what leads nowhere, and whether every old address is answered."""

from __future__ import annotations

import csv
import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from engines.serving import Answer, Client

_REFRESH = re.compile(r'http-equiv="?refresh"?[^>]*?url=([^">]+)', re.IGNORECASE)
_MOST_STEPS = 5


def walk(base: str) -> tuple[set[str], list[tuple[str, str]]]:
    """Return the paths of all pages that links lead to from the home page, and all links that lead nowhere.

    Pictures, style sheets and feeds count like links; a place within a page has to be on it.
    """
    met: dict[str, Answer] = {}
    wanted: list[tuple[str, str, str]] = []  # page, address, place within it
    waiting = ["/"]
    with Client(base) as client:
        while waiting:
            path = waiting.pop()
            if path in met:
                continue
            answer = met[path] = _follow(client, path)[1]
            if "<html" not in answer.text[:2000].lower():
                continue
            for link in _links(answer.text):
                parts = urlsplit(urljoin(path, link))
                if parts.scheme or parts.netloc:
                    continue
                wanted.append((path, parts.path, unquote(parts.fragment)))
                waiting.append(parts.path)
    broken = [
        (page, path + (f"#{place}" if place else ""))
        for page, path, place in wanted
        if met[path].status != 200 or (place and place not in _places(met[path].text))
    ]
    return {path for path, answer in met.items() if answer.status == 200}, broken


def _links(html: str) -> list[str]:
    tree = LexborHTMLParser(html)
    found = [node.attributes.get("href") or node.attributes.get("src") or "" for node in tree.css("[href], [src]")]
    return [link for link in found if link and not re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE)]


@cache
def _places(html: str) -> frozenset[str]:
    tree = LexborHTMLParser(html)
    named = {node.attributes.get("name") or "" for node in tree.css("a[name]")}
    return frozenset({node.attributes.get("id") or "" for node in tree.css("[id]")} | named | {"top", ""})


def _follow(client: Client, path: str) -> tuple[str, Answer]:
    """Return the last path, encoded and less its query, and its answer; a page may send readers on as a server does."""
    for _ in range(_MOST_STEPS):
        answer = client.ask(path)
        refresh = _REFRESH.search(answer.text[:4000])
        place = answer.place if answer.status in (301, 302, 308) else refresh[1] if refresh else ""
        if not place:
            return path.partition("?")[0], answer
        parts = urlsplit(urljoin(path, unescape(place)))
        path = quote(parts.path, safe="/%!$&'()*+,;=:@~") + (f"?{parts.query}" if parts.query else "")
    raise AssertionError(f"{path} goes round in circles")


def wrong_answers(base: str, listing: Path) -> list[tuple[str, str, str]]:
    """Return old address, new one and what came of it for each row of a map that does not arrive where it should."""
    found = []
    with Client(base) as client, listing.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for old in (row["old"], f"{row['old']}?m=1"):
                place, answer = _follow(client, old)
                # A folder answers like its index.
                same = unquote(place) == unquote(row["new"]) or answer.text == _follow(client, row["new"])[1].text
                if not same or answer.status != 200:
                    found.append((old, row["new"], f"{answer.status} {place}"))
    return found
