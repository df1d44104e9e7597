"""The sentence of the whole: detect, read, assemble, render, write.

Only this module knows both ends. Reading fills the store; the whole-blog pass settles names, dates and threads;
posts are then rendered one by one, by worker processes when there is enough to do, and written in order here.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from bloggermigrate.account.balance import Balance
from bloggermigrate.account.ledger import Ledger
from bloggermigrate.assemble import count_other_kinds
from bloggermigrate.config.changes import target_issues
from bloggermigrate.errors import UsageError
from bloggermigrate.images.places import mode_of
from bloggermigrate.intake import Found, Loaded, Progress, load
from bloggermigrate.issues import Issue, Source
from bloggermigrate.model import Blog, Kind, OutputFile, Redirect
from bloggermigrate.options import Options
from bloggermigrate.output import Folder, Standing
from bloggermigrate.output.guard import keep_inputs
from bloggermigrate.output.leftovers import clear_up
from bloggermigrate.output.single_file import SingleFile
from bloggermigrate.redirects import files as redirect_files
from bloggermigrate.redirects import site_address, table
from bloggermigrate.report import Report
from bloggermigrate.running.batches import rendered
from bloggermigrate.running.cache import Cache, key_of
from bloggermigrate.running.work import Result, Scene
from bloggermigrate.store import Store, rows, transaction
from bloggermigrate.store.loading import Posts
from bloggermigrate.writers import Context, Writer
from bloggermigrate.writers.joining import BESIDE, ITEM, Joiner, Part
from bloggermigrate.writers.naming import writer_named

if TYPE_CHECKING:
    from bloggermigrate.images.download import Download


# -- convert -----------------------------------------------------------------------------------------------------


def convert(
    inputs: Sequence[str],
    options: Options,
    *,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
    stdout: BinaryIO | None = None,
    executor: Executor | None = None,
    found: Found | None = None,
) -> Report:
    """Convert *inputs* as *options* say and return the account. With `dry_run` nothing is written.

    *found* is the result of `open_inputs` where the inputs were looked at before. Raises `BloggerMigrateError` for what
    a run can't go on after. An *executor* of your own renders the posts, in threads or in processes.
    """
    began = time.monotonic()
    writer = writer_named(options.target)
    if options.redirects and writer.one_file:
        raise UsageError(
            f"{writer.title} is one file, and maps of redirects need a folder.",
            advice="Leave --redirects out, or convert for an engine that makes a site.",
        )
    writer.check(options)
    if not options.output:
        raise UsageError("No output was given.", advice="Say where to with -o.")
    keep_inputs(inputs, options)
    loaded = load(inputs, options, progress=progress, stdin=stdin, found=found)
    store, balance, ledger = loaded.store, loaded.balance, Ledger()
    count_other_kinds(
        loaded.blog,
        store,
        balance,
        loaded.issues,
        left_out=partial(writer.left_out, options=options),
        options=options,
    )
    ledger.add_issues(loaded.issues)
    ledger.add_issues(writer.issues(options))
    ledger.add_issues(
        target_issues(
            options.changes,
            writer.title,
            front_matter=writer.has_site,
            categories=writer.has_site or writer.name in ("wordpress", "jsonl"),
        )
    )
    sink: Sink = FileSink(options, stdout, store, ledger) if writer.one_file else FolderSink(writer, options, ledger)
    checked = identical = 0
    download = _download(loaded, writer, options)
    with sink, download or nullcontext():
        scene = Scene(store.path, loaded.blog, options, writer.name, sink.site)
        if download:
            scene = download.prepare(scene, store, sink.folder, progress)
        context = scene.context(store=store)
        sink.start(writer, context)
        for part in writer.head(context) if writer.head else ():
            sink.take([part])
        total = len(Posts(store, ()))
        done = 0
        # Files that posts share need their content, and pictures that did not arrive are asked for again.
        folder = None if download or writer.frames(context) else sink.folder
        with Cache(folder, key_of(loaded.inputs, options, sink.site)) if folder else nullcontext() as cache:
            for results in rendered(scene, store, options.jobs, executor, cache):
                with transaction(ledger.db):
                    for result in results.posts:
                        _account(result, sink, balance, ledger)
                        done += 1
                    checked += results.checked
                    identical += results.identical
                if cache:
                    cache.keep(results)
                if progress:
                    progress("writing", done, total)
        with transaction(ledger.db):
            sink.take(writer.blog(context))
            sink.finish()
            sink.take(_redirects(loaded.blog, store, ledger, writer, options))
            if sink.folder:
                clear_up(sink.folder, store, ledger)
            ledger.add_issues(context.renderer.take_issues())
            ledger.add_references(context.renderer.take_references())
        if download:
            download.finish(ledger)
    return Report(
        inputs=loaded.inputs,
        target=writer.name,
        output=options.output,
        dry_run=options.dry_run,
        strict=options.strict,
        blog=loaded.blog,
        options=options,
        site=sink.site,
        balance=balance,
        checked=checked,
        identical=identical,
        duration_s=time.monotonic() - began,
        ledger=ledger,
        store=store,
    )


def _download(loaded: Loaded, writer: Writer, options: Options) -> Download | None:
    if mode_of(options) != "download":
        return None
    from bloggermigrate.images.download import Download

    return Download(options, loaded.pictures, one_file=writer.one_file)


def _account(result: Result, sink: Sink, balance: Balance, ledger: Ledger) -> None:
    """Write one post's files and count it and its comments."""
    ledger.add_issues(result.issues)
    ledger.add_references(result.references)
    kind: Kind = result.kind
    if not result.failed and all(isinstance(file, Redirect) for file in result.files):
        balance.skip(kind, "not-carried")
        balance.skip("comment", "not-carried", result.comments)
    elif result.failed or not sink.take(result.files):
        balance[kind].failed += 1
        balance["comment"].failed += result.comments
    else:
        balance[kind].written += 1
        balance["comment"].written += result.comments


