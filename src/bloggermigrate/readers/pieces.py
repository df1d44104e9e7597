"""A big feed cut where entries begin: every piece is a document of its own, to be read apart from the others.

A piece has the beginning of the file, up to its first entry, before it and the end of the feed behind it. If it is XML,
the cut stood among the entries: within a comment, a CDATA section or an entry's own markup the end of the feed would
not be the end. So one that isn't XML may be cut wrongly, and then the file has to be read in one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bloggermigrate.issues import Issue
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.mending import encoding_of, has_secure_names
from bloggermigrate.readers.sources import InputFile

#: bytes of a piece: many times what it costs to begin one, and little enough to wait in memory
PIECE = 1 << 19
#: bytes within which the first entry has to begin
_HEAD = 1 << 16
_FEED = re.compile(rb"<((?:[\w.-]{1,40}:)?feed)[\s>]")
_ENTRY = re.compile(rb"<(?:[\w.-]{1,40}:)?entry[\s>]")


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

    Raises `InputError` when the file can't be read.
    """
    start, entry, end = _frame(file.head(_HEAD))
    if not entry:
        return
    rest = bytearray()
    number = offset = 0
    line = -start.count(b"\n")  # a piece has those of *start* itself

    def piece(length: int, end: bytes) -> Piece:
        data = b"" if file.disk else bytes(rest[:length])
        if not number:  # it has its own beginning
            return Piece(file.name, file.path, 0, 0, b"", end, 0, length, file.disk, data)
        return Piece(file.name, file.path, number, line, start, end, offset, length, file.disk, data)

    with file.open() as stream:
        searched = len(start) + len(entry)
        while chunk := stream.read(size):
            rest += chunk
            place = rest.rfind(entry, searched)
            if place < 0:
                searched = max(searched, len(rest) - len(entry))
                continue
            yield piece(place, end)
            number += 1
            offset += place
            line += rest.count(b"\n", 0, place)
            del rest[:place]
            searched = len(entry)
    yield piece(len(rest), b"")


def _frame(head: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the first entry, how entries begin, and what ends the feed; all empty for no cut.

    Only UTF-8 is cut: in others the bytes of a tag may be something else. A file that has to be mended before anything
    can be told of it is none to cut either.
    """
    entry, feed = _ENTRY.search(head), _FEED.search(head)
    if not entry or not feed or feed.start() > entry.start() or encoding_of(head) != "utf-8" or has_secure_names(head):
        return b"", b"", b""
    return head[: entry.start()], entry[0], b"</%b>" % feed[1]
