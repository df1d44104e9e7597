"""Links: what they point to, and what becomes of those that point nowhere."""

from __future__ import annotations

import re

from bloggermigrate.body.document import LinkRef, Style
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.text import clean_url
from bloggermigrate.body.tree import Element
from bloggermigrate.body.words import names

# A browser drops control characters and blanks before the scheme, and tabs and line feeds within it.
_SCHEME = re.compile(r"[\x00-\x20\xa0]*([a-z][a-z0-9+.-]*):", re.I)
_SCRIPT = names("javascript vbscript data livescript mocha")
#: Targets on the writer's own machine or in a browser's memory; no reader ever reached them.
_DEAD = names("file about blob ms-its mk chrome res x-apple-data-detectors")


def scheme(url: str) -> str:
    """Return the scheme of *url* in lower case, "" if it has none.

    >>> scheme(" JAVA\\tscript:x"), scheme("//e.org/a:b"), scheme("?q=a:b")
    ('javascript', '', '')
    """
    if url.startswith(("http://", "https://")):
        return url[: url.index(":")]
    found = _SCHEME.match(clean_url(url))
    return found.group(1).lower() if found else ""


def leads_away(url: str) -> bool:
    """Whether an address, cleaned, leads a reader to another page.

    >>> leads_away("http://e.org/"), leads_away("#line-3"), leads_away("javascript:go()"), leads_away("")
    (True, False, False, False)
    """
    return bool(url) and url[0] != "#" and scheme(url) not in _SCRIPT | _DEAD


def read_link(reader: Reader, element: Element, style: Style) -> None:
    """`<a>`: a link, a place that links point to, or nothing but its words."""
    reader.children(element, link_style(reader, element, style))


def link_style(reader: Reader, element: Element, style: Style) -> Style:
    """Return the style inside an `<a>`, and tell *reader* of the link and of the place it may be."""
    tag = element.tag
    inner = reader.restyle(style, tag)
    href = tag.attributes.get("href")
    if reader.targets:
        reader.anchor(tag.get("id"))
        if tag.get("name") != tag.get("id"):
            reader.anchor(tag.get("name"))
    if href is None:
        return inner
    href = clean_url(href)
    kind = scheme(href)
    if kind in _SCRIPT and not (reader.context.unsafe_html and kind != "data"):
        if not href.lower().startswith("javascript:void"):
            reader.notes.add("unsafe-link-dropped")
        return inner
    if not href or kind in _DEAD:
        reader.notes.add("dead-link-dropped")
        return inner
    if "google.com/" in href and href.partition("google.com/")[0].rpartition("//")[2] in ("docs.", "drive."):
        reader.notes.add("drive-document-kept")
    reader.links.append(LinkRef(href, words(element)))
    if reader.context.link is not None:
        href = reader.context.link(href)
    title = " ".join(tag.get("title").split())
    return reader.style(inner.marks, href, title, inner.abbr)


def words(element: Element, limit: int = 200) -> str:
    """The text inside *element*, blanks collapsed, cut after about *limit* characters."""
    children = element.children
    if len(children) == 1 and type(children[0]) is str:
        return " ".join(children[0].split())[:limit]
    parts: list[str] = []
    size = 0
    stack: list[Element | str] = [element]
    while stack and size < limit:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            size += len(node)
        else:
            stack.extend(child for child in reversed(node.children) if isinstance(child, (Element, str)))
    return " ".join("".join(parts).split())[:limit]