def _redirects(
    blog: Blog, store: Store, ledger: Ledger, writer: Writer, options: Options
) -> Iterator[OutputFile | Redirect]:
    """Give the maps of old addresses that were asked for."""
    if not options.redirects and writer.redirects is None:
        return
    site = site_address(options.site_url, blog)
    if not site and "blogger" in options.redirects:
        site = "https://example.org/"
        message = f"The new site's address is not known, so the theme for the old blog leads to {site}."
        ledger.add_issues([Issue("blog-url-unknown", message, Source("--site-url"))])
    known = table(blog, store, ledger, writer.places, site)
    if writer.redirects:
        yield from writer.redirects(known)
    yield from redirect_files(options.redirects, known)


# -- where files go ----------------------------------------------------------------------------------------------


class Sink(AbstractContextManager["Sink"]):
    """Where a writer's files go. `take` gives False when they could not all be taken."""

    site: bool = False
    folder: Folder | None = None  #: where the files go, if that is a folder

    def start(self, writer: Writer, context: Context) -> None:
        """Say for whom files come."""

    def take(self, files: Iterable[OutputFile | Standing | Redirect]) -> bool:
        raise NotImplementedError

    def finish(self) -> None:
        """Write what waited for the last file."""


class FolderSink(Sink):
    """Files into a folder, through plan and commit."""

    def __init__(self, writer: Writer, options: Options, ledger: Ledger) -> None:
        if options.output == "-":
            raise UsageError(f"{writer.title} needs a folder, not standard output.", advice="Give a folder with -o.")
        self._folder = Folder(
            Path(options.output),
            target=writer.name,
            dry_run=options.dry_run,
            force=options.force,
            reports=options.reports,
        )
        self._options = options
        self._ledger = ledger
        self._joiners: dict[str, Joiner] = {}

    def __enter__(self) -> FolderSink:
        self._folder.__enter__()
        wanted = self._options.site
        self.folder = self._folder
        self.site = self._folder.site = self._folder.wants_site if wanted is None else wanted
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: object) -> None:
        self._folder.__exit__(kind, value, trace)

    def start(self, writer: Writer, context: Context) -> None:
        limit = self._options.max_size * 1_000_000
        self._joiners = {name: Joiner(frame, limit) for name, frame in writer.frames(context).items()}

    def finish(self) -> None:
        for joiner in self._joiners.values():
            self.take(joiner.end())

    def take(self, files: Iterable[OutputFile | Standing | Redirect]) -> bool:
        whole = True
        parts: dict[str, list[Part]] = {}
        for file in files:
            if isinstance(file, Redirect):
                self._ledger.add_redirect(file)
                continue
            if isinstance(file, Part):
                parts.setdefault(file.joined, []).append(file)
                continue
            planned = file.planned if isinstance(file, Standing) else self._folder.plan(file.path, file.data)
            path = planned.path
            if not self._ledger.add_file(path, planned.action, file.sources):
                self._say("output-collision", f"Two entries would write {path}; the first was kept.", path, file)
                whole = False
                continue
            if planned.why == "edited":
                self._say("file-edited", f"{path} was edited by hand and is left alone.", path, file)
            elif planned.why == "foreign":
                self._say("file-foreign", f"{path} is not ours and is left alone.", path, file)
            if isinstance(file, Standing):
                self._folder.note(planned, file.digest, file.sources)
            else:
                self._folder.commit(planned, file.data, file.sources)
        for name, pieces in parts.items():
            whole = self.take(self._joiners[name].add(pieces)) and whole
        return whole

    def _say(self, code: str, message: str, path: str, file: OutputFile | Standing) -> None:
        self._ledger.add_issues([Issue(code, message, Source(path, file.sources[0] if file.sources else ""))])


