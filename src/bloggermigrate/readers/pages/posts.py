"""The posts on a page made by any of Blogger's layouts or a theme that keeps their class names."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bloggermigrate.issues import Source
from bloggermigrate.model import NOBODY, Author, Location
from bloggermigrate.readers.chrome_strings import split_posted
from bloggermigrate.readers.pages.bodies import body_html, drop_chrome, lines_above
from bloggermigrate.readers.pages.classic import author_in
from bloggermigrate.readers.pages.context import PageContext, absolute, permalink, year_and_month
from bloggermigrate.readers.pages.dom import (
    Dom,
    Element,
    ancestors,
    classes,
    first,
    first_of_class,
    has_class,
    text_of,
    walk,
)
from bloggermigrate.readers.pages.found import FoundPost
from bloggermigrate.readers.pages.pictures import settle_pictures
from bloggermigrate.readers.pages.printed import printed_dates

_CONTAINERS: Final = frozenset({"post", "hentry", "blog-post", "item-post", "post-outer", "post-outer-container"})
_BODIES: Final = ("post-body", "entry-content", "post-content", "blogger-post-body")
_SNIPPETS: Final = ("post-snippet", "snippet-item", "r-snippetized", "post-summary", "entry-summary", "snippet")
_TITLES: Final = ("post-title", "entry-title", "title", "post-title-container")
_NUMBER: Final = re.compile(r"\d{4,20}")
_NAMED: Final = re.compile(r"post-(?:body|snippet)-(\d{4,20})")
_POST_ID: Final = re.compile(r"(?:postID|[?&]po)=(\d{4,20})")
_MAP: Final = re.compile(r"@(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d|\Z)")


@dataclass(slots=True)
class _Place:
    """A post's container with the elements of its parts."""

    top: Element
    body: Element | None
    snippet: Element | None


def find_posts(
    dom: Dom, page: PageContext, source: Source, known: Container[str] = frozenset()
) -> tuple[list[FoundPost], int]:
    """Return (the posts on the page in order, how many it shows); a list page's snippets are marked as not whole.

    Those of a list page whose number is in *known* are not read.
    """
    places = list(_places(dom))
    alone = len(places) == 1
    headers = dom.of_class("date-header")
    linked = _linked_data(dom) if alone else {}
    above = lines_above(dom)
    posts = [_read(place, dom, page, source, headers, linked, known, above, alone=alone) for place in places]
    return [post for post in posts if post is not None], len(places)


def _in_gadget(element: Element) -> bool:
    """Return whether *element* stands in a gadget other than the posts' own."""
    for above in ancestors(element):
        names = classes(above)
        if "widget" in names:
            return "Blog" not in names
    return False


def _places(dom: Dom) -> Iterator[_Place]:
    seen: set[Element] = set()
    named = {*dom.of_class(*_BODIES), *dom.with_id("post-body-")}
    bodies = dom.in_order((*named, *(el for el in dom.described if "articleBody" in el.get("itemprop", "").split())))
    parts = dom.of_class(*_SNIPPETS, "post-title", "entry-title")
    holders = {above for part in parts for above in ancestors(part)}
    covered: set[Element] = set()
    for body in bodies:
        # What holds a title or a snippet is no body, whatever themes call it.
        if body in covered or body in holders or _in_gadget(body):
            continue
        # A body may wrap another (``post-body`` around ``post-content``): the innermost with all the text counts.
        covered.update(walk(body))
        top = _container(body)
        if top in seen:
            continue
        seen.add(top)
        yield _Place(top, _innermost(body), None)
    # Containers around one that was found hold no other post; those inside it are parts of it.
    around = {above for top in seen for above in ancestors(top)}
    inside: set[Element] = set()
    for top in seen:
        inside.update(walk(top))
    for top in dom.of_class(*_CONTAINERS):
        if top not in holders or top in inside or top in around or top in covered or _in_gadget(top):
            continue
        snippet = first_of_class(top, *_SNIPPETS)
        if snippet is not None or (first_of_class(top, "post-title", "entry-title") is not None):
            inside.update(walk(top))
            yield _Place(top, None, snippet)


