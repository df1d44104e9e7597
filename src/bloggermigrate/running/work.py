"""What a worker process does: load a range of posts, render them, hand back files and issues. It writes nothing."""

from __future__ import annotations

import pickle
import threading
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from bloggermigrate.images.catalogue import Catalogue
from bloggermigrate.images.places import mode_of, place_of, preview_of
from bloggermigrate.images.settling import Pictures
from bloggermigrate.issues import Issue
from bloggermigrate.linking.linker import Linker
from bloggermigrate.model import Blog, Label, OutputFile, Redirect, Reference
from bloggermigrate.options import Options
from bloggermigrate.output import Standing
from bloggermigrate.render import Renderer
from bloggermigrate.store import Store, transaction
from bloggermigrate.store.loading import iter_comments, load_post
from bloggermigrate.writers import WRITERS, Context


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a worker needs to begin."""

    store: Path
    blog: Blog
    options: Options
    target: str
    site: bool
    pictures: Path | None = None  #: the catalogue, where pictures are fetched

    def context(self, make: type[Renderer] = Renderer, store: Store | None = None) -> Context:
        """Return what writers get in this process; a *store* that is open already is used."""
        writer = WRITERS[self.target]
        renderer = make(self.blog, self.options, writer.dialect, as_found=writer.as_found)
        addresses = writer.addresses(self.blog, self.options)
        renderer.link_with(Linker(store or Store.reopen(self.store), self.blog, addresses, writer.places))
        renderer.show_with(self._pictures())
        return Context(self.blog, self.options, renderer, self.site)

    def _pictures(self) -> Pictures:
        mode = mode_of(self.options)
        return Pictures(
            mode,
            says_width=place_of(self.target).says_width,
            base=self.blog.url,
            lookup=Catalogue(self.pictures).place if self.pictures else None,
            watched=mode == "download" and self.pictures is None,  # they are gathered for it now
        )


@dataclass(frozen=True, slots=True)
class Result:
    """One post rendered."""

    kind: Literal["post", "page"]
    files: list[OutputFile | Standing | Redirect]
    issues: list[Issue]
    comments: int  #: in its thread
    failed: bool = False
    references: list[Reference] = field(default_factory=list)


@dataclass(slots=True)
class RenderedBatch:
    """The posts with numbers *first* to *last* rendered, in order."""

    first: int
    last: int
    posts: list[Result] = field(default_factory=list)
    checked: int = 0
    identical: int = 0
    record: bytes = b""  #: of one that was not rendered again: its line in the cache


@dataclass(slots=True)
class _Worker:
    context: Context
    store: Store
    labels: dict[str, Label]
    target: str
    scene: str = ""  #: the file that the scene came from


_local = threading.local()


def start_worker(scene: Scene) -> None:
    """Make this process (or thread) ready for `render_batch`."""
    _local.worker = _worker(scene)


def render_elsewhere(path: str, first: int, last: int) -> RenderedBatch:
    """Do what `render_batch` does in a thread or process that nobody made ready; *path* is of a pickled scene."""
    known: _Worker | None = getattr(_local, "worker", None)
    if known is None or known.scene != path:
        _local.worker = _worker(pickle.loads(Path(path).read_bytes()), path)
    return render_batch(first, last)


def _worker(scene: Scene, path: str = "") -> _Worker:
    labels = {label.name: label for label in scene.blog.labels}
    store = Store.reopen(scene.store)
    return _Worker(scene.context(store=store), store, labels, scene.target, path)


def render_batch(first: int, last: int) -> RenderedBatch:
    """Return the posts with numbers *first* to *last* rendered. One that can't be rendered costs only itself."""
    worker: _Worker = _local.worker
    renderer = worker.context.renderer
    batch = RenderedBatch(first, last)
    checked, identical = renderer.checked, renderer.identical
    with transaction(worker.store.db):  # else the file is locked and looked at anew for each query
        for seq in range(first, last + 1):
            batch.posts.append(_render(worker, seq))
    batch.checked = renderer.checked - checked
    batch.identical = renderer.identical - identical
    return batch


def _render(worker: _Worker, seq: int) -> Result:
    post, issues = load_post(worker.store, seq, worker.labels)
    comments = sum(1 for _ in iter_comments(post.comments))
    renderer = worker.context.renderer
    renderer.begin(post.path)
    if preview := preview_of(post):
        post = replace(post, thumbnail=renderer.picture(preview, post.source))
    try:
        files: list[OutputFile | Standing | Redirect] = list(WRITERS[worker.target].files(post, worker.context))
    # One bad entry costs one entry, whatever is wrong with it; its traceback goes into the report.
    except Exception as error:
        renderer.take_issues()
        renderer.take_references()
        where = traceback.extract_tb(error.__traceback__)[-1]
        message = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return Result(post.kind, [], [*issues, Issue("body-failed", message, post.source)], comments, failed=True)
    references = renderer.take_references()
    issues += renderer.take_issues()
    return Result(post.kind, files, issues, comments, references=references)
