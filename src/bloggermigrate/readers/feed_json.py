"""The public JSON feeds of a blog (`alt=json`, `alt=json-in-script`).

They are the Atom feed letter for letter: text under ``$t``, attributes as strings, ``$`` for the colon of a name.
So each entry becomes that Atom element again and is read as one; the two forms cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.readers import atom
from bloggermigrate.readers.feed_atom import feed_entry, header_facts
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.json_text import documents, looks_like_json
from bloggermigrate.readers.mending import NAMESPACES
from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.public_feed import FeedTally, feed_tally
from bloggermigrate.readers.sources import InputFile

__all__ = ["element_of", "read", "sniff"]

_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)
# XML 1.0 §2.2; JSON holds any character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sniff(seen: Probe) -> bool:
    """Whether the file is a JSON feed of Blogger's, bare or in a callback."""
    return (
        looks_like_json(seen.text)
        and re.search(r'"(?:feed|entry|id)"\s*:\s*\{', seen.text) is not None
        and '"$t"' in seen.text
        and atom.BLOG_TAG in seen.text
    )


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give every entry as found, then what the feed says of the blog and of itself."""
    for feed in (feed for document in documents(file, issues) for feed in _feeds(document)):
        rows = feed.get("entry", [])
        entries = rows if isinstance(rows, list) else [rows]
        header = element_of("feed", {name: value for name, value in feed.items() if name != "entry"})
        facts, tally = header_facts(header), FeedTally()
        for row in entries:
            if isinstance(row, dict):
                yield feed_entry(element_of("entry", row), file, facts, tally)
        yield feed_tally(facts, tally, Source(file.name))


def _feeds(document: Any) -> Iterator[dict[str, Any]]:
    """Give the feeds in *document*: it is one, a list of several, or of the entries of one."""
    if isinstance(document, list):
        rows = [row for row in document if isinstance(row, dict)]
        entries = [row for row in rows if "feed" not in row and "entry" not in row]
        for row in rows:
            if "feed" in row or "entry" in row:
                yield from _feeds(row)
        if entries:
            yield {"entry": entries}
    elif isinstance(document, dict) and isinstance(feed := document.get("feed", document), dict):
        yield feed


def element_of(name: str, value: Any) -> etree._Element:
    """Return the Atom element that *value* spells under *name*.

    >>> etree.tostring(element_of("title", {"type": "text", "$t": "Pane"}))
    b'<title xmlns="http://www.w3.org/2005/Atom" type="text">Pane</title>'
    """
    top = etree.Element(_tag(name) or _tag("feed"), nsmap={None: NAMESPACES["atom"]})  # type: ignore[dict-item]
    waiting: list[tuple[etree._Element, Any]] = [(top, value)]
    while waiting:
        element, content = waiting.pop()
        if not isinstance(content, dict):
            element.text = _text(content)
            continue
        for key, part in content.items():
            if key == "$t":
                element.text = _text(part)
            elif isinstance(part, dict | list):
                tag = _tag(key)
                pieces = (part if isinstance(part, list) else [part]) if tag else []
                waiting += [(etree.SubElement(element, tag), piece) for piece in pieces]
            elif _NAME.match(key) and key != "xmlns" and part is not None:
                element.set(key, _text(part))
            elif key == "xml$lang":
                element.set("{http://www.w3.org/XML/1998/namespace}lang", _text(part))
    return top


def _tag(key: str) -> str:
    """Return the name with its namespace that "thr$total" stands for, "" when it is no name."""
    prefix, mark, local = key.rpartition("$")
    if not _NAME.match(local):
        return ""
    if not mark:
        return f"{{{NAMESPACES['atom']}}}{local}"
    uri = NAMESPACES.get(prefix)
    return f"{{{uri}}}{local}" if uri else local if prefix == "" else ""


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _ILLEGAL.sub("", str(value))