def _container(body: Element) -> Element:
    """Return the element that holds the post of *body*."""
    found = body
    for above in ancestors(body):
        if "widget" in classes(above) or above.tag in {"body", "html"}:
            break
        named = has_class(above, _CONTAINERS) or "BlogPosting" in above.get("itemtype", "")
        if named:
            found = above
        if has_class(above, ("blog-posts", "date-posts", "hfeed", "posts")):
            break
    if found is body:
        parent = body.getparent()
        return parent if parent is not None else body
    return found


def _innermost(body: Element) -> Element:
    """Return the element inside *body* that is the body proper, *body* itself if none is."""
    while True:
        inner = [child for child in body if isinstance(child.tag, str)]
        if len(inner) != 1 or (body.text or "").strip() or (inner[0].tail or "").strip():
            return body
        if not (has_class(inner[0], _BODIES) or "articleBody" in inner[0].get("itemprop", "")):
            return body
        body = inner[0]


def _read(
    place: _Place,
    dom: Dom,
    page: PageContext,
    source: Source,
    headers: list[Element],
    linked: dict[str, Any],
    known: Container[str],
    above: set[tuple[str, str, str]],
    *,
    alone: bool,
) -> FoundPost | None:
    body = place.body
    # What the post shows beside its body and comments; everything below but the body itself is sought in it.
    skip = dom.comment_blocks | ({body} if body is not None else set())
    parts = list(walk(place.top, skip))
    item = page.kind in {"item", "static_page"}
    number = _post_id(place.top, parts, body, page, alone=alone)
    if number in known and not (item and alone):
        return None
    dropped = drop_chrome(body, above) if body is not None and above else ()
    local = settle_pictures(body) if body is not None else ()
    html, cut = body_html(body, page) if body is not None else ("", False)
    if place.snippet is not None and body is None:
        html = body_html(place.snippet, page)[0]
    cut = cut or any("jump-link" in classes(el) for el in parts)
    title = _title(place.top, skip)
    machine = _machine_date(parts) or (str(linked.get("datePublished", "")) if alone else "")
    address = _address(parts, page) or (page.url if item and alone else "")
    return FoundPost(
        id=number,
        static=page.kind == "static_page" or "/p/" in address.partition("://")[2][:200].replace("//", "/"),
        title=title,
        html=html,
        whole=body is not None and not cut,
        item=item and alone,
        mobile=page.mobile,
        permalink=address,
        author=_author(place.top, page, skip),
        labels=tuple(dict.fromkeys((*_labels(parts), *((page.label,) if page.label else ())))),
        machine=machine if _ISO.match(machine) else "",
        printed=tuple(
            printed_dates(
                place.top, parts, dom, headers, page.locale, sought=not machine, month=year_and_month(address)
            )
        ),
        locale=page.locale,
        location=_location(place.top, skip),
        dropped=dropped,
        local_pictures=local,
        source=source,
    )


def _title(top: Element, skip: set[Element]) -> str:
    for name in _TITLES:
        found = first_of_class(top, name, skip=skip)
        if found is not None and text_of(found):
            return text_of(found)
    named = first(top, lambda el: el.tag in {"h1", "h2", "h3"} and "date-header" not in classes(el), skip)
    return text_of(named)


def _post_id(top: Element, parts: list[Element], body: Element | None, page: PageContext, *, alone: bool) -> str:
    for element in walk(top):
        props = element.get("itemprop")
        if props and "postId" in props.split() and _NUMBER.fullmatch(element.get("content", "")):
            return element.get("content", "")
        named = _NAMED.fullmatch(element.get("id", ""))
        if named:
            return named[1]
    for element in parts:
        if element.tag == "a" and _NUMBER.fullmatch(element.get("name", "")):
            return element.get("name", "")
        if _NUMBER.fullmatch(element.get("data-id", "")):
            return element.get("data-id", "")
    if alone and page.post_id:
        return page.post_id
    for element in (*parts, *(walk(body) if body is not None else ())):
        for name in ("href", "src"):
            found = _POST_ID.search(element.get(name, ""))
            if found:
                return found[1]
    return ""


