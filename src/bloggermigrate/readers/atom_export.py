"""The classic export, `blog-MM-DD-YYYY.xml`: Atom with the kind of an entry as a category term.

Source: 24 real files of 2008–2025. Entries come as template, settings, posts, pages, comments; nothing here
relies on that order.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from bloggermigrate.issues import Source
from bloggermigrate.model import NOBODY, Kind, RawEntry
from bloggermigrate.readers import atom
from bloggermigrate.readers.items import RawFeed
from bloggermigrate.readers.sources import InputFile

_KIND_TERM = "http://schemas.google.com/blogger/2008/kind#"
_KINDS: dict[str, Kind] = {
    "post": "post",
    "page": "page",
    "comment": "comment",
    "settings": "setting",
    "template": "template",
}
# …/feeds/<blog>/<post>/comments/default/<comment>: the edit link of every comment names its post (1067 of 1067),
# the related link of a reply names the comment it answers.
_COMMENT_ADDRESS = re.compile(r"/feeds/\d+/(\d+)/comments/default/(\d+)")


def feed_of(root: etree._Element | None, file: InputFile) -> RawFeed:
    """Return what the feed says of the whole blog; all empty for a fragment without a feed element."""
    found: dict[str, str] = {}
    for child in atom.header(root):
        name = atom.name_of(child)
        if name in ("id", "title", "subtitle", "updated"):
            found.setdefault(name, atom.text_of(child).strip())
        elif name == "link":
            link = atom.link_of(child)
            if link.rel == "alternate":
                found.setdefault("url", link.href)
    return RawFeed(
        id=found.get("id", ""),
        title=found.get("title", ""),
        url=found.get("url", ""),
        description=found.get("subtitle", ""),
        updated=found.get("updated", ""),
        source=Source(file.name),
    )


def entry_of(element: etree._Element, file: InputFile) -> RawEntry:
    """Return one entry as found; nothing is guessed but the kind of an entry that has none."""
    found: dict[str, Any] = {}
    labels: list[str] = []
    extra: list[tuple[str, str]] = []
    links: list[atom.Link] = []
    enclosures: list[str] = []
    kind_word = ""
    place, point = "", ""
    parent = ""
    for child in element:
        name = atom.name_of(child)
        if name == "link":  # the most common one
            links.append(atom.link_of(child))
        elif name in ("id", "title", "published", "updated"):
            found.setdefault(name, atom.text_of(child) if name == "title" else (child.text or "").strip())
        elif name in ("content", "summary"):
            if name == "content" or "content" not in found:
                found["content"] = atom.text_of(child)
        elif name == "category":
            term, scheme = child.get("term", ""), child.get("scheme", "")
            if scheme == atom.KIND_SCHEME:
                kind_word = term.removeprefix(_KIND_TERM)
            elif term and scheme in (atom.LABEL_SCHEME, ""):
                labels.append(term)
        elif name == "author":
            found.setdefault("author", atom.author_of(child))
        elif name == "thr:in-reply-to":
            parent = child.get("ref", "")
        elif name == "thr:total":
            total = (child.text or "").strip()
            found["comment_total"] = int(total) if total.isdecimal() and len(total) < 10 else None
        elif name == "app:control":
            for part in child:
                if atom.name_of(part) == "app:draft" and (part.text or "").strip().lower() == "yes":
                    found["status"] = "DRAFT"
        elif name == "media:thumbnail":
            found.setdefault("thumbnail", child.get("url", ""))
        elif name == "georss:featurename":
            place = (child.text or "").strip()
        elif name == "georss:point":
            point = (child.text or "").strip()
        elif name == "gd:extendedProperty":
            extra.append((child.get("name", ""), child.get("value", "")))
    kind = _KINDS.get(kind_word)
    entry_id = found.get("id", "")
    if kind is None:
        kind = "other" if kind_word else _guess_kind(entry_id, parent, links)
        extra.append(("kind", kind_word))
    for link in links:
        if link.rel == "alternate" and kind in ("post", "page"):
            found.setdefault("permalink", link.href)
        elif link.rel == "replies" and link.type == "text/html":
            found.setdefault("reserved", link.href.partition("#")[0])
        elif link.rel == "enclosure" and link.href:
            enclosures.append(link.href)
        elif kind == "comment" and (link.rel == "related" or (not parent and link.rel in ("edit", "self"))):
            address = _COMMENT_ADDRESS.search(link.href)
            if address and link.rel == "related":
                found["in_reply_to"] = address[2]
            elif address:
                parent = address[1]
    if ("blogger.contentRemoved", "true") in extra:
        found["status"] = "GHOSTED_COMMENT"
    return RawEntry(
        kind=kind,
        id=entry_id,
        source=atom.source_of(file, element, entry_id),
        title=found.get("title", ""),
        content=found.get("content", ""),
        has_content="content" in found,
        published=found.get("published", ""),
        updated=found.get("updated", ""),
        status=found.get("status", ""),
        author=found.get("author", NOBODY),
        labels=tuple(dict.fromkeys(labels)) if kind == "post" else (),
        permalink=found.get("permalink", ""),
        reserved=found.get("reserved", ""),
        parent=parent if kind == "comment" else "",
        in_reply_to=found.get("in_reply_to", ""),
        location=atom.location_of(place, point),
        enclosures=tuple(enclosures),
        thumbnail=found.get("thumbnail", ""),
        comment_total=found.get("comment_total"),
        extra=tuple(extra),
    )


def _guess_kind(entry_id: str, parent: str, links: list[atom.Link]) -> Kind:
    """Return the kind of an entry that lost its kind category, from its id and links."""
    if ".settings." in entry_id:
        return "setting"
    if entry_id.endswith(".layout"):
        return "template"
    if parent:
        return "comment"
    if ".page-" in entry_id or any(link.rel == "alternate" and "/p/" in link.href for link in links):
        return "page"
    return "post" if ".post-" in entry_id or any(link.rel == "alternate" for link in links) else "other"
