"""The public Atom feeds of a blog: posts, pages, comments of one post or of all; Atom 1.0 and the old 0.3.

Source: about 50 real feeds of 18 blogs. They are the classic export less the kind of an entry: what an entry is
follows from the feed it stands in. `openSearch` is met in two namespaces, with and without GData's `v=2`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from lxml import etree

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import Author, RawEntry
from bloggermigrate.readers import atom
from bloggermigrate.readers.atom_export import entry_of
from bloggermigrate.readers.items import SUMMARY, RawItem
from bloggermigrate.readers.mending import NAMESPACES
from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.public_feed import FeedTally, feed_tally, is_of_comments, post_of_feed
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.xml_stream import EntryStream

__all__ = ["feed_entry", "header_facts", "read", "sniff"]

ATOM_03 = "http://purl.org/atom/ns#"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_COMMENT_ADDRESS = re.compile(r"/feeds/\d+/(\d+)/comments/default/(\d+)")
_HEADER = {
    "id": "id",
    "title": "title",
    "subtitle": "subtitle",
    "tagline": "subtitle",
    "updated": "updated",
    "modified": "updated",
    "openSearch:totalResults": "total",
    "openSearch:startIndex": "start",
}


def sniff(seen: Probe) -> bool:
    """Whether the file is a public Atom feed of Blogger's, or one entry of it."""
    if seen.root not in ("feed", "entry") or seen.feed_id.endswith(".archive"):
        return False
    if NAMESPACES["blogger"] in seen.attributes or "schemas.google.com/blogger/2008/kind#" in seen.text:
        return False  # an export, or Takeout's
    if ATOM_03 in seen.attributes:
        return "blogger.com" in seen.text or ".blogspot." in seen.text
    return seen.feed_id.startswith(atom.BLOG_TAG)


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give every entry as found, then what the feed says of the blog and of itself."""
    stream = EntryStream(file, issues)
    tally = FeedTally()
    facts: dict[str, str] = {}
    for element in stream:
        facts = facts or header_facts(stream.root)
        yield feed_entry(element, file, facts, tally)
    facts = facts or header_facts(stream.root)
    yield feed_tally(facts, tally, Source(file.name))


def header_facts(root: etree._Element | None) -> dict[str, str]:
    """Return the texts of a feed's header for `feed_tally`, with its own `address` and the `next` one."""
    facts: dict[str, str] = {}
    if root is not None and (language := root.get(_LANGUAGE)):
        facts["locale"] = language
    alternate = self_link = feed_link = ""
    for child in atom.header(root):
        name = atom.name_of(child)
        if name in _HEADER:
            facts.setdefault(_HEADER[name], atom.text_of(child).strip())
        elif name == "link":
            link = atom.link_of(child)
            if link.rel == "alternate":
                alternate = alternate or link.href
            elif link.rel == "self":
                self_link = self_link or link.href
            elif link.rel.endswith("#feed"):
                feed_link = feed_link or link.href
            elif link.rel == "next":
                facts["next"] = link.href
    # The feed of a label is its own, though it names the whole as its feed.
    facts["address"] = self_link if "/-/" in self_link or not feed_link else feed_link
    of_comments = is_of_comments(facts.get("id", ""), facts["address"])
    # The alternate of a post's comments is the post; the blog is where the feed itself lives.
    facts["url"] = _home(feed_link) if of_comments or not alternate else alternate
    return facts


def _home(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{host}/" if host and not host.endswith("blogger.com") else ""


def feed_entry(element: etree._Element, file: InputFile, facts: dict[str, str], tally: FeedTally) -> RawEntry:
    """Return one entry as found; what the export's reader can't know from the entry alone is settled here."""
    entry = entry_of(element, file)
    tally.count += 1
    post = post_of_feed(facts.get("id", ""))
    summary = content = None
    for child in element:
        name = atom.name_of(child)
        if name == "summary":
            summary = child
        elif name == "content":
            content = child
        elif name == "issued" and not entry.published:
            entry = replace(entry, published=(child.text or "").strip())
        elif name == "modified" and not entry.updated:
            entry = replace(entry, updated=(child.text or "").strip())
        elif name == "created":
            entry = replace(entry, created=(child.text or "").strip())
        elif name == "author" and not entry.author.uri:
            entry = replace(entry, author=_old_author(child, entry.author))
        elif name.endswith("}origLink") and (child.text or "").strip():
            # FeedBurner's own address stands in the link, the post's in feedburner:origLink.
            entry = replace(entry, permalink=(child.text or "").strip())
        elif name == "title" and child.get("type") in ("html", "text/html"):
            entry = replace(entry, title=html.unescape(entry.title))
    if content is None and summary is not None:
        tally.summaries += 1
        entry = replace(entry, extra=(*entry.extra, SUMMARY))
        if summary.get("type", "text") in ("text", "text/plain") and summary.get("mode") != "escaped":
            entry = replace(entry, content=html.escape(entry.content, quote=False))
    if post or entry.kind == "comment" or is_of_comments("", facts.get("address", "")):
        named, answered = _comment_addresses(element)
        return replace(
            entry,
            kind="comment",
            permalink="",
            reserved="",
            labels=(),
            parent=entry.parent or named or post,
            in_reply_to=entry.in_reply_to or answered,
        )
    if entry.kind == "other":  # an id of its own making, as in Atom 0.3: it is in a feed of posts
        entry = replace(entry, kind="post")
    return entry


def _old_author(element: etree._Element, author: Author) -> Author:
    """Return *author* with the address that Atom 0.3 calls `url`."""
    for child in element:
        if atom.name_of(child) == "url":
            return Author(author.name, (child.text or "").strip())
    return author


def _comment_addresses(element: etree._Element) -> tuple[str, str]:
    """Return the number of the post that a comment's own address names, and of the comment it answers; "" for none."""
    post = answered = ""
    for child in element:
        if atom.name_of(child) == "link" and (found := _COMMENT_ADDRESS.search(child.get("href") or "")):
            post = post or found[1]
            if child.get("rel") == "related":
                answered = found[2]
    return post, answered
