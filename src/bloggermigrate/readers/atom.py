"""What both Atom forms share: short names for elements, texts, authors, links."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from bloggermigrate.issues import Source
from bloggermigrate.model import Author, Location
from bloggermigrate.readers.mending import NAMESPACES
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.xml_stream import local_name

KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
LABEL_SCHEME = "http://www.blogger.com/atom/ns#"
BLOG_TAG = "tag:blogger.com,1999:blog-"

_PREFIX_OF = {uri: f"{prefix}:" for prefix, uri in NAMESPACES.items()} | {
    NAMESPACES["atom"]: "",
    "http://purl.org/atom/ns#": "",  # Atom 0.3
    "http://www.w3.org/2007/app": "app:",
    "http://a9.com/-/spec/opensearch/1.1/": "openSearch:",
}
_names: dict[str, str] = {}


def name_of(element: etree._Element) -> str:
    """Return the short name of an element: "title", "thr:total", "blogger:type".

    The document's own prefixes don't matter. An undeclared prefix (as in files that lost their root's
    declarations) reads like the usual one; an element without namespace reads like Atom's.
    """
    tag = element.tag
    known = _names.get(tag)
    if known is None:
        if not isinstance(tag, str):
            return ""
        uri, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        known = _PREFIX_OF.get(uri, f"{{{uri}}}") + local if uri else local.removeprefix("atom:")
        if len(_names) < 10_000:  # a hostile file may hold any number of names
            _names[tag] = known
    return known


class Link(NamedTuple):
    """An `atom:link`."""

    rel: str
    href: str
    type: str


def text_of(element: etree._Element) -> str:
    """Return the text construct of *element* as HTML or text: decoded once, xhtml content as markup."""
    if len(element) == 0:
        return element.text or ""
    # xhtml: the markup stands as child elements, by rule inside one div (RFC 4287 §3.1.1.3).
    holder = element
    if len(element) == 1 and not (element.text or "").strip() and local_name(element[0]) == "div":
        holder = element[0]
    return "".join(_markup(holder))


_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def _markup(holder: etree._Element) -> Iterator[str]:
    """Give what stands inside *holder* as HTML without namespaces; any depth, so nothing recurses."""
    yield html.escape(holder.text or "", quote=False)
    for event, node in etree.iterwalk(holder, events=("start", "end")):
        if node is holder or not isinstance(node.tag, str):
            continue
        name = local_name(node)
        if event == "start":
            yield f"<{name}"
            for key, value in node.attrib.items():
                yield f' {str(key).rpartition("}")[2]}="{html.escape(str(value))}"'
            yield ">"
            yield html.escape(node.text or "", quote=False)
        else:
            if name not in _VOID:
                yield f"</{name}>"
            yield html.escape(node.tail or "", quote=False)


def author_of(element: etree._Element) -> Author:
    """Return name and address of an `author`; its e-mail address is not looked at."""
    name = uri = ""
    for child in element:
        short = name_of(child)
        if short == "name":
            name = (child.text or "").strip()
        elif short == "uri":
            uri = (child.text or "").strip()
    return Author(name, uri)


def link_of(element: etree._Element) -> Link:
    return Link(element.get("rel", "alternate"), (element.get("href") or "").strip(), element.get("type", ""))


def location_of(name: str, point: str) -> Location | None:
    """Return a location from `georss:featurename` and `georss:point` ("45.46 9.19"), None when there is none."""
    if not name and not point:
        return None
    try:
        latitude, longitude = (float(part) for part in point.split()[:2])
    except ValueError:
        return Location(name)
    return Location(name, latitude, longitude)


def source_of(file: InputFile, element: etree._Element, entry_id: str) -> Source:
    line = element.sourceline
    return Source(file.name, entry_id, file.line + line if isinstance(line, int) and line > 0 else None)


def header(root: etree._Element | None) -> Iterator[etree._Element]:
    """Give the elements of a feed that are not entries."""
    if root is None:
        return
    for child in root:
        if name_of(child) not in ("entry", ""):
            yield child
