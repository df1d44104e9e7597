"""The sidebar of classic templates, from before gadgets: plain HTML, cut at its headings into boxes that are gadgets.

It stands in a rendered page of those years, and in the template itself (``theme-classic.html``, the template of an old
export), where ``<BloggerPreviousItems>``, ``<BloggerArchives>`` and ``<$BlogMemberProfile$>`` say what a page shows as
links. A box is given the type of the gadget that Blogger would have made of it in 2006: archive, profile, link list,
text. What is none of these keeps its HTML, so that advertising and counters in it are known by what they load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final

from lxml import etree

from bloggermigrate.issues import Source
from bloggermigrate.model import RawWidget
from bloggermigrate.readers.items import OLD_SECTION
from bloggermigrate.readers.pages.dom import Dom, Element, ancestors, classes, put, remove, text_of, walk
from bloggermigrate.text.slugs import slugify

#: what templates called the column beside the posts, as id or class
_NAME: Final = re.compile(
    r"(?:side|left|right)-?_?(?:bar|col|column|nav|navigation|side|panel|content|links)?\d*(?:-?(?:left|right|wrap|wrapper))?"
    r"|(?:blog)?-?(?:links|navigation|navbar2|menu)\d*|blogroll",
    re.I,
)
_HEADING_CLASS: Final = re.compile(r"(?:side-?bar|side|links?|box|menu|nav)-?(?:title|head|header|heading)", re.I)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD: Final = frozenset(("b", "strong", "u"))
_HOLDERS: Final = frozenset(("div", "td", "ul", "dl", "span", "p", "aside"))
_POST_CLASSES: Final = frozenset(
    ("post", "post-body", "blogpost", "blogPost", "entry", "posts", "hentry", "postbody", "blogger-post")
)
_ANCHOR: Final = re.compile(r"\d{5,20}\Z")
_ARCHIVE: Final = re.compile(r"archives?(?:\.html?|/|\.php|\b)|/\d{4}_\d{2}|/\d{4}/\d{2}/?(?:index\.html)?\Z", re.I)
_OWN_POST: Final = re.compile(r"/\d{4}/\d{2}/[^/?#]+\.html?\b|_archive\.html?#\d{5,}", re.I)
_PROFILE: Final = re.compile(r"blogger\.com/profile|/profile/\d|profile\.g\?", re.I)
_SERVICE: Final = re.compile(r"(?:post-edit|email-post|comment|delete-comment)\.(?:g|do)\b|haloscan", re.I)
_FEED: Final = re.compile(r"/(?:atom|rss|index)\.xml\b|/feeds/|\.rdf\b|feedburner", re.I)
_BUTTON: Final = re.compile(r"bloggerbutton|powered_?by_?blogger|https?://(?:www\.)?blogger\.com/?\Z", re.I)
_CODE: Final = frozenset(("script", "noscript", "iframe", "embed", "object"))
#: elements that say something without a word
_SAYING: Final = frozenset(("img", "form", "bloggerpreviousitems", "bloggerarchives", *_CODE))
#: marks of a template: which become words, which an element that says what Blogger would print there
_MARK: Final = re.compile(r"<\$\s*(\w{1,60})\s*\$>")
_WORDS: Final = {
    "I18NLinks": "Links",
    "I18NPreviousPosts": "Previous Posts",
    "I18NArchives": "Archives",
    "I18NAboutMe": "About Me",
    "BlogTitle": "",
}
_MADE: Final = {
    "BlogMemberProfile": "<span class='made-profile'>-</span>",
    "BlogTeamMembers": "<span class='made-profile'>-</span>",
    "BlogFeedsVertical": "<span class='made-feeds'>-</span>",
    "BlogFeeds": "<span class='made-feeds'>-</span>",
}
_LONGEST_TITLE: Final = 80


@dataclass(slots=True)
class _Box:
    title: str = ""
    parts: list[Element | str] = field(default_factory=list)


def read_template(text: str, source: Source) -> Iterator[RawWidget]:
    """Give the boxes of the sidebar of a classic template; none where it has no column of its own."""

    def filled(found: re.Match[str]) -> str:
        # A mark inside a tag is the value of an attribute: there an element would break the tag.
        inside = text.rfind("<", 0, found.start()) > text.rfind(">", 0, found.start())
        return "" if inside else _MADE.get(found[1], escape(_WORDS.get(found[1], "")))

    yield from read_sidebar(Dom(_MARK.sub(filled, text)), source)


def read_sidebar(
    dom: Dom, source: Source, absolute: Callable[[str], str] = str.strip, *, take: bool = False
) -> Iterator[RawWidget]:
    """Give the boxes of the page's or template's sidebar in order; *absolute* makes addresses of its links.

    With *take* the sidebar is taken out of the tree, so that it can't be met again as a part of a post.
    """
    columns = _columns(dom)
    used: dict[str, int] = {}
    order = 0
    for column in columns:
        for element in walk(column):
            for name in ("href", "src"):
                if element.get(name):
                    put(element, name, absolute(element.get(name, "")))
        for box in _boxes(column):
            kind, settings = _typed(box)
            name = f"{kind}-{slugify(box.title) or 'box'}"
            used[name] = used.get(name, 0) + 1
            yield RawWidget(
                id=name if used[name] == 1 else f"{name}-{used[name]}",
                type=kind,
                title=box.title,
                section=OLD_SECTION,
                order=order,
                settings=settings,
                has_settings=True,
                source=source,
            )
            order += 1
        if take:
            remove(column)


# -- where it stands ---------------------------------------------------------------------------------------------


def _columns(dom: Dom) -> list[Element]:
    """Return the elements beside the posts: those called a sidebar, else the cells of the table the posts stand in."""
    posts = {el for el in dom.elements if _is_post(el)}
    around = {above for post in posts for above in ancestors(post)}
    named = [
        el
        for el in dom.elements
        if el.tag in _HOLDERS
        and el not in around
        and el not in posts
        and any(_NAME.fullmatch(name) for name in (el.get("id", ""), *classes(el)) if name)
    ]
    chosen: list[Element] = []
    inside: set[Element] = set()
    for element in named:
        if element in inside or any(above in posts for above in ancestors(element)):
            continue
        inside.update(walk(element))
        # A line below each post may be called "links", too.
        if text_of(element) and not any(_is_of_a_post(el) for el in walk(element)):
            chosen.append(element)
    return chosen or _cells(posts)


def _cells(posts: set[Element]) -> list[Element]:
    """Return the cells that stand beside the cell of the posts and hold links."""
    for post in posts:
        for cell in ancestors(post):
            row = cell.getparent()
            if cell.tag != "td" or row is None:
                continue
            beside = [
                other
                for other in row
                if other is not cell
                and other.tag == "td"
                and not any(el in posts for el in walk(other))
                and sum(el.tag == "a" and bool(el.get("href")) for el in walk(other)) >= 2
            ]
            if beside:
                return beside
    return []


def _is_of_a_post(link: Element) -> bool:
    return link.tag == "a" and (
        link.get("title") == "permanent link" or _SERVICE.search(link.get("href", "")) is not None
    )


def _is_post(element: Element) -> bool:
    if element.tag == "blogger":  # of a template: all of the posts stand in it
        return True
    if element.tag == "a" and _ANCHOR.match(element.get("name", "") or element.get("id", "")):
        return True
    return any(name in _POST_CLASSES for name in classes(element))


# -- cut at its headings -----------------------------------------------------------------------------------------


def _boxes(column: Element) -> Iterator[_Box]:
    box = _Box()
    alone: list[_Box] = []
    for part in _parts(column):
        if isinstance(part, str):
            if part.strip() or box.parts:
                box.parts.append(part)
            continue
        if _is_heading(part):
            if _has_words(box):
                yield box
            yield from alone
            alone.clear()
            box = _Box(text_of(part).rstrip(":").strip())
        elif _stands_alone(part):
            alone.append(_Box("", [part]))
        else:
            box.parts.append(part)
    if _has_words(box):
        yield box
    yield from alone


def _parts(top: Element) -> Iterator[Element | str]:
    """Give headings and what stands between them; wrappers around a heading are opened."""
    waiting: list[Element | str] = [top]
    opened = True
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        is_element = isinstance(item.tag, str)
        inner: list[Element | str] = []
        if opened or (is_element and not _is_heading(item) and _holds_a_cut(item)):
            opened = False
            inner = [*([item.text] if item.text else []), *item]
        elif is_element:
            yield item
        if item is not top and item.tail:
            inner.append(item.tail)
        waiting.extend(reversed(inner))


def _holds_a_cut(element: Element) -> bool:
    return any(el is not element and (_is_heading(el) or _stands_alone(el)) for el in walk(element))


def _is_heading(element: Element) -> bool:
    words = text_of(element)
    if not words or len(words) > _LONGEST_TITLE:
        return False
    if element.tag in _HEADINGS or any(_HEADING_CLASS.fullmatch(name) for name in classes(element)):
        return True
    if element.tag not in _BOLD or any(el.tag in ("a", "img") for el in walk(element)):
        return False
    # A line of its own in bold type.
    before, after = element.getprevious(), element.getnext()
    parent = element.getparent()
    starts = not ((before.tail if before is not None else parent.text if parent is not None else "") or "").strip()
    starts = starts and (before is None or before.tag in ("br", "p", "div", "hr", "ul", "h2", "h3", "img"))
    ends = not (element.tail or "").strip(" \n\t:") and (after is None or after.tag in ("br", "p", "div", "ul", "hr"))
    return starts and ends


def _stands_alone(element: Element) -> bool:
    """Whether *element* is a box by itself wherever it stands: a script, Blogger's button, the links to feeds."""
    if element.tag in _CODE or "made-profile" in classes(element) or "made-feeds" in classes(element):
        return True
    if element.tag not in ("p", "a", "div", "center") or len(text_of(element)) > _LONGEST_TITLE:
        return False
    addresses = [value for el in walk(element) for name in ("href", "src") if (value := el.get(name))]
    return bool(addresses) and all(_BUTTON.search(address) for address in addresses)


