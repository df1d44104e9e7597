"""The body of a post on a page, less what Blogger or whoever kept the page put into it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from bloggermigrate.readers.pages.context import PageContext, absolute
from bloggermigrate.readers.pages.dom import (
    Dom,
    Element,
    classes,
    first,
    has_class,
    inner_html,
    put,
    remove,
    text_of,
    walk,
)

#: Blogger's own additions to a body: share buttons, the clearing element, the link to the rest.
_NOT_BODY: Final = frozenset(
    {"post-share-buttons", "jump-link", "reaction-buttons", "post-labels", "post-footer", "star-ratings", "post-header"}
)
_NOISE: Final = re.compile(r"Can't find substitution for tag")
_CLEAR: Final = re.compile(r"clear\s*:\s*both", re.IGNORECASE)
_ADDRESSES: Final = (("a", "href"), ("img", "src"), ("iframe", "src"), ("embed", "src"), ("source", "src"))


def lines_above(dom: Dom) -> set[tuple[str, str, str]]:
    """Return (tag, class, words) of the short lines that stand at the top of the page, outside of all it holds."""
    body = next(iter(dom.of_tag("body")), None)
    found = set()
    for element in body.iterchildren("*") if body is not None else ():
        if element.get("class") and len(element) <= 3 and not has_class(element, ("widget", "section", "post")):
            words = text_of(element)
            if 0 < len(words) <= 80:
                found.add((element.tag, element.get("class", ""), words))
    return found


def drop_chrome(body: Element, above: set[tuple[str, str, str]]) -> tuple[str, ...]:
    """Take out of *body* the lines that the page shows *above* the blog as well, and return their words.

    Who keeps a mirror may stamp each page with a line of his own; a script that puts it at the top of whatever looks
    like one meets posts too.
    """
    kinds = {(tag, name) for tag, name, _ in above}
    stamped = [
        element
        for element in walk(body)
        if (element.tag, element.get("class", "")) in kinds
        and (element.tag, element.get("class", ""), text_of(element)) in above
    ]
    out = tuple(text_of(element) for element in stamped)
    for element in stamped:
        remove(element)
    return out


def body_html(body: Element, page: PageContext) -> tuple[str, bool]:
    """Return (HTML of *body* without Blogger's additions, whether it was cut at the jump break)."""
    script = first(body, lambda el: el.tag == "script" and el.get("type", "") == "text/template")
    if script is not None and not text_of(body):
        # Google's own blogs keep the body as a template that a script shows.
        return (script.text or "").strip("\n"), False
    cut = False
    for element in [el for el in walk(body) if el is not body and has_class(el, _NOT_BODY)]:
        cut = cut or "jump-link" in classes(element)
        remove(element)
    for comment in [el for el in body.iter(etree.Comment) if _NOISE.search(el.text or "")]:
        remove(comment)
    last = _last(body)
    while last is not None and _is_clearing(last) and not (last.tail or "").strip():
        remove(last)
        last = _last(body)
    for element in walk(body):
        for tag, name in _ADDRESSES:
            held = element.get(name) if element.tag == tag else None
            if held:
                put(element, name, absolute(held, page))
    return inner_html(body).strip("\n"), cut


def _last(body: Element) -> Element | None:
    return next((child for child in reversed(body) if isinstance(child.tag, str)), None)


def _is_clearing(element: Element) -> bool:
    empty = not len(element) and not (element.text or "").strip()
    return element.tag == "div" and empty and _CLEAR.search(element.get("style", "")) is not None