class FileSink(Sink):
    """Parts into one file, or to standard output."""

    def __init__(self, options: Options, stdout: BinaryIO | None, store: Store, ledger: Ledger) -> None:
        path = None if options.output == "-" else Path(options.output)
        self._file = SingleFile(path, dry_run=options.dry_run, stdout=stdout)
        self._name = options.output
        self._store = store
        self._ledger = ledger
        self._dry_run = options.dry_run
        self._between = b""
        self._items = 0
        self._sources: set[str] = set()

    def start(self, writer: Writer, context: Context) -> None:
        self._between = writer.between

    def __enter__(self) -> FileSink:
        self._file.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: object) -> None:
        self._file.__exit__(kind, value, trace)
        if kind is None:
            ids = rows(self._store.db, "SELECT row FROM posts WHERE seq IS NOT NULL ORDER BY seq")
            sources = [self._store.meta(row).id for (row,) in list(ids)]
            written = [source for source in sources if source in self._sources or not source]
            self._ledger.add_file(self._name, self._file.action, written)

    def take(self, files: Iterable[OutputFile | Standing | Redirect]) -> bool:
        for file in files:
            if not isinstance(file, OutputFile):
                continue
            self._sources.update(file.sources[:1])
            if file.path.startswith(BESIDE):
                self._beside(file)
                continue
            if file.path == ITEM:
                self._file.write(self._between if self._items else b"")
                self._items += 1
            self._file.write(file.data)
        return True

    def _beside(self, file: OutputFile) -> None:
        """Write a small file of the same name with another ending; standard output has no place beside it."""
        if self._file.path is None:
            message = f"Standard output has no place for a second file (*{file.path})."
            self._ledger.add_issues([Issue("not-carried", message, Source(file.path))])
            return
        path = self._file.path.with_suffix(file.path)
        if path == self._file.path:
            path = path.with_name(f"{path.name}{file.path}")
        single = SingleFile(path, dry_run=self._dry_run)
        with single:
            single.write(file.data)
        self._ledger.add_file(str(path), single.action, file.sources)
