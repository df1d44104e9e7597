"""Gadgets as meant: the raw settings of a `b:widget` read into typed content.

`TYPES` is the table: for each of Blogger's gadget types the function that reads it. A gadget whose content
the input leaves out (every export before 2016) has ``has_content`` False and a note; one that can't or
shouldn't live on elsewhere (advertising, share buttons, counters, what only Blogger can run) says why in
its note.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bloggermigrate.gadgets.noise import noise_in
from bloggermigrate.model import LinkItem, RawWidget, Widget
from bloggermigrate.text.js_literal import LiteralFault, parse_literal

__all__ = ["NOT_IN_INPUT", "TYPES", "read_widget"]

NOT_IN_INPUT = "its content is not in this input; exports before 2016 leave it out"
_EMPTY = "it is empty in Blogger too"
_NUMBERED = re.compile(r"(text|link|item)-(\d{1,9})\Z")


def read_widget(raw: RawWidget) -> Widget:
    """Return what the gadget *raw* means.

    * html, text, attribution, unknown: *html* as its owner typed it
    * links, texts, blogroll, pages: *items* in the order in which Blogger shows them, and as many as it shows
      (``shownum``); *settings* has the others
    * image: *image*, *link*, and the caption as *html*; header: *image* where it has one
    * labels: *items* where the owner chose some of them, else all are meant
    * profile: *html* where a page showed it
    * feed: *link* is the feed's address

    Never fails: what can't be read leaves the fields empty and a note.
    """
    read = TYPES.get(raw.type)
    bare = Widget(
        id=raw.id,
        type=raw.type,
        kind="unknown",
        title=raw.title.strip(),
        section=raw.section,
        order=raw.order,
        settings=raw.settings,
        visible=raw.visible,
        source=raw.source,
    )
    return read(bare, raw) if read else _unknown(bare, raw)


def _unknown(bare: Widget, raw: RawWidget) -> Widget:
    note = f"gadgets of type {raw.type!r} are not known here; kept as found"
    return replace(bare, html=raw.settings.get("content", ""), has_content=raw.has_settings, note=note)


# -- gadgets that hold something -----------------------------------------------------------------------------


def _absent(bare: Widget, raw: RawWidget) -> Widget:
    """Return *bare* as one without content, with the reason."""
    return replace(bare, has_content=False, note=bare.note or (_EMPTY if raw.has_settings else NOT_IN_INPUT))


def _html(bare: Widget, raw: RawWidget) -> Widget:
    content = raw.settings.get("content", "")
    widget = replace(bare, kind="html", html=content)
    if not content.strip():
        return _absent(widget, raw)
    noise = noise_in(content)
    return replace(widget, kind=noise.kind, note=noise.reason) if noise else widget


def _text(bare: Widget, raw: RawWidget) -> Widget:
    content = raw.settings.get("content", "")
    widget = replace(bare, kind="text", html=content)
    return widget if content.strip() else _absent(widget, raw)


def _numbered(settings: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a numbered list in the order of their numbers: the theme has them in any order."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in settings.items():
        if found := _NUMBERED.match(name):
            rows.setdefault(int(found[2]), {})[found[1]] = value.strip()
    yield from sorted(rows.items())


def _link_list(bare: Widget, raw: RawWidget) -> Widget:
    items = [
        LinkItem(row.get("text") or row.get("link", ""), row.get("link", "")) for _, row in _numbered(raw.settings)
    ]
    items = [item for item in items if item.text or item.url]
    if raw.settings.get("sorting", "").upper() in ("ALPHA", "REVERSE_ALPHA"):
        items.sort(key=lambda item: item.text.casefold(), reverse="REVERSE" in raw.settings["sorting"].upper())
    shown = raw.settings.get("shownum", "").strip()
    if shown.isdecimal() and 0 < int(shown[:9]) < len(items):
        items = items[: int(shown[:9])]
    widget = replace(bare, kind="links", items=tuple(items))
    return widget if items else _absent(widget, raw)


def _text_list(bare: Widget, raw: RawWidget) -> Widget:
    items = tuple(LinkItem(row["item"]) for _, row in _numbered(raw.settings) if row.get("item"))
    widget = replace(bare, kind="texts", items=items)
    return widget if items else _absent(widget, raw)


def _blog_list(bare: Widget, raw: RawWidget) -> Widget:
    widget = replace(_link_list(bare, raw), kind="blogroll")
    # Not one of the real ones names a blog: the settings are switches only.
    lost = "which blogs it lists is not in any export; a saved page of the blog has them"
    return widget if widget.items else replace(widget, has_content=False, note=lost)


def _page_list(bare: Widget, raw: RawWidget) -> Widget:
    widget = replace(bare, kind="pages")
    code = raw.settings.get("pageListJson", "").strip()
    if not code:
        return _absent(widget, raw)
    try:
        pages = parse_literal(code)
    except LiteralFault as fault:
        return replace(widget, has_content=False, note=f"its list of pages can't be read: {fault}")
    items = tuple(_menu_items(pages))
    return replace(widget, items=items) if items else _absent(widget, raw)


def _menu_items(pages: Any) -> Iterator[LinkItem]:
    """Give the entries of a page menu by their position; those without one keep their place at the end."""
    rows = pages.values() if isinstance(pages, dict) else pages if isinstance(pages, list) else ()
    entries = [row for row in rows if isinstance(row, dict)]

    def position(row: dict[str, Any]) -> float:
        place = row.get("position")
        return float(place) if isinstance(place, int | float) else float("inf")

    for row in sorted(entries, key=position):
        href, title = row.get("href"), row.get("title")
        url = href.strip() if isinstance(href, str) else ""
        text = html.unescape(title).strip() if isinstance(title, str) else ""
        if url or text:
            yield LinkItem(text or url, url)


def _image(bare: Widget, raw: RawWidget) -> Widget:
    settings = raw.settings
    address = settings.get("displayUrl", "").strip()
    caption = html.escape(settings.get("caption", "").strip(), quote=False)
    widget = replace(bare, kind="image", image=address, link=settings.get("link", "").strip(), html=caption)
    return widget if address else _absent(widget, raw)


def _header(bare: Widget, raw: RawWidget) -> Widget:
    used = raw.settings.get("useImage", "") == "true"
    image = raw.settings.get("displayUrl", "").strip() if used else ""
    return replace(bare, kind="header", image=image, note="the blog's title and description stand in its settings")


def _labels(bare: Widget, raw: RawWidget) -> Widget:
    chosen = raw.settings.get("selectedLabelsList", "") if raw.settings.get("showType") != "ALL" else ""
    items = tuple(LinkItem(name.strip()) for name in chosen.split(",") if name.strip())
    return replace(bare, kind="labels", items=items)


def _feed(bare: Widget, raw: RawWidget) -> Widget:
    address = raw.settings.get("feedUrl", "").strip() or raw.settings.get("url", "").strip()
    widget = replace(bare, kind="feed", link=address)
    return widget if address else _absent(widget, raw)


def _profile(bare: Widget, raw: RawWidget) -> Widget:
    # An export has switches only; what a page shows of the author is there.
    return replace(bare, kind="profile", html=raw.settings.get("content", ""))


def _attribution(bare: Widget, raw: RawWidget) -> Widget:
    text = raw.settings.get("copyright", "").strip()
    if text:
        return replace(bare, kind="attribution", html=text)
    return replace(bare, kind="system", note="Blogger's own credit line")


# -- gadgets that the target makes itself, and those that nobody can -----------------------------------------


def _own_means(kind: str) -> Callable[[Widget, RawWidget], Widget]:
    """Return the reading of a gadget without content of its own, which a target has by its own means."""
    return lambda bare, raw: replace(bare, kind=kind)


def _dropped(kind: str, note: str) -> Callable[[Widget, RawWidget], Widget]:
    return lambda bare, raw: replace(bare, kind=kind, note=note)


_CLOSED = "Google has closed the service behind it"
_BLOGGER_ONLY = "only Blogger can run it"

TYPES: dict[str, Callable[[Widget, RawWidget], Widget]] = {
    "HTML": _html,
    "Text": _text,
    "LinkList": _link_list,
    "TextList": _text_list,
    "BlogList": _blog_list,
    "PageList": _page_list,
    "Image": _image,
    "Header": _header,
    "Label": _labels,
    "Feed": _feed,
    "Attribution": _attribution,
    "Profile": _profile,
    "BlogArchive": _own_means("archive"),
    "BlogSearch": _own_means("search"),
    "CustomSearch": _own_means("search"),
    "PopularPosts": _own_means("popular"),
    "FeaturedPost": _own_means("popular"),
    "Subscribe": _own_means("subscribe"),
    "FollowByEmail": _own_means("subscribe"),
    "AdSense": _dropped("ads", "advertising (AdSense)"),
    "Blog": _dropped("system", "the posts themselves"),
    # Of sidebars from before gadgets; the type is a name of this tool's.
    "PreviousPosts": _dropped("system", "the latest posts, which the new site lists itself"),
    "Navbar": _dropped("system", "Blogger's own bar"),
    "BloggerButton": _dropped("system", "Blogger's own button"),
    "ReportAbuse": _dropped("system", "Blogger's own link"),
    "Followers": _dropped("system", _BLOGGER_ONLY),
    "Stats": _dropped("system", f"{_BLOGGER_ONLY}: its page views are counted there"),
    "ContactForm": _dropped("system", f"{_BLOGGER_ONLY}: it sends mail through Blogger"),
    "Translate": _dropped("system", _CLOSED),
    "Wikipedia": _dropped("system", _BLOGGER_ONLY),
    "Poll": _dropped("system", f"{_CLOSED}; no export holds its votes"),
    "NewsBar": _dropped("system", _CLOSED),
    "VideoBar": _dropped("system", _CLOSED),
    "Slideshow": _dropped("system", _CLOSED),
    "Gadget": _dropped("system", _CLOSED),
    "PlusOne": _dropped("share", f"{_CLOSED} (Google+)"),
    "PlusBadge": _dropped("share", f"{_CLOSED} (Google+)"),
    "PlusFollowers": _dropped("share", f"{_CLOSED} (Google+)"),
}
