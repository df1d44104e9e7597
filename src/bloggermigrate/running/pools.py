"""Worker processes of our own, which never outlive the run: not a Ctrl-C, not an error, not its sudden death."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from bloggermigrate.errors import BloggerMigrateError
from bloggermigrate.running.garbage import seldom_collect

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Done = TypeVar("Done")


@contextmanager
def worker_processes(
    jobs: int, initializer: Callable[..., object] | None = None, initargs: tuple[Any, ...] = ()
) -> Iterator[Executor]:
    """Give an executor of *jobs* worker processes; left by an exception, it ends them in the middle of their work.

    Workers write nothing, so nothing is lost with them; waiting for one that proves a post of 20 MB takes a minute.
    """
    # Loaded here: most blogs are too small for workers.
    import multiprocessing
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    # A fork shares what is loaded already; elsewhere workers start afresh.
    method = "fork" if sys.platform == "linux" else "spawn"
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context(method), initializer=_begin, initargs=(initializer, initargs)
    )
    try:
        yield pool
    except BaseException as error:
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        # One may have sent half a result. Who reads it waits for the rest as long as the sending end is open anywhere,
        # and this process holds it too.
        if writer := getattr(getattr(pool, "_result_queue", None), "_writer", None):
            writer.close()
        if isinstance(error, BrokenExecutor):
            raise BloggerMigrateError(
                "A worker process ended before its work did, as where a system runs out of memory.",
                advice="What is written is whole; run the same command again, where memory is scarce with --jobs 1.",
            ) from None
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(futures: Iterable[Future[Done]], ahead: int, *, call_off: bool = False) -> Iterator[Done]:
    """Give the results of *futures* in their order, and draw *ahead* of them before their turn.

    That is enough to keep workers busy, and no more, since what is done waits in memory. With *call_off*, what has not
    begun when this is left is cancelled: for an executor that lives on. A pool of our own ends with all it has, and
    must not find its futures cancelled by others while it breaks.
    """
    waiting: deque[Future[Done]] = deque()
    try:
        for future in futures:
            waiting.append(future)
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting if call_off else ():
            future.cancel()


def _begin(initializer: Callable[..., object] | None, initargs: tuple[Any, ...]) -> None:
    """Prepare a worker: Ctrl-C is for the process that started it, with which it ends, be that one killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What was there before the fork is garbage in no worker: looking through it costs time and unshares its pages.
    gc.freeze()
    seldom_collect()
    if initializer:
        initializer(*initargs)


def _end_with_parent() -> None:
    import multiprocessing

    # Its call queue would never tell: each worker holds the writing end of it too.
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
