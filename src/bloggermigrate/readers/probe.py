"""What a file is, seen from its first bytes: never from its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bloggermigrate.readers.mending import NAMESPACES, decode_head
from bloggermigrate.readers.sources import InputFile

Form = Literal["empty", "xml", "html", "json", "csv", "text", "zip", "gzip", "binary"]

_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>", re.S)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_FEED_ID = re.compile(r"<(?:[\w.-]+:)?id[^>]*>\s*([^<\s]+)\s*</")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"GIF8", "binary"),
    (b"%PDF", "binary"),
    (b"SQLite format", "binary"),
)


@dataclass(frozen=True, slots=True)
class Probe:
    """The first bytes of a file, taken apart as far as detection needs."""

    form: Form
    text: str  #: the first characters, decoded
    root: str = ""  #: local name of the XML root
    attributes: str = ""  #: its attributes and namespace declarations, as text
    feed_id: str = ""  #: text of the first `id` element

    @property
    def is_blogger_feed(self) -> bool:
        return self.root == "feed" and self.feed_id.startswith("tag:blogger.com,1999:blog-")


def probe(file: InputFile) -> Probe:
    """Return what *file* is; reads its first quarter of a megabyte at most."""
    head = file.head()
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Probe("empty", "")
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return Probe(form, "")
    text = decode_head(head)
    if text.count("\0") > len(text) // 50:
        return Probe("binary", "")
    stripped = text.lstrip("\ufeff \t\r\n\0")
    if stripped[:1] in "{[" or re.match(r"(?:/\*\*?/)?[\w.$]+\(\s*\{", stripped):
        return Probe("json", text)
    bare = _COMMENT.sub("", text)
    if _HTML.search(bare[:2000]) and not re.search(r"<b:|expr:", bare):
        return Probe("html", text)
    root = _ROOT.search(bare)
    # A table whose cells hold HTML has tags too; a document begins with one, or declares itself.
    if root and (bare.lstrip("\ufeff \t\r\n").startswith("<") or "<?xml" in bare[: root.start()] or _is_atom(root)):
        found = _FEED_ID.search(bare, root.end())
        return Probe("xml", text, root[1], root[2], found[1] if found else "")
    if _HTML.search(bare):
        return Probe("html", text)
    if file.basename.lower().endswith(".csv") or bare.split("\n", 1)[0].count(",") >= 10:
        return Probe("csv", text)
    return Probe("text", text)


def _is_atom(root: re.Match[str]) -> bool:
    return root[1] in ("feed", "entry", "rss") or NAMESPACES["atom"] in root[2]
