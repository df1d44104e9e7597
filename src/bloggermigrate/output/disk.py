"""What the system says of files, in words for people; the lock of an output folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bloggermigrate.errors import OutputError

#: what a file's name ends in until the file is whole
PART = ".part"


@contextmanager
def explained(where: Path, option: str = "-o") -> Iterator[None]:
    """Turn an error of the system into one for people; *option* is the one that names the place."""
    try:
        yield
    except OSError as error:
        advice = {
            errno.ENOSPC: "Make room and run it again: what is written stays, the rest is added.",
            errno.EACCES: f"Choose another place with {option}, or give yourself the right to write there.",
            errno.EROFS: f"Choose another place with {option}; this one is read-only.",
        }.get(error.errno or 0, f"Choose another place with {option}.")
        # A file that is ours until it gets its name tells nobody anything.
        place = error.filename if error.filename and not str(error.filename).endswith(PART) else where
        raise OutputError(
            f"It can't be written: {error.strerror or error}.", where=str(place), advice=advice
        ) from error


def check_place(place: Path, *, folder: bool, what: str = "output", option: str = "-o") -> None:
    """Raise `OutputError` where *place* can't become a folder (or a file), as far as looking tells; nothing is made."""
    with explained(place, option):
        if place.exists() and place.is_dir() is not folder:
            is_, needed = ("a file", "a folder") if folder else ("a folder", "a file")
            advice = f"Give the name of {needed} with {option}; it need not be there yet."
            raise OutputError(f"The {what} is {is_}, and {needed} is needed.", where=str(place), advice=advice)
        standing = place if folder else place.parent
        while not standing.exists() and standing != standing.parent:
            standing = standing.parent
        if not standing.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(standing))
        if not os.access(standing, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(standing))


def read_bytes(path: Path | str) -> bytes | None:
    """Return what stands in a file, None where there is none."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (a path object costs as much as the reading)
            return file.read()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise OutputError("A folder stands where a file belongs.", where=str(path), advice="Move it away.") from None
    except NotADirectoryError:
        raise OutputError("A file stands where a folder belongs.", where=str(path), advice="Move it away.") from None
    except OSError as error:
        raise OutputError(f"It can't be read: {error.strerror}.", where=str(path)) from None


#: locks of this process
_held: set[int] = set()


def _leave_to_parent() -> None:
    """Close the locks that a new child process has inherited: one that outlives a killed run would keep them for it."""
    while _held:
        os.close(_held.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)


def lock(place: Path) -> int | None:
    """Take a folder or a file for this run; the system gives it back when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock on folders; two runs at once are on their own there
        return None
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        what = "into this folder" if place.is_dir() else "this file"
        raise OutputError(f"Another run is writing {what}.", where=str(place), advice="Wait until it ends.") from None
    except OSError:  # a file system without locks
        pass
    _held.add(handle)
    return handle


def unlock(handle: int) -> None:
    """Give back what `lock` gave."""
    _held.discard(handle)
    os.close(handle)
