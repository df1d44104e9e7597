"""What the system says of files, in words for people; the lock of an output folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bloggermigrate.errors import OutputError


@contextmanager
def explained(where: Path) -> Iterator[None]:
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


def read_bytes(path: Path) -> bytes | None:
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


#: locks of this process
_held: set[int] = set()


def _leave_to_parent() -> None:
    """Close the locks that a new child process has inherited: one that outlives a killed run would keep them for it."""
    while _held:
        os.close(_held.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)


def lock(folder: Path) -> int | None:
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
    _held.add(handle)
    return handle


def unlock(handle: int) -> None:
    """Give back what `lock` gave."""
    _held.discard(handle)
    os.close(handle)
