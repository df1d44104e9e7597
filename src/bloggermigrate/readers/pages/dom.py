"""A saved page as a tree: decoding, parsing, and the few questions the readers ask of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from html import escape
from typing import Final

from lxml import etree

from bloggermigrate.readers.charsets import declared
from bloggermigrate.readers.encodings import BOMS, told_by_dates

Element = etree._Element

_DECLARED: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
#: What browsers read for these names (Encoding Standard, "Names and labels").
_AS_BROWSERS_DO: Final = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252"}
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: Bytes that stand in UTF-8 where any of these does; to look for bytes is many times faster.
_CONTROL_BYTES: Final = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_BLANKS: Final = re.compile(r"\s+")
#: Elements whose text nobody reads.
_UNREAD: Final = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "form"})


def decode(data: bytes) -> tuple[str, bool]:
    """Return (text, whether bytes had to be replaced) of a page in whatever encoding it was saved.

    A byte order mark decides; then UTF-8, when all of it is; then what the page declares (browsers and
    mirrors rewrite files without the declaration, so it is not the first); then the encoding that its dates tell.

    >>> decode("perché".encode("windows-1252")), decode("perché".encode())
    (('perché', False), ('perché', False))
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            text = data.decode(name, "replace")
            return text, "\ufffd" in text
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    for found in _DECLARED.findall(data[:8192]):
        name = found.decode("ascii").lower()
        name = _AS_BROWSERS_DO.get(name, name)
        if name.replace("_", "-") in {"utf-8", "utf8", "unset"}:
            continue
        with suppress(UnicodeError):
            if codec := declared(name):
                return data.decode(codec), False
    # A page in UTF-8 with a few broken bytes is not one in Windows-1252.
    lenient = data.decode("utf-8", "replace")
    if lenient.count("\ufffd") * 20 < sum(byte > 127 for byte in data):
        return lenient, True
    text = data.decode(told_by_dates(data), "replace")
    return text, "\ufffd" in text


class Dom:
    """A parsed page: its root, its elements in order, and those of each class, tag and id."""

    def __init__(self, text: str) -> None:
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True)
        clean = text.encode("utf-8", "replace")
        bare = clean.translate(None, _CONTROL_BYTES)
        if len(bare) != len(clean) or b"\xef\xbf\xbe" in clean or b"\xef\xbf\xbf" in clean:
            clean = _CONTROLS.sub("\ufffd", text).encode("utf-8", "replace")
        root = etree.fromstring(clean, parser) if clean.strip() else None
        self.root: Element = root if root is not None else etree.Element("html")
        self.elements: list[Element] = list(self.root.iter("*"))
        self.order = {element: place for place, element in enumerate(self.elements)}
        self._classes: dict[str, list[Element]] = {}
        self._tags: dict[str, list[Element]] = {}
        self._ids: dict[str, Element] = {}
        self.described: list[Element] = []  #: those with an ``itemprop``
        self.comment_blocks: set[Element] = set()  #: what holds the comments of the page's post
        for element in self.elements:
            self._tags.setdefault(element.tag, []).append(element)
            held = element.get("class")
            if held:
                for name in held.split():
                    self._classes.setdefault(name, []).append(element)
            number = element.get("id")
            if number:
                self._ids.setdefault(number, element)
                if number in ("comments", "comments-block"):
                    self.comment_blocks.add(element)
            if element.get("itemprop"):
                self.described.append(element)

    def of_class(self, *names: str) -> list[Element]:
        """Return the elements that have any of the classes *names*, in order, each once."""
        return self.in_order({element for name in names for element in self._classes.get(name, ())})

    def in_order(self, elements: Iterable[Element]) -> list[Element]:
        """Return *elements* as they stand in the page, each once."""
        return sorted(set(elements), key=self.order.__getitem__)

    def of_tag(self, tag: str) -> list[Element]:
        return self._tags.get(tag, [])

    def by_id(self, name: str) -> Element | None:
        return self._ids.get(name)

    def with_id(self, start: str) -> list[Element]:
        """Return the elements whose id begins with *start*."""
        return [element for number, element in self._ids.items() if number.startswith(start)]

    def meta(self, name: str) -> str:
        """Return the content of the first ``meta`` called *name* (as name, property or itemprop)."""
        for element in self.of_tag("meta"):
            if name in (
                element.get("name", "").lower(),
                element.get("property", "").lower(),
                element.get("itemprop", ""),
            ):
                return element.get("content", "").strip()
        return ""


def classes(element: Element) -> list[str]:
    """Return the class names of *element*."""
    held = element.get("class")
    return held.split() if held else []


def has_class(element: Element, names: Collection[str]) -> bool:
    return any(name in names for name in classes(element))


def walk(top: Element, skip: Collection[Element] = ()) -> Iterator[Element]:
    """Give *top* and the elements in it in order, without those in *skip* and what they hold."""
    if not skip:
        yield from top.iter("*")
        return
    waiting = [top]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element in skip:
            continue
        yield element
        waiting.extend(reversed(element))


def first(top: Element, test: Callable[[Element], bool], skip: Collection[Element] = ()) -> Element | None:
    """Return the first element in *top* that passes *test*."""
    return next((element for element in walk(top, skip) if test(element)), None)


def first_of_class(top: Element, *names: str, skip: Collection[Element] = ()) -> Element | None:
    """Return the first element of the first of the classes *names* that *top* holds any of."""
    best, found = len(names), None
    for element in walk(top, skip):
        held = element.get("class")
        if not held:
            continue
        for name in held.split():
            if name in names[:best]:
                best, found = names.index(name), element
        if best == 0:
            break
    return found


def text_of(element: Element | None, skip: Collection[Element] = ()) -> str:
    """Return the words of *element*, blanks made single; scripts and forms are not read."""
    if element is None:
        return ""
    out: list[str] = []
    waiting: list[Element | str] = [element]
    top = element
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        if item is not top and item.tail:
            waiting.append(item.tail)
        if not isinstance(item.tag, str) or item.tag in _UNREAD or item in skip:
            continue
        if item.tag in {"br", "p", "div", "li", "td", "dd", "dt", "h1", "h2", "h3", "h4"}:
            out.append(" ")
        waiting.extend(reversed(item))
        if item.text:
            waiting.append(item.text)
    return _BLANKS.sub(" ", "".join(out)).strip()


def inner_html(element: Element) -> str:
    """Return what stands in *element* as HTML, without the element itself."""
    parts = (etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element)
    return escape(element.text or "", quote=False) + "".join(parts)


def remove(element: Element) -> None:
    """Take *element* out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def ancestors(element: Element) -> Iterator[Element]:
    above = element.getparent()
    while above is not None:
        yield above
        above = above.getparent()


def put(element: etree._Element, name: str, value: str) -> None:
    """Set an attribute; where an address decodes to what no XML tree can hold, it stays as it was."""
    with suppress(ValueError):
        element.set(name, value)
