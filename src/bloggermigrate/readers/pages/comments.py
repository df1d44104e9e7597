"""The comments on a page, in all the families of markup that Blogger printed them in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from bloggermigrate.model import Author
from bloggermigrate.readers.chrome_strings import comments_header, split_said
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
    remove,
    text_of,
    walk,
)
from bloggermigrate.readers.pages.found import FoundComment

_ID: Final = re.compile(r"c(\d{6,20})\Z")
_EPOCH: Final = re.compile(r"showComment(?:=|%3D)(\d{12,14})")
_COUNT: Final = re.compile(r"\d{1,6}")
_TEXTS: Final = ("comment-content", "comment-body", "comment-text")
_STAMPS: Final = ("datetime", "comment-timestamp", "comment-date", "comment-time", "comment-data", "comment-footer")
_AUTHORS: Final = ("user", "comment-author", "comment-poster", "anon-comment-author")
#: Blogger's controls in a comment: reply, delete, the picture.
_CONTROLS: Final = frozenset(
    {"comment-actions", "item-control", "avatar-image-container", "comment-replies", "comment-replybox-single", "icon"}
)
_CONTROL_LINKS: Final = re.compile(r"blogger\.com/(?:delete-comment|comment-iframe|post-edit)")
_DATA: Final = re.compile(r"(?P<when>[^,]*?\d.*?\d{4}),\s*(?P<who>.+)")


def find_comments(dom: Dom, page: PageContext) -> tuple[list[FoundComment], int | None]:
    """Return the page's comments in order and how many Blogger says there are (None if it says nothing)."""
    found = list(_threaded(dom, page)) or list(_listed(dom, page)) or list(_plain(dom, page))
    known: dict[str, FoundComment] = {}
    for comment in found:
        known.setdefault(comment.id or f"{comment.author.name}\0{comment.html}", comment)
    return list(known.values()), _total(dom)


def _total(dom: Dom) -> int | None:
    block = dom.by_id("comments")
    header = first(block, lambda el: el.tag in {"h3", "h4"}) if block is not None else None
    counted = comments_header(text_of(header))
    if counted is not None:
        return counted.count
    number = _COUNT.search(text_of(header))
    return int(number[0]) if number else None


def _number(element: Element) -> str:
    """Return the number of the comment that *element* is, or holds the anchor of."""
    for name in ("id", "name"):
        found = _ID.match(element.get(name, ""))
        if found:
            return found[1]
    anchor = first(element, lambda el: el.tag == "a" and _ID.match(el.get("name", "") or el.get("id", "")) is not None)
    if anchor is not None:
        found = _ID.match(anchor.get("name", "") or anchor.get("id", ""))
        return found[1] if found else ""
    link = first(element, lambda el: el.tag == "a" and "#c" in el.get("href", ""))
    found = _ID.search(link.get("href", "")) if link is not None else None
    return found[1] if found else ""


def _threaded(dom: Dom, page: PageContext) -> Iterator[FoundComment]:
    """Give the comments of threads (2012 and later): ``li.comment``, replies inside."""
    for item in dom.of_class("comment"):
        if item.tag != "li" or not _ID.match(item.get("id", "")):
            continue
        block = first_of_class(item, "comment-block")
        inside = block if block is not None else item
        replies = {el for el in walk(item) if "comment-replies" in classes(el)}
        body = first_of_class(inside, *_TEXTS, skip=replies)
        above = next((el for el in ancestors(item) if el.tag == "li" and _ID.match(el.get("id", ""))), None)
        yield FoundComment(
            id=_number(item),
            author=_author(first_of_class(inside, *_AUTHORS, skip=replies), page),
            html=_html(body),
            machine=_epoch(inside, replies),
            printed=tuple(_printed([inside], replies)),
            reply_to=_number(above) if above is not None else "",
            deleted=body is not None and _is_deleted(body),
        )


def _listed(dom: Dom, page: PageContext) -> Iterator[FoundComment]:
    """Give the comments of definition lists (to 2011): ``dt`` says who, ``dd`` what and when."""
    for block in dom.elements:
        if block.tag != "dl" or not (block.get("id") == "comments-block" or "comments-block" in classes(block)):
            continue
        group: list[Element] = []
        for child in walk(block):
            if child.tag == "dt" and not has_class(child, ("comment-title",)):
                yield from _of_group(group, page)
                group = [child]
            elif child.tag == "dd" and group and child.getparent() is group[0].getparent():
                group.append(child)
        yield from _of_group(group, page)


