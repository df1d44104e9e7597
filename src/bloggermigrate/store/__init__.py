"""The spool: what was read, on disk, so that memory does not grow with the export.

One SQLite file. `items` holds entries as found; `posts` and `comments` are filled by the whole-blog pass
(`assemble`) and hold what it found out. Contents stand apart in `bodies`, so that a pass over all entries never
comes near them; they are read one at a time.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bloggermigrate.errors import OutputError
from bloggermigrate.linking.clues import Clue
from bloggermigrate.model import RawEntry
from bloggermigrate.output.disk import check_place
from bloggermigrate.store.packing import Packed, meta_of, pack, storable, unpack
from bloggermigrate.temporary import remove, temporary_path

_SCHEMA = """
CREATE TABLE items (
    row INTEGER PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL,
    size INTEGER NOT NULL,  -- of the content, in characters
    meta TEXT NOT NULL);
CREATE TABLE bodies (row INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE posts (
    row INTEGER PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL,
    permalink TEXT NOT NULL, path TEXT NOT NULL, has_path INTEGER NOT NULL, slug TEXT NOT NULL, key TEXT NOT NULL,
    published TEXT, updated TEXT,
    at INTEGER,  -- the instant of publication in microseconds since 1970, for sorting
    seq INTEGER,  -- place in the order of publication, oldest first, from 1; NULL for what is not written
    size INTEGER NOT NULL,
    total INTEGER,  -- of comments, as Blogger counted them; NULL where it doesn't say
    skipped TEXT NOT NULL DEFAULT '');
CREATE TABLE comments (
    row INTEGER PRIMARY KEY, post INTEGER NOT NULL, number TEXT NOT NULL, parent TEXT NOT NULL,
    status TEXT NOT NULL, published TEXT, at INTEGER, skipped TEXT NOT NULL DEFAULT '');
CREATE TABLE moved (row INTEGER PRIMARY KEY, old TEXT NOT NULL);  -- old paths of posts that got another one
CREATE TABLE labels (row INTEGER NOT NULL, name TEXT NOT NULL);
CREATE TABLE names (space TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (space, name)) WITHOUT ROWID;
CREATE TABLE clues (kind TEXT, name TEXT, value TEXT, PRIMARY KEY (kind, name, value)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX items_kind ON items (kind);
CREATE INDEX items_number ON items (number);
"""
#: what every database of SQLite begins with
_SQLITE = b"SQLite format 3\0"
_BATCH = 500
#: characters of content that may wait for one
_MOST_WAITING = 1 << 20


def _may_go(path: Path) -> bool:
    """Whether a file is a database, or empty."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) in (b"", _SQLITE)


class Store:
    """An open spool. Close it, or let it go: a temporary one is deleted then."""

    def __init__(self, path: Path, *, temporary: bool, create: bool) -> None:
        self.path = path
        self.db = connect(path)
        if create:
            self.db.executescript(_SCHEMA)
        self._pending: list[tuple[int, str, str, int, str]] = []
        self._contents: list[tuple[int, str]] = []
        self._last = 0  #: row of the entry that was added last
        self._clues: set[Clue] = set()
        self._waiting = 0
        self._finalizer = weakref.finalize(self, discard, self.db, path if temporary else None)

    @classmethod
    def new(cls, keep: Path | None = None) -> Store:
        """Return an empty store: temporary, or at *keep*, where an older one is replaced and nothing else."""
        if keep is not None:
            check_place(keep, folder=False, what="store", option="--keep-store")
            try:
                if keep.exists() and not _may_go(keep):
                    raise OutputError(
                        "Something else than a store stands there already.",
                        where=str(keep),
                        advice="Give another name with --keep-store.",
                    )
                keep.unlink(missing_ok=True)
                return cls(keep, temporary=False, create=True)
            except (OSError, sqlite3.Error) as error:
                raise OutputError(
                    f"The store can't be written: {error}.",
                    where=str(keep),
                    advice="Choose another place with --keep-store.",
                ) from None
        path = temporary_path()
        try:
            return cls(path, temporary=True, create=True)
        except BaseException:  # a disk that is full already
            remove(path)
            raise

    @classmethod
    def reopen(cls, path: Path) -> Store:
        """Return the store at *path* for reading, in a worker process for instance."""
        store = cls(path, temporary=False, create=False)
        store.db.execute("PRAGMA cache_size=-2000")  # each worker has one, and reads a body once
        return store

    def close(self) -> None:
        self._finalizer()

    # -- entries as found ------------------------------------------------------------------------------------

    def add(self, entry: RawEntry | Packed) -> None:
        """Keep *entry*; call `flush` when all are added."""
        packed = entry if isinstance(entry, Packed) else pack(entry)
        self._last += 1
        size = len(packed.content)
        self._pending.append((self._last, packed.kind, packed.number, size, packed.meta))
        self._contents.append((self._last, packed.content))
        self._waiting += size
        self._clues.update(packed.clues)
        if len(self._pending) >= _BATCH or self._waiting > _MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        with transaction(self.db):
            self.db.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?)", self._pending)
            self.db.executemany("INSERT INTO bodies VALUES (?, ?)", self._contents)
            self.db.executemany("INSERT OR IGNORE INTO clues VALUES (?, ?, ?)", sorted(self._clues))
        self._pending.clear()
        self._contents.clear()
        self._clues.clear()
        self._waiting = 0

    def index(self) -> None:
        self.flush()
        self.db.executescript(_INDEXES)

    def count(self, kind: str) -> int:
        return int(self.db.execute("SELECT count(*) FROM items WHERE kind = ?", (kind,)).fetchone()[0])

    def entries(self, *kinds: str, content: bool = False) -> Iterator[tuple[int, RawEntry]]:
        """Give row and entry of *kinds* in reading order; without *content* the bodies are left on disk."""
        marks = ",".join("?" * len(kinds))
        what = "content FROM items JOIN bodies USING (row)" if content else "'' FROM items"
        # A cursor of its own each time: the caller writes while it reads.
        cursor = self.db.cursor()
        cursor.execute(f"SELECT row, kind, meta, {what} WHERE kind IN ({marks}) ORDER BY row", kinds)
        for row, kind, meta, text in cursor:
            yield row, unpack(kind, meta, text)

    def entry(self, row: int) -> RawEntry:
        query = "SELECT kind, meta, content FROM items JOIN bodies USING (row) WHERE row = ?"
        return unpack(*self.db.execute(query, (row,)).fetchone())

    def meta(self, row: int) -> RawEntry:
        """Return one entry without its content."""
        kind, meta = self.db.execute("SELECT kind, meta FROM items WHERE row = ?", (row,)).fetchone()
        return unpack(kind, meta, "")

    def change(self, row: int, entry: RawEntry) -> None:
        """Put *entry*, content and all, in the place of the one in *row*."""
        content = storable(entry.content)
        values = (entry.kind, entry.number, len(content), meta_of(entry), row)
        self.db.execute("UPDATE items SET kind = ?, number = ?, size = ?, meta = ? WHERE row = ?", values)
        self.db.execute("UPDATE bodies SET content = ? WHERE row = ?", (content, row))

    def change_meta(self, row: int, entry: RawEntry) -> None:
        """Put *entry* in the place of the one in *row*, whose content stays as it is."""
        self.db.execute("UPDATE items SET meta = ? WHERE row = ?", (meta_of(entry), row))

    # -- names that may be taken once ------------------------------------------------------------------------

    def take(self, space: str, name: str) -> bool:
        """Take *name* in *space*; False when somebody has it already."""
        cursor = self.db.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (space, name))
        return cursor.rowcount == 1

    def is_taken(self, space: str, name: str) -> bool:
        return self.db.execute("SELECT 1 FROM names WHERE space = ? AND name = ?", (space, name)).fetchone() is not None


class transaction:
    """All that is written inside is written at once; one transaction in another counts as part of it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._outer = False

    def __enter__(self) -> None:
        self._outer = not self._db.in_transaction
        if self._outer:
            self._db.execute("BEGIN")

    def __exit__(self, *_: object) -> None:
        if self._outer and self._db.in_transaction:
            self._db.execute("COMMIT")


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection to a file of ours: fast, not crash-safe, usable from any thread of an embedder."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    # Contents are longer than a page of the usual 4 kB, which would lie scattered.
    for pragma in ("page_size=16384", "journal_mode=OFF", "synchronous=OFF", "cache_size=-4000", "temp_store=FILE"):
        db.execute(f"PRAGMA {pragma}")
    return db


def discard(db: sqlite3.Connection, path: Path | None) -> None:
    db.close()
    if path is not None:
        remove(path)


def rows(db: sqlite3.Connection, sql: str, values: Iterable[Any] | Mapping[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a query through a cursor of its own."""
    cursor = db.cursor()
    cursor.execute(sql, values if isinstance(values, Mapping) else tuple(values))
    yield from cursor
