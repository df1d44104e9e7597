"""Links, pictures and embedded media in HTML, Markdown and data, and the places that links may lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

Kind = Literal["link", "image", "embed"]

#: element → its attribute with an address, and what that is
_HOLDERS: dict[str, tuple[str, Kind]] = {
    "a": ("href", "link"),
    "area": ("href", "link"),
    "img": ("src", "image"),
    "iframe": ("src", "embed"),
    "video": ("src", "embed"),
    "audio": ("src", "embed"),
    "source": ("src", "embed"),
    "embed": ("src", "embed"),
    "object": ("data", "embed"),
}
#: keys of data and front matter whose value is an address of a page, or of a picture
_LINK_KEYS = frozenset(("url", "link", "href", "uri", "home_page_url"))
_IMAGE_KEYS = frozenset(("image", "images", "heroimage", "previewimage", "feature_image", "cover", "thumbnail"))
_HTML_KEYS = frozenset(("html", "content_html", "description_html", "content"))
_MOST_DEPTH = 60


class Met(NamedTuple):
    """One address as it stands."""

    kind: Kind
    url: str


@dataclass(slots=True)
class Text:
    """What was found in one piece of text."""

    met: list[Met] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)  #: places that links may lead to

    def add(self, other: Text) -> None:
        self.met += other.met
        self.ids |= other.ids


def in_html(html: str) -> Text:
    """Return what a page or fragment has; any string is read.

    >>> in_html('<p id="a"><a href="/x.html">x</a> <img src="y.png"></p>')
    Text(met=[Met(kind='link', url='/x.html'), Met(kind='image', url='y.png')], ids={'a'})
    """
    found = Text()
    if "<" not in html:
        return found
    try:
        tree = document_fromstring(html.replace("\0", ""), parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return found
    for element in tree.iter():
        if not isinstance(element, HtmlElement) or not isinstance(element.tag, str):
            continue
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                found.ids.add(name)
        if element.tag in _HEADINGS:
            found.ids.add(heading_id(element.text_content()))
        holder = _HOLDERS.get(element.tag)
        if holder and (url := (element.get(holder[0]) or "").strip()):
            found.met.append(Met(holder[1], url))
    return found


_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_NO_WORD = re.compile(r"[^\w\s-]")


def heading_id(text: str) -> str:
    """Return the id that engines give to a heading of these words."""
    return re.sub(r"\s", "-", _NO_WORD.sub("", text.strip().lower()))


def in_markdown(text: str) -> Text:
    """Return what Markdown has once it is rendered; HTML in it counts."""
    from bloggermigrate.linkcheck.markdown import rendered

    return in_html(rendered(text))


def in_data(value: Any, depth: int = 0) -> Text:
    """Return what values have that templates show: addresses under keys that say so, HTML under others, ids."""
    found = Text()
    if depth > _MOST_DEPTH:
        return found
    if isinstance(value, dict):
        for key, inner in value.items():
            name = str(key).lower()
            if name == "id" and isinstance(inner, str):
                found.ids.add(inner)
            elif name in _HTML_KEYS and isinstance(inner, str):
                found.add(in_html(inner))
            elif name in _LINK_KEYS or name in _IMAGE_KEYS:
                kind: Kind = "link" if name in _LINK_KEYS else "image"
                found.met += [Met(kind, url) for url in _strings(inner)]
            elif isinstance(inner, (dict, list)):
                found.add(in_data(inner, depth + 1))
    elif isinstance(value, list):
        for inner in value:
            found.add(in_data(inner, depth + 1))
    return found


def _strings(value: Any) -> Iterator[str]:
    values: Iterable[Any] = value if isinstance(value, list) else (value,)
    for each in values:
        if isinstance(each, str) and each.strip():
            yield each.strip()
