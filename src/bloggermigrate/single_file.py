"""Files that stand for themselves, outside of an output folder: an output that is one file, a report."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from bloggermigrate.disk import explained
from bloggermigrate.errors import OutputError
from bloggermigrate.output import Action


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
        with explained(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._temporary = self.path.with_name(f".{self.path.name}.part")
            self._stream = self._temporary.open("wb")
        return self

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        if self._stream is not None:
            with explained(self.path or Path("standard output")):
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
            with explained(self.path):
                self._stream.close()
                if kind is None and self.action != "same":
                    self._temporary.replace(self.path)
        finally:
            self._temporary.unlink(missing_ok=True)


def write_alone(path: Path, text: str) -> None:
    """Write one file that stands for itself (a report), whole or not at all."""
    write_chunks(path, (text,))


def write_chunks(path: Path, chunks: Iterable[str]) -> None:
    """Write one file that stands for itself, piece by piece as *chunks* gives it, whole or not at all."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.part")
        try:
            with temporary.open("wb") as stream:
                for chunk in chunks:
                    stream.write(chunk.encode("utf-8", "replace"))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
