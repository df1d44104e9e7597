"""XML that is not quite XML, made readable while it streams.

Blogger's own files never need this (all of 277 real files parse as they are); files that passed through
editors, version control and scripts do. What is mended is counted, so that the reader can report it.
"""

from __future__ import annotations

import codecs
import html
import re
import weakref
from collections import Counter
from typing import BinaryIO

from bloggermigrate.readers.charsets import declared

_CHUNK = 1 << 16

# XML 1.0 §2.2: the characters a document may hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#(\d{1,9})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]{1,31}));")
_BARE = re.compile(r"&(?!(?:#\d{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});)")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
# The longest reference that `_REFERENCE` knows must not be cut by the end of a chunk.
_LONGEST_REFERENCE = 40

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"(?:<\?xml\s[^>]*?\?>\s*)+")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ROOT_START = re.compile(r"<\?xml\s|<!--|<!DOCTYPE|<(?:[\w.-]+:)?(?:feed|rss|entry|RDF)[\s>/]")
#: where one document ends and the next begins: what stands between two feeds
_JUNCTION = re.compile(r"(</(?:[\w.-]{1,40}:)?feed\s*>)\s*(?:<\?xml[^<>]*\?>\s*)*(?=<(?:[\w.-]{1,40}:)?feed[\s>])")
_FEED_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:feed\s*>.*)?\Z", re.S)
#: how much of a chunk's end may be such a place that goes on in the next chunk
_LONGEST_JUNCTION = 600
_FRAGMENT = re.compile(r"\s*(?:<!--.*?-->\s*)*<entry[\s>]", re.S)

