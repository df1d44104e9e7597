"""The gadgets on a page, with the content that exports before 2016 leave out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterator
from typing import Final

from bloggermigrate.issues import Source
from bloggermigrate.model import RawWidget
from bloggermigrate.readers.pages.context import PageContext, absolute
from bloggermigrate.readers.pages.dom import (
    Dom,
    Element,
    ancestors,
    classes,
    first,
    first_of_class,
    has_class,
    inner_html,
    put,
    remove,
    text_of,
    walk,
)

_TYPE: Final = re.compile(r"[A-Z][A-Za-z]{2,30}\Z")
_ID: Final = re.compile(r"[A-Za-z]+\d*\Z")
_OWN: Final = frozenset({"widget-item-control", "quickedit", "clear", "widget-item-control-wrapper"})
#: Gadgets that show no title of their own: what looks like one is the blog's, or a post's.
_UNTITLED: Final = frozenset({"Header", "Navbar", "Blog", "Attribution"})
_URL: Final = re.compile(r"url\([\"']?([^\"')]+)")


def find_gadgets(
    dom: Dom, page: PageContext, source: Source, known: Container[str] = frozenset()
) -> Iterator[RawWidget]:
    """Give the gadgets of the page in order, each with what it shows as settings; not those with ids in *known*."""
    for order, element in enumerate(dom.of_class("widget")):
        names = classes(element)
        kind = next((name for name in names if name != "widget" and _TYPE.match(name)), "")
        number = element.get("id", "")
        if not kind or number in known or not _ID.match(number):
            continue
        if any("widget" in classes(above) for above in ancestors(element)):
            continue
        section = next((above.get("id", "") for above in ancestors(element) if "section" in classes(above)), "")
        heading = _heading(element)
        read = _READERS.get(kind)
        settings = {key: value for key, value in read(element, page).items() if value} if read else {}
        yield RawWidget(
            id=number,
            type=kind,
            title="" if kind in _UNTITLED else text_of(heading),
            section=section,
            order=order,
            settings=settings,
            has_settings=bool(settings),
            source=source,
        )


def _heading(element: Element) -> Element | None:
    for child in element:
        if isinstance(child.tag, str) and child.tag in {"h2", "h3"}:
            return child
    return first_of_class(element, "title", "widget-title")


def _content(element: Element) -> Element | None:
    return first_of_class(element, "widget-content")


def _html(element: Element, page: PageContext) -> dict[str, str]:
    content = _content(element)
    if content is None:
        return {}
    for own in [el for el in walk(content) if el is not content and has_class(el, _OWN)]:
        remove(own)
    for inner in walk(content):
        for name in ("href", "src"):
            if inner.get(name):
                put(inner, name, absolute(inner.get(name, ""), page))
    return {"content": inner_html(content).strip()}


def _links(element: Element) -> list[Element]:
    content = _content(element)
    top = content if content is not None else element
    items = [el for el in walk(top) if el.tag == "li"]
    return items or [el for el in walk(top) if el.tag == "a"]


def _link_of(item: Element) -> Element | None:
    """Return the link with the words of *item*; the first one may be a picture's."""
    links = [el for el in walk(item) if el.tag == "a" and not has_class(el, _OWN)]
    return next((link for link in links if text_of(link)), links[0] if links else None)


def _link_list(element: Element, page: PageContext) -> dict[str, str]:
    out: dict[str, str] = {}
    place = 0
    for item in _links(element):
        link = _link_of(item)
        text = text_of(link if link is not None else item)
        if text:
            out[f"text-{place}"] = text
            out[f"link-{place}"] = absolute(link.get("href", ""), page) if link is not None else ""
            place += 1
    return out


def _text_list(element: Element, page: PageContext) -> dict[str, str]:
    return {f"item-{place}": text_of(item) for place, item in enumerate(_links(element))}


def _page_list(element: Element, page: PageContext) -> dict[str, str]:
    rows = {}
    for place, item in enumerate(_links(element)):
        link = _link_of(item)
        text = text_of(link if link is not None else item)
        if text:
            href = absolute(link.get("href", ""), page) if link is not None else ""
            rows[str(place)] = {"title": text, "href": href, "position": place}
    return {"pageListJson": json.dumps(rows, ensure_ascii=False)} if rows else {}


def _image(element: Element, page: PageContext) -> dict[str, str]:
    content = _content(element)
    top = content if content is not None else element
    image = first(top, lambda el: el.tag == "img" and bool(el.get("src")))
    if image is None:
        return {}
    link = next((above for above in ancestors(image) if above.tag == "a"), None)
    return {
        "displayUrl": absolute(image.get("src", ""), page),
        "link": absolute(link.get("href", ""), page) if link is not None else "",
        "caption": text_of(first_of_class(top, "caption")),
    }


def _header(element: Element, page: PageContext) -> dict[str, str]:
    image = first(element, lambda el: el.tag == "img" and bool(el.get("src")))
    inner = first(element, lambda el: "url(" in el.get("style", ""))
    found = _URL.search(inner.get("style", "")) if inner is not None else None
    address = image.get("src", "") if image is not None else found[1] if found else ""
    return {
        "title": text_of(first_of_class(element, "title")),
        "description": text_of(first_of_class(element, "description", "descriptionwrapper")),
        "useImage": "true" if address else "",
        "displayUrl": absolute(address, page) if address else "",
    }


def _labels(element: Element, page: PageContext) -> dict[str, str]:
    names = [text_of(el) for el in walk(element) if el.tag == "a" and "/search/label/" in el.get("href", "")]
    return {"showType": "USE_PRESELECTED" if names else "", "selectedLabelsList": ",".join(filter(None, names))}


def _attribution(element: Element, page: PageContext) -> dict[str, str]:
    link = first(element, lambda el: el.tag == "a" and "blogger.com" in el.get("href", ""))
    return {"copyright": "" if link is not None else text_of(_content(element))}


_READERS: Final[dict[str, Callable[[Element, PageContext], dict[str, str]]]] = {
    "HTML": _html,
    "Text": _html,
    "LinkList": _link_list,
    "BlogList": _link_list,
    "TextList": _text_list,
    "PageList": _page_list,
    "Image": _image,
    "Header": _header,
    "Label": _labels,
    "Attribution": _attribution,
    "Profile": _html,
}
