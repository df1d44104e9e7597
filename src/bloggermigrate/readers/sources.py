"""Where bytes come from: a file, a member of an archive or a folder, standard input.

A member of an archive is read through the archive; nothing of it is ever written under its own name. What can only be
read from its beginning (standard input, what was packed with gzip) is kept in one temporary file of ours.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, NamedTuple

from bloggermigrate.errors import InputError
from bloggermigrate.temporary import remove, temporary_path
from bloggermigrate.text.nearest import nearest

#: how much of a file the detection may look at
HEAD_BYTES = 256 * 1024
#: how the names of archives end that are looked into when they lie in a folder
ENDINGS = (".zip", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar")
_ARCHIVES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an empty one
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
)


class Limits(NamedTuple):
    """How far an archive is trusted; `--max-ratio` and `--max-unpacked` raise them."""

    #: what grows more than this when unpacked is taken for a bomb; XML of blogs stays below 1 : 60
    ratio: int = 300
    #: bytes that one file to be read, or one tgz in whole, may unpack to
    unpacked: int = 16 << 30


DEFAULT_LIMITS = Limits()


class InputFile(NamedTuple):
    """One file of the input; *path* is its place inside the archive or folder, or its name alone.

    *open* gives a fresh binary stream from the first byte each time it is called.
    """

    name: str  #: for messages: "takeout.zip!Takeout/Blogger/…/feed.atom"
    path: str
    size: int
    open: Callable[[], BinaryIO]
    disk: Path | None = None  #: where it lies, if it is a file of its own and not packed
    line: int = 0  #: of a piece of a file: how many lines are missing before its first entry

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


class Container(NamedTuple):
    """What one argument of the command line holds: one file, or many in a folder or archive.

    *remarks* say what in it is not looked at, and why.
    """

    name: str
    kind: str  #: "file", "folder", "zip", "tar", "standard input"
    files: tuple[InputFile, ...]
    remarks: tuple[str, ...] = ()
    origin: Path | None = None  #: the archive's own file

    def sha256(self, used: Iterable[InputFile] | None = None) -> str:
        """Return the hash of the file itself; of a folder, that of names and hashes of its (or the *used*) files."""
        if self.kind == "folder":
            total = hashlib.sha256()
            for file in self.files if used is None else used:
                total.update(f"{file.path}\0{file.sha256()}\n".encode("utf-8", "replace"))
            return total.hexdigest()
        if self.origin is not None:
            with self.origin.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        return self.files[0].sha256()


def open_container(
    argument: str | Container, stdin: IO[bytes] | None = None, limits: Limits = DEFAULT_LIMITS
) -> Container:
    """Return what *argument* (a path, or "-" for standard input) holds; a container is given back as it is.

    Raises `InputError` when it does not exist, can't be read, or is an archive that can't be trusted.
    """
    if isinstance(argument, Container):
        return argument
    if argument == "-":
        return _from_stdin(stdin, limits)
    path = Path(argument)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise InputError("There is no such file or folder.", where=argument, advice=_instead(argument)) from None
    except (OSError, ValueError) as error:
        raise _unreadable(error, argument) from None
    if stat.S_ISDIR(mode):
        return _folder(path, argument, limits)
    if not stat.S_ISREG(mode):
        raise InputError("This is neither a file nor a folder.", where=argument)
    return _opened(path, argument, limits)


def _instead(argument: str) -> str:
    """Return what to do about a path that does not exist: another one of nearly that name, where there is one."""
    if argument.startswith(("http:", "https:")):
        return "An address is not fetched: save the page or the feed as a file, or export the blog, and give that."
    path = Path(argument)
    folder = path.parent
    try:
        near = nearest(path.name, (each.name for each in folder.iterdir()))
    except OSError:
        return f"There is no folder {folder} either. Check the spelling of the path."
    return (
        f"Did you mean {folder / near}?"
        if near
        else "Check the spelling of the path; one with blanks in it stands in quotes."
    )


def _unreadable(error: Exception, name: str) -> InputError:
    advice = "Ask its owner for the right to read it, or copy it to a place of yours."
    return InputError(
        f"It can't be read: {_reason(error)}.",
        where=name,
        advice=advice if isinstance(error, PermissionError) else "",
    )


def kind_of(path: Path) -> str:
    """Return "zip", "tar", "gzip", "bzip2" or "xz" for an archive, "" for other files; told by its first bytes."""
    with path.open("rb") as stream:
        head = stream.read(512)
    for magic, kind in _ARCHIVES:
        if head.startswith(magic):
            return kind
    return "tar" if head[257:262] == b"ustar" else ""


def _opened(path: Path, name: str, limits: Limits) -> Container:
    """Return what the file *path* holds: itself, or the files of the archive that it is."""
    try:
        kind = kind_of(path)
    except OSError as error:
        raise _unreadable(error, name) from None
    if kind:
        return _archive(path, name, kind, limits)
    return Container(name, "file", (file_on_disk(path, name),))


def file_on_disk(path: Path, name: str | None = None, place: str | None = None) -> InputFile:
    """Return *path* as an input file; *name* is for messages, *place* its path inside a folder."""

    def opener() -> BinaryIO:
        return path.open("rb")

    return InputFile(name or str(path), place or path.name, path.stat().st_size, opener, disk=path)


def _reason(error: BaseException) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _archive(path: Path, name: str, kind: str, limits: Limits, keep: Spool | None = None) -> Container:
    # What unpacks is loaded for archives alone.
    from bloggermigrate.readers.archives import open_archive

    return open_archive(path, name, kind, limits, keep)


class Spool:
    """A temporary file that is deleted when nobody refers to it any more."""

    def __init__(self) -> None:
        self.path = temporary_path()
        weakref.finalize(self, remove, self.path)

    def open(self) -> BinaryIO:
        return self.path.open("rb")


def _from_stdin(stdin: IO[bytes] | None, limits: Limits) -> Container:
    """Keep standard input in a temporary file, since readers may have to begin twice."""
    if stdin is None:
        raise InputError("There is no standard input.", where="-")
    spool = Spool()
    with spool.path.open("wb") as kept:
        shutil.copyfileobj(stdin, kept, 1 << 20)
    kind = kind_of(spool.path)
    if kind:
        return _archive(spool.path, "standard input", kind, limits, keep=spool)
    return Container("-", "standard input", (InputFile("standard input", "-", spool.path.stat().st_size, spool.open),))


def _folder(root: Path, name: str, limits: Limits) -> Container:
    """Return the regular files below *root* in a stable order, and those of the archives that lie in it.

    A Takeout often comes in several archives; a folder that holds them is one Takeout.
    """
    files: list[InputFile] = []
    remarks: list[str] = []
    for path in _paths_below(root, remarks):
        try:
            kind = kind_of(path) if path.name.lower().endswith(ENDINGS) else ""
            if not kind:
                files.append(file_on_disk(path, str(path), path.relative_to(root).as_posix()))
                continue
        except OSError as error:
            remarks.append(f"{path} can't be read: {_reason(error)}.")
            continue
        inside = _archive(path, str(path), kind, limits)
        files += inside.files
        remarks += inside.remarks
    return Container(name, "folder", tuple(files), tuple(remarks))


def _paths_below(root: Path, remarks: list[str]) -> Iterator[Path]:
    real_root = root.resolve()
    for folder, names, files in os.walk(root):
        names.sort()
        for name in sorted(files):
            path = Path(folder) / name
            try:
                if path.is_symlink() and not path.resolve().is_relative_to(real_root):
                    remarks.append(f"{path} is a link that leads out of the folder and is not followed.")
                elif path.is_file():
                    yield path
            except (OSError, RuntimeError):
                remarks.append(f"{path} can't be read.")
