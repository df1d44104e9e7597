"""Where bytes come from: a file, a member of an archive or a folder, standard input.

Nothing is ever unpacked to disk: a member of an archive is read through the archive.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from bloggermigrate.errors import InputError

#: how much of a file the detection may look at
HEAD_BYTES = 256 * 1024
#: an archive member that grows more than this when unpacked is taken for a bomb; XML of blogs stays below 1 : 60
MAX_RATIO = 300
#: members smaller than this are never suspected
MIN_SUSPECT_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file of the input; *path* is its place inside the archive or folder, or its name alone.

    *open* gives a fresh binary stream from the first byte each time it is called.
    """

    name: str  #: for messages: "takeout.zip!Takeout/Blogger/…/feed.atom"
    path: str
    size: int
    open: Callable[[], BinaryIO]

    def head(self, size: int = HEAD_BYTES) -> bytes:
        with self.open() as stream:
            return stream.read(size)

    @property
    def basename(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.path).parent)

    def sha256(self) -> str:
        total = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(1 << 20):
                total.update(chunk)
        return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Container:
    """What one argument of the command line holds: one file, or many in a folder or archive."""

    name: str
    kind: str  #: "file", "folder", "zip", "standard input"
    files: tuple[InputFile, ...]

    def sha256(self) -> str:
        """Return the hash of the file itself; of a folder, that of its files' names and hashes in order."""
        if self.kind == "folder":
            total = hashlib.sha256()
            for file in self.files:
                total.update(f"{file.path}\0{file.sha256()}\n".encode())
            return total.hexdigest()
        if self.kind == "zip":
            with Path(self.name).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        return self.files[0].sha256()


def open_container(argument: str, stdin: IO[bytes] | None = None) -> Container:
    """Return what *argument* (a path, or "-" for standard input) holds.

    Raises `InputError` when it does not exist, can't be read, or is an archive that can't be trusted.
    """
    if argument == "-":
        return _from_stdin(stdin)
    path = Path(argument)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise InputError(
            "There is no such file or folder.", where=argument, advice="Check the spelling of the path."
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"It can't be read: {_reason(error)}.", where=argument) from None
    if stat.S_ISDIR(mode):
        return Container(argument, "folder", tuple(_folder_files(path)))
    if not stat.S_ISREG(mode):
        raise InputError("This is neither a file nor a folder.", where=argument)
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
    except OSError as error:
        raise InputError(f"It can't be read: {_reason(error)}.", where=argument) from None
    if magic in (b"PK\x03\x04", b"PK\x05\x06"):
        return Container(argument, "zip", tuple(_zip_files(path)))
    return Container(argument, "file", (file_on_disk(path),))


def file_on_disk(path: Path, name: str | None = None, place: str | None = None) -> InputFile:
    """Return *path* as an input file; *name* is for messages, *place* its path inside a folder."""

    def opener() -> BinaryIO:
        return path.open("rb")

    return InputFile(name or str(path), place or path.name, path.stat().st_size, opener)


def _reason(error: BaseException) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _from_stdin(stdin: IO[bytes] | None) -> Container:
    """Keep standard input in a temporary file, since readers may have to begin twice."""
    if stdin is None:
        raise InputError("There is no standard input.", where="-")
    spool = _Spool()
    with spool.path.open("wb") as kept:
        shutil.copyfileobj(stdin, kept, 1 << 20)

    def opener() -> BinaryIO:
        return spool.path.open("rb")

    return Container("-", "standard input", (InputFile("standard input", "-", spool.path.stat().st_size, opener),))


class _Spool:
    """A temporary file that is deleted when nobody refers to it any more."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="bloggermigrate-", suffix=".in")
        os.close(handle)
        self.path = Path(name)
        weakref.finalize(self, self.path.unlink, missing_ok=True)


def _folder_files(root: Path) -> Iterator[InputFile]:
    """Give the regular files below *root* in a stable order; links are not followed out of it."""
    real_root = root.resolve()
    for folder, names, files in os.walk(root):
        names.sort()
        for name in sorted(files):
            path = Path(folder) / name
            try:
                if not path.is_file() or not path.resolve().is_relative_to(real_root):
                    continue
                yield file_on_disk(path, str(path), path.relative_to(root).as_posix())
            except OSError:
                continue


def _zip_files(path: Path) -> Iterator[InputFile]:
    name = str(path)
    try:
        archive = zipfile.ZipFile(path)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise InputError(
            f"The zip archive is damaged: {error}.",
            where=name,
            advice="Download it again; a Takeout in several parts needs each part whole.",
        ) from None
    for member in sorted(members, key=lambda info: info.filename):
        if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16):
            continue
        if member.file_size > MIN_SUSPECT_BYTES and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise InputError(
                f"{member.filename} would unpack to {member.file_size:,} bytes from {member.compress_size:,}, "
                "which no blog does.",
                where=name,
                advice="If you trust it, unpack it yourself and give the folder.",
            )
        yield InputFile(
            f"{name}!{member.filename}",
            member.filename.replace("\\", "/"),
            member.file_size,
            _member_opener(archive, member, name),
        )


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        if member.flag_bits & 1:
            raise InputError(
                f"{member.filename} is encrypted.",
                where=name,
                advice="Unpack it with its password and give the folder.",
            )
        try:
            return cast(BinaryIO, archive.open(member))
        except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
            raise InputError(f"{member.filename} can't be read: {error}.", where=name) from None

    return opener
