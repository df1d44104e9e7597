"""Archives as folders: zip, tar, packed tar; one packed file. No member is ever unpacked to its own name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from bloggermigrate.errors import InputError
from bloggermigrate.readers.sources import Container, InputFile, Limits, Spool, kind_of

__all__ = ["open_archive"]

#: what unpacks to less than this is never suspected: a person's one big post, repeated letters and all
MIN_SUSPECT_BYTES = 64 << 20
#: more members than any Takeout has: each costs memory, be it empty
MAX_MEMBERS = 2_000_000
_Unpacker = Callable[[Path], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]
#: one stream packed: how it is opened, how the name of such a file ends
_PACKED: dict[str, tuple[_Unpacker, str]] = {
    "gzip": (gzip.GzipFile, ".gz"),
    "bzip2": (bz2.BZ2File, ".bz2"),
    "xz": (lzma.LZMAFile, ".xz"),
}
_FAULTS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    gzip.BadGzipFile,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
_DAMAGED = "Download it again; a Takeout in several parts needs each part whole."
_DRIVE = re.compile(r"[A-Za-z]:")


def open_archive(path: Path, name: str, kind: str, limits: Limits, keep: Spool | None = None) -> Container:
    """Return the files inside the archive *path* of that *kind* (see `sources.kind_of`).

    *keep* is the temporary file that *path* is, if it is one: it stays as long as one of the files. Raises `InputError`
    for an archive that is damaged, cut short, or would unpack to more than *limits* allow.
    """
    if kind in _PACKED:
        return _open_packed(path, name, limits, kind)
    remarks: list[str] = []
    members = _zip_members(path, name, limits, keep) if kind == "zip" else _tar_members(path, name, keep)
    files: list[InputFile] = []
    for member, size, regular, open_member in members:
        if len(files) >= MAX_MEMBERS:
            raise InputError(f"It holds more than {MAX_MEMBERS:,} files, which no Takeout does.", where=name)
        place, strange = _inside(member)
        if not regular:
            remarks.append(f"{name}!{_shown(member)} is a link and is not followed.")
            continue
        if strange:
            remarks.append(f"{name}!{_shown(member)} would lead out of the archive; it is read as {_shown(place)}.")
        files.append(InputFile(f"{name}!{_shown(member)}", place, size, open_member))
    files.sort(key=lambda file: file.path)
    return Container(name, kind, tuple(files), tuple(remarks), path)


def _inside(member: str) -> tuple[str, bool]:
    """Return the place of a member inside its archive, and whether its name tried to be elsewhere.

    >>> _inside("Takeout/Blogger/x.atom"), _inside("../../etc/x"), _inside("C:\\\\x")
    (('Takeout/Blogger/x.atom', False), ('etc/x', True), ('x', True))
    """
    plain = member.replace("\\", "/")
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    strange = plain.startswith("/") or ".." in parts or bool(parts and _DRIVE.match(parts[0]))
    if not strange:
        return "/".join(parts), False
    kept = [part for part in (_DRIVE.sub("", parts[0]), *parts[1:]) if part and part != ".."]
    return "/".join(kept) or "file", True


def _shown(name: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in name)


def _zip_members(
    path: Path, name: str, limits: Limits, keep: Spool | None
) -> Iterator[tuple[str, int, bool, Callable[[], BinaryIO]]]:
    try:
        archive = zipfile.ZipFile(path)
        members = archive.infolist()
    except _FAULTS as error:
        raise InputError(f"The zip archive is damaged: {error}.", where=name, advice=_DAMAGED) from None
    for member in members:
        if member.is_dir():
            continue
        if member.file_size > MIN_SUSPECT_BYTES and member.file_size > limits.ratio * max(1, member.compress_size):
            raise _bomb(f"{member.filename} would unpack", member.file_size, member.compress_size, name)
        regular = not stat.S_ISLNK(member.external_attr >> 16)
        yield member.filename, member.file_size, regular, _zip_opener(archive, member, name, limits, keep)


def _zip_opener(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits, keep: Spool | None
) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        if member.flag_bits & 1:
            raise InputError(
                f"{member.filename} is encrypted.",
                where=name,
                advice="Unpack it with its password and give the folder.",
            )
        try:
            stream = archive.open(member)
        except _FAULTS as error:
            raise InputError(f"{member.filename} can't be read: {error}.", where=name, advice=_DAMAGED) from None
        return cast(BinaryIO, _Guarded(stream, member.filename, name, limits.unpacked, keep))

    return opener


def _tar_members(path: Path, name: str, keep: Spool | None) -> Iterator[tuple[str, int, bool, Callable[[], BinaryIO]]]:
    try:
        with tarfile.open(path, "r:") as archive:
            members = archive.getmembers()
            # A whole archive ends with blocks of zeros; one that was cut between two members looks whole otherwise.
            with path.open("rb") as stream:
                stream.seek(archive.offset)
                end = stream.read(512)
    except _FAULTS as error:
        raise InputError(f"The tar archive is damaged: {error}.", where=name, advice=_DAMAGED) from None
    if not end or end.strip(b"\0"):
        raise InputError("The tar archive is cut short.", where=name, advice=_DAMAGED)
    for member in members:
        if not member.isdir():
            regular = member.isreg() and not member.issparse()
            yield member.name, member.size, regular, _tar_opener(path, member, name, keep)


def _tar_opener(path: Path, member: tarfile.TarInfo, name: str, keep: Spool | None) -> Callable[[], BinaryIO]:
    """Return what opens a member where it lies: a tar is not packed, so no other part of it is needed."""
    place, size, title = member.offset_data, member.size, member.name

    def opener() -> BinaryIO:
        try:
            stream = path.open("rb")
            stream.seek(place)
        except OSError as error:
            raise InputError(f"{title} can't be read: {error}.", where=name) from None
        return cast(BinaryIO, _Guarded(stream, title, name, size, keep, cut=True))

    return opener


def _open_packed(path: Path, name: str, limits: Limits, packer: str) -> Container:
    """Return what a packed file holds: a tar's members, or the one file. It is unpacked once into a temporary file."""
    opener, ending = _PACKED[packer]
    spool = Spool()
    packed, unpacked = path.stat().st_size, 0
    try:
        with opener(path) as stream, spool.path.open("wb") as kept:
            while chunk := stream.read(1 << 20):
                unpacked += len(chunk)
                if unpacked > limits.unpacked or unpacked > max(MIN_SUSPECT_BYTES, limits.ratio * packed):
                    raise _bomb("It unpacks", unpacked, packed, name)
                kept.write(chunk)
    except _FAULTS as error:
        raise InputError(f"The {packer} file is damaged: {error}.", where=name, advice=_DAMAGED) from None
    inner = kind_of(spool.path)
    if inner == "tar":
        found = open_archive(spool.path, name, "tar", limits, keep=spool)
        return Container(name, "tar", found.files, found.remarks, path)
    if inner:
        raise InputError(f"The {packer} file holds another archive ({inner}).", where=name, advice="Unpack it first.")
    file = InputFile(name, path.name.removesuffix(ending), unpacked, spool.open)
    return Container(name, "file", (file,), origin=path)


