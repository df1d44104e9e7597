"""Files that stand for themselves, outside of an output folder: an output that is one file, a report."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from bloggermigrate.output import Action
from bloggermigrate.output.disk import PART, check_place, explained, lock, unlock


class SingleFile:
    """A file that stands for itself, or standard output: parts are joined as they come.

    *what* it is and the *option* that names it are for messages.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        dry_run: bool = False,
        stdout: BinaryIO | None = None,
        what: str = "output",
        option: str = "-o",
    ) -> None:
        self.path = path
        self._what, self._option = what, option
        self._dry_run = dry_run
        self._stdout = stdout
        self._hash = blake2b(digest_size=16)
        self._stream: BinaryIO | None = None
        self._temporary: Path | None = None
        self._lock: int | None = None
        self.action: Action = "create"

    def __enter__(self) -> SingleFile:
        if self.path is None:
            self._stream = None if self._dry_run else self._stdout
            return self
        check_place(self.path, folder=False, what=self._what, option=self._option)
        if self._dry_run:
            return self
        with explained(self.path, self._option):
            if self.path.exists() and not self.path.is_file():  # a device or a pipe has no name to be put under
                self._stream = self.path.open("wb")
                return self
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}{PART}")
            # What a killed run has left is taken over; that of a run that goes on is locked.
            temporary.touch()
            self._lock = lock(temporary)
            self._temporary = temporary
            try:
                self._stream = temporary.open("wb")
            except OSError:
                self._end(whole=False)
                raise
        return self

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        if self._stream is not None:
            with explained(self.path or Path("standard output"), self._option):
                self._stream.write(data)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.path is not None and self.path.is_file():
            with suppress(OSError), self.path.open("rb") as old:
                before = blake2b(digest_size=16)
                while chunk := old.read(1 << 20):
                    before.update(chunk)
                self.action = "same" if before.digest() == self._hash.digest() else "replace"
        if self._stream is None:
            return
        with explained(self.path or Path("standard output"), self._option):
            try:
                if self.path is None:
                    self._stream.flush()
                else:
                    self._stream.close()
            except OSError:
                self._end(whole=False)
                raise
            self._end(whole=kind is None and self.action != "same")

    def _end(self, *, whole: bool) -> None:
        """Give the file its name, or drop it; then let others write it."""
        try:
            if self._temporary is not None and self.path is not None:
                if whole:
                    self._temporary.replace(self.path)
                else:
                    self._temporary.unlink()
        finally:
            if self._lock is not None:
                unlock(self._lock)


def write_chunks(path: Path, chunks: Iterable[str], *, what: str = "output", option: str = "-o") -> None:
    """Write one file that stands for itself, piece by piece as *chunks* gives it, whole or not at all."""
    with SingleFile(path, what=what, option=option) as file:
        for chunk in chunks:
            file.write(chunk.encode("utf-8", "replace"))


def write_report(path: Path, chunks: Iterable[str]) -> None:
    """Write a report, whole or not at all."""
    write_chunks(path, chunks, what="report", option="--report")
