"""Posts in batches: rendered here, in worker processes of our own, or by an executor that was handed in."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bloggermigrate.running.cache import Cache
from bloggermigrate.running.pools import in_order, worker_processes
from bloggermigrate.running.work import RenderedBatch, Scene, render_batch, render_elsewhere, start_worker
from bloggermigrate.store import Store, rows
from bloggermigrate.temporary import remove, temporary_path

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

#: bytes of HTML from which worker processes pay for their start
_WORTH_WORKERS = 1_000_000
#: bytes of HTML in one batch for a worker; one post alone may be bigger
_BATCH_BYTES = 200_000
_BATCH_POSTS = 200


class Batch(NamedTuple):
    """A range of posts by their numbers."""

    first: int
    last: int


def batches(store: Store) -> Iterator[Batch]:
    """Cut the posts into ranges of about equal work; a big one stands alone."""
    first, size, last = 1, 0, 0
    for seq, length in rows(store.db, "SELECT seq, size FROM posts WHERE seq IS NOT NULL ORDER BY seq"):
        if last >= first and (size + length > _BATCH_BYTES or last - first + 1 >= _BATCH_POSTS):
            yield Batch(first, last)
            first, size = seq, 0
        size += length
        last = seq
    if last >= first:
        yield Batch(first, last)


def rendered(
    scene: Scene, store: Store, jobs: int, executor: Executor | None, cache: Cache | None = None
) -> Iterator[RenderedBatch]:
    """Give the posts' files in order of publication, whoever renders them: the same either way.

    What *cache* has of them is not rendered again.

    *jobs* 0 takes a worker for each core if there is enough to do. An *executor* may run its calls in threads or in
    processes, and needs no preparation: what a call has to know lies in a file whose path it gets.
    """
    (size,) = store.db.execute("SELECT coalesce(sum(size), 0) FROM posts WHERE seq IS NOT NULL").fetchone()
    workers = jobs or os.cpu_count() or 1
    todo = ((batch, cache.recall(*batch) if cache else None) for batch in batches(store))
    if executor is not None:
        with _written(scene) as path:
            render = partial(render_elsewhere, path)
            yield from in_order(_submitted(executor, render, todo), 2 * workers, call_off=True)
    elif workers < 2 or (size < _WORTH_WORKERS and not jobs):
        ready = False
        for batch, known in todo:
            if known is None and not ready:
                start_worker(scene)
                ready = True
            yield known or render_batch(*batch)
    else:
        with worker_processes(workers, start_worker, (scene,)) as pool:
            yield from in_order(_submitted(pool, render_batch, todo), 2 * workers)


def _submitted(
    executor: Executor,
    render: Callable[[int, int], RenderedBatch],
    todo: Iterable[tuple[Batch, RenderedBatch | None]],
) -> Iterator[Future[RenderedBatch]]:
    for batch, known in todo:
        yield executor.submit(render, *batch) if known is None else _done(known)


def _done(batch: RenderedBatch) -> Future[RenderedBatch]:
    from concurrent.futures import Future

    future: Future[RenderedBatch] = Future()
    future.set_result(batch)
    return future


@contextmanager
def _written(scene: Scene) -> Iterator[str]:
    """Give the path of a file that holds *scene*: pickled once, not with every call."""
    path = temporary_path()
    try:
        path.write_bytes(pickle.dumps(scene))
        yield str(path)
    finally:
        remove(path)
