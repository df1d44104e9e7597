"""What a file is, seen from its first bytes: never from its name."""

from __future__ import annotations

import html
import json
import re
from typing import Literal, NamedTuple

from bloggermigrate.readers import wrapped
from bloggermigrate.readers.encodings import decode
from bloggermigrate.readers.json_text import looks_like_json
from bloggermigrate.readers.mending import NAMESPACES, decode_head
from bloggermigrate.readers.sources import InputFile

Form = Literal["empty", "xml", "html", "json", "csv", "text", "zip", "gzip", "binary"]

_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>", re.S)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_FEED_ID = re.compile(r"<(?:[\w.-]+:)?id[^>]*>\s*([^<\s]+)\s*</")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
#: where a blog's number stands: in an id of Atom's, in a resource of the API's, in scripts and links of pages
#: each begins with letters that stand fast, so that a search of thousands of pages is quick
_BLOG_NUMBERS = (
    re.compile(r"tag:blogger\.com,1999:blog-(\d{1,25})"),
    re.compile(r"\"blog\"\s*:\s*\{\s*\"id\"\s*:\s*\"?(\d{1,25})"),
    re.compile(r"\"kind\"\s*:\s*\"blogger#blog\"\s*,\s*\"id\"\s*:\s*\"?(\d{1,25})"),
    re.compile(r"'blogId'\s*:\s*'(\d{1,25})'"),
    re.compile(r"logID(?:(?<=[?&;][bB]logID)|(?<=[?&;]target[bB]logID))(?:=|\\75|\\x3[dD])(\d{1,25})"),
)
_TITLE = re.compile(
    r"<(?:[\w.-]+:)?title(?:\s[^<>]*)?>(?:<!\[CDATA\[)?([^<>]{0,500})"
    r"|\"title\"\s*:\s*\{[^{}]{0,200}\"\$t\"\s*:\s*(\"(?:[^\"\\]|\\.){0,500}\")"
    r"|\"kind\"\s*:\s*\"blogger#blog\"[^{}]{0,500}?\"name\"\s*:\s*(\"(?:[^\"\\]|\\.){0,500}\")"
)
_LARGEST_WRAPPED = 64 << 20
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"GIF8", "binary"),
    (b"%PDF", "binary"),
    (b"SQLite format", "binary"),
)


class Probe(NamedTuple):
    """The first bytes of a file, taken apart as far as detection needs."""

    form: Form
    text: str  #: the first characters, decoded
    root: str = ""  #: local name of the XML root
    attributes: str = ""  #: its attributes and namespace declarations, as text
    feed_id: str = ""  #: text of the first `id` element

    @property
    def is_blogger_feed(self) -> bool:
        return self.root == "feed" and self.feed_id.startswith("tag:blogger.com,1999:blog-")

    @property
    def blog(self) -> str:
        """Return Blogger's number of the blog that the file is of, "" where its first part doesn't tell."""
        found = [match for pattern in _BLOG_NUMBERS if (match := pattern.search(self.text))]
        return min(found, key=lambda match: match.start())[1] if found else ""

    @property
    def title(self) -> str:
        """Return the title that stands first in the file: a feed's is its blog's."""
        # What stands before the word can only be a prefix; a resource of the API's has a name.
        place = 0 if self.form == "json" else self.text.find("title")
        found = _TITLE.search(self.text, max(place - 100, 0)) if place >= 0 else None
        if not found:
            return ""
        if found[1] is not None:
            return " ".join(html.unescape(found[1]).split())
        try:
            return " ".join(str(json.loads(found[2] or found[3], strict=False)).split())
        except ValueError:
            return ""


def probe(file: InputFile) -> Probe:
    """Return what *file* is; reads its first quarter of a megabyte at most."""
    head = file.head()
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Probe("empty", "")
    if head.startswith(b"WARC/"):
        # Its records may hold anything, pictures too: only what it is counts here.
        return Probe("text", head[:4096].decode("latin-1"))
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return Probe(form, "")
    if wrapped.is_wrapped(head):
        with file.open() as stream:
            head = wrapped.unwrap(stream.read(_LARGEST_WRAPPED) if wrapped.needs_all(head) else head)[0][: len(head)]
    text = decode_head(head)
    if text.count("\0") > len(text) // 50:
        return Probe("binary", "")
    stripped = text.lstrip("\ufeff \t\r\n\0")
    if looks_like_json(stripped):
        return Probe("json", text)
    bare = _COMMENT.sub("", text)
    if _HTML.search(bare[:2000]) and not ("<b:" in bare or "expr:" in bare):
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
    if "\ufffd" in text:
        # A text has no declaration; its last line may be cut in the middle of a letter.
        text = decode(head[: head.rfind(b"\n") + 1] or head)
        if len(_CONTROL.findall(text)) > len(text) // 50:
            return Probe("binary", "")
    return Probe("text", text)


def _is_atom(root: re.Match[str]) -> bool:
    return root[1] in ("feed", "entry", "rss") or NAMESPACES["atom"] in root[2]
