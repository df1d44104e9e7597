"""What the last run rendered, so that a run over the same input renders again only what does not stand there any more.

The cache lies in the output folder and holds no content: for each batch of posts the digests of its files, and what the
account has to know. A batch whose files stand as they were written, or were edited by hand since, is taken from it. It
counts for one key alone: the same input, options and program. Whatever is wrong with it, posts are rendered anew: each
line begins with its own digest.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bloggermigrate.errors import OutputError
from bloggermigrate.intake import InputRecord
from bloggermigrate.issues import Issue, Severity, Source
from bloggermigrate.model import OutputFile, Redirect, Reference
from bloggermigrate.options import Options
from bloggermigrate.output import Folder, Standing, digest
from bloggermigrate.output.disk import explained
from bloggermigrate.running.work import RenderedBatch, Result

_FILE = "cache/results.json.gz"
_PACKAGE = Path(__file__).parent.parent
#: what no rendered post depends on
_OF_THE_RUN = frozenset({"output", "dry_run", "reports", "force", "jobs", "strict", "keep_store"})
#: what reading a file can fail with that is cut short, or not ours at all
_BROKEN = (OSError, EOFError, zlib.error, ValueError, TypeError, LookupError, RecursionError)


def key_of(inputs: Iterable[InputRecord], names: Iterable[str], options: Options, site: bool) -> str:
    """Return what the rendered posts depend on, as one digest.

    *names* are those of the files that were read in the inputs: issues tell them.
    """
    chosen = {name: value for name, value in asdict(options).items() if name not in _OF_THE_RUN}
    facts = [list(inputs), list(names), chosen, site, list(_program())]
    return digest(json.dumps(facts, default=_plain).encode())


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _program() -> Iterator[str]:
    """Give what tells this program from another version of it, one that is being worked on too."""
    yield sys.version
    # The names of what is installed tell its versions; to ask importlib for them takes as long as a small blog.
    for place in sys.path:
        with suppress(OSError):
            yield from sorted(path.name for path in Path(place).iterdir() if path.suffix in (".dist-info", ".egg-info"))
    code = blake2b(digest_size=16)
    for folder, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            facts = os.stat(f"{folder}/{name}")  # noqa: PTH116 (a path object costs as much as the call)
            code.update(f"{folder} {name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    yield code.hexdigest()


class Cache(AbstractContextManager["Cache"]):
    """The cache of one folder: read along with the batches of a run, and written anew for the next."""

    def __init__(self, folder: Folder, key: str) -> None:
        self._folder = folder
        self._key = key
        self._known = self._read(key)
        self._stale = False  #: whether anything was rendered
        self._staged: gzip.GzipFile | None = None
        self._files = ExitStack()

    def __enter__(self) -> Cache:
        if not self._folder.dry_run:
            with explained(self._folder.root):
                raw = self._files.enter_context((self._folder.staging / "cache").open("wb"))
                # Neither name nor time is written: the same results are the same bytes.
                self._staged = self._files.enter_context(gzip.GzipFile("", "wb", 1, raw, mtime=0))
                self._write(self._key)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        stale = self._stale or next(self._known, None) is not None
        self._known.close()  # Windows replaces no open file
        if kind is not None:
            with suppress(OSError):  # of a disk that is full, as the run has said
                self._files.close()
            return
        with explained(self._folder.root):
            self._files.close()
        if self._staged and stale:
            with suppress(OutputError):  # where something else stands in its place, the next run takes longer
                self._folder.keep_state("cache/.gitignore", b"*\n")
                self._folder.keep_state(_FILE, self._folder.staging / "cache")

    def _read(self, key: str) -> Generator[bytes, None, None]:
        """Give the batches of the last run, a line each, if it had this key, as far as they can be read."""
        with suppress(*_BROKEN), gzip.open(self._folder.state / _FILE) as file:
            if _opened(file.readline()) != key:
                return
            yield from file

    def recall(self, first: int, last: int) -> RenderedBatch | None:
        """Return the posts with numbers *first* to *last* as the last run rendered them, if their files still stand."""
        with suppress(*_BROKEN):
            line = next(self._known, b"")
            begin, end, checked, identical, posts = _opened(line)
            if (begin, end) == (first, last) and posts is not None:
                results = [self._result(*post) for post in posts]
                standing = [result for result in results if result is not None]
                if len(standing) == len(results):
                    return RenderedBatch(first, last, standing, checked, identical, record=line)
        self._stale = True
        return None

    def keep(self, batch: RenderedBatch) -> None:
        """Have the next run know this batch. One with a post that failed has its line, and is tried again."""
        if not self._staged:
            return
        with explained(self._folder.root):
            if batch.record:
                self._staged.write(batch.record)
            else:
                failed = any(result.failed for result in batch.posts)
                posts = None if failed else [_record(result) for result in batch.posts]
                self._write([batch.first, batch.last, batch.checked, batch.identical, posts])

    def _write(self, value: Any) -> None:
        assert self._staged is not None
        self._staged.write(_sealed(value))

    def _result(self, kind: Any, comments: int, files: Any, issues: Any, references: Any) -> Result | None:
        """Return one post's result; None where one of its files has to be written."""
        found: list[OutputFile | Standing | Redirect] = []
        for file in files:
            if len(file) == 2:
                found.append(Redirect(*_texts(*file)))
                continue
            path, hashed, *sources = _texts(*file[:2], *file[2])
            try:
                planned = self._folder.standing(path, hashed)
            except OutputError:  # said when the file itself is to be written
                return None
            if planned is None:
                return None
            found.append(Standing(planned, hashed, tuple(sources)))
        return Result(
            kind,
            found,
            [_issue(*issue) for issue in issues],
            comments,
            references=[Reference(*_texts(*each)) for each in references],  # type: ignore[arg-type]
        )


def _sealed(value: Any) -> bytes:
    """Return *value* as a line that tells by itself whether it is whole."""
    text = json.dumps(value, separators=(",", ":")).encode()
    return b"%b %b\n" % (digest(text).encode(), text)


def _opened(line: bytes) -> Any:
    """Return what `_sealed` made a line of; raise `ValueError` for one that was changed since."""
    seal, _, text = line.rstrip(b"\n").partition(b" ")
    if digest(text).encode() != seal:
        raise ValueError(line)
    return json.loads(text)


def _texts(*values: Any) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise TypeError(values)
    return values


def _issue(code: str, message: str, place: Any, old: str | None, new: str | None, level: str | None) -> Issue:
    file, entry, line = place
    _texts(code, message, file, entry, old or "", new or "")
    return Issue(code, message, Source(file, entry, line), old, new, Severity(level) if level else None)


def _record(result: Result) -> list[Any]:
    """Return a post's result in the form of the file: contents become digests."""
    return [
        result.kind,
        result.comments,
        [_record_of_file(file) for file in result.files],
        result.issues,
        result.references,
    ]


def _record_of_file(file: OutputFile | Standing | Redirect) -> tuple[Any, ...]:
    if isinstance(file, Redirect):
        return file
    assert isinstance(file, OutputFile)  # what stands is recorded already
    return file.path, digest(file.data), file.sources
