"""The pictures of one output folder: which are here, under which name, and why others are not.

`images.json` in the folder's `.bloggermigrate` is the account, one line a picture. While a run goes on, every outcome
is added to `images.journal` at once and new files wait in `images/`, called by their hash: a run that was killed
leaves nothing that the next one would fetch again, and no half of a file under a name that counts.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from io import BufferedWriter
from pathlib import Path
from urllib.parse import quote

from bloggermigrate.images.catalogue import Catalogue, Picture
from bloggermigrate.images.kinds import AVIF, BMP, GIF, HEIC, ICO, JPEG, PNG, SVG, TIFF, WEBP, Kind, file_name
from bloggermigrate.images.reasons import REASONS
from bloggermigrate.images.settling import key_of
from bloggermigrate.images.sizes import parse, safe_stem
from bloggermigrate.output import STATE
from bloggermigrate.output.single_file import write_chunks
from bloggermigrate.store import rows, transaction
from bloggermigrate.text.slugs import fold

_KINDS = {kind.mime: kind for kind in (JPEG, PNG, GIF, WEBP, AVIF, HEIC, BMP, ICO, TIFF, SVG)}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS outcomes (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, file TEXT NOT NULL, line TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outcomes_sha ON outcomes (sha256);
CREATE TABLE IF NOT EXISTS taken (folded TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one picture. *address* is the one it is known by; *source* the one that it came from.

    *how*: "whole" (as it was uploaded), "as-found", "data" (it stood in the post), "album", "album-guess".
    """

    address: str
    status: str  #: "ok" or "failed"
    file: str = ""  #: below the output folder
    size: int = 0
    sha256: str = ""
    type: str = ""
    how: str = ""
    source: str = ""
    name: str = ""  #: as it was called there
    code: str = ""  #: of `reasons.REASONS`
    detail: str = ""
    digest: str = ""  #: as the manifest has it
    addresses: tuple[str, ...] = ()  #: all that it was met under
    posts: tuple[str, ...] = ()  #: ids of the entries that it stands in
    stem: str = ""  #: what it is called if it has no name of its own
    month: str = ""  #: the folder of its month, below that of all pictures

    @property
    def key(self) -> str:
        return self.address if self.address.startswith("data:") else key_of(parse(self.address), self.address)

    @property
    def kind(self) -> Kind:
        return _KINDS[self.type]


_FIELDS = frozenset(field.name for field in fields(Outcome))


def outcome_of(line: str) -> Outcome | None:
    """Return the outcome in a line of the account, None for a line that was cut short or is none."""
    try:
        value = json.loads(line.strip().rstrip(","))
        if not isinstance(value, dict) or "address" not in value:
            return None
        known = {name: part for name, part in value.items() if name in _FIELDS}
        for name in ("addresses", "posts"):
            known[name] = tuple(map(str, known.get(name, ())))
        outcome = Outcome(**known)
        # A hand in the account must not lead anywhere else.
        sane = outcome.status == "failed" or (outcome.type in _KINDS and len(outcome.sha256) == 64)
        plain = ".." not in outcome.file.split("/") and not outcome.file.startswith("/")
        return outcome if sane and plain and outcome.sha256.isalnum() | (not outcome.sha256) else None
    except (ValueError, TypeError, RecursionError):
        return None