#: the namespaces of Blogger's Atom; a fragment is wrapped in a feed that declares them all
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "app": "http://purl.org/atom/app#",
    "blogger": "http://schemas.google.com/blogger/2018",
    "gd": "http://schemas.google.com/g/2005",
    "georss": "http://www.georss.org/georss",
    "media": "http://search.yahoo.com/mrss/",
    "openSearch": "http://a9.com/-/spec/opensearchrss/1.0/",
    "thr": "http://purl.org/syndication/thread/1.0",
}
#: their names (and others that feeds use) as a file has them in which every address was made a secure one
_SECURE_NAME = re.compile(
    r"https://(?=(?:www\.w3\.org/(?:2005/Atom|2007/app)|schemas\.google\.com/(?:g/2005|blogger/20)|purl\.org/(?:atom|syndication|rss|dc)/"
    r"|www\.blogger\.com/atom/ns|search\.yahoo\.com/mrss|www\.georss\.org/georss|a9\.com/-/spec))"
)
_FEED_TAG = re.compile(r"<(?:[\w.-]{1,40}:)?(?:feed|rss|RDF)(?:\s[^<>]*)?>")
#: Names are said in tags alone; the same addresses in the words of a post are somebody's links.
_TAG = re.compile(r"<[^<>]+>")
#: how much of a chunk's end may be a tag that goes on in the next chunk
_LONGEST_TAG = 2000
_WRAP_START = (
    f"<feed xmlns='{NAMESPACES['atom']}' "
    + " ".join(f"xmlns:{prefix}='{uri}'" for prefix, uri in NAMESPACES.items() if prefix != "atom")
    + ">"
)


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes of a document declare, by BOM or declaration; else "utf-8".

    >>> encoding_of(b"<?xml version='1.0' encoding='windows-1252'?>")
    'cp1252'
    """
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if head[:4] == b"<\0?\0":
        return "utf-16-le"
    if head[:4] == b"\0<\0?":
        return "utf-16-be"
    found = _ENCODING.search(head[:1024].decode("latin-1"))
    return (declared(found[1]) if found else "") or "utf-8"


def is_utf8(head: bytes) -> bool:
    """Whether a document that begins so is in UTF-8 and says nothing else."""
    found = _ENCODING.search(head[:1024].decode("latin-1"))
    return encoding_of(head) == "utf-8" and (found is None or found[1].lower() in ("utf-8", "utf8"))


def decode_head(head: bytes) -> str:
    """Return the text of the first bytes of a document, for looking at; never fails."""
    text = head.decode(encoding_of(head), errors="replace")
    return _SECURE_NAME.sub("http://", text.removeprefix("\ufeff"))


def has_secure_names(head: bytes) -> bool:
    """Whether a document that begins so has `https` in the names of its namespaces, which makes them others.

    A row of entries without a feed declares none, but has them in its categories.
    """
    text = head.decode(encoding_of(head), errors="replace")
    feed = _FEED_TAG.search(text)
    return _SECURE_NAME.search(feed[0] if feed else text) is not None


class MendedStream:
    """A binary stream of UTF-8 XML made from *raw*: read it in place of the file.

    Mended: bytes that are no text in the declared encoding (read as Windows-1252, which they nearly always are),
    characters and references that XML forbids, HTML's named entities, bare ampersands, junk before the document (blank
    lines, merge-conflict marks), a bare row of `<entry>` elements without a feed around them, `https` in the names of
    namespaces (where every address of a file was made a secure one), one document behind another: the second then
    stands inside the first, a feed among its entries.
    *mended* counts each kind of mend.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.mended: Counter[str] = Counter()
        first = raw.read(_CHUNK)
        self._secure = has_secure_names(first)
        encoding = encoding_of(first)
        self._decoder = codecs.getincrementaldecoder(encoding)(errors=self._register())
        self._text = self._clean_start(self._decoder.decode(first))
        self._ended = False
        self._ready = b""
        self._suffix = ""
        if _FRAGMENT.match(self._text):
            self.mended["a row of entries without a feed"] += 1
            self._text = _WRAP_START + self._text
            self._suffix = "</feed>"

    def _register(self) -> str:
        mended = self.mended

        def replace(error: UnicodeError) -> tuple[str, int]:
            if not isinstance(error, UnicodeDecodeError):
                raise error
            bad = error.object[error.start : error.end]
            mended["bytes that are no text"] += 1
            # Surrogates in UTF-8 clothing (ED A0..BF xx) are nobody's letters; other stray bytes are Windows-1252.
            if bad[:1] == b"\xed":
                return "\ufffd", error.end
            return bad.decode("cp1252", errors="replace"), error.end

        name = f"bloggermigrate-{id(self)}"
        codecs.register_error(name, replace)
        # A name can't be taken back, but what it stands for can.
        weakref.finalize(self, codecs.register_error, name, codecs.strict_errors)
        return name

    def _clean_start(self, text: str) -> str:
        text = text.removeprefix("\ufeff")
        start = _ROOT_START.search(text)
        if start and start.start():
            if text[: start.start()].strip():
                self.mended["text before the document"] += 1
            text = _lines(text[: start.start()]) + text[start.start() :]
        # What comes out is UTF-8, whatever the declaration says.
        return _DECLARATION.sub(lambda found: _lines(found[0]), text, count=1)

    def _mend(self, text: str) -> str:
        text, illegal = _ILLEGAL.subn("", text)
        if illegal:
            self.mended["characters that XML forbids"] += illegal
        if self._secure:
            text = _TAG.sub(self._plain_names, text)
        if "feed" in text:
            text = _JUNCTION.sub(self._join, text)
        if "&" not in text:
            return text
        text, bare = _BARE.subn("&amp;", text)
        self.mended["bare ampersands"] += bare
        return _REFERENCE.sub(self._reference, text)

    def _plain_names(self, match: re.Match[str]) -> str:
        tag, secure = _SECURE_NAME.subn("http://", match[0])
        self.mended["https in the names of namespaces"] += secure
        return tag

    def _join(self, match: re.Match[str]) -> str:
        self.mended["another document behind the first"] += 1
        self._suffix = match[1] + self._suffix
        return _lines(match[0])

    def _reference(self, match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            if name in _XML_NAMES:
                return match[0]
            character = html.unescape(match[0])
            if character == match[0]:
                self.mended["unknown entities"] += 1
                return "&amp;" + match[0][1:]
            self.mended["entities of HTML"] += 1
            return character.replace("&", "&amp;").replace("<", "&lt;")
        code = int(decimal) if decimal else int(hexadecimal, 16)
        if code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF:
            return match[0]
        self.mended["characters that XML forbids"] += 1
        return ""

    def read(self, size: int = _CHUNK) -> bytes:
        """Return about *size* bytes of mended XML; b"" at the end."""
        while not self._ready:
            if self._ended:
                return b""
            chunk = self._raw.read(_CHUNK)
            self._ended = not chunk
            text = self._text + self._decoder.decode(chunk, final=self._ended)
            cut = len(text)
            if not self._ended:
                last = text.rfind("&", max(0, cut - _LONGEST_REFERENCE))
                cut = last if last != -1 and ";" not in text[last:] else cut
                if self._secure and (tag := text.rfind("<", max(0, cut - _LONGEST_TAG), cut)) > 0:
                    cut = tag
                if end := _FEED_END.search(text, max(0, cut - _LONGEST_JUNCTION), cut):
                    cut = end.start()
            self._text = text[cut:]
            piece = self._mend(text[:cut])
            if self._ended:
                piece += self._suffix
            self._ready = piece.encode("utf-8", errors="replace")
        out, self._ready = self._ready[:size], self._ready[size:]
        return out

    def close(self) -> None:
        self._raw.close()


def _lines(text: str) -> str:
    """Return the ends of lines in *text*: what is left out for a reader still counts for the lines that it tells of."""
    return "\n" * text.count("\n")
