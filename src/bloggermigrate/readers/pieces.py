"""A big feed cut where entries begin: every piece is a document of its own, to be read apart from the others.

A piece has the beginning of the file, up to its first entry, before it and the end tag of the feed behind it. The two
alone are XML without an entry, so the first entry stands among the feed's children. And if a piece is XML, what follows
it stands there too: cut within a comment, a CDATA section or an entry, the end tag would not end the feed. So one that
isn't XML may be cut wrongly, and then the file has to be read in one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from bloggermigrate.errors import InputError
from bloggermigrate.issues import Issue, IssueLog
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.mending import has_secure_names, is_utf8
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.xml_stream import EntryStream

#: bytes of a piece: many times what it costs to begin one, and little enough to wait in memory
PIECE = 1 << 19
#: bytes within which the first entry has to begin, and of which a reader in one looks for facts of the blog
_HEAD = 1 << 16
#: bytes that are looked through for the next entry: behind a longer one the file is read as it comes
_FARTHEST = 1 << 24
_FEED = re.compile(rb"<((?:[\w.-]{1,40}:)?feed)[\s>]")
_ENTRY = re.compile(rb"<(?:[\w.-]{1,40}:)?entry(?=[\s>])")
_BEHIND_NAME = frozenset(b" \t\r\n>")


class Uncut(Exception):
    """There is no place to cut within reach."""


class Piece(NamedTuple):
    """Some entries of the file called *name*, the *number*th piece of it from 0.

    They stand in *data*, or in the file *disk* from *offset* on, *size* bytes of them: handing them from one process to
    another costs more than reading them there.
    """

    name: str
    path: str
    number: int
    line: int  #: lines of the file that are missing between *start* and the entries
    start: bytes
    end: bytes
    offset: int
    size: int
    disk: Path | None
    data: bytes

    def file(self) -> InputFile:
        """Return the piece as a file of its own."""
        whole = self.start + (self.data or self._on_disk()) + self.end
        return InputFile(self.name, self.path, len(whole), partial(io.BytesIO, whole), line=self.line)

    def _on_disk(self) -> bytes:
        if self.disk is None:
            return b""
        with self.disk.open("rb") as stream:
            stream.seek(self.offset)
            return stream.read(self.size)


class ReadPiece(NamedTuple):
    """What a piece holds, and the *form* of its entries, which is that of all pieces or they don't belong together."""

    items: list[RawItem]
    issues: list[Issue]
    form: str


def cut(file: InputFile, size: int = PIECE) -> Iterator[Piece]:
    """Give *file* in pieces of about *size* bytes, in order; nothing where there are no entries to go by.

    Raises `Uncut` where the next entry is too far, and `InputError` when the file can't be read.
    """
    start, entry, end = _frame(file)
    if not entry:
        return
    disk = file.disk.absolute() if file.disk else None
    rest = bytearray()
    number = offset = 0
    line = -start.count(b"\n")  # a piece has those of *start* itself

    def piece(length: int, end: bytes) -> Piece:
        data = b"" if disk else bytes(rest[:length])
        if not number:  # it has its own beginning
            return Piece(file.name, file.path, 0, 0, b"", end, 0, length, disk, data)
        return Piece(file.name, file.path, number, line, start, end, offset, length, disk, data)

    with file.open() as stream:
        searched = max(len(start) + 1, min(size, _HEAD))
        while chunk := stream.read(size):
            rest += chunk
            place = _last(rest, entry, searched)
            if place is None:
                searched = max(searched, len(rest) - len(entry))
                if len(rest) > _FARTHEST:
                    raise Uncut
                continue
            yield piece(place, end)
            number += 1
            offset += place
            line += rest.count(b"\n", 0, place)
            del rest[:place]
            searched = 1
    yield piece(len(rest), b"")


def _last(data: bytearray, entry: bytes, begin: int) -> int | None:
    """Return where the last entry in *data* begins from *begin* on, as far as its name is seen whole."""
    place = len(data) - 1
    while (place := data.rfind(entry, begin, place + len(entry))) >= 0:
        behind = place + len(entry)
        if behind < len(data) and data[behind] in _BEHIND_NAME:
            return place
        place -= 1
    return None


def _frame(file: InputFile) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the first entry, how entries begin, and what ends the feed; all empty for no cut.

    Only UTF-8 is cut: in others the bytes of a tag may be something else. A file that has to be mended before anything
    can be told of it is none to cut either.
    """
    head = file.head(_HEAD)
    entry, feed = _ENTRY.search(head), _FEED.search(head)
    if not entry or not feed or feed.start() > entry.start() or not is_utf8(head) or has_secure_names(head):
        return b"", b"", b""
    start, end = head[: entry.start()], b"</%b>" % feed[1]
    alone = start + end
    stream = EntryStream(
        InputFile(file.name, file.path, len(alone), partial(io.BytesIO, alone)), IssueLog(), mend=False
    )
    try:
        is_sound = next(iter(stream), None) is None and stream.document == 1
    except (etree.XMLSyntaxError, InputError):
        is_sound = False
    return (start, entry[0], end) if is_sound else (b"", b"", b"")
