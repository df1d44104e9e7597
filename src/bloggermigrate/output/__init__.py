"""The only place that writes: plan what would change, then change it, whole files at a time.

Beside the content stands a folder `.bloggermigrate` with `manifest.tsv`: hash and path of each file as written by the
last run, and the entry it was made from. It makes a second run find nothing to do, tells a file that its owner has
edited from one that has not been touched, and finds the old file of an entry that has moved. While a run writes,
`journal.tsv` says what it is about to put in place, so that a run that was killed leaves nothing that the next one
takes for somebody else's.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from bloggermigrate.errors import OutputError
from bloggermigrate.model import number_of
from bloggermigrate.output.disk import check_place, explained, lock, read_bytes, unlock
from bloggermigrate.text.slugs import fold, safe_segment

Action = Literal["create", "same", "replace", "kept"]

STATE = ".bloggermigrate"
_MANIFEST_HEAD = (
    "# hash, path and entry of each file as bloggermigrate wrote it; without this folder they count as yours\n"
    "# target={target} site={site}\n"
)
_HEAD_WORD = re.compile(r"^# target=(\S+) site=(yes|no)$", re.M)


class Planned(NamedTuple):
    """What happens to one file. *why* says for a kept one whether it was "edited" or is "foreign"."""

    path: str
    action: Action
    why: str = ""


class Standing(NamedTuple):
    """A file of an earlier run that is not written again: its content has this digest, or was edited by hand since."""

    planned: Planned
    digest: str
    sources: tuple[str, ...]  #: ids of the entries it was made from


def has_others(root: Path, ours: Container[str] = ()) -> bool:
    """Whether the folder *root* has something in it that may be a site, beside us and what is called as *ours* are.

    Hidden files may not: a fresh repository has `.git`, a folder that was looked into `.DS_Store`.
    """
    return any(not path.name.startswith((".", *_OF_WINDOWS)) and path.name not in ours for path in root.iterdir())


_OF_WINDOWS = ("Thumbs.db", "desktop.ini")


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def owner_of(entry_id: str) -> str:
    """Return by what the manifest knows an entry: its number, the same in all forms of export; "" if it has none.

    >>> owner_of("tag:blogger.com,1999:blog-1.page-7"), owner_of("urn:bloggermigrate:2011-03-titolo-2")
    ('7', '')
    """
    return number_of(entry_id) if ":blog-" in entry_id or ".post-" in entry_id else ""


def target_of(root: Path) -> str:
    """Return the target that the folder *root* was written for, "" where no whole run ever was."""
    manifest = read_bytes(root / STATE / "manifest.tsv") or b""
    word = _HEAD_WORD.search(manifest[:1000].decode("utf-8", "replace"))
    return word[1] if word else ""


def digest_of(path: Path) -> str:
    """Return the `digest` of a file, which may be bigger than memory."""
    hashed = blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            hashed.update(chunk)
    return hashed.hexdigest()


def check_path(path: str) -> None:
    """Raise `OutputError` for a path that is not relative, plain and safe on every system."""
    folder, slash, name = path.rpartition("/")
    if not safe_segment(name) or (slash and not _is_safe(folder)):
        raise OutputError(
            f"The path {path!r} is not safe to write.",
            advice="This is a fault of bloggermigrate; please report it.",
        )


@lru_cache(maxsize=256)  # files come folder by folder
def _is_safe(folder: str) -> bool:
    return all(map(safe_segment, folder.split("/")))


class Folder:
    """An output folder. Use as a context manager: it holds the lock, and ends with the manifest in place."""

    def __init__(self, root: Path, *, target: str, dry_run: bool, force: bool, reports: Iterable[Path] = ()) -> None:
        self.root = root
        self.target = target
        self.dry_run = dry_run
        self.site = False  #: whether this run writes a complete site; set it before the end
        self._force = force
        #: what a run that was tried before may have left here
        self._beside = {path.name for path in reports if path.parent.absolute() == root.absolute()}
        self.state = root / STATE  #: what we know of the folder from run to run
        self.staging = self.state / "tmp"  #: where files of this run wait until they are whole
        # Text: to join path objects for each file costs as much as to look whether it is there.
        self._prefix = "" if root == Path() else f"{root}/"
        self._ready: set[str] = set()  #: folders below the root that are there
        self._journal: BinaryIO | None = None
        self._lock: int | None = None
        self._known: dict[str, str] = {}  #: as the last whole run left it
        self._begun: dict[str, str] = {}  #: as a run that was killed meant to leave it
        self._was_site: bool | None = None
        self._written: dict[str, str] = {}
        self._owners: dict[str, str] = {}  #: by path the entry that a file was made from, of all runs
        self._kept: set[str] = set()  #: paths of this run that are left as they are
        self._temporary = 0

    # -- begin and end ---------------------------------------------------------------------------------------

    def __enter__(self) -> Folder:
        check_place(self.root, folder=True)
        try:
            if not self.dry_run:
                self._begin()
            self._remember()
        except BaseException:
            self._release()
            raise
        return self

    def _remember(self) -> None:
        """Read what earlier runs wrote."""
        manifest = read_bytes(self.state / "manifest.tsv") or b""
        self._known = _table(manifest)
        self._owners = _owners(manifest)
        self._begun = _table(read_bytes(self.state / "journal.tsv") or b"")
        if word := _HEAD_WORD.search(manifest[:1000].decode("utf-8", "replace")):
            self._was_site = word[2] == "yes"
            if word[1] != self.target and not self._force:
                raise OutputError(
                    f"The folder holds a conversion to {word[1]}.",
                    where=str(self.root),
                    advice=f"Choose another folder for {self.target}.",
                )

    def _begin(self) -> None:
        with explained(self.root):
            self.state.mkdir(parents=True, exist_ok=True)
            self._lock = lock(self.root)
            self._clear_temporary()
            self.staging.mkdir(exist_ok=True)
            self._journal = (self.state / "journal.tsv").open("ab")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.dry_run:
            return
        try:
            if kind is None:
                self._finish()
        finally:
            with suppress(OSError):
                self._clear_temporary()
            self._release()

    def _release(self) -> None:
        if self._journal:
            self._journal.close()
        if self._lock is not None:
            unlock(self._lock)
            self._lock = None

    def _finish(self) -> None:
        """Put the new manifest in place; files that earlier runs alone made stay known while they stand."""
        earlier = (path for path in self._known if self._is_made(path) or self._stands(path))
        # Written as bytes at once: a big blog has more than 100,000 rows, and this is when memory is fullest.
        content = io.BytesIO()
        content.write(_MANIFEST_HEAD.format(target=self.target, site="yes" if self.site else "no").encode())
        for path in sorted({*self._written, *earlier}):
            row = (self._written.get(path) or self._known[path], path, self._owners.get(path, ""))
            content.write(("\t".join(filter(None, row)) + "\n").encode())
        with explained(self.root):
            self.keep_state("manifest.tsv", content.getvalue())
            if self._journal:
                self._journal.close()  # Windows deletes no open file
            (self.state / "journal.tsv").unlink(missing_ok=True)

    def _stands(self, path: str) -> bool:
        # A run that was killed may have taken it away, and a manifest may say what it likes.
        with suppress(OutputError, OSError):
            check_path(path)
            return (self.root / path).exists()
        return False

    def _clear_temporary(self) -> None:
        if self.staging.is_dir():
            for path in self.staging.iterdir():
                path.unlink(missing_ok=True)
            self.staging.rmdir()

    # -- one file --------------------------------------------------------------------------------------------

    @property
    def wants_site(self) -> bool:
        """Whether a complete site belongs here: as the last run decided, else where nothing stands but our own."""
        if self._was_site is not None:
            return self._was_site
        if not self.root.is_dir():
            return True
        return not has_others(self.root, {path.split("/", 1)[0] for path in self._begun} | self._beside)

    def plan(self, path: str, data: bytes) -> Planned:
        """Return what `commit` would do with this content."""
        check_path(path)
        current = read_bytes(f"{self._prefix}{path}")
        if current is None:
            return Planned(path, "create")
        return Planned(path, "same") if current == data else self._other(path, digest(current))

    def _other(self, path: str, current: str) -> Planned:
        """Return what happens to a file of another content, of the digest *current*, than it is to have."""
        known = {self._known.get(path), self._begun.get(path)} - {None}
        if self._force or current in known:
            return Planned(path, "replace")
        return Planned(path, "kept", "edited" if known else "foreign")

    def standing(self, path: str, hashed: str) -> Planned | None:
        """Return what `commit` would do with content of the digest *hashed*; None where it would write it."""
        check_path(path)
        current = read_bytes(f"{self._prefix}{path}")
        if current is None:
            return None
        found = digest(current)
        planned = Planned(path, "same") if found == hashed else self._other(path, found)
        return None if planned.action == "replace" else planned

    def note(self, planned: Planned, hashed: str, sources: Sequence[str] = ()) -> None:
        """Have the manifest say that a file of this digest was made. *sources* are as `commit` wants them."""
        if sources and (owner := owner_of(sources[0])):
            self._owners[planned.path] = owner
        # A kept file stays in the table as we last wrote it, so that it goes on counting as edited.
        if planned.action == "kept":
            self._kept.add(planned.path)
        else:
            self._written[planned.path] = hashed

    def _is_made(self, path: str) -> bool:
        """Whether the file is one of this run, be it left alone."""
        return path in self._written or path in self._kept

    def commit(self, planned: Planned, data: bytes, sources: Sequence[str] = ()) -> None:
        """Do what was planned. *sources* are the ids of the entries that the file was made from, its own first."""
        hashed = digest(data)
        self.note(planned, hashed, sources)
        if self.dry_run or planned.action in ("same", "kept"):
            return
        with explained(self.root):
            self._open(planned.path, hashed)
            self._put(f"{self._prefix}{planned.path}", data)

    def take_file(self, path: str, staged: Path, hashed: str) -> Planned:
        """Put *staged*, a finished file whose `digest` is *hashed*, at *path* as `plan` and `commit` do with bytes.

        The file is moved, never read into memory; one that is not taken is left where it is.
        """
        check_path(path)
        target = self.root / path
        planned = Planned(path, "create")
        if target.exists():
            current = digest_of(target)
            planned = Planned(path, "same") if current == hashed else self._other(path, current)
            if planned.action == "kept":
                return planned
        self._written[path] = hashed
        if not self.dry_run and planned.action != "same":
            with explained(self.root):
                self._open(path, hashed)
                staged.replace(target)
        return planned

    def leftovers(self) -> Iterator[tuple[str, str, str]]:
        """Give (path, entry, path it has now) of each file that an earlier run made from an entry and this one did not.

        The last is "" where this run made no file of the entry.
        """
        left = [path for path in sorted(self._known) if self._owners.get(path) and not self._is_made(path)]
        if not left:
            return
        made = sorted({*self._written, *self._kept})
        now: dict[str, str] = {}
        for path in made:
            now.setdefault(self._owners.get(path, ""), path)
        folded = {fold(path) for path in made}  # one file on systems that do not tell case
        for path in left:
            if fold(path) not in folded and (self.root / path).is_file():
                yield path, self._owners[path], now.get(self._owners[path], "")

    def remove(self, path: str) -> bool:
        """Remove a file of an earlier run, with the folders that are empty then; False if it was edited since."""
        check_path(path)
        target = self.root / path
        if not self._is_inside(target.parent):
            return False
        if not self._force and digest_of(target) != self._known.get(path):
            return False
        if self.dry_run:
            return True
        with explained(target):
            target.unlink()
        for table in (self._known, self._owners):
            table.pop(path, None)
        for folder in target.parents:
            if folder == self.root:
                break
            try:
                folder.rmdir()
            except OSError:  # something else is in it
                break
        return True

    def knew(self, path: str) -> bool:
        """Whether the last whole run wrote this file."""
        return path in self._known

    def hold(self, path: str, hashed: str) -> None:
        """Note a file as ours that stands in its place already: a run that was killed put it there."""
        if path not in self._known:
            self._written.setdefault(path, hashed)

    def keep_state(self, name: str, content: bytes | Path) -> None:
        """Put *content*, or a staged file that is whole, beside the manifest for the next run."""
        target = self.state / name
        with explained(self.root):
            target.parent.mkdir(exist_ok=True)
            if isinstance(content, Path):
                content.replace(target)
            elif read_bytes(target) != content:
                self._put(target, content)

    def _open(self, path: str, hashed: str) -> None:
        """Make the folder for *path* and note what is about to be put there."""
        assert self._journal is not None
        # First the word, then the deed: killed between the two, the next run knows the file for ours, and the folder.
        self._journal.write(f"{hashed}\t{path}\n".encode())
        self._journal.flush()
        folder = path.rpartition("/")[0]
        if folder not in self._ready:
            place = self.root / folder
            place.mkdir(parents=True, exist_ok=True)
            if not self._is_inside(place):
                raise OutputError("A link leads out of the output folder.", where=str(place))
            self._ready.add(folder)

    def _is_inside(self, folder: Path) -> bool:
        """Whether a folder lies below the root, where links really lead."""
        return folder.resolve().is_relative_to(self._real_root)

    @cached_property
    def _real_root(self) -> Path:
        return self.root.resolve()

    def _put(self, target: Path | str, data: bytes) -> None:
        """Write beside, then rename: nobody ever meets half a file."""
        temporary = f"{self.staging}/{os.getpid()}-{self._temporary}"
        self._temporary += 1
        with open(temporary, "wb") as file:  # noqa: PTH123 (a path object costs as much as the writing)
            file.write(data)
        os.replace(temporary, target)  # noqa: PTH105


def _table(data: bytes) -> dict[str, str]:
    """Return path → hash of a manifest or journal; a last line cut short by a sudden death is passed over."""
    table: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        hashed, tab, rest = line.partition("\t")
        if tab and not line.startswith("#"):
            table[rest.partition("\t")[0]] = hashed
    return table


def _owners(data: bytes) -> dict[str, str]:
    """Return path → entry of those files of a manifest that were made from one."""
    owners: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        cells = line.split("\t")
        if len(cells) == 3 and not line.startswith("#"):
            owners[cells[1]] = cells[2]
    return owners
