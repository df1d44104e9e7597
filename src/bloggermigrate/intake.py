"""From arguments to an assembled blog: open, detect, read into the store, settle the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import IO

from bloggermigrate import settings as blog_settings
from bloggermigrate.assemble import Gathered, assemble
from bloggermigrate.balance import Balance
from bloggermigrate.errors import InputError, UsageError
from bloggermigrate.issues import IssueLog
from bloggermigrate.model import Blog, RawEntry, RawWidget
from bloggermigrate.options import Options
from bloggermigrate.readers import RawFeed, Variant, require_blog
from bloggermigrate.readers.sources import Container, InputFile, open_container
from bloggermigrate.store import Store

#: called with a stage ("reading", "writing"), how much is done and how much there is in all
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One input as given: its path, what it is, the hash of its bytes."""

    path: str
    variant: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Inputs read and assembled: what `convert` and `inspect` both begin with."""

    inputs: tuple[InputRecord, ...]
    blog: Blog
    store: Store
    balance: Balance
    issues: IssueLog


def load(
    inputs: Sequence[str],
    options: Options,
    *,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
) -> Loaded:
    """Read *inputs* (paths, or "-") and settle all that concerns the whole blog.

    Raises `InputError` when an input is not ours or holds no blog.
    """
    containers = [open_container(argument, stdin) for argument in inputs]
    if not containers:
        raise UsageError("No input was given.")
    found = [(container, require_blog(container)) for container in containers]
    store = Store.new(options.keep_store)
    issues, balance, gathered = IssueLog(), Balance(), Gathered()
    done, total = 0, sum(file.size for _, parts in found for file, _ in parts)
    for _, parts in found:
        for file, variant in parts:
            for item in variant.read(file, issues):
                _gather(item, store, gathered, balance)
                if progress:
                    progress("reading", done, total)
            done += file.size
    if progress:
        progress("reading", total, total)
    store.index()
    if not any(balance[kind].read for kind in ("post", "page", "comment")):
        _refuse_empty(found, issues, balance)
    blog = assemble(store, gathered, options, issues, balance)
    records = tuple(_record(container, parts) for container, parts in found)
    return Loaded(records, blog, store, balance, issues)


def _gather(item: RawFeed | RawEntry | RawWidget, store: Store, gathered: Gathered, balance: Balance) -> None:
    match item:
        case RawFeed():
            gathered.feeds.append(item)
        case RawWidget():
            gathered.widgets.append(item)
            balance["widget"].read += 1
        case RawEntry():
            balance[item.kind].read += 1
            if item.kind == "setting":
                key = blog_settings.key_of(item.id)
                # Personal values stop here: not even the store on disk has them.
                carried = blog_settings.use_of(key) == "carried"
                if carried:
                    gathered.settings[key] = item.content
                item = item if carried else replace(item, content="")
            store.add(item)


def _record(container: Container, parts: Sequence[tuple[InputFile, Variant]]) -> InputRecord:
    variant = next((variant.name for _, variant in parts if variant.role == "blog"), parts[0][1].name)
    return InputRecord(container.name, variant, container.sha256())


def _refuse_empty(found: Sequence[tuple[Container, object]], issues: IssueLog, balance: Balance) -> None:
    """Raise `InputError` for an input that is ours by its looks and holds nothing to migrate."""
    name = found[0][0].name
    broken = next((issue for issue in issues if issue.code == "xml-broken"), None)
    if broken:
        raise InputError(broken.message, where=name, advice="Export or download the file again.")
    what = "settings and a theme" if balance["setting"].read or balance["template"].read else "no entry at all"
    raise InputError(
        f"The export holds {what}, but no post, page or comment.",
        where=name,
        advice="Export the blog again; make sure that the account owns it.",
    )
