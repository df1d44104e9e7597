"""`--images download`: gather what the posts will ask for, fetch it, name it, put it in its place.

Before the first post is written all that can be fetched is here, so that posts are written once and right. Files come
into their places at the end of the run, by renaming.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from bloggermigrate.account.ledger import Ledger, host_of
from bloggermigrate.images.albums import Albums
from bloggermigrate.images.bundle import bundles
from bloggermigrate.images.catalogue import Catalogue, Home, Sighting
from bloggermigrate.images.fetch import Fetcher, Manners
from bloggermigrate.images.places import address_of, place_of, preview_of, root_of
from bloggermigrate.images.reasons import REASONS
from bloggermigrate.images.shelf import Library
from bloggermigrate.images.sizes import safe_stem
from bloggermigrate.issues import Issue, Source
from bloggermigrate.model import Post
from bloggermigrate.options import Options
from bloggermigrate.output import Folder, digest_of
from bloggermigrate.readers.albums import AlbumPicture
from bloggermigrate.store import Store, rows, transaction
from bloggermigrate.store.loading import iter_comments, load_post

if TYPE_CHECKING:
    from bloggermigrate.running.work import Scene
    from bloggermigrate.writers import Context

_MONTH = re.compile(r"/(\d{4})/(\d\d)/")
Progress = Callable[[str, int, int], None]


def manners_of(options: Options) -> Manners:
    """Return how to behave on the network as *options* say."""
    return Manners(
        tries=1 + options.image_retries,
        timeout=float(options.image_timeout),
        most_bytes=options.max_image_size * 1_000_000,
        most_in_all=options.max_images_size * 1_000_000,
        allow_private=options.allow_private,
    )


class Download:
    """The pictures of one run. Use as a context manager inside that of the output."""

    def __init__(self, options: Options, albums: Sequence[AlbumPicture], *, one_file: bool) -> None:
        self.catalogue = Catalogue()
        self._options = options
        self._albums = Albums(albums)
        self._address = address_of(options)
        self._root = root_of(options, one_file)
        self._own = one_file
        self._stack = ExitStack()
        self._wanted: list[str] = []

    def __enter__(self) -> Download:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, value, trace)

    def prepare(self, scene: Scene, store: Store, folder: Folder | None, progress: Progress | None) -> Scene:
        """Fetch what *scene* will ask for and return it with the knowledge of where that is."""
        options = self._options
        if folder is None:
            folder = Folder(self._root, target=f"{options.target}-images", dry_run=options.dry_run, force=options.force)
            self._stack.enter_context(folder)
        self._folder = folder
        gather(scene, store, self.catalogue)
        place = place_of(options.target)
        self._library = Library(self._root, place.folder, self.catalogue, dry_run=options.dry_run)
        self._stack.enter_context(self._library)
        fetcher = Fetcher(self.catalogue, self._library, self._albums, manners_of(options))
        if options.dry_run:
            self._wanted = [picture.addresses[0] for picture in fetcher.wanted()]
        else:
            told = (lambda done, total: progress("images", done, total)) if progress else None
            fetcher.run(told)
        self._library.name_all(self._address)
        return replace(scene, pictures=self.catalogue.path)

    def finish(self, ledger: Ledger) -> None:
        """Put the files in their places and close the account; what did not arrive is told in *ledger*."""
        for path, staged, digest in self._library.waiting():
            planned = self._folder.take_file(path, staged, digest)
            if planned.action == "kept":
                word = "was edited" if planned.why == "edited" else "is not ours"
                ledger.add_issues([Issue(f"file-{planned.why}", f"{path} {word} and is left alone.", Source(path))])
        with transaction(ledger.db):
            for outcome in self._library.outcomes():
                if outcome.file and self.catalogue.place(outcome.key):
                    self._folder.hold(outcome.file, outcome.digest)
                    ledger.add_file(outcome.file, "same" if self._folder.knew(outcome.file) else "create", ())
        if self._options.target == "ghost" and not self._options.dry_run:
            self._bundle(ledger)
        ledger.add_issues(self._issues())
        self._library.finish()

    def _bundle(self, ledger: Ledger) -> None:
        """Write what Ghost's importer takes in one piece."""
        here = {outcome.file for outcome in self._library.outcomes() if outcome.file}
        present = [path for path in here if (self._root / path).is_file()]
        for path, staged in bundles(self._root, present, self._library.staging):
            planned = self._folder.take_file(path, staged, digest_of(staged))
            ledger.add_file(path, planned.action, ())

    def _issues(self) -> Iterator[Issue]:
        """Give what is to be said of pictures that are not here, or may be others than they seem."""
        if self._wanted:
            hosts = Counter(host_of(url) or "the posts themselves" for url in self._wanted)
            named = ", ".join(f"{host} ({count})" for host, count in hosts.most_common(5))
            more = f" and {len(hosts) - 5} more" if len(hosts) > 5 else ""
            message = f"{len(self._wanted)} of {len(self.catalogue)} pictures would be fetched: {named}{more}."
            yield Issue("images-wanted", message, Source(self._options.output))
        for picture in self.catalogue:
            outcome = self._library.outcome(picture.key)
            if outcome is None:
                continue
            file, entry = self.catalogue.files_of(picture.seq)
            if outcome.status == "failed":
                reason = REASONS[outcome.code]
                detail = f" ({outcome.detail})" if outcome.detail else ""
                message = f"{_shown(outcome.address)}: {reason.meaning[:-1]}{detail}. {reason.advice}"
                yield Issue("image-failed", message, Source(file, entry))
            elif outcome.how == "album-guess":
                message = f"{outcome.source} is taken for {_shown(outcome.address)}, by its name alone."
                yield Issue("image-guessed", message, Source(file, entry))


def _shown(address: str) -> str:
    return "A picture that stands in the post itself" if address.startswith("data:") else address


# -- what the posts will ask for ---------------------------------------------------------------------------------


def gather(scene: Scene, store: Store, catalogue: Catalogue) -> None:
    """Enter into *catalogue* every picture that writing *scene* will ask for: the same bodies are read the same way."""
    from bloggermigrate.writers import WRITERS

    context = scene.context(store=store)
    labels = {label.name: label for label in scene.blog.labels}
    with transaction(catalogue.db):
        for (seq,) in list(rows(store.db, "SELECT seq FROM posts WHERE seq IS NOT NULL ORDER BY seq")):
            post, _ = load_post(store, seq, labels)
            # A post that can't be read is told of when it is written.
            with suppress(Exception):
                catalogue.add(_met(post, context), _home(post))
        writer = WRITERS[scene.target]
        for _ in writer.head(context) if writer.head else ():
            pass
        for _ in writer.blog(context):
            pass
        catalogue.add(context.renderer.take_sightings())


def _met(post: Post, context: Context) -> list[Sighting]:
    renderer = context.renderer
    renderer.begin(post.path)
    renderer.document(post.content_html, post.source)
    if preview := preview_of(post):
        renderer.picture(preview, post.source)
    if context.options.comments != "none":
        for comment, _ in iter_comments(post.comments):
            if "<" in comment.content_html:
                renderer.document(comment.content_html, comment.source)
    renderer.take_issues()
    renderer.take_references()
    return renderer.take_sightings()


def _home(post: Post) -> Home:
    month = _MONTH.match(post.path)
    published = f"{post.published:%Y/%m}" if post.published else ""
    return Home(
        stem=safe_stem(f"{post.slug}.x"),
        folder=f"{month[1]}/{month[2]}" if month else published,
        at=int(post.published.timestamp()) if post.published else None,
        file=post.source.file,
    )
