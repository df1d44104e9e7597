"""One entry to look at: the original, what was made of it, the file, and where the two differ."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import islice

from bloggermigrate import body
from bloggermigrate.body.proof.reading import as_commonmark, parser
from bloggermigrate.issues import Issue, Source
from bloggermigrate.model import OutputFile, Post
from bloggermigrate.render import Renderer
from bloggermigrate.report.html.differences import differing
from bloggermigrate.report.html.inert import Inert, Token, inert
from bloggermigrate.report.record import Report
from bloggermigrate.running.pools import in_order, worker_processes
from bloggermigrate.running.work import Scene
from bloggermigrate.store import Store, rows
from bloggermigrate.store.loading import iter_comments, load_post
from bloggermigrate.text.tongues import language_of
from bloggermigrate.writers import WRITERS
from bloggermigrate.writers.joining import Part

__all__ = ["View", "views"]

#: characters of bodies from which worker processes pay for their start, and those of one batch for a worker
_WORTH_WORKERS = 1_500_000
_BATCH_BYTES = 200_000
_BATCH_POSTS = 50
#: characters of a file or body that are shown
_MOST = 200_000
_MOST_COMMENTS = 300
#: characters of a body that its language is told from
_ENOUGH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An entry and its two sides; *original*, *result* are harmless HTML in which the differences are marked."""

    seq: int
    id: str
    kind: str
    status: str
    title: str
    published: datetime | None
    address: str  #: on the old blog: its URL, or its path
    labels: tuple[str, ...]
    comments: int
    talk: str  #: the comments as harmless HTML, in reading order; "" where there are none
    language: str
    original: str
    result: str
    file: str  #: path of the file it was made into; "" where it is a part of a bigger one
    form: str  #: what *text* is: "Markdown", "HTML", …
    text: str
    words: int
    lost: int  #: words and pictures that only the original has
    gained: int  #: words and pictures that only the result has
    carried: bool  #: False for one that the target has no place for
    failure: str  #: why it could not be rendered; "" for one that was
    cut: bool  #: whether something was too long to be shown to its end
    issues: tuple[Issue, ...]  #: met while it was rendered and loaded


class _Recorder(Renderer):
    """A renderer that remembers what was made of one source."""

    source: Source | None = None
    document_made: body.Document | None = None
    markdown_made: str | None = None

    def watch(self, post: Post, prove: bool) -> None:
        self._options = replace(self._options, check=prove)
        self.source, self.document_made, self.markdown_made = post.source, None, None
        self.begin(post.path)

    def document(self, html: str, source: Source) -> body.Document:
        made = super().document(html, source)
        if source == self.source and self.document_made is None:
            self.document_made = made
        return made

    def markdown(self, document: body.Document, source: Source) -> str:
        made = super().markdown(document, source)
        if source != self.source or self.markdown_made is not None:
            return made
        self.markdown_made = made
        if self.document_made is not None and document is not self.document_made:
            # A title or a thread of comments was added; what is compared is the body alone.
            known = len(self.issues)
            self.markdown_made = super().markdown(self.document_made, source)
            del self.issues[known:]
        return made


def views(report: Report, doubtful: frozenset[int]) -> Iterator[View]:
    """Give a view of every post and page that was read to be written, newest first; rendered here or by workers.

    *doubtful* are the places of those that the run could not prove without keeping a block as HTML: they are proved
    again. The others need no second proof to be written in the same way.
    """
    store = report.store
    scene = Scene(store.path, report.blog, report.options, report.target, report.site)
    (size,) = store.db.execute("SELECT coalesce(sum(size), 0) FROM posts WHERE seq IS NOT NULL").fetchone()
    jobs = report.options.jobs or os.cpu_count() or 1
    if jobs < 2 or size < _WORTH_WORKERS:
        viewer = _Viewer(scene, store, doubtful)
        for first, last in _batches(store):
            yield from viewer.views(first, last)
        return
    with worker_processes(jobs, _start, (scene, doubtful)) as pool:
        futures = (pool.submit(_views, first, last) for first, last in _batches(store))
        for found in in_order(futures, 2 * jobs):
            yield from found


def _batches(store: Store) -> Iterator[tuple[int, int]]:
    """Cut the entries, newest first, into ranges of about equal work; a big one stands alone."""
    size = 0
    last = first = 0
    for seq, length in list(rows(store.db, "SELECT seq, size FROM posts WHERE seq IS NOT NULL ORDER BY seq DESC")):
        if last and (size + length > _BATCH_BYTES or last - seq >= _BATCH_POSTS):
            yield first, last
            last, size = 0, 0
        last = last or seq
        first, size = seq, size + length
    if last:
        yield first, last


_local = threading.local()


def _start(scene: Scene, doubtful: frozenset[int]) -> None:
    """Make this worker process ready for `_views`."""
    _local.viewer = _Viewer(scene, Store.reopen(scene.store), doubtful)


def _views(first: int, last: int) -> list[View]:
    viewer: _Viewer = _local.viewer
    return list(viewer.views(first, last))