class Library:
    """The account of one folder, kept in the catalogue's database while a run goes on. Use as a context manager."""

    def __init__(
        self, root: Path, folder: str, catalogue: Catalogue, *, dry_run: bool = False, keeps_words: bool = False
    ) -> None:
        self.root = root
        self._keeps_words = keeps_words  #: what the account says of addresses and posts is not known better here
        self._folder = folder
        self._catalogue = catalogue
        self._db: sqlite3.Connection = catalogue.db
        self._state = root / STATE
        self.staging = self._state / "images"
        self._journal_path = self._state / "images.journal"
        self._journal: BufferedWriter | None = None
        self._dry_run = dry_run
        self._db.executescript(_SCHEMA)
        with transaction(self._db):
            for path in (self._state / "images.json", self._journal_path):
                self._load(path)

    def __enter__(self) -> Library:
        if not self._dry_run:
            self.staging.mkdir(parents=True, exist_ok=True)
            for part in self.staging.glob("*.part"):
                part.unlink(missing_ok=True)
            self._journal = self._journal_path.open("ab")
        return self

    def __exit__(self, *_: object) -> None:
        if self._journal:
            self._journal.close()
            self._journal = None

    def _load(self, path: Path) -> None:
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                for line in file:
                    if outcome := outcome_of(line):
                        self._enter(outcome)
        except FileNotFoundError:
            return

    # -- outcomes --------------------------------------------------------------------------------------------

    def outcome(self, key: str) -> Outcome | None:
        """Return what became of a picture, None for one that was not tried yet."""
        found = self._db.execute("SELECT line FROM outcomes WHERE key = ?", (key,)).fetchone()
        return outcome_of(found[0]) if found else None

    def outcomes(self) -> Iterator[Outcome]:
        """Give all outcomes in the order of their keys, also of pictures that this run does not ask for."""
        for (line,) in rows(self._db, "SELECT line FROM outcomes ORDER BY key"):
            if outcome := outcome_of(line):
                yield outcome

    def is_here(self, outcome: Outcome) -> bool:
        """Whether the picture's file is here, in its place or waiting for one."""
        if outcome.status != "ok":
            return False
        if (self.staging / outcome.sha256).is_file():
            return True
        return bool(outcome.file) and (self.root / outcome.file).is_file()

    def add(self, outcome: Outcome) -> None:
        """Note an outcome for good: it outlives this process."""
        if self._keeps_words and (old := self.outcome(outcome.key)):
            outcome = replace(outcome, addresses=old.addresses, posts=old.posts, stem=old.stem, month=old.month)
        self._enter(outcome)
        if self._journal:
            self._journal.write((_line(outcome) + "\n").encode("utf-8", "replace"))
            self._journal.flush()

    def _enter(self, outcome: Outcome) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?)",
            (outcome.key, outcome.sha256, outcome.file, _line(outcome)),
        )
        if outcome.file:
            self._db.execute("INSERT OR REPLACE INTO taken VALUES (?, ?)", (fold(outcome.file), outcome.sha256))

    # -- names -----------------------------------------------------------------------------------------------

    def name_all(self, address: str) -> None:
        """Give every picture that is here its name, in the order of the blog, and tell the catalogue.

        A name once given stays. Two pictures of one content are one file. *address* stands before names in posts.
        """
        with transaction(self._db):
            for picture in self._catalogue:
                outcome = self.outcome(picture.key)
                if outcome is None:
                    continue
                if outcome.status != "ok" or not self.is_here(outcome):
                    self._catalogue.settle(picture.key, failed=outcome.code)
                    continue
                if not outcome.file:
                    outcome = replace(outcome, file=self._name(outcome, picture))
                    self.add(outcome)
                path = outcome.file.removeprefix(f"{self._folder}/") if self._folder else outcome.file
                self._catalogue.settle(picture.key, place=address + quote(path))

    def _name(self, outcome: Outcome, picture: Picture) -> str:
        query = "SELECT file FROM outcomes WHERE sha256 = ? AND file != '' ORDER BY file LIMIT 1"
        known = self._db.execute(query, (outcome.sha256,)).fetchone()
        if known:
            return str(known[0])
        stem = safe_stem(outcome.name) or picture.stem or "image"
        base = "/".join(filter(None, (self._folder, picture.folder)))
        for ending in ("", outcome.sha256[:8], outcome.sha256[:16], outcome.sha256):
            name = file_name(f"{stem}-{ending}" if ending else stem, outcome.name, outcome.kind)
            path = f"{base}/{name}" if base else name
            if self._is_free(path, outcome.sha256):
                return path
        raise AssertionError(outcome.sha256)

    def _is_free(self, path: str, sha256: str) -> bool:
        found = self._db.execute("SELECT sha256 FROM taken WHERE folded = ?", (fold(path),)).fetchone()
        if found:
            return bool(found[0] == sha256)
        # Somebody else's file stands there.
        return not os.path.lexists(self.root / path)

    # -- the end ---------------------------------------------------------------------------------------------

    def waiting(self) -> Iterator[tuple[str, Path, str]]:
        """Give the files that have a name and are not in their place: path, where it is now, its digest."""
        query = "SELECT DISTINCT file, sha256 FROM outcomes WHERE file != '' ORDER BY file"
        for file, sha256 in list(rows(self._db, query)):
            staged = self.staging / sha256
            if staged.is_file():
                line = self._db.execute("SELECT line FROM outcomes WHERE file = ? LIMIT 1", (file,)).fetchone()[0]
                outcome = outcome_of(line)
                assert outcome is not None
                yield file, staged, outcome.digest

    def finish(self) -> None:
        """Put the account in place of the old one and clear away what the run needed."""
        if self._dry_run:
            return
        if self._journal:
            self._journal.close()
            self._journal = None
        write_chunks(self._state / "images.json", self._account())
        self._journal_path.unlink(missing_ok=True)
        for left in self.staging.glob("*"):
            left.unlink(missing_ok=True)
        self.staging.rmdir()

    def _account(self) -> Iterator[str]:
        """Give the account: one picture a line, in the order of their addresses."""
        yield f'{{"version": 1, "folder": {json.dumps(self._folder)}, "images": [\n'
        between = ""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS pages (address TEXT, line TEXT)")
        self._db.execute("DELETE FROM pages")
        with transaction(self._db):
            for picture in self._catalogue:
                outcome = self.outcome(picture.key)
                if outcome is not None and self._keeps_words:
                    self._db.execute("INSERT INTO pages VALUES (?, ?)", (outcome.address, _line(outcome)))
                elif outcome is not None:
                    full = replace(
                        outcome,
                        addresses=_short(picture.addresses),
                        posts=picture.entries,
                        stem=picture.stem,
                        month=picture.folder,
                    )
                    self._db.execute("INSERT INTO pages VALUES (?, ?)", (full.address, _line(full)))
            others = "SELECT line FROM outcomes WHERE key NOT IN (SELECT key FROM pictures)"
            for (line,) in rows(self._db, others):
                outcome = outcome_of(line)
                if outcome:
                    self._db.execute("INSERT INTO pages VALUES (?, ?)", (outcome.address, line))
        for (line,) in rows(self._db, "SELECT line FROM pages ORDER BY address"):
            yield between + line
            between = ",\n"
        yield "\n]}\n"


def _short(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return addresses without those that are the picture itself."""
    return tuple(address for address in addresses if not address.startswith("data:"))


def _line(outcome: Outcome) -> str:
    value = {name: part for name, part in asdict(outcome).items() if part or name in ("address", "status")}
    return json.dumps(value, ensure_ascii=False)


def failed(address: str, code: str, detail: str = "", source: str = "") -> Outcome:
    assert code in REASONS, code
    return Outcome(address=address, status="failed", code=code, detail=detail, source=source)