def _has_words(box: _Box) -> bool:
    return any(
        part.strip() if isinstance(part, str) else text_of(part) or any(el.tag in _SAYING for el in walk(part))
        for part in box.parts
    )


# -- what each is ------------------------------------------------------------------------------------------------


def _typed(box: _Box) -> tuple[str, dict[str, str]]:
    """Return the type of gadget that *box* is, and its content as that gadget's settings."""
    elements = [el for part in box.parts if not isinstance(part, str) for el in walk(part)]
    links = [el for el in elements if el.tag == "a" and el.get("href") and text_of(el)]
    addresses = [el.get("href", "") for el in links]
    names = {name for el in elements for name in (*classes(el), el.get("id", ""))}
    tags = {el.tag for el in elements}
    content = {"content": _html(box)}
    if "made-profile" in names:
        return "Profile", {}
    if "made-feeds" in names:
        return "Subscribe", {}
    if "bloggerpreviousitems" in tags:
        return "PreviousPosts", {}
    if "bloggerarchives" in tags:
        return "BlogArchive", {}
    if any(_PROFILE.search(address) for address in addresses) or any(name.startswith("profile") for name in names):
        return "Profile", content
    loaded = [el.get("src", "") for el in elements if el.get("src")]
    shown = [*(el.get("href", "") for el in elements if el.get("href")), *loaded]
    if shown and all(_BUTTON.search(address) for address in shown):
        return "BloggerButton", {}
    if links and all(_FEED.search(address) for address in addresses):
        return "Subscribe", {}
    rest = len(_words(box)) - sum(len(text_of(el)) for el in links)
    if links and rest <= 4 * len(links) + 8 and not tags & {"img", "form", *_CODE}:
        if len(links) > 1 and all(_OWN_POST.search(address) for address in addresses):
            return "PreviousPosts", {}
        if all(_ARCHIVE.search(address) for address in addresses):
            return "BlogArchive", {}
        return "LinkList", {
            key: value
            for place, el in enumerate(links)
            for key, value in ((f"text-{place}", text_of(el)), (f"link-{place}", el.get("href", "")))
        }
    # Plain words are a text; anything that loads something is HTML, which is looked at for advertising and counters.
    return ("HTML" if loaded or tags & {"form", "input", *_CODE} else "Text"), content


def _words(box: _Box) -> str:
    return " ".join(part.strip() if isinstance(part, str) else text_of(part) for part in box.parts)


def _html(box: _Box) -> str:
    return "".join(
        escape(part, quote=False)
        if isinstance(part, str)
        else etree.tostring(part, encoding="unicode", method="html", with_tail=False)
        for part in box.parts
    ).strip()
