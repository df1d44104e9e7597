"""How a run goes: in batches, by any executor, told while it goes, and stopped at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from bloggermigrate.errors import BloggerMigrateError
from bloggermigrate.intake import load
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report
from bloggermigrate.running.batches import batches
from bloggermigrate.running.pools import in_order, worker_processes

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
    "<id>tag:blogger.com,1999:blog-5.archive</id><title>made</title>"
    "<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>"
)
_ENTRY = (
    "<entry><id>tag:blogger.com,1999:blog-5.post-{number}</id><published>{when}</published><updated>{when}</updated>"
    "<category scheme='http://schemas.google.com/g/2005#kind' "
    "term='http://schemas.google.com/blogger/2008/kind#post'/><title type='text'>t{number}</title>"
    "<content type='html'>{body}</content>"
    "<link rel='alternate' type='text/html' href='http://a.blogspot.com/2012/01/p{number}.html'/></entry>"
)


def export(path: Path, bodies: list[str]) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_HEAD)
        for number, body in enumerate(bodies, 1):
            when = datetime(2012, 1, 1 + number % 28, tzinfo=UTC).isoformat()
            stream.write(_ENTRY.format(number=number, when=when, body=escape(body)))
        stream.write("</feed>")
    return path


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def run(source: Path, output: Path, executor: Executor | None = None) -> Report:
    return convert([str(source)], Options(target="hugo", output=str(output), jobs=1), executor=executor)


_EXECUTORS: dict[str, Callable[[], Executor]] = {
    "threads": lambda: ThreadPoolExecutor(3),
    "processes": lambda: ProcessPoolExecutor(2),
    "fresh processes": lambda: ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")),
}


@pytest.mark.parametrize("kind", _EXECUTORS)
def test_any_executor_renders_the_same(kind: str, tmp_path: Path, sample: Path) -> None:
    source = sample / "takeout.zip"
    run(source, tmp_path / "here")
    with _EXECUTORS[kind]() as executor:
        run(source, tmp_path / "there", executor)
        # The same workers serve another run: what they kept of the first is of no use to it.
        other = export(tmp_path / "other.xml", ["<b>other</b>"])
        run(other, tmp_path / "other", executor)
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert b"**other**" in next((tmp_path / "other" / "content" / "posts").rglob("*p1.md")).read_bytes()


def test_a_big_post_is_a_batch_of_its_own(tmp_path: Path) -> None:
    small, big = "word " * 200, "word " * 200_000
    source = export(tmp_path / "x.xml", [small, small, big, small, small])
    loaded = load([str(source)], Options(target="hugo", output="x"))
    assert [tuple(batch) for batch in batches(loaded.store)] == [(1, 2), (3, 3), (4, 5)]


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    source = export(tmp_path / "x.xml", ["word " * 300_000] * 3)
    told: list[tuple[int, int]] = []

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "reading":
            told.append((done, total))

    load([str(source)], Options(target="hugo", output="x"), progress=progress)
    size = source.stat().st_size
    assert {total for _, total in told} == {size}
    places = [done for done, _ in told]
    assert places == sorted(places) and places[-1] == size
    # Also between two entries: each of these is 1.5 MB, and a piece is read in one go.
    assert len(set(places)) > 4


def _sleep() -> None:
    time.sleep(600)


def test_workers_end_with_the_run() -> None:
    with pytest.raises(KeyboardInterrupt), worker_processes(2) as pool:
        pool.submit(_sleep)
        pool.submit(_sleep)
        while not multiprocessing.active_children():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert not multiprocessing.active_children()


@pytest.mark.skipif(os.name == "nt", reason="Windows interrupts otherwise")
@pytest.mark.parametrize(("jobs", "delay"), [(1, 0.0), (1, 1.0), (2, 1.0)])
def test_interrupted_in_a_long_post_it_stops(jobs: int, delay: float, tmp_path: Path) -> None:
    paragraph = '<p>one <b>two</b> three, <a href="http://example.org/">four</a><br />\nfive</p>'
    source = export(tmp_path / "x.xml", [paragraph * 150_000, "short", "short"])
    command = [sys.executable, "-m", "bloggermigrate", "convert", str(source), "--to", "hugo", "--jobs", str(jobs)]
    process = subprocess.Popen(
        [*command, "-o", str(tmp_path / "o")], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while delay and not (tmp_path / "o").exists():  # until then it starts and reads
        time.sleep(0.05)
    time.sleep(delay or 0.8)
    process.send_signal(signal.SIGINT)  # to this process alone: its workers hear nothing of it
    _, told = process.communicate(timeout=20)
    assert process.returncode in (130, -signal.SIGINT)
    assert "Stopped" in told and "Traceback" not in told
    with pytest.raises(ProcessLookupError):  # nobody of its group is left
        os.killpg(process.pid, 0)


def _much() -> bytes:
    return bytes(100_000_000)


def _nap(number: int) -> int:
    time.sleep(0.02)
    return number


def test_a_pool_breaks_in_silence() -> None:
    """Its futures are left to it: found cancelled by others, they would end its own thread with an error."""
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt), worker_processes(2) as pool:
            for number in in_order((pool.submit(_nap, number) for number in range(50)), 8):
                if number == 3:
                    raise KeyboardInterrupt
    assert not multiprocessing.active_children()


def _die(number: int) -> None:
    os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def test_a_worker_that_was_killed_is_told_of() -> None:
    with pytest.raises(BloggerMigrateError, match="ended before its work did") as told, worker_processes(2) as pool:
        list(in_order((pool.submit(_die, number) for number in range(8)), 4))
    assert "--jobs 1" in told.value.advice
    assert not multiprocessing.active_children()


def test_an_executor_that_lives_on_is_freed_of_what_is_not_wanted_any_more() -> None:
    submitted = []

    def submit(number: int) -> Future[int]:
        submitted.append(executor.submit(_nap, number))
        return submitted[-1]

    with ThreadPoolExecutor(1) as executor:
        results = in_order((submit(number) for number in range(50)), 8, call_off=True)
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        results.close()
        assert any(future.cancelled() for future in submitted) and len(submitted) < 15


def test_workers_end_while_they_send_a_result() -> None:
    """Half a result stays in the pipe: nobody waits for the rest of it."""
    for tenths in range(5):
        with pytest.raises(KeyboardInterrupt), worker_processes(2) as pool:
            for _ in range(8):
                pool.submit(_much)
            time.sleep(0.1 + tenths / 20)
            raise KeyboardInterrupt
    assert not multiprocessing.active_children()