def _address(parts: list[Element], page: PageContext) -> str:
    """Return the permalink, the one with a host before one made from a mirror's file name."""
    found = []
    for element in parts:
        if element.tag not in ("a", "meta"):
            continue
        props = element.get("itemprop", "").split()
        href = element.get("href", "")
        content = element.get("content", "")
        if element.tag == "meta" and "url" in props and "://" in content:
            # The author's address stands in the same way.
            if year_and_month(content) or (page.home and content.startswith(f"{page.home}p/")):
                return permalink(content, page)
        elif (
            element.tag == "a"
            and href
            and (
                "timestamp-link" in classes(element)
                or element.get("title") == "permanent link"
                or element.get("rel") == "bookmark"
                or "url" in props
            )
        ):
            found.append(permalink(href, page))
    for name in ("post-title", "entry-title", "title"):
        holder = next((el for el in parts if name in classes(el)), None)
        link = first(holder, lambda el: el.tag == "a" and bool(el.get("href"))) if holder is not None else None
        if link is not None:
            found.append(permalink(link.get("href", ""), page))
    return next(filter(None, found), "")


def _machine_date(parts: list[Element]) -> str:
    """Return the date that an attribute gives, publication before change."""
    spare = ""
    for element in parts:
        names = classes(element)
        value = element.get("datetime") or element.get("title") or element.get("content") or ""
        if not _ISO.match(value):
            continue
        props = element.get("itemprop", "").split()
        if "published" in names or "datePublished" in props:
            return value
        if element.tag in {"time", "abbr"} and "updated" not in names and "dateModified" not in props:
            return value
        spare = spare or value
    return spare


def _linked_data(dom: Dom) -> dict[str, Any]:
    """Return the page's description of its one post (JSON-LD), {} if it has none."""
    for element in dom.of_tag("script"):
        if element.get("type") != "application/ld+json" or "BlogPosting" not in (element.text or ""):
            continue
        try:
            value = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and value.get("@type") == "BlogPosting":
            return value
    return {}


def _author(top: Element, page: PageContext, skip: set[Element]) -> Author:
    holder = first_of_class(top, "post-author", "author", "byline", "entry-metanbt", "post-meta", skip=skip)
    if holder is None:
        holder = first(top, lambda el: "author" in el.get("itemprop", "").split(), skip)
    if holder is None:
        holder = first(top, lambda el: el.tag == "a" and el.get("rel") == "author", skip)
    if holder is None:
        # Templates of 2004 to 2006: "posted by Name at 3:45 PM".
        return author_in(text_of(first_of_class(top, "post-footer", skip=skip)))
    named = first(holder, lambda el: el.tag == "span" and "name" in el.get("itemprop", "").split())
    if named is None:
        named = first_of_class(holder, "fn", "g-profile")
    if named is None:
        named = first(
            holder, lambda el: el.tag == "a" and (el.get("rel") == "author" or "/profile/" in el.get("href", ""))
        )
    if named is None and "author" in " ".join((*classes(holder), holder.get("rel", ""), holder.get("itemprop", ""))):
        named = holder
    link = first(holder, lambda el: el.tag == "a" and "/profile/" in el.get("href", ""))
    name = text_of(named)
    name = split_posted(name) or name
    if not name:
        return NOBODY
    return Author(name, absolute(link.get("href", ""), page) if link is not None else "")


def _labels(parts: list[Element]) -> tuple[str, ...]:
    out: dict[str, None] = {}
    for element in parts:
        if element.tag != "a":
            continue
        tag = element.get("rel") == "tag" or has_class(element, ("label-link", "b-label"))
        if tag and text_of(element):
            out.setdefault(text_of(element).rstrip(","), None)
    return tuple(out)


def _location(top: Element, skip: set[Element]) -> Location | None:
    holder = first_of_class(top, "post-location", skip=skip)
    link = first(holder, lambda el: el.tag == "a") if holder is not None else None
    if link is None or not text_of(link):
        return None
    found = _MAP.search(link.get("href", ""))
    return Location(text_of(link), float(found[1]), float(found[2])) if found else Location(text_of(link))
