"""The public RSS feeds of a blog (`alt=rss`).

Source: 9 real feeds. They say what the Atom feed says less the offset and the fraction of the publication, which
stands in UTC, and the author's address, which RSS has no room for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import NOBODY, Author, RawEntry
from bloggermigrate.readers import atom
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.public_feed import FeedTally, feed_tally, is_of_comments, post_of_feed
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.xml_stream import EntryStream

__all__ = ["iso_of", "read", "sniff"]

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ADDRESSED = re.compile(r"\s*\S+@\S+\s*(?:\((.*)\))?\s*\Z", re.S)
_HEADER = {
    "title": "title",
    "description": "subtitle",
    "link": "url",
    "language": "locale",
    "lastBuildDate": "updated",
    "openSearch:totalResults": "total",
    "openSearch:startIndex": "start",
}


def sniff(seen: Probe) -> bool:
    """Whether the file is an RSS feed of Blogger's."""
    return seen.root == "rss" and atom.BLOG_TAG in seen.text


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give every item as found, then what the channel says of the blog and of itself."""
    stream = EntryStream(file, issues, entry="{*}item")
    tally = FeedTally()
    facts: dict[str, str] = {}
    for element in stream:
        facts = facts or _facts(stream.root)
        tally.count += 1
        yield _entry(element, file, facts)
    facts = facts or _facts(stream.root)
    yield feed_tally(facts, tally, Source(file.name))


def _facts(root: etree._Element | None) -> dict[str, str]:
    facts: dict[str, str] = {}
    for channel in root if root is not None else ():
        if atom.name_of(channel) != "channel":
            continue
        for child in channel:
            name = atom.name_of(child)
            text = (child.text or "").strip()
            if child.tag == f"{_ATOM}id":
                facts.setdefault("id", text)
            elif name in _HEADER and not str(child.tag).startswith(_ATOM):
                facts.setdefault(_HEADER[name], text)
    facts["updated"] = iso_of(facts.get("updated", ""))
    return facts


def iso_of(text: str) -> str:
    """Return a date of RFC 822 as RFC 3339; *text* itself when it is none, so that it can be reported.

    >>> iso_of("Sat, 12 Oct 2013 09:04:00 +0000"), iso_of("domani")
    ('2013-10-12T09:04:00+00:00', 'domani')
    """
    from email.utils import parsedate_to_datetime  # with it comes half of the standard library

    try:
        return parsedate_to_datetime(text.strip()).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return text.strip()


def _entry(element: etree._Element, file: InputFile, facts: dict[str, str]) -> RawEntry:
    found: dict[str, Any] = {}
    labels: list[str] = []
    enclosures: list[str] = []
    place = point = parent = removed = ""
    for child in element:
        name, text = atom.name_of(child), child.text or ""
        if name == "guid":
            found["id"] = text.strip()
        elif name == "pubDate":
            found["published"] = iso_of(text)
        elif name == "updated":
            found["updated"] = text.strip()
        elif name == "title":
            found.setdefault("title", text)
        elif name == "description":
            found.setdefault("content", atom.text_of(child))
        elif child.tag == _CONTENT:
            found["content"] = atom.text_of(child)
        elif name == "category":
            if text.strip() and child.get("domain", atom.LABEL_SCHEME) in (atom.LABEL_SCHEME, ""):
                labels.append(text.strip())
        elif name.endswith("}origLink") and text.strip():
            found["permalink"] = text.strip()
        elif name == "link":
            found.setdefault("permalink", text.strip())
        elif name == "author":
            found["author"] = _author(text)
        elif name == "enclosure" and child.get("url"):
            enclosures.append(child.get("url", ""))
        elif name == "media:thumbnail":
            found.setdefault("thumbnail", child.get("url", ""))
        elif name == "thr:in-reply-to":
            parent = child.get("ref", "")
        elif name == "thr:total":
            found["comment_total"] = int(text) if text.strip().isdecimal() and len(text) < 10 else None
        elif name == "georss:featurename":
            place = text.strip()
        elif name == "georss:point":
            point = text.strip()
        elif name == "gd:extendedProperty" and child.get("name") == "blogger.contentRemoved":
            removed = child.get("value", "")
    post = post_of_feed(facts.get("id", ""))
    comment = bool(parent or post) or is_of_comments(facts.get("id", ""), "")
    permalink = found.get("permalink", "")
    entry_id = found.get("id", "")
    page = not comment and (".page-" in entry_id or re.search(r"//[^/]+/p/", permalink) is not None)
    return RawEntry(
        kind="comment" if comment else "page" if page else "post",
        id=entry_id,
        source=atom.source_of(file, element, entry_id),
        title=found.get("title", ""),
        content=found.get("content", ""),
        has_content="content" in found,
        published=found.get("published", ""),
        updated=found.get("updated", ""),
        status="GHOSTED_COMMENT" if removed == "true" else "",
        author=found.get("author", NOBODY),
        labels=tuple(dict.fromkeys(labels)) if not comment and not page else (),
        permalink="" if comment else permalink,
        parent=(parent or post) if comment else "",
        location=atom.location_of(place, point),
        enclosures=tuple(enclosures),
        thumbnail=found.get("thumbnail", ""),
        comment_total=found.get("comment_total"),
    )


def _author(text: str) -> Author:
    """Return the name in "address (name)"; an address alone names nobody.

    >>> _author("noreply@blogger.com (Irene (la fornaia))").name, _author("x@example.invalid").name
    ('Irene (la fornaia)', '')
    """
    found = _ADDRESSED.match(text)
    return Author((found[1] or "").strip() if found else text.strip())