def _of_group(group: list[Element], page: PageContext) -> Iterator[FoundComment]:
    body = next((el for el in group if has_class(el, _TEXTS)), None)
    if body is None:
        return
    head = group[0]
    who = text_of(head, {el for el in walk(head) if has_class(el, _CONTROLS)})
    when: list[str] = []
    if "comment-data" in classes(head):
        # "At 9:46 AM, June 06, 2005, Name said...": the date ends at the year.
        parts = _DATA.match(who)
        if parts:
            when, who = [parts["when"].partition(" ")[2] or parts["when"], parts["when"]], parts["who"]
    number = next((number for el in group if (number := _number(el))), "") or _before(head)
    yield FoundComment(
        id=number,
        author=_author(head, page, who),
        html=_html(body),
        machine=next((found for el in group if (found := _epoch(el))), ""),
        printed=(*when, *_printed(group[1:])),
        deleted=_is_deleted(body),
    )


def _before(head: Element) -> str:
    """Return the number on the anchor right before *head*: templates put it there, too."""
    before = head.getprevious()
    return _number(before) if before is not None and before.tag == "a" else ""


def _plain(dom: Dom, page: PageContext) -> Iterator[FoundComment]:
    """Give the comments of classic templates: any element with a comment's anchor and a comment's text."""
    for item in dom.elements:
        if item.tag not in {"li", "div", "p"} or not _ID.match(item.get("id", "")):
            continue
        body = first_of_class(item, *_TEXTS)
        if body is None:
            continue
        data = first_of_class(body, "comment-data", "comment-footer")
        if data is None:
            data = first_of_class(item, "comment-data", "comment-footer", "comment-poster")
        link = first(data, lambda el: "/profile/" in el.get("href", "")) if data is not None else None
        named = first_of_class(item, "anon-comment-author", "comment-author", "comment-poster")
        printed = list(_printed([data])) if data is not None else []
        if data is not None and body in ancestors(data):
            remove(data)
        yield FoundComment(
            id=_number(item),
            author=_author(link if link is not None else named, page),
            html=_html(body),
            machine=_epoch(item),
            printed=tuple(printed),
            deleted=_is_deleted(body),
        )


def _is_deleted(body: Element) -> bool:
    return first_of_class(body, "deleted-comment") is not None


def _author(element: Element | None, page: PageContext, text: str | None = None) -> Author:
    """Return who *element* names; *text* is its text where that has been read already."""
    if element is None:
        return Author()
    link = first(element, lambda el: el.tag == "a" and bool(el.get("href")) and not el.get("href", "").startswith("#"))
    named = link if link is not None and text_of(link) else first_of_class(element, "anon-comment-author", "fn")
    name = text_of(named) if named is not None else split_said(text if text is not None else text_of(element))[0]
    return Author(name, absolute(link.get("href", ""), page) if link is not None else "")


def _html(body: Element | None) -> str:
    if body is None:
        return ""
    for element in [el for el in walk(body) if el is not body]:
        if has_class(element, _CONTROLS) or _CONTROL_LINKS.search(element.get("href", "")):
            remove(element)
    children = [child for child in body if isinstance(child.tag, str)]
    lone = len(children) == 1 and children[0].tag == "p" and not (body.text or "").strip()
    if lone and not (children[0].tail or "").strip():
        body = children[0]
    return inner_html(body).strip()


def _epoch(top: Element, skip: set[Element] | frozenset[Element] = frozenset()) -> str:
    """Return the instant that the address of a comment carries in milliseconds, as ISO 8601 in UTC."""
    for element in walk(top, skip):
        found = _EPOCH.search(element.get("href", ""))
        if found:
            moment = dt.datetime.fromtimestamp(int(found[1]) / 1000, dt.UTC)
            return moment.isoformat(timespec="milliseconds")
    return ""


def _printed(tops: list[Element], skip: set[Element] | frozenset[Element] = frozenset()) -> Iterator[str]:
    given: set[str] = set()
    for top in tops:
        for element in walk(top, skip):
            permalink = element.tag == "a" and element.get("title") == "comment permalink"
            if permalink or has_class(element, _STAMPS):
                links = [el for el in walk(element) if el.tag == "a" and text_of(el)]
                for text in (*(text_of(el) for el in links), text_of(element)):
                    if 0 < len(text) <= 120 and text not in given:
                        given.add(text)
                        yield text
