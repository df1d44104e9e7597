"""Temporary files: gone with the run that made them; where that was killed, with a later one."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows: nothing tells whether a file there is still in use
    fcntl = None

_PREFIX, _SUFFIX = "bloggermigrate-", ".tmp"
#: seconds after which a file that nobody holds is what a killed run left: far more than between its making and holding
_STALE = 3600.0
#: files of this process by the handle that holds them
_held: dict[Path, int] = {}


def temporary_path() -> Path:
    """Return the path of a new empty temporary file: this process's own until `remove`, or until it ends."""
    _sweep()
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX)
    path = Path(name)
    if fcntl and _hold(handle):
        _held[path] = handle
    else:
        os.close(handle)
    return path


def remove(path: Path) -> None:
    """Remove a file that `temporary_path` gave."""
    if handle := _held.pop(path, None):
        os.close(handle)
    with suppress(OSError):
        path.unlink()


@cache
def _sweep() -> None:
    """Remove what runs left that were killed; once in a process."""
    if fcntl is None:
        return
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            facts = path.lstat()
            ours = stat.S_ISREG(facts.st_mode) and facts.st_uid == os.getuid()
            if not ours or time.time() - facts.st_mtime < _STALE:
                continue
            handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            try:
                if _hold(handle):
                    path.unlink()
            finally:
                os.close(handle)


def _hold(handle: int) -> bool:
    """Take a file for this process; the system gives it back when the process ends, however it ends."""
    assert fcntl is not None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # somebody holds it, or the file system knows no locks
        return False
    return True
