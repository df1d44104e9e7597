"""Many pages read, by several processes where that pays; what comes out, and its order, never depends on it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from itertools import islice
from typing import Final

from bloggermigrate.issues import Source
from bloggermigrate.readers.pages.one import GREATEST_PAGE, FoundPage, PageBytes, read_page
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.wrapped import unwrap
from bloggermigrate.running.pools import in_order, worker_processes

#: fewer pages than this are read before a second process has begun
WORTH_WORKERS: Final = 400
_BATCH: Final = 16


def read_pages(
    files: Iterable[InputFile],
    jobs: int,
    known_posts: Container[str],
    known_widgets: Container[str],
    told: Callable[[InputFile], None] | None = None,
) -> Iterator[FoundPage]:
    """Give what each of *files* holds, in their order; at most a few batches are in memory at a time.

    *told* is called with each file when it is opened. The known posts and gadgets may grow while this runs.
    """
    pages = _opened(files, told)
    if jobs < 2:
        for page in pages:
            yield read_page(page, known_posts, known_widgets)
        return
    first = list(islice(pages, WORTH_WORKERS))
    if len(first) < WORTH_WORKERS:
        for page in first:
            yield read_page(page, known_posts, known_widgets)
        return
    with worker_processes(jobs, _begin) as pool:
        futures = (pool.submit(_read_batch, batch) for batch in _batches(first, pages))
        for found in in_order(futures, 3 * jobs):
            yield from found


def _opened(files: Iterable[InputFile], told: Callable[[InputFile], None] | None) -> Iterator[PageBytes]:
    for file in files:
        with file.open() as stream:
            data = stream.read(GREATEST_PAGE + 1)
        if told is not None:
            told(file)
        page, address = unwrap(data)
        yield PageBytes(page, address or file.path, Source(file.name))


def _batches(first: list[PageBytes], rest: Iterator[PageBytes]) -> Iterator[list[PageBytes]]:
    """Give the pages in small lists; *first* is emptied on the way."""
    while first:
        batch = first[:_BATCH]
        del first[:_BATCH]
        yield batch
    while batch := list(islice(rest, _BATCH)):
        yield batch


#: What this worker process has met. Batches come in order, so all of it stands before what it reads now, and the
#: main process would pass over the same copies: the outcome does not depend on which worker read what.
_posts: set[str] = set()
_widgets: set[str] = set()


def _begin() -> None:
    _posts.clear()
    _widgets.clear()


def _read_batch(batch: list[PageBytes]) -> list[FoundPage]:
    found = []
    for page in batch:
        here = read_page(page, _posts, _widgets)
        _posts.update(post.id for post in here.posts if post.is_complete)
        _widgets.update(widget.id for widget in here.widgets if widget.has_settings)
        found.append(here)
    return found