class _Viewer:
    """Renders the entries of one blog to be looked at."""

    def __init__(self, scene: Scene, store: Store, doubtful: frozenset[int]) -> None:
        self._doubtful = doubtful
        self._scene = scene
        self._store = store
        self._context = scene.context(_Recorder, store)
        self._labels = {label.name: label for label in scene.blog.labels}
        self._writer = WRITERS[scene.target]

    def views(self, first: int, last: int) -> Iterator[View]:
        """Give the entries with numbers *last* down to *first*."""
        recorder = self._context.renderer
        assert isinstance(recorder, _Recorder)
        for seq in range(last, first - 1, -1):
            post, issues = load_post(self._store, seq, self._labels)
            recorder.watch(post, prove=seq in self._doubtful)
            failure = ""
            files: list[OutputFile] = []
            try:
                files = [file for file in self._writer.files(post, self._context) if isinstance(file, OutputFile)]
            # As in the run itself: whatever is wrong with an entry costs that entry only.
            except Exception as error:
                failure = f"{type(error).__name__}: {error}"
            issues += recorder.take_issues()
            recorder.take_references()
            yield _view(post, seq, files, recorder, tuple(issues), failure, self._scene)


def _view(
    post: Post,
    seq: int,
    files: list[OutputFile],
    recorder: _Recorder,
    issues: tuple[Issue, ...],
    failure: str,
    scene: Scene,
) -> View:
    html = _with_breaks(post.content_html) if scene.blog.convert_line_breaks else post.content_html
    original = inert(html, _MOST)
    result, form, text = _made(recorder, scene)
    path, whole = _file_of(post, files, scene)
    if whole is not None:
        text = whole
        form = "Markdown" if path.endswith((".md", ".markdown")) else form
    keys = original.keys()
    lost: list[Token] = []
    gained: list[Token] = []
    # The places of the words are looked for only where there is something to mark.
    if files and not (original.cut or result.cut) and keys != result.keys():
        lost, gained = differing(original.tokens(), result.tokens())
        # The number of an item is compared, but there is nothing to mark.
        lost = [token for token in lost if token.start not in original.numbers]
        gained = [token for token in gained if token.start not in result.numbers]
    return View(
        seq=seq,
        id=post.id,
        kind=post.kind,
        status=str(post.status),
        title=post.title,
        published=post.published,
        address=post.permalink or (post.path if post.has_path else ""),
        labels=tuple(label.name for label in post.labels),
        comments=sum(1 for _ in iter_comments(post.comments)),
        talk=_talk(post),
        language=language_of(original.flow[:_ENOUGH]),
        original=original.html(lost, "x-lost"),
        result=result.html(gained, "x-new"),
        file=path,
        form=form,
        text=text[:_MOST],
        words=len(keys),
        lost=len(lost),
        gained=len(gained),
        carried=bool(files or failure),
        failure=failure,
        cut=original.cut or result.cut or len(text) > _MOST,
        issues=issues,
    )


def _made(recorder: _Recorder, scene: Scene) -> tuple[Inert, str, str]:
    """Return what readers of the new site will see, and the source of it with the name of its form."""
    if recorder.markdown_made is not None:
        text, dialect = recorder.markdown_made, body.DIALECTS[WRITERS[scene.target].dialect]
        try:
            html = parser(strikes=dialect.tildes != "none").render(as_commonmark(text, dialect))
        except RecursionError:  # brackets in brackets, without end
            html = ""
        return inert(html, _MOST), "Markdown", text
    if recorder.document_made is not None:
        html = body.html.emit(recorder.document_made)
        return inert(html, _MOST), "HTML", html
    return Inert(), "HTML", ""


def _file_of(post: Post, files: list[OutputFile], scene: Scene) -> tuple[str, str | None]:
    """Return path and text of the post's own file; the text is None where it shares a file with others."""
    if WRITERS[scene.target].one_file:
        return scene.options.output if scene.options.output != "-" else "", None
    for file in files:
        if file.sources[:1] == (post.id,):
            if isinstance(file, Part):
                return "", None
            return file.path, file.data.decode("utf-8", "replace")
    return "", None


def _talk(post: Post) -> str:
    """Return the thread of comments, each with who wrote it and when; of a very long one the beginning."""
    parts: list[str] = []
    for comment, answered in islice(iter_comments(post.comments), _MOST_COMMENTS):
        when = comment.published.date().isoformat() if comment.published else ""
        said = "<i>deleted in Blogger</i>" if comment.deleted else inert(comment.content_html, _MOST // 10).html()
        kind = "reply" if answered else "comment"
        name = escape(comment.author.name or "Somebody")
        parts.append(f'<div class="{kind}"><p class="by"><b>{name}</b> {when}</p><div>{said}</div></div>')
    return "".join(parts)


def _with_breaks(html: str) -> str:
    """Return a body of a blog that makes breaks of line feeds as its page shows it, where it has no blocks itself."""
    low = html[:200_000].lower()
    return html if "<br" in low or "<p" in low or "<div" in low else html.replace("\n", "<br>")
