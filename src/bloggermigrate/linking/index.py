"""The old addresses of all entries, on disk in the store: found by path in any spelling, by number, by nearness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from bloggermigrate.model import Status
from bloggermigrate.store import Store, rows
from bloggermigrate.store.packing import storable
from bloggermigrate.text.addresses import key_of, slug_in

_SCHEMA = "CREATE TABLE old_places (key TEXT PRIMARY KEY, tail TEXT NOT NULL, row INTEGER NOT NULL) WITHOUT ROWID"
_DATED = re.compile(r"/\d{4}/\d\d/[^/]+\Z")
_NUMBERS = re.compile(r"\d+")
#: what Blogger calls a post whose title gave no name
_NO_NAME = re.compile(r"(?:blog-post(?:_\d+)?|\d+)\Z")
#: how many entries are compared to find the nearest one
_MOST_NEAR = 60
_COLUMNS = "row, seq, kind, path, key, slug, number, status, published, updated, skipped"


class Place(NamedTuple):
    """A post or page as far as its address needs it: what `own_links.Entry` asks for."""

    row: int
    seq: int | None  #: None: it is not written
    kind: Literal["post", "page"]
    path: str
    key: str
    slug: str
    number: str
    status: Status
    published: datetime | None
    updated: datetime | None
    skipped: str  #: why it is not written


def fill(store: Store) -> None:
    """Write the index: all entries, also those not written; of two with one address the first written counts."""
    db = store.db
    db.execute(_SCHEMA)  # a script would end the transaction, and each row below would be one of its own
    # The address an entry had in Blogger goes before one that was made for it here.
    had = "SELECT coalesce(old, path), row FROM posts LEFT JOIN moved USING (row) ORDER BY seq IS NULL, seq, row"
    made = "SELECT path, row FROM posts JOIN moved USING (row) ORDER BY seq IS NULL, seq, row"
    for query in (had, made):
        db.executemany("INSERT OR IGNORE INTO old_places VALUES (?, ?, ?)", list(_rows_of(rows(db, query))))
    db.execute("CREATE INDEX old_places_tail ON old_places (tail)")


def _rows_of(found: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    for path, row in found:
        key = key_of(path)
        yield key, key.rpartition("/")[2], row


class Index:
    """Looks up old addresses."""

    def __init__(self, store: Store) -> None:
        self._store = store  # an index in use keeps its store open
        self._db = store.db

    def by_path(self, path: str) -> Place | None:
        """Return the entry that *path* (decoded) names, be it in another case, without ending or below a folder."""
        key = key_of(storable(path))
        row = self._row_of(key)
        if row is None and (dated := _DATED.search(key)) and dated[0] != key:
            row = self._row_of(dated[0])
        return self._place(row) if row is not None else None

    def _row_of(self, key: str) -> int | None:
        found = self._db.execute("SELECT row FROM old_places WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def by_number(self, number: str) -> Place | None:
        query = "SELECT row FROM posts WHERE number = ? ORDER BY seq IS NULL, row LIMIT 1"
        found = self._db.execute(query, (number,)).fetchone()
        return self._place(found[0]) if found else None

    def by_tail(self, name: str) -> Place | None:
        """Return the only entry whose address ends so; None for none, and for several."""
        tail = key_of(f"/{storable(name)}")[1:]
        found = self._db.execute("SELECT row FROM old_places WHERE tail = ? LIMIT 2", (tail,)).fetchall()
        return self._place(found[0][0]) if len(found) == 1 else None

    def _place(self, row: int) -> Place:
        found = self._db.execute(f"SELECT {_COLUMNS} FROM posts WHERE row = ?", (row,)).fetchone()
        row, seq, kind, path, key, slug, number, status, published, updated, skipped = found
        return Place(
            row=row,
            seq=seq,
            kind=kind,
            path=path,
            key=key,
            slug=slug,
            number=number,
            status=Status(status),
            published=datetime.fromisoformat(published) if published else None,
            updated=datetime.fromisoformat(updated) if updated else None,
            skipped=skipped,
        )

    def has_comment(self, place: Place, number: str) -> bool:
        query = "SELECT 1 FROM comments WHERE post = ? AND number = ?"
        return self._db.execute(query, (place.row, number)).fetchone() is not None

    def has_comments(self, place: Place) -> bool:
        return self._db.execute("SELECT 1 FROM comments WHERE post = ?", (place.row,)).fetchone() is not None

    def body(self, place: Place) -> str:
        """Return the body as found."""
        return self._store.entry(place.row).content

    def months(self) -> frozenset[str]:
        """Return the months ("2011-02") that have a public post."""
        query = (
            "SELECT DISTINCT substr(published, 1, 7) FROM posts WHERE seq IS NOT NULL AND kind = 'post' AND status = ? "
            "AND published <> ''"
        )
        return frozenset(month for (month,) in rows(self._db, query, (Status.LIVE,)))

    def nearest(self, path: str) -> str:
        """Return the old path of the entry most like *path*: its name in another month, or a name much alike."""
        from difflib import get_close_matches

        key = key_of(storable(path))
        folder, _, tail = key.rpartition("/")
        if not tail:
            return ""
        written = "FROM old_places JOIN posts USING (row) WHERE seq IS NOT NULL AND"
        found = self._db.execute(f"SELECT path {written} tail = ? ORDER BY old_places.key LIMIT 1", (tail,)).fetchone()
        if found:
            return str(found[0])
        near = f"SELECT path {written} old_places.{{}} >= ? AND old_places.{{}} < ? ORDER BY old_places.{{}} LIMIT ?"
        candidates: dict[str, str] = {}
        for column, start in (("tail", tail[:6]), ("key", f"{folder}/")):
            query = near.format(column, column, column)
            for (other,) in rows(self._db, query, (start, f"{start}\U0010ffff", _MOST_NEAR)):
                candidates.setdefault(slug_in(other).lower()[:60], other)
        close = get_close_matches(tail[:60], candidates, n=3, cutoff=0.75)
        return next((candidates[name] for name in close if _may_be_meant(tail, name)), "")


def _may_be_meant(wanted: str, name: str) -> bool:
    """Whether *name* may be what *wanted* was to say: not another one of a series.

    >>> _may_be_meant("bread-at-home", "bread-at-hom"), _may_be_meant("bread", "bread_12")
    (True, True)
    >>> _may_be_meant("part-2", "part-3"), _may_be_meant("blog-post_5", "blog-post_95"), _may_be_meant("5", "6")
    (False, False, False)
    """
    numbers, others = _NUMBERS.findall(wanted), _NUMBERS.findall(name)
    if _NO_NAME.match(wanted) or (numbers and others):
        return numbers == others
    return True
