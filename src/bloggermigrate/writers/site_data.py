"""What templates of any engine are given of the whole blog: its facts, its gadgets, as plain values.

All HTML in them is clean, all addresses of the old blog are places on the new site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from bloggermigrate.body.document import Document
from bloggermigrate.issues import Source
from bloggermigrate.model import LinkItem, Post, Status, Widget
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.own_links import Addresses, place_of
from bloggermigrate.writers.threads import web_address

#: settings in which Blogger allows markup, scripts included
_HTML_SETTINGS = frozenset(
    ("BLOG_DESCRIPTION", "BLOG_CUSTOM_PAGE_NOT_FOUND", "BLOG_COMMENT_MESSAGE", "BLOG_POST_FEED_FOOTER")
)
_TAG = re.compile(r"<[^<>]*>")


def facts(context: Context) -> dict[str, Any]:
    """Return what is known of the blog; settings stand in Blogger's words."""
    blog = context.blog
    settings = {
        key: clean(value, Source("settings", key), context) if key in _HTML_SETTINGS else value
        for key, value in blog.settings.items()
        if value.strip()
    }
    return {
        "id": blog.id,
        "title": blog.title,
        "url": blog.url,
        "description": plain(blog.description, context),
        "description_html": clean(blog.description, Source("settings", "BLOG_DESCRIPTION"), context),
        "language": blog.locale,
        "timezone": blog.timezone,
        "authors": [{"name": author.name, "uri": web_address(author.uri)} for author in blog.authors],
        "settings": settings,
    }


def clean(html: str, source: Source, context: Context) -> str:
    """Return *html* without what would run; what was dropped is an issue of *source*."""
    if not html.strip():
        return ""
    renderer = context.renderer
    return renderer.html(renderer.document(html, source)).strip()


def plain(html: str, context: Context) -> str:
    """Return the words of a description, which may hold markup."""
    return " ".join(unescape(_TAG.sub(" ", clean(html, Source("settings"), context))).split())


def gadgets(context: Context, addresses: Addresses) -> list[dict[str, Any]]:
    """Return the gadgets that are written, in order; *addresses* says where the site answers for old addresses."""
    return [_gadget(widget, context, addresses) for widget in context.widgets]


def _gadget(widget: Widget, context: Context, addresses: Addresses) -> dict[str, Any]:
    """Return a gadget; only the fields that its kind has. No script of the blog comes through."""
    value: dict[str, Any] = {"id": widget.id, "kind": widget.kind, "type": widget.type, "section": widget.section}
    if widget.title:
        value["title"] = widget.title
    if html := clean(widget.html, widget.source, context):
        value["html"] = html
    if widget.image:
        value["image"] = web_address(widget.image) or widget.image
    if widget.link:
        value["link"] = place_of(widget.link, context.blog, addresses)
    if widget.items:
        value["items"] = [_item(item, context, addresses) for item in widget.items]
    return value


def _item(item: LinkItem, context: Context, addresses: Addresses) -> dict[str, str]:
    place = place_of(item.url, context.blog, addresses) if item.url else ""
    return {"text": item.text, "url": place} if place else {"text": item.text}


def place_data(post: Post) -> dict[str, Any]:
    """Return the place set on a post, with degrees where both are known; {} for a post without one."""
    if not post.location:
        return {}
    place: dict[str, Any] = {"name": post.location.name}
    if post.location.latitude is not None and post.location.longitude is not None:
        place |= {"latitude": post.location.latitude, "longitude": post.location.longitude}
    return place


def menu(context: Context, addresses: Addresses) -> Iterator[LinkItem]:
    """Give the menu: as the page list gadgets have it, else every public page. Pages that are not public stay out."""
    blog = context.blog
    public = {addresses.entry(page.path) for page in blog.pages if page.status is Status.LIVE}
    lists = [widget.items for widget in context.widgets if widget.kind == "pages"]
    items = [item for each in lists for item in each]
    seen: set[str] = set()
    for item in items if lists else [LinkItem(page.title or page.path, page.path) for page in blog.pages]:
        place = place_of(item.url, blog, addresses)
        if not place or place in seen or (place.startswith("/p/") and unquote(place.partition("#")[0]) not in public):
            continue
        seen.add(place)
        yield LinkItem(item.text or place, place)


def cover(post: Post, document: Document) -> str:
    """Return the address of the picture that stands for the post: its first one, else Blogger's small preview."""
    candidates = [image.larger or image.src for image in document.images[:1]]
    return next(filter(None, map(web_address, [*candidates, post.thumbnail])), "")


def origin_data(post: Post) -> dict[str, Any]:
    """Return what ties a post to the old blog: Blogger's number, its address, its state where it was not live."""
    origin: dict[str, Any] = {"id": post.number or post.id}
    if post.permalink:
        origin["permalink"] = post.permalink
    if post.status is not Status.LIVE:
        origin["status"] = str(post.status)
    return origin
