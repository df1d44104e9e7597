"""Killed, interrupted, out of room or of rights at any moment: nothing half-written, and the next run completes."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bloggermigrate.cli import main
from bloggermigrate.errors import OutputError
from bloggermigrate.output import STATE, Folder
from bloggermigrate.output.single_file import SingleFile
from blogs import MadeBlog, MadeComment, MadePost, classic, takeout
from killing import tree
from test_output import FILES, write

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
_MANY = 16


def made(number: int, version: str = "") -> MadePost:
    return MadePost(
        number=str(100 + number),
        title=f"Giorno {number}{version}",
        content=f"<p>Oggi <b>{number}</b> pani{version}.</p>",
        # In the new version every third has moved.
        path=f"/2011/03/giorno-{number}{version if number % 3 == 0 else ''}.html",
        labels=("pane",),
        comments=(MadeComment(number=str(900 + number), content="Buono."),) if number % 4 == 0 else (),
    )


def blog(version: str = "", posts: int = _MANY) -> MadeBlog:
    """A blog of short posts; a *version* is the same one some time later, with one post gone."""
    return MadeBlog(
        updated="2015-01-01T00:00:00.000+01:00" if version else "2014-01-01T00:00:00.000+01:00",
        posts=tuple(made(number, version) for number in range(bool(version), posts)),
    )


def command(source: Path, output: Path, *more: str) -> list[str]:
    base = [sys.executable, "-m", "bloggermigrate", "convert", str(source), "-o", str(output), "-q"]
    return [*base, *(() if "--to" in more else ("--to", "hugo")), *more]


# -- killed ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only a fork is quick enough to be killed so often")
@pytest.mark.parametrize(
    ("target", "jobs", "over", "kills", "in_one_folder"),
    [
        pytest.param("hugo", "1", False, 80, 8, id="a new folder"),
        pytest.param("hugo", "1", True, 60, 6, id="over an older conversion"),
        pytest.param("hugo", "2", False, 30, 6, id="with workers"),
        pytest.param("jsonl", "1", True, 30, 6, id="one file"),
    ],
)
def test_killed_200_times_the_next_run_ends_the_same(
    target: str, jobs: str, over: bool, kills: int, in_one_folder: int, tmp_path: Path
):
    old, new = tmp_path / "old.xml", tmp_path / "new.xml"
    # Enough for the writing, which is what has to be met, to be a good part of a run.
    old.write_bytes(classic(blog(posts=3 * _MANY)))
    new.write_bytes(classic(blog(" nuovo", posts=3 * _MANY)))
    given = {
        "old": str(old) if over else "",
        "new": str(new),
        "target": target,
        "jobs": jobs,
        "kills": kills,
        "in_one_folder": in_one_folder,
        "folder": str(tmp_path / "runs"),
        "seed": kills + over,
    }
    helper = Path(__file__).with_name("killing.py")
    done = subprocess.run([sys.executable, str(helper), json.dumps(given)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    counts = json.loads(done.stdout)
    assert counts["killed"] >= kills
    assert counts["meanwhile"] >= kills // 10, "next to none was killed while it wrote"


@POSIX
def test_killed_its_workers_end_too_and_hold_nothing(tmp_path: Path):
    """A worker waits for work that nobody will send; it must not wait for ever, nor keep the folder locked."""
    source = tmp_path / "blog.xml"
    source.write_bytes(classic(blog(posts=600)))
    process = subprocess.Popen(command(source, tmp_path / "o", "--jobs", "2"), start_new_session=True)
    while process.poll() is None and not _written(tmp_path / "o", 1):
        time.sleep(0.005)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    subprocess.run(command(source, tmp_path / "o"), check=True)
    for _ in range(200):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    pytest.fail("workers outlived the run")


def _written(root: Path, files: int) -> bool:
    return len(list((root / "content").rglob("*.md"))) >= files if root.exists() else False


# -- interrupted -------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_while_it_writes_it_says_how_to_go_on(jobs: str, name: str, tmp_path: Path):
    source, spools, number = tmp_path / "blog.xml", tmp_path / "spools", signal.Signals[name]
    source.write_bytes(classic(blog(posts=500)))
    spools.mkdir()
    root = tmp_path / "o"
    process = subprocess.Popen(
        command(source, root, "--jobs", jobs),
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(spools)},
    )
    while process.poll() is None and not _written(root, 3):
        time.sleep(0.005)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 128 + number, told
    assert list(spools.iterdir()) == []
    assert "Stopped. What is written is whole; run the same command again to complete it." in told
    assert "Traceback" not in told
    assert not (root / STATE / "tmp").exists()
    subprocess.run(command(source, root, "--jobs", jobs), check=True)
    subprocess.run(command(source, tmp_path / "whole"), check=True)
    assert tree(root) == tree(tmp_path / "whole")


@POSIX
def test_interrupted_while_it_reads_nothing_is_written(tmp_path: Path):
    data = classic(blog())
    process = subprocess.Popen(command(Path("-"), tmp_path / "o"), stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin and process.stderr
    process.stdin.write(data[: len(data) // 2])
    process.stdin.flush()
    time.sleep(1.5)  # it has come to the input by then, and waits for the rest
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130  # while its input still stands open
    with process.stdin, process.stderr:
        told = process.stderr.read().decode()
    assert "Stopped." in told and "Traceback" not in told
    assert not (tmp_path / "o").exists()


# -- no room, no right -------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a small file system."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no right to mount a small file system here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


def _sized(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


@pytest.mark.parametrize("target", ["hugo", "wordpress", "jsonl"])
def test_full_disk(target: str, disk: Path, tmp_path: Path):
    """Full at one point after another, the run ends with 4 and a word, and goes on where there is room."""
    source = tmp_path / "blog.xml"
    source.write_bytes(
        classic(MadeBlog(posts=tuple(replace(made(n), content="<p>Pane. </p>" * 200) for n in range(20))))
    )
    arguments = ["convert", str(source), "--to", target, "--jobs", "1", "-q", "-o"]
    assert CliRunner().invoke(main, [*arguments, str(tmp_path / "whole")]).exit_code == 0
    wanted = tree(tmp_path / "whole")
    full = 0
    for pages in range(4, 200, 6):
        _sized(disk, f"{4 * pages}k")
        done = CliRunner().invoke(main, [*arguments, str(disk / "o")])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        if done.exit_code == 0:
            break
        full += 1
        assert done.exit_code == 4
        assert "No space left" in done.stderr and "Make room" in done.stderr
        for path, data in tree(disk / "o").items() if (disk / "o").exists() else ():
            assert path.startswith(STATE) or data == wanted[path], f"half a file: {path}"
    assert full >= 2
    _sized(disk, "20m")
    assert CliRunner().invoke(main, [*arguments, str(disk / "o")]).exit_code == 0
    assert tree(disk / "o") == wanted


def test_no_room_for_temporary_files(disk: Path, tmp_path: Path):
    source = tmp_path / "blog.xml"
    source.write_bytes(classic(blog(posts=400)))
    done = subprocess.run(
        command(source, tmp_path / "o"),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TMPDIR": str(disk)},
    )
    assert done.returncode == 4
    assert "no room left for temporary files" in done.stderr and "TMPDIR" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(disk.iterdir()), "what no longer serves anybody fills the disk"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO], ids=errno.errorcode.get)
def test_failing_at_every_file_operation_the_next_run_ends_the_same(number: int, tmp_path: Path, monkeypatch):
    """The disk fills up, or rights are taken away, at each operation in turn."""
    write(tmp_path / "whole", FILES)
    wanted = tree(tmp_path / "whole")
    for moment in range(100):
        root = tmp_path / f"failing-{moment}"
        with monkeypatch.context() as patch:
            _fail_from(patch, moment, number)
            try:
                write(root, FILES)
            except OutputError as error:
                assert error.exit_status == 4
                assert os.strerror(number) in error.message and error.advice
            else:
                break
        for path, data in tree(root).items() if root.exists() else ():
            assert path.startswith(STATE) or data == wanted[path], f"half a file: {path}"
        write(root, FILES)
        assert tree(root) == wanted
    assert moment > 5


def _fail_from(patch: pytest.MonkeyPatch, moment: int, number: int) -> None:
    """Let every operation after the first *moment* ones fail."""
    left = iter(range(moment))

    def failing(real):
        def operation(path: Path, *args, **kwargs):
            if next(left, None) is None:
                raise OSError(number, os.strerror(number), str(path))
            return real(path, *args, **kwargs)

        return operation

    for name in ("replace", "mkdir", "write_bytes"):
        patch.setattr(Path, name, failing(getattr(Path, name)))


def test_two_runs_at_once_the_second_is_told(tmp_path: Path):
    (tmp_path / "blog.xml").write_bytes(takeout(blog(posts=3)))
    with Folder(tmp_path / "o", target="hugo", dry_run=False, force=False):
        done = CliRunner().invoke(
            main, ["convert", str(tmp_path / "blog.xml"), "--to", "hugo", "-o", str(tmp_path / "o")]
        )
    assert done.exit_code == 4
    assert "Another run is writing into this folder." in done.stderr
    assert "Wait until it ends." in done.stderr
    assert all(path.startswith(STATE) for path in tree(tmp_path / "o"))


@POSIX
def test_two_runs_at_once_for_one_file_the_second_is_told(tmp_path: Path):
    (tmp_path / "blog.xml").write_bytes(takeout(blog(posts=3)))
    output = tmp_path / "o.jsonl"
    with SingleFile(output, dry_run=False) as first:
        first.write(b"uno")
        done = CliRunner().invoke(main, ["convert", str(tmp_path / "blog.xml"), "--to", "jsonl", "-o", str(output)])
        assert not output.exists()
    assert done.exit_code == 4
    assert "Another run is writing this file." in done.stderr
    assert output.read_bytes() == b"uno"
    assert {path.name for path in tmp_path.iterdir()} == {"blog.xml", "o.jsonl"}


@POSIX
def test_a_device_is_written_and_not_replaced(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "blog.xml").write_bytes(takeout(blog(posts=3)))
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        subprocess.run(command(tmp_path / "blog.xml", pipe, "--to", "jsonl"), check=True)
        assert reader.stdout is not None
        assert len(reader.stdout.read().splitlines()) == 4
    assert pipe.is_fifo()


# -- the same bytes ----------------------------------------------------------------------------------------------

_EVERYTHING = """
import sys
from pathlib import Path
from bloggermigrate.cli import main
sample, output, jobs = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
for form in ("blog-11-23-2014.xml", "takeout.zip"):
    for target in ("hugo", "wordpress", "jsonl"):
        folder = output / form / target
        try:
            main(["convert", str(sample / form), "--to", target, "-o", str(folder), "-q", "--jobs", jobs])
        except SystemExit as end:
            assert not end.code, end.code
"""
_MACHINES = {
    "here": ("1", {}),
    "tokyo": ("2", {"TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8", "PYTHONHASHSEED": "1"}),
    "newfoundland": ("7", {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "2"}),
    "turkish": ("1", {"TZ": "UTC", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "3"}),
}


def test_the_machine_changes_no_byte(tmp_path: Path, sample: Path):
    """Not the number of workers, not the zone, not the language, not the hash seed: both forms, three targets."""
    trees = {}
    for name, (jobs, environment) in _MACHINES.items():
        output = tmp_path / name
        arguments = [sys.executable, "-c", _EVERYTHING, str(sample), str(output), jobs]
        subprocess.run(arguments, check=True, env=os.environ | environment)
        trees[name] = tree(output)
    assert len(trees["here"]) > 200
    for name, found in trees.items():
        assert found == trees["here"], name
