"""What a worker process does: load a range of posts, render them, hand back files and issues. It writes nothing."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bloggermigrate.issues import Issue
from bloggermigrate.loading import iter_comments, load_post
from bloggermigrate.model import Blog, Label, OutputFile, Redirect
from bloggermigrate.options import Options
from bloggermigrate.render import Renderer
from bloggermigrate.store import Store
from bloggermigrate.writers import WRITERS, Context


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a worker needs to begin."""

    store: Path
    blog: Blog
    options: Options
    target: str
    site: bool

    def context(self) -> Context:
        renderer = Renderer(self.blog, self.options, WRITERS[self.target].dialect)
        return Context(self.blog, self.options, renderer, self.site)


@dataclass(frozen=True, slots=True)
class Result:
    """One post rendered."""

    kind: Literal["post", "page"]
    files: list[OutputFile | Redirect]
    issues: list[Issue]
    comments: int  #: in its thread
    failed: bool = False


@dataclass(slots=True)
class RenderedBatch:
    """A range of posts rendered, in order."""

    posts: list[Result] = field(default_factory=list)
    checked: int = 0
    identical: int = 0


@dataclass(slots=True)
class _Worker:
    context: Context
    store: Store
    labels: dict[str, Label]
    target: str


_local = threading.local()


def start_worker(scene: Scene) -> None:
    """Make this process (or thread) ready for `render_batch`."""
    if multiprocessing.parent_process() is not None:
        # Ctrl-C is for the main process, which ends its workers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    labels = {label.name: label for label in scene.blog.labels}
    _local.worker = _Worker(scene.context(), Store.reopen(scene.store), labels, scene.target)


def render_batch(first: int, last: int) -> RenderedBatch:
    """Return the posts with numbers *first* to *last* rendered. One that can't be rendered costs only itself."""
    worker: _Worker = _local.worker
    renderer = worker.context.renderer
    batch = RenderedBatch()
    checked, identical = renderer.checked, renderer.identical
    for seq in range(first, last + 1):
        batch.posts.append(_render(worker, seq))
    batch.checked = renderer.checked - checked
    batch.identical = renderer.identical - identical
    return batch


def _render(worker: _Worker, seq: int) -> Result:
    post, issues = load_post(worker.store, seq, worker.labels)
    comments = sum(1 for _ in iter_comments(post.comments))
    renderer = worker.context.renderer
    try:
        files = list(WRITERS[worker.target].post(post, worker.context))
    # One bad entry costs one entry, whatever is wrong with it; its traceback goes into the report.
    except Exception as error:
        renderer.take_issues()
        where = traceback.extract_tb(error.__traceback__)[-1]
        message = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return Result(post.kind, [], [*issues, Issue("body-failed", message, post.source)], comments, failed=True)
    return Result(post.kind, files, [*issues, *renderer.take_issues()], comments)
