"""The account of a run, kept on disk while it grows: files, issues, redirects, links and pictures."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bloggermigrate.issues import Issue, Severity, Source
from bloggermigrate.model import Redirect, Reference
from bloggermigrate.store import connect, discard, rows, transaction
from bloggermigrate.store.packing import storable
from bloggermigrate.temporary import temporary_path
from bloggermigrate.text.slugs import fold

_SCHEMA = """
CREATE TABLE files (path TEXT NOT NULL, folded TEXT PRIMARY KEY, action TEXT NOT NULL, sources TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE issues (
    code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, file TEXT NOT NULL, entry TEXT NOT NULL,
    line INTEGER, old TEXT, new TEXT);
CREATE TABLE redirects (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE met (
    kind TEXT NOT NULL, state TEXT NOT NULL, host TEXT NOT NULL, url TEXT NOT NULL, place TEXT NOT NULL,
    entry TEXT NOT NULL);
"""


class FileRecord(NamedTuple):
    """One file of the output: what happened to it and the entries it was made from."""

    path: str
    action: str  #: create, same, replace or kept
    sources: tuple[str, ...]


class Ledger:
    """A ledger of its own temporary file, deleted with it."""

    def __init__(self) -> None:
        path = temporary_path()
        self.db = connect(path)
        self.db.executescript(_SCHEMA)
        self._finalizer = weakref.finalize(self, discard, self.db, path)

    def add_file(self, path: str, action: str, sources: Sequence[str]) -> bool:
        """Record a file of the output; False when another one has this path, be it in other case."""
        cursor = self.db.execute(
            "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?)",
            (path, fold(path), action, json.dumps(tuple(sources))),
        )
        return cursor.rowcount == 1

    def add_redirect(self, redirect: Redirect) -> None:
        self.db.execute("INSERT OR IGNORE INTO redirects VALUES (?, ?)", (redirect.old, redirect.new))

    def add_issues(self, issues: Iterable[Issue]) -> None:
        values = [
            (
                issue.code,
                issue.severity,
                storable(issue.message),
                storable(issue.source.file),
                storable(issue.source.entry),
                issue.source.line,
                None if issue.old is None else storable(issue.old),
                None if issue.new is None else storable(issue.new),
            )
            for issue in issues
        ]
        self._insert("INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def add_references(self, references: Iterable[Reference]) -> None:
        values = [
            (
                each.kind,
                each.state,
                storable(host_of(each.url)),
                storable(each.url),
                storable(each.place),
                storable(each.entry),
            )
            for each in references
        ]
        self._insert("INSERT INTO met VALUES (?, ?, ?, ?, ?, ?)", values)

    def _insert(self, query: str, values: Sequence[Sequence[object]]) -> None:
        if values:
            with transaction(self.db):
                self.db.executemany(query, values)

    def files(self) -> Iterator[FileRecord]:
        """Give the files in the order of their paths."""
        for path, action, sources in rows(self.db, "SELECT path, action, sources FROM files ORDER BY path"):
            yield FileRecord(path, action, tuple(json.loads(sources)))

    def issues(self) -> Iterator[Issue]:
        """Give the issues in the order in which they were met."""
        for code, severity, message, file, entry, line, old, new in rows(
            self.db, "SELECT * FROM issues ORDER BY rowid"
        ):
            yield Issue(code, message, Source(file, entry, line), old, new, Severity(severity))

    def redirects(self) -> Iterator[Redirect]:
        for old, new in rows(self.db, "SELECT old, new FROM redirects ORDER BY old"):
            yield Redirect(old, new)

    def count_issues(self) -> dict[Severity, int]:
        counts = dict.fromkeys(Severity, 0)
        for severity, count in rows(self.db, "SELECT severity, count(*) FROM issues GROUP BY severity"):
            counts[Severity(severity)] = count
        return counts

    def count_actions(self) -> dict[str, int]:
        return dict(rows(self.db, "SELECT action, count(*) FROM files GROUP BY action ORDER BY action"))

    def references(self, kind: str, *states: str) -> Iterator[Reference]:
        """Give the links, pictures or embeds as they were met, of these states or of all."""
        chosen = f" AND state IN ({','.join('?' * len(states))})" if states else ""
        query = f"SELECT state, url, place, entry FROM met WHERE kind = ?{chosen} ORDER BY rowid"
        for state, url, place, entry in rows(self.db, query, (kind, *states)):
            yield Reference(kind, state, url, place, entry)  # type: ignore[arg-type]

    def reference_counts(self) -> dict[str, dict[str, int]]:
        """Return how many links, pictures and embeds there are of each state: kind → state → count."""
        counts: dict[str, dict[str, int]] = {}
        for kind, state, count in rows(self.db, "SELECT kind, state, count(*) FROM met GROUP BY 1, 2 ORDER BY 1, 2"):
            counts.setdefault(kind, {})[state] = count
        return counts

    def hosts(self, kind: str) -> dict[str, int]:
        """Return the hosts that links, pictures or embeds were on, the most used first; "" for none."""
        query = "SELECT host, count(*) FROM met WHERE kind = ? GROUP BY host ORDER BY count(*) DESC, host"
        return dict(rows(self.db, query, (kind,)))


def host_of(url: str) -> str:
    """Return the host that *url* names, lower case and without a port; "" where it names none.

    >>> host_of("http://Example.org:80/x"), host_of("//e.org?x"), host_of("/p/x.html"), host_of("mailto:a@e.org")
    ('example.org', 'e.org', '', '')
    """
    _, slashes, rest = url.partition("//")
    if not slashes or not (url.startswith("//") or url[:6].lower() in ("http:/", "https:")):
        return ""
    for end in "/?#\\":
        rest = rest.partition(end)[0]
    return rest.rpartition("@")[2].partition(":")[0].lower()
