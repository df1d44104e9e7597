"""The posts of classic templates (1999 to 2006), whose markup was free: found by what no template could change.

Every template had to print a post's anchor (its number), its permalink and its body; layout and class names
were the owner's. So a post is the largest element that holds one such anchor, less the line that says who
posted it and when.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bloggermigrate.issues import Source
from bloggermigrate.model import NOBODY, Author
from bloggermigrate.readers.chrome_strings import split_posted
from bloggermigrate.readers.pages.context import PageContext, permalink
from bloggermigrate.readers.pages.dom import (
    Dom,
    Element,
    ancestors,
    classes,
    first,
    has_class,
    inner_html,
    remove,
    text_of,
    walk,
)
from bloggermigrate.readers.pages.found import FoundPost
from bloggermigrate.readers.pages.pictures import settle_pictures
from bloggermigrate.readers.text_marks import author_and_time

_ANCHOR: Final = re.compile(r"\d{5,20}\Z")
_LONGEST_LINE: Final = 200
#: Links to Blogger's services in a post: edit, e-mail, comment.
_SERVICE: Final = re.compile(
    r"blogger\.com/(?:post-edit|email-post|comment|delete)|haloscan|javascript:", re.IGNORECASE
)
_TIME: Final = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[AaPp]\.?\s?[Mm]\.?)?")
_BY: Final = re.compile(r"\b(?:posted|published)?\s*(?:by|von|da|por|par)\s+(?P<name>[^|·#\d]{1,60})", re.IGNORECASE)
_TITLE_TAGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_TITLE_CLASSES: Final = frozenset({"posttitle", "post-title", "blogposttitle", "title", "entrytitle"})
_FRAME: Final = re.compile(r"(?:blog-?)?(?:header|title|footer|nav-?bar)|side-?bar.*", re.IGNORECASE)
#: The number of comments, as a link to the post's own page.
_COUNT: Final = re.compile(r"\W*\d{1,5}\W*\w{0,20}\W*")
_DATES: Final = re.compile(r"date", re.IGNORECASE)


def find_classic_posts(dom: Dom, page: PageContext, source: Source) -> Iterator[FoundPost]:
    """Give the posts of a page without any of Blogger's own class names, in order."""
    anchors = [el for el in dom.elements if el.tag == "a" and _ANCHOR.match(el.get("name", "") or el.get("id", ""))]
    anchors = [el for el in anchors if not any(above.get("id") == "comments" for above in ancestors(el))]
    if not anchors:
        return
    _part_flat_posts(anchors)
    # How many of the anchors each element holds.
    held: dict[Element, int] = {}
    for anchor in anchors:
        for above in ancestors(anchor):
            held[above] = held.get(above, 0) + 1
    dates = [el for el in dom.elements if any(_DATES.search(name) for name in classes(el)) and len(text_of(el)) <= 60]
    # What holds the blog's header, the comments or another column is more than a post.
    frame = {above for part in _parts_of_the_page(dom) for above in ancestors(part)}
    for anchor in anchors:
        top = _largest_of_one(anchor, held, frame)
        place = bisect_left(dates, dom.order[anchor], key=dom.order.__getitem__)
        for block in [el for el in dom.comment_blocks if any(above is top for above in ancestors(el))]:
            remove(block)
        yield _read(anchor, top, dates[place - 1] if place else None, page, source, alone=len(anchors) == 1)


def _parts_of_the_page(dom: Dom) -> Iterator[Element]:
    yield from dom.comment_blocks
    for element in dom.elements:
        if element.tag == "h1" or any(_FRAME.fullmatch(name) for name in (element.get("id", ""), *classes(element))):
            yield element


def _part_flat_posts(anchors: list[Element]) -> None:
    """Give each of *anchors* that stands beside another an element of its own, up to the next."""
    parents: dict[Element, int] = {}
    for anchor in anchors:
        parent = anchor.getparent()
        if parent is not None:
            parents[parent] = parents.get(parent, 0) + 1
    known = set(anchors)
    for anchor in anchors:
        parent = anchor.getparent()
        if parent is None or parents[parent] < 2:
            continue
        box = etree.Element("div")
        following = []
        element = anchor.getnext()
        while element is not None and element not in known:
            following.append(element)
            element = element.getnext()
        anchor.addprevious(box)
        # Moving an element takes its tail along.
        box.extend([anchor, *following])


