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
from bloggermigrate.writers import comment_servers, gadget_use, opml
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
    return (
        {
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
        | ({"blogroll": f"/{opml.PLACE}"} if opml.has_blogroll(context) else {})
        | ({"comments_embed": shown} if (shown := comment_servers.embed(context)) else {})
    )


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
    return [_gadget(widget, context, addresses) for widget in shown_widgets(context)]


def shown_widgets(context: Context) -> list[Widget]:
    """Return the gadgets that a site has use for: no search and no list of what is read most."""
    return [widget for widget in context.widgets if widget.kind in gadget_use.SITE]


def _gadget(widget: Widget, context: Context, addresses: Addresses) -> dict[str, Any]:
    """Return a gadget; only the fields that its kind has. No script of the blog comes through."""
    value: dict[str, Any] = {"id": widget.id, "kind": widget.kind, "type": widget.type, "section": widget.section}
    if widget.title:
        value["title"] = widget.title
    if html := clean(widget.html, widget.source, context):
        value["html"] = html
    if widget.image:
        value["image"] = context.renderer.picture(web_address(widget.image) or widget.image, widget.source)
    if widget.link:
        value["link"] = _place(widget.link, widget.source, context, addresses)
    if widget.items:
        value["items"] = [_item(item, widget.source, context, addresses) for item in widget.items]
    return value


def _item(item: LinkItem, source: Source, context: Context, addresses: Addresses) -> dict[str, str]:
    place = _place(item.url, source, context, addresses) if item.url else ""
    return {"text": item.text, "url": place} if place else {"text": item.text}


def _place(url: str, source: Source, context: Context, addresses: Addresses) -> str:
    """Return where a gadget leads; "" for what is no address of the web."""
    found = context.renderer.link(url, source)
    return found.place if found and found.state == "resolved" else place_of(url, context.blog, addresses)


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
    """Return the place of the picture that stands for the post: its first one, else Blogger's small preview."""
    candidates = [image.larger or image.src for image in document.images[:1]]
    return next(filter(None, map(picture_address, [*candidates, post.thumbnail])), "")


def picture_address(place: str) -> str:
    """Return *place* where a picture can be shown from there: an address of the web, or a path of this site."""
    return place if place[:1] == "/" != place[1:2] else web_address(place)


def origin_data(post: Post) -> dict[str, Any]:
    """Return what ties a post to the old blog: Blogger's number, its address, its state where it was not live."""
    origin: dict[str, Any] = {"id": post.number or post.id}
    if post.permalink:
        origin["permalink"] = post.permalink
    if post.status is not Status.LIVE:
        origin["status"] = str(post.status)
    return origin
