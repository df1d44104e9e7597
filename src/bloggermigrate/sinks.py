"""Where the files of a run go: into a folder, or into one file; what became of each goes into the account."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from bloggermigrate.account.ledger import Ledger
from bloggermigrate.errors import UsageError
from bloggermigrate.issues import Issue, Source
from bloggermigrate.model import OutputFile, Redirect
from bloggermigrate.options import Options
from bloggermigrate.output import Folder, Standing
from bloggermigrate.output.single_file import SingleFile
from bloggermigrate.store import Store, rows
from bloggermigrate.writers import Context, Writer
from bloggermigrate.writers.joining import BESIDE, ITEM, Joiner, Part


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
