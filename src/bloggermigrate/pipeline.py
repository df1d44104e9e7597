"""The sentence of the whole: detect, read, assemble, render, write.

Only this module knows both ends. Reading fills the store; the whole-blog pass settles names, dates and threads;
posts are then rendered one by one, by worker processes when there is enough to do, and written in order here.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
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
from bloggermigrate.output.guard import keep_inputs
from bloggermigrate.output.leftovers import clear_up
from bloggermigrate.redirects import files as redirect_files
from bloggermigrate.redirects import site_address, table
from bloggermigrate.report import Report
from bloggermigrate.running.batches import rendered
from bloggermigrate.running.cache import Cache, key_of
from bloggermigrate.running.work import RenderedBatch, Result, Scene
from bloggermigrate.sinks import FileSink, FolderSink, Sink
from bloggermigrate.store import Store, transaction
from bloggermigrate.store.loading import Posts
from bloggermigrate.writers import Context, Writer
from bloggermigrate.writers.naming import writer_named

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from bloggermigrate.images.download import Download


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

    *found* is the result of `open_inputs` where the inputs were looked at before. An *executor* of your own reads big
    files and renders the posts, in threads or in processes. Raises `BloggerMigrateError` where a run can't go on.
    """
    began = time.monotonic()
    writer = _writer_for(options)
    keep_inputs(inputs, options)
    loaded = load(inputs, options, progress=progress, stdin=stdin, found=found, executor=executor)
    store, ledger = loaded.store, Ledger()
    _account_for_the_whole(loaded, writer, options, ledger)
    sink: Sink = FileSink(options, stdout, store, ledger) if writer.one_file else FolderSink(writer, options, ledger)
    download = _download(loaded, writer, options)
    with sink, download or nullcontext():
        scene = Scene(store.path, loaded.blog, options, writer.name, sink.site)
        if download:
            scene = download.prepare(scene, store, sink.folder, progress)
        context = scene.context(store=store)
        sink.start(writer, context)
        for part in writer.head(context) if writer.head else ():
            sink.take([part])
        # Files that posts share need their content, and pictures that did not arrive are asked for again.
        folder = None if download or writer.frames(context) else sink.folder
        names = [part.file.name for part in loaded.parts]
        with Cache(folder, key_of(loaded.inputs, names, options, sink.site)) if folder else nullcontext() as cache:
            posts = rendered(scene, store, options.jobs, executor, cache)
            checked, identical = _write_posts(posts, sink, loaded, ledger, cache, progress)
        _write_the_rest(sink, writer, context, loaded, ledger)
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
        balance=loaded.balance,
        checked=checked,
        identical=identical,
        duration_s=time.monotonic() - began,
        ledger=ledger,
        store=store,
    )


def _writer_for(options: Options) -> Writer:
    """Return the writer of the target; raise `UsageError` where *options* are none for it."""
    writer = writer_named(options.target)
    if options.redirects and writer.one_file:
        raise UsageError(
            f"{writer.title} is one file, and maps of redirects need a folder.",
            advice="Leave --redirects out, or convert for an engine that makes a site.",
        )
    writer.check(options)
    if not options.output:
        raise UsageError("No output was given.", advice="Say where to with -o.")
    return writer


def _account_for_the_whole(loaded: Loaded, writer: Writer, options: Options, ledger: Ledger) -> None:
    """Count gadgets, settings and themes, and note what is known before the first post is rendered."""
    left_out = partial(writer.left_out, options=options)
    count_other_kinds(loaded.blog, loaded.store, loaded.balance, loaded.issues, left_out=left_out, options=options)
    ledger.add_issues(loaded.issues)
    ledger.add_issues(writer.issues(options))
    categories = writer.has_site or writer.name in ("wordpress", "jsonl")
    ledger.add_issues(target_issues(options.changes, writer.title, front_matter=writer.has_site, categories=categories))


def _write_posts(
    posts: Iterable[RenderedBatch],
    sink: Sink,
    loaded: Loaded,
    ledger: Ledger,
    cache: Cache | None,
    progress: Progress | None,
) -> tuple[int, int]:
    """Write all posts; return how many bodies were rendered back, and how many of them were the same."""
    total, done = len(Posts(loaded.store, ())), 0
    checked = identical = 0
    for batch in posts:
        with transaction(ledger.db):
            for result in batch.posts:
                _account(result, sink, loaded.balance, ledger)
        checked += batch.checked
        identical += batch.identical
        if cache:
            cache.keep(batch)
        done += len(batch.posts)
        if progress:
            progress("writing", done, total)
    return checked, identical


def _write_the_rest(sink: Sink, writer: Writer, context: Context, loaded: Loaded, ledger: Ledger) -> None:
    """Write what belongs to the whole blog, and clear up after earlier runs."""
    with transaction(ledger.db):
        sink.take(writer.blog(context))
        sink.finish()
        sink.take(_redirects(loaded.blog, loaded.store, ledger, writer, context.options))
        if sink.folder:
            clear_up(sink.folder, loaded.store, ledger)
        ledger.add_issues(context.renderer.take_issues())
        ledger.add_references(context.renderer.take_references())


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