def _bomb(what: str, unpacked: int, packed: int, name: str) -> InputError:
    return InputError(
        f"{what} to {unpacked:,} bytes or more from {packed:,}, which no blog does.",
        where=name,
        advice="If you trust it, raise --max-ratio or --max-unpacked, or unpack it yourself and give the folder.",
    )


class _Guarded(io.RawIOBase):
    """A member's stream: what is wrong with the archive comes out as `InputError`, and no more than *most* bytes.

    With *cut* the stream goes on behind the member, which is *most* bytes long.
    """

    def __init__(
        self, stream: IO[bytes], member: str, archive: str, most: int, keep: Spool | None, *, cut: bool = False
    ) -> None:
        super().__init__()
        self._stream = stream
        self._member = member
        self._archive = archive
        self._left = most
        self._keep = keep
        self._cut = cut

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read(self, size: int | None = -1) -> bytes:
        # One byte more than is allowed tells that there are more; where the stream is *cut*, the rest is not ours.
        most = self._left + (not self._cut)
        try:
            data = self._stream.read(most if size is None or size < 0 else min(size, most))
        except _FAULTS as error:
            raise InputError(
                f"{self._member} can't be read to its end: {error}.", where=self._archive, advice=_DAMAGED
            ) from None
        if self._cut and not data and self._left and size != 0:
            raise InputError(f"{self._member} is cut short.", where=self._archive, advice=_DAMAGED)
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"{self._member} unpacks to more than is allowed.",
                where=self._archive,
                advice="If you trust it, raise --max-unpacked.",
            )
        return data

    def readall(self) -> bytes:
        return self.read(-1)

    def close(self) -> None:
        self._stream.close()
        super().close()
