"""Every picture of a blog once: all addresses it was met under, what the posts say of it, and where it is now.

One SQLite file of its own, so that worker processes read it while the main process writes the account.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from bloggermigrate.images.sizes import parse
from bloggermigrate.store import connect, discard, rows, transaction
from bloggermigrate.store.packing import storable
from bloggermigrate.temporary import temporary_path

_SCHEMA = """
CREATE TABLE pictures (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, width INTEGER, height INTEGER, alt TEXT NOT NULL,
    caption TEXT NOT NULL, stem TEXT NOT NULL, folder TEXT NOT NULL, at INTEGER, place TEXT NOT NULL DEFAULT '',
    failed TEXT NOT NULL DEFAULT '');
CREATE TABLE addresses (
    picture INTEGER NOT NULL, url TEXT NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (picture, url)) WITHOUT ROWID;
CREATE TABLE entries (
    picture INTEGER NOT NULL, entry TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (picture, entry)) WITHOUT ROWID;
"""


class Sighting(NamedTuple):
    """A picture as met in one entry.

    *key* is that of the picture, *wanted* the address that its whole is expected at, *met* those that stand in the
    entry. *stem*, *folder* and *at* (seconds since 1970) say what its file may be called and when it was in use.
    """

    key: str
    wanted: str
    met: tuple[str, ...]
    entry: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    caption: str = ""


class Home(NamedTuple):
    """What the entry says that pictures stand in: *stem* names one that has no name, *folder* is its year and month."""

    stem: str = ""
    folder: str = ""
    at: int | None = None
    file: str = ""


_NO_HOME = Home()


class Picture(NamedTuple):
    """One picture of the blog. *addresses* are in the order in which to ask for it: the whole first."""

    seq: int
    key: str
    addresses: tuple[str, ...]
    entries: tuple[str, ...]
    width: int | None
    height: int | None
    alt: str
    caption: str
    stem: str
    folder: str
    at: int | None
    place: str
    failed: str


class Catalogue:
    """The pictures of one blog, in the order in which they were met first."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or temporary_path()
        self.db: sqlite3.Connection = connect(self.path)
        if path is None:
            self.db.executescript(_SCHEMA)
        self._finalizer = weakref.finalize(self, discard, self.db, None if path else self.path)

    def add(self, sightings: Iterable[Sighting], home: Home = _NO_HOME) -> None:
        """Enter what was met in one entry."""
        with transaction(self.db):
            for met in sightings:
                self._add(met, home)

    def _add(self, met: Sighting, home: Home) -> None:
        key = storable(met.key)
        found = self.db.execute("SELECT seq FROM pictures WHERE key = ?", (key,)).fetchone()
        if found is None:
            words = (storable(met.alt), storable(met.caption))
            cursor = self.db.execute(
                "INSERT INTO pictures (key, width, height, alt, caption, stem, folder, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (key, met.width, met.height, *words, home.stem, home.folder, home.at),
            )
            seq = cursor.lastrowid
        else:
            (seq,) = found
            # The widest that it was shown, and the first words that anybody found for it.
            self.db.execute(
                "UPDATE pictures SET height = CASE WHEN ?1 > coalesce(width, 0) THEN ?2 ELSE height END,"
                " width = CASE WHEN ?1 > coalesce(width, 0) THEN ?1 ELSE width END,"
                " alt = CASE alt WHEN '' THEN ?3 ELSE alt END,"
                " caption = CASE caption WHEN '' THEN ?4 ELSE caption END WHERE seq = ?5",
                (met.width, met.height, storable(met.alt), storable(met.caption), seq),
            )
        self.db.executemany(
            "INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)",
            [(seq, storable(url), _rank(url, met.wanted)) for url in dict.fromkeys((met.wanted, *met.met))],
        )
        entry = (seq, storable(met.entry), storable(home.file))
        self.db.execute("INSERT OR IGNORE INTO entries VALUES (?, ?, ?)", entry)

    def __len__(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM pictures").fetchone()[0])

    def __iter__(self) -> Iterator[Picture]:
        columns = "seq, key, width, height, alt, caption, stem, folder, at, place, failed"
        addresses = "SELECT url FROM addresses WHERE picture = ? ORDER BY rank DESC, url"
        entries = "SELECT entry FROM entries WHERE picture = ? ORDER BY entry"
        for seq, key, width, height, alt, caption, stem, folder, at, place, failed in rows(
            self.db, f"SELECT {columns} FROM pictures ORDER BY seq"
        ):
            yield Picture(
                seq=seq,
                key=key,
                addresses=tuple(self._column(addresses, seq)),
                entries=tuple(self._column(entries, seq)),
                width=width,
                height=height,
                alt=alt,
                caption=caption,
                stem=stem,
                folder=folder,
                at=at,
                place=place,
                failed=failed,
            )

    def _column(self, query: str, seq: int) -> Iterator[str]:
        return (value for (value,) in rows(self.db, query, (seq,)))

    def files_of(self, seq: int) -> tuple[str, str]:
        """Return the input file and the id of an entry that picture *seq* stands in."""
        found = self.db.execute("SELECT file, entry FROM entries WHERE picture = ? ORDER BY entry", (seq,)).fetchone()
        return (found[0], found[1]) if found else ("", "")

    # -- where pictures are now ------------------------------------------------------------------------------

    def settle(self, key: str, place: str = "", failed: str = "") -> None:
        """Note that a picture is at *place* on the new site, or the code of why it is not."""
        self.db.execute("UPDATE pictures SET place = ?, failed = ? WHERE key = ?", (place, failed, storable(key)))

    def place(self, key: str) -> tuple[str, str] | None:
        """Return a picture's place and why it has none, either may be ""; None for an unknown one."""
        found = self.db.execute("SELECT place, failed FROM pictures WHERE key = ?", (storable(key),)).fetchone()
        return (found[0], found[1]) if found else None


def _rank(url: str, wanted: str) -> int:
    """Return which address is asked first: the wanted one, then the largest; a page with a picture in it never."""
    address = parse(url)
    if address.viewer:
        return -1
    return 1 << 40 if url == wanted and address.host == "google" else address.size