def _largest_of_one(anchor: Element, held: dict[Element, int], frame: set[Element]) -> Element:
    """Return the largest element that holds *anchor*, no other (as *held* counts), and nothing in *frame*."""
    top = anchor
    for above in ancestors(anchor):
        if above.tag in {"body", "html"} or held.get(above, 1) > 1 or above in frame:
            break
        top = above
    if top is anchor:
        parent = anchor.getparent()
        return parent if parent is not None else anchor
    return top


def _read(
    anchor: Element, top: Element, date: Element | None, page: PageContext, source: Source, *, alone: bool
) -> FoundPost:
    heading = first(top, lambda el: el.tag in _TITLE_TAGS or has_class(el, _TITLE_CLASSES))
    title = text_of(heading)
    around = {*ancestors(anchor), *(ancestors(heading) if heading is not None else ())}
    line, address = _posted_line(top, page, around)
    said = text_of(line)
    if heading is not None and heading is not top:
        remove(heading)
    for element in [el for el in walk(top) if el is not top and el.tag == "a" and _SERVICE.search(el.get("href", ""))]:
        remove(element)
    if line is not None and line is not top:
        remove(line)
    if anchor is not top:
        remove(anchor)
    printed_date = text_of(date)
    if date is not None and any(above is top for above in ancestors(date)):
        remove(date)
    counts = [el for el in walk(top) if el.tag == "a" and _COUNT.fullmatch(text_of(el))]
    for link in [el for el in counts if address and permalink(el.get("href", ""), page) == address]:
        remove(link)
    local = settle_pictures(top)
    time = _TIME.search(said)
    printed = [text for text in (printed_date, time[0] if time else "") if text]
    item = page.kind == "item"
    return FoundPost(
        id=anchor.get("name", "") or anchor.get("id", ""),
        static=False,
        title=title,
        html=_without_edges(inner_html(_unwrapped(top))),
        whole=True,
        item=item and alone,
        mobile=page.mobile,
        permalink=address or (page.url if item and alone else ""),
        author=author_in(said),
        labels=(),
        machine="",
        printed=tuple(printed),
        locale=page.locale,
        local_pictures=local,
        source=source,
    )


def _unwrapped(top: Element) -> Element:
    """Return the innermost box with all that *top* holds: boxes of the template are no part of a post."""
    while len(top) == 1 and top[0].tag == "div" and not (top.text or "").strip() and not (top[0].tail or "").strip():
        top = top[0]
    return top


def _posted_line(top: Element, page: PageContext, more: set[Element]) -> tuple[Element | None, str]:
    """Return (the short element that says who posted and when, the permalink); those in *more* are more than that."""
    for link in walk(top):
        href = link.get("href", "") if link.tag == "a" else ""
        own = link.get("title") == "permanent link" or re.search(r"/\d{4}/\d{2}/[^/]+\.html|archive\.html?#\d+", href)
        if not href or not own or _SERVICE.search(href):
            continue
        line = link
        for above in ancestors(link):
            if above is top or above in more or len(text_of(above)) > _LONGEST_LINE:
                break
            line = above
        if _TIME.search(text_of(line)) or link.get("title") == "permanent link":
            # "…archive.html#111…" is a place on a page with other posts, not an address of its own.
            return line, "" if "archive" in href and "#" in href else permalink(href, page)
    return None, ""


def author_in(said: str) -> Author:
    """Return who a line such as "posted by Name at 3:45 PM" names.

    >>> author_in("posted by Anna Rossi at 3:45 PM").name, author_in("# Posted 4:15 PM by Anna Rossi").name
    ('Anna Rossi', 'Anna Rossi')
    >>> author_in("Pubblicato da Anna a mercoledì, ottobre 27, 2010").name
    'Anna'
    """
    rest = split_posted(said)
    found = _BY.search(said)
    name = author_and_time(rest.partition(" at ")[0])[0] if rest else found["name"] if found else ""
    name = _TIME.split(name)[0].strip(" \t-,@|")
    return Author(name) if 0 < len(name) <= 60 else NOBODY


_EDGE: Final = re.compile(
    r"\A(?:\s|<br\s*/?>|<b>\s*</b>|<span[^>]*>\s*</span>)+|(?:\s|<br\s*/?>|<hr\s*/?>)+\Z", re.IGNORECASE
)


def _without_edges(html: str) -> str:
    """Return *html* without the line breaks that the template set around the body."""
    return _EDGE.sub("", html)
