"""A big file read in pieces: by worker processes of our own where that pays, or by an executor that was handed in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bloggermigrate.issues import Issue, IssueLog
from bloggermigrate.model import RawEntry
from bloggermigrate.readers import Variant
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.pieces import PIECE, Piece, ReadPiece, Uncut, cut
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.running.pools import in_order, worker_processes
from bloggermigrate.store.packing import Packed, pack

if TYPE_CHECKING:
    from concurrent.futures import Executor

#: pieces of a file that is worth to be cut
_WORTH_PIECES = 4
#: bytes of a file from which worker processes pay for their start, which is dear where they can't be forked
_WORTH_WORKERS = 16_000_000 if sys.platform == "linux" else 40_000_000


class _Found(NamedTuple):
    """What a piece holds, entries made ready for the store."""

    items: list[RawItem | Packed]
    issues: list[Issue]
    form: str


def read_file(
    variant: Variant,
    file: InputFile,
    issues: IssueLog,
    jobs: int = 1,
    executor: Executor | None = None,
    size: int = PIECE,
) -> Iterator[RawItem | Packed]:
    """Give what *file*, which is of *variant*, holds: the same, in the same order, whoever reads it.

    A big file is read in pieces of *size* bytes, by *jobs* processes or by *executor*; its posts, pages and comments
    come out packed. Beyond line 65,535, of which libxml2 is not sure, the lines of pieces are the right ones.
    """
    given = 0
    if variant.read_piece is not None and file.size >= _WORTH_PIECES * size:
        said: list[Issue] = []
        with suppress(Uncut):
            for found in _alike(_pieces(variant.read_piece, file, size, jobs, executor)):
                said += found.issues
                yield from found.items
                given += len(found.items)
            if given:
                issues.extend(said)
                return
    # Not in pieces, or not to its end: what was given already comes once more, the same.
    yield from islice(variant.read(file, issues), given, None)


def _alike(pieces: Iterable[_Found | None]) -> Iterator[_Found]:
    """Give *pieces*; raise `Uncut` at one that does not belong to those before it, or can't be read alone."""
    form = ""
    for found in pieces:
        if found is None or form not in ("", found.form):
            raise Uncut
        form = found.form
        yield found


def _pieces(
    read_piece: Callable[[Piece], ReadPiece | None], file: InputFile, size: int, jobs: int, executor: Executor | None
) -> Iterator[_Found | None]:
    pieces = cut(file, size)
    if executor is not None:
        yield from in_order(
            (executor.submit(_read_piece, read_piece, piece) for piece in pieces), 2 * jobs, call_off=True
        )
    elif jobs < 2 or file.size < _WORTH_WORKERS:
        for piece in pieces:
            yield _read_piece(read_piece, piece)
    else:
        with worker_processes(jobs) as pool:
            yield from in_order((pool.submit(_read_piece, read_piece, piece) for piece in pieces), 2 * jobs)


def _read_piece(read_piece: Callable[[Piece], ReadPiece | None], piece: Piece) -> _Found | None:
    """Do what can be done to the entries of one piece without knowing of others."""
    found = read_piece(piece)
    if found is None:
        return None
    items = [pack(item) if isinstance(item, RawEntry) and item.kind != "setting" else item for item in found.items]
    return _Found(items, found.issues, found.form)
