"""Temporary files go with the run, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bloggermigrate import temporary
from bloggermigrate.temporary import remove, temporary_path
from blogs import MadeBlog, MadePost, classic

pytest.importorskip("fcntl", reason="without locks nothing tells whether a file is in use")
LONG_AGO = time.time() - 7200


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder for temporary files, as a new process finds it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    temporary._sweep.cache_clear()
    return tmp_path


def test_what_a_killed_run_left_goes_with_the_next(place: Path):
    left, young, link, others = (place / name for name in ("bloggermigrate-a.tmp", "bloggermigrate-b.tmp", "bloggermigrate-c.tmp", "x.tmp"))  # fmt: skip
    for path in (left, young, others):
        path.write_bytes(b"x")
    link.symlink_to(others)
    (place / "bloggermigrate-d.tmp").mkdir()
    for path in (left, others, place / "bloggermigrate-d.tmp"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    made = temporary_path()
    assert made.read_bytes() == b""
    assert set(place.iterdir()) == {young, link, others, place / "bloggermigrate-d.tmp", made}
    remove(made)
    assert not made.exists()


def test_what_another_run_holds_stays(place: Path):
    made = temporary_path()
    os.utime(made, (LONG_AGO, LONG_AGO))
    script = "from bloggermigrate.temporary import *; remove(temporary_path())"
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "TMPDIR": str(place)})
    assert made.exists()
    remove(made)


def test_a_run_leaves_nothing_and_a_killed_one_little(place: Path):
    source = place / "export.xml"
    source.write_bytes(classic(MadeBlog(posts=(MadePost(number="12"),))))
    folder = place / "tmp"
    folder.mkdir()
    command = [sys.executable, "-m", "bloggermigrate", "convert", str(source), "--to", "hugo", "-o", str(place / "o"), "-q"]  # fmt: skip
    surroundings = {**os.environ, "TMPDIR": str(folder)}
    subprocess.run(command, check=True, env=surroundings)
    assert not list(folder.iterdir())
    # Standard input that never ends keeps a run at its beginning, with a file of its own.
    waiting = [sys.executable, "-m", "bloggermigrate", "inspect", "-"]
    with subprocess.Popen(waiting, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as run:
        while not list(folder.iterdir()):
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    (left,) = folder.iterdir()
    os.utime(left, (LONG_AGO, LONG_AGO))
    subprocess.run(command, check=True, env=surroundings)
    assert not list(folder.iterdir())
