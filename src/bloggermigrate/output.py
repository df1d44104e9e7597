"""The only place that writes: plan what would change, then change it, whole files at a time.

Beside the content stands a folder `.bloggermigrate` with `manifest.tsv` (hash and path of each file as written by the
last run). It makes a second run find nothing to do, and tells a file that its owner has edited from one that
has not been touched. While a run writes, `journal.tsv` says what it is about to put in place, so that a run
that was killed leaves nothing that the next one takes for somebody else's.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from bloggermigrate.errors import OutputError
from bloggermigrate.slugs import safe_segment

Action = Literal["create", "same", "replace", "kept"]

STATE = ".bloggermigrate"
_MANIFEST_HEAD = (
    "# hash and path of each file as bloggermigrate wrote it; without this folder they count as yours\n"
    "# target={target} site={site}\n"
)
_HEAD_WORD = re.compile(r"^# target=(\S+) site=(yes|no)$", re.M)


class Planned(NamedTuple):
    """What happens to one file. *why* says for a kept one whether it was "edited" or is "foreign"."""

    path: str
    action: Action
    why: str = ""


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def check_path(path: str) -> None:
    """Raise `OutputError` for a path that is not relative, plain and safe on every system."""
    if not path or path.startswith("/") or not all(safe_segment(part) for part in path.split("/")):
        raise OutputError(
            f"The path {path!r} is not safe to write.",
            advice="This is a fault of bloggermigrate; please report it.",
        )


class Folder:
    """An output folder. Use as a context manager: it holds the lock, and ends with the manifest in place."""

    def __init__(self, root: Path, *, target: str, dry_run: bool, force: bool) -> None:
        self.root = root
        self.target = target
        self.dry_run = dry_run
        self.site = False  #: whether this run writes a complete site; set it before the end
        self._force = force
        self._state = root / STATE
        self._ready: set[Path] = set()
        self._journal: BinaryIO | None = None
        self._lock: int | None = None
        self._known: dict[str, str] = {}  #: as the last whole run left it
        self._begun: dict[str, str] = {}  #: as a run that was killed meant to leave it
        self._was_site: bool | None = None
        self._written: dict[str, str] = {}
        self._temporary = 0

    # -- begin and end ---------------------------------------------------------------------------------------

    def __enter__(self) -> Folder:
        if self.root.exists() and not self.root.is_dir():
            raise OutputError("The output is a file, and the target needs a folder.", where=str(self.root))
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
        manifest = _read_bytes(self._state / "manifest.tsv") or b""
        self._known = _table(manifest)
        self._begun = _table(_read_bytes(self._state / "journal.tsv") or b"")
        if word := _HEAD_WORD.search(manifest[:1000].decode("utf-8", "replace")):
            self._was_site = word[2] == "yes"
            if word[1] != self.target and not self._force:
                raise OutputError(
                    f"The folder holds a conversion to {word[1]}.",
                    where=str(self.root),
                    advice=f"Choose another folder for {self.target}.",
                )

    def _begin(self) -> None:
        with _explained(self.root):
            self._state.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.root)
            self._clear_temporary()
            (self._state / "tmp").mkdir(exist_ok=True)
            self._journal = (self._state / "journal.tsv").open("ab")

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
            os.close(self._lock)
            self._lock = None

    def _finish(self) -> None:
        """Put the new manifest in place; files of earlier runs that this one did not make stay known."""
        table = self._known | self._written
        head = _MANIFEST_HEAD.format(target=self.target, site="yes" if self.site else "no")
        text = head + "".join(f"{table[path]}\t{path}\n" for path in sorted(table))
        with _explained(self.root):
            if _read_bytes(self._state / "manifest.tsv") != text.encode():
                self._put(self._state / "manifest.tsv", text.encode())
            if self._journal:
                self._journal.close()  # Windows deletes no open file
            (self._state / "journal.tsv").unlink(missing_ok=True)

    def _clear_temporary(self) -> None:
        folder = self._state / "tmp"
        if folder.is_dir():
            for path in folder.iterdir():
                path.unlink(missing_ok=True)
            folder.rmdir()

    # -- one file --------------------------------------------------------------------------------------------

    @property
    def wants_site(self) -> bool:
        """Whether a complete site belongs here: as the last run decided, else where nothing stands but our own."""
        if self._was_site is not None:
            return self._was_site
        if not self.root.is_dir():
            return True
        ours = {path.split("/", 1)[0] for path in self._begun} | {STATE}
        return all(path.name in ours for path in self.root.iterdir())

    def plan(self, path: str, data: bytes) -> Planned:
        """Return what `commit` would do with this content."""
        check_path(path)
        target = self.root / path
        current = _read_bytes(target)
        if current is None:
            return Planned(path, "create")
        if current == data:
            return Planned(path, "same")
        known = {self._known.get(path), self._begun.get(path)} - {None}
        if self._force or digest(current) in known:
            return Planned(path, "replace")
        return Planned(path, "kept", "edited" if known else "foreign")

    def commit(self, planned: Planned, data: bytes) -> None:
        """Do what was planned."""
        # A kept file stays in the table as we last wrote it, so that it goes on counting as edited.
        if planned.action == "kept":
            return
        self._written[planned.path] = digest(data)
        if self.dry_run or planned.action == "same":
            return
        assert self._journal is not None
        with _explained(self.root):
            target = self.root / planned.path
            if target.parent not in self._ready:
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.parent.resolve().is_relative_to(self.root.resolve()):
                    raise OutputError("A link leads out of the output folder.", where=str(target.parent))
                self._ready.add(target.parent)
            # First the word, then the deed: killed between the two, the next run knows the file for ours.
            self._journal.write(f"{self._written[planned.path]}\t{planned.path}\n".encode())
            self._journal.flush()
            self._put(target, data)

    def _put(self, target: Path, data: bytes) -> None:
        """Write beside, then rename: nobody ever meets half a file."""
        temporary = self._state / "tmp" / f"{os.getpid()}-{self._temporary}"
        self._temporary += 1
        temporary.write_bytes(data)
        temporary.replace(target)


class SingleFile:
    """An output that is one file, or standard output: parts are joined as they come."""

    def __init__(self, path: Path | None, *, dry_run: bool, stdout: BinaryIO | None = None) -> None:
        self.path = path
        self._dry_run = dry_run
        self._stdout = stdout
        self._hash = blake2b(digest_size=16)
        self._stream: BinaryIO | None = None
        self._temporary: Path | None = None
        self.action: Action = "create"

    def __enter__(self) -> SingleFile:
        if self._dry_run:
            return self
        if self.path is None:
            self._stream = self._stdout
            return self
        if self.path.is_dir():
            raise OutputError("The output is a folder, and the target is one file.", where=str(self.path))
        with _explained(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._temporary = self.path.with_name(f".{self.path.name}.part")
            self._stream = self._temporary.open("wb")
        return self

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        if self._stream is not None:
            with _explained(self.path or Path("standard output")):
                self._stream.write(data)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.path is not None and self.path.is_file():
            with suppress(OSError), self.path.open("rb") as old:
                before = blake2b(digest_size=16)
                while chunk := old.read(1 << 20):
                    before.update(chunk)
                self.action = "same" if before.digest() == self._hash.digest() else "replace"
        if self._temporary is None or self._stream is None or self.path is None:
            if self._stream is not None:
                self._stream.flush()
            return
        try:
            with _explained(self.path):
                self._stream.close()
                if kind is None and self.action != "same":
                    self._temporary.replace(self.path)
        finally:
            self._temporary.unlink(missing_ok=True)


def write_alone(path: Path, text: str) -> None:
    """Write one file that stands for itself (a report), whole or not at all."""
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.part")
        try:
            temporary.write_bytes(text.encode("utf-8", "replace"))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def _explained(where: Path) -> Iterator[None]:
    """Turn an error of the system into one for people."""
    try:
        yield
    except OSError as error:
        advice = {
            errno.ENOSPC: "Make room and run it again: what is written stays, the rest is added.",
            errno.EACCES: "Choose another folder with -o, or give yourself the right to write there.",
            errno.EROFS: "Choose another folder with -o; this one is read-only.",
        }.get(error.errno or 0, "Choose another output with -o.")
        place = error.filename or where
        raise OutputError(
            f"It can't be written: {error.strerror or error}.", where=str(place), advice=advice
        ) from error


def _read_bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise OutputError("A folder stands where a file belongs.", where=str(path), advice="Move it away.") from None
    except NotADirectoryError:
        raise OutputError("A file stands where a folder belongs.", where=str(path), advice="Move it away.") from None
    except OSError as error:
        raise OutputError(f"It can't be read: {error.strerror}.", where=str(path)) from None


def _table(data: bytes) -> dict[str, str]:
    """Return path → hash of a manifest or journal; a last line cut short by a sudden death is passed over."""
    table: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        hashed, tab, name = line.partition("\t")
        if tab and not line.startswith("#"):
            table[name] = hashed
    return table


def _lock(folder: Path) -> int | None:
    """Take the folder for this run; the system gives it back when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock on folders; two runs at once are on their own there
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise OutputError(
            "Another run is writing into this folder.", where=str(folder), advice="Wait until it ends."
        ) from None
    except OSError:  # a file system without locks
        pass
    return handle
