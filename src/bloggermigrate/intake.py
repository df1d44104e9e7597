"""From arguments to an assembled blog: open, look, choose, read into the store, settle the whole."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple

from bloggermigrate import settings as blog_settings
from bloggermigrate.account.balance import Balance
from bloggermigrate.assemble import Gathered, assemble
from bloggermigrate.errors import InputError, UsageError
from bloggermigrate.issues import Issue, IssueLog, Severity, Source
from bloggermigrate.model import Blog, Kind, RawEntry, RawWidget
from bloggermigrate.option_checks import check_given
from bloggermigrate.options import Options
from bloggermigrate.readers import RawFeed, RawItem
from bloggermigrate.readers.albums import AlbumPicture
from bloggermigrate.readers.items import MADE_ID
from bloggermigrate.readers.metering import metered
from bloggermigrate.readers.public_feed import feed_issues
from bloggermigrate.readers.sources import Container, InputFile, Limits, open_container
from bloggermigrate.readers.survey import FoundBlog, Part, Survey, choose, no_blog, survey
from bloggermigrate.running.reading import read_file
from bloggermigrate.store import Store
from bloggermigrate.store.merging import InputFacts
from bloggermigrate.store.packing import Packed, pack
from bloggermigrate.text.instants import parse_instant

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["Found", "InputRecord", "Loaded", "Progress", "load", "open_inputs"]

#: called with a stage ("looking", "reading", "writing"), how much is done and how much there is in all
Progress = Callable[[str, int, int], None]


class InputRecord(NamedTuple):
    """One input as given: its path, what it is, the hash of its bytes."""

    path: str
    variant: str
    sha256: str


class Loaded(NamedTuple):
    """Inputs read and assembled: what `convert` and `inspect` both begin with."""

    inputs: tuple[InputRecord, ...]
    blog: Blog
    store: Store
    balance: Balance
    issues: IssueLog
    survey: Survey
    parts: tuple[Part, ...]  #: the files that the blog was read from
    feeds: tuple[RawFeed, ...]  #: what each of them says of the blog
    pictures: tuple[AlbumPicture, ...]  #: of the blog's albums, for whoever looks for images


class Found(NamedTuple):
    """What inputs hold, and what is to be said of what is left aside in them."""

    survey: Survey
    issues: tuple[Issue, ...]

    def only(self, blog: FoundBlog) -> Found:
        """Return what was found as if *blog* were all there is."""
        return self._replace(survey=self.survey._replace(blogs=(blog,)))


def open_inputs(
    inputs: Sequence[str | Container],
    options: Options,
    stdin: IO[bytes] | None = None,
    progress: Progress | None = None,
) -> Found:
    """Return what *inputs* (paths, or "-") hold.

    Raises `InputError` when an input can't be read or is not ours.
    """
    limits = Limits(ratio=options.max_ratio, unpacked=options.max_unpacked << 30)
    containers = [open_container(argument, stdin, limits) for argument in inputs]
    if not containers:
        raise UsageError("No input was given.")
    found = survey(containers, progress)
    remarks = [
        Issue("archive-member", remark, Source(container.name))
        for container in containers
        for remark in container.remarks
    ]
    return Found(found, (*remarks, *_parts_left(found)))


def load(
    inputs: Sequence[str | Container],
    options: Options,
    *,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
    found: Found | None = None,
    executor: Executor | None = None,
    whole: bool = True,
) -> Loaded:
    """Read *inputs* (paths, or "-") and settle all that concerns the whole blog.

    *found* is the result of `open_inputs`, where it was called before. An *executor* reads the pieces of big files.
    With *whole* false, inputs without an entry (a theme alone, settings alone) are read too. Raises `InputError` when
    an input is not ours, holds no blog, or holds several and `options.blog` chooses none; `UsageError` for options that
    can't be.
    """
    check_given(options)
    found = found or open_inputs(inputs, options, stdin, progress)
    chosen = choose(found.survey, options.blog)
    if chosen is None and whole:
        raise no_blog(found.survey)
    parts = chosen.parts if chosen else found.survey.loose
    reading = _Reading(options.blog if options.blog.isdecimal() else "", Store.new(options.keep_store))
    reading.issues.extend(found.issues)
    reading.read(parts, options.jobs or os.cpu_count() or 1, executor, progress)
    store, balance, gathered, issues = reading.store, reading.balance, reading.gathered, reading.issues
    store.index()
    if whole and not any(balance[kind].read - balance[kind].skipped["other-blog"] for kind in _WRITTEN):
        _refuse_empty(parts, reading)
    if not any(part.variant.name in ("classic", "takeout") for part in parts):
        issues.extend(feed_issues(gathered.feeds))
    pictures = chosen.pictures if chosen else ()
    if pictures:
        issues.add(
            "takeout-part",
            f"{len(pictures)} pictures and films lie in its albums; images can be found there by their names.",
            Source(pictures[0].file.name),
        )
    elsewhere = sum(count for _, count in found.survey.elsewhere)
    balance["other"].read += elsewhere
    balance.skip("other", "elsewhere", elsewhere)
    return Loaded(
        inputs=tuple(_records(found.survey, parts)),
        blog=assemble(store, gathered, options, issues, balance),
        store=store,
        balance=balance,
        issues=issues,
        survey=found.survey,
        parts=tuple(parts),
        feeds=tuple(gathered.feeds),
        pictures=pictures,
    )


_WRITTEN: tuple[Kind, ...] = ("post", "page", "comment")
#: how many files that nobody knows are named
_NAMES_SHOWN = 5


class _Reading:
    """The reading of one blog's files: entries go into the store, what is said of the whole into *gathered*.

    *number* is that of the one blog whose entries are wanted, "" where the file says it.
    """

    def __init__(self, number: str, store: Store) -> None:
        self.number = number
        self.store = store
        self.issues, self.balance, self.gathered = IssueLog(), Balance(), Gathered()
        self._owners: Counter[str] = Counter()  #: entries by the number of the blog that their id names

    def read(self, parts: Sequence[Part], jobs: int, executor: Executor | None, progress: Progress | None) -> None:
        done, total = 0, sum(part.file.size for part in parts)
        furthest = 0

        def reached(size: int, before: int = 0) -> None:
            nonlocal furthest
            furthest = max(furthest, min(before + size, total))
            if progress:
                progress("reading", furthest, total)

        together: dict[str, list[InputFile]] = {}
        for part in parts:
            if part.variant.read_all is not None:
                together.setdefault(part.variant.name, []).append(part.file)
        for part in parts:
            for item in _items(part, together, self.issues, jobs, executor, partial(reached, before=done)):
                self._take(item, part)
                reached(done)
            done += part.file.size
        reached(total)
        owners = self._owners
        if len(owners) > 1 and not self.number:
            listed = ", ".join(f"{count} of blog {number}" for number, count in owners.most_common())
            raise InputError(
                f"The input holds entries of {len(owners)} blogs: {listed}.",
                where=parts[-1].file.name,
                advice="Choose one with --blog NUMBER.",
            )
        feeds = self.gathered.feeds
        if self.number and len(owners) > 1:
            self.gathered.feeds = [feed for feed in feeds if blog_number(feed.id) == self.number] or feeds
        _date_extras(parts, self.gathered)

    def _take(self, item: RawItem | Packed, part: Part) -> None:
        facts = self._facts(item.file if isinstance(item, Packed) else item.source.file, part)
        match item:
            case RawFeed():
                self.gathered.feeds.append(item)
                if part.variant.name == "classic":
                    facts.updated = parse_instant(item.updated)
            case RawWidget():
                if part.variant.read_all is not None:
                    # Pages show one sidebar together, not one each; what it shows fills what an export lacks. The
                    # words of one, copied, can't be told from the gadgets that an export has.
                    facts = self._facts(part.file.name, part)
                    facts.given_for_gadgets = part.variant.name != "text"
                facts.widgets.append(item)
                self.balance["widget"].read += 1
            case RawEntry(kind="setting"):
                self.balance["setting"].read += 1
                key = blog_settings.key_of(item.id)
                # Personal values stop here: not even the store on disk has them.
                if blog_settings.use_of(key) == "carried":
                    facts.settings[key] = item.content
                else:
                    item = replace(item, content="")
                self.store.add(item)
            case RawEntry() | Packed():
                packed = item if isinstance(item, Packed) else pack(item)
                self.balance[packed.kind].read += 1
                if packed.kind in _WRITTEN and not self._is_wanted(packed, facts):
                    self.balance.skip(packed.kind, "other-blog")
                else:
                    self.store.add(packed)

    def _facts(self, file: str, part: Part) -> InputFacts:
        inputs = self.gathered.inputs
        facts = inputs.get(file)
        if facts is None:
            facts = inputs[file] = InputFacts(part.variant.rank, len(inputs))
        return facts

    def _is_wanted(self, entry: Packed, facts: InputFacts) -> bool:
        """Note whose entry it is and how new, and tell whether it is of the blog that is wanted."""
        if entry.id.startswith(MADE_ID):
            self.gathered.has_made_ids = True
        if owner := blog_number(entry.id):
            self._owners[owner] += 1
            if self.number and owner != self.number:
                return False
        if entry.changed is not None and (facts.newest is None or entry.changed > facts.newest):
            facts.newest = entry.changed
        return True


def _items(
    part: Part,
    together: Mapping[str, Sequence[InputFile]],
    issues: IssueLog,
    jobs: int,
    executor: Executor | None,
    reached: Callable[[int], None],
) -> Iterator[RawItem | Packed]:
    """Give what *part* holds; the first of a form whose files are read *together* gives all, the others nothing.

    *reached* is told how many bytes were read: of this file, or of those read together, which give no item before the
    last of them is read.
    """
    if part.variant.read_all is None:
        return read_file(part.variant, metered(part.file, reached), issues, jobs, executor)
    alike = together[part.variant.name]
    if alike[0] is not part.file:
        return iter(())

    def files() -> Iterator[InputFile]:
        size = 0
        for file in alike:
            size += file.size
            reached(size)
            yield file

    return part.variant.read_all(files(), issues, jobs)


def blog_number(entry_id: str) -> str:
    """Return the number of the blog that an entry's id names, "" when it names none.

    >>> blog_number("tag:blogger.com,1999:blog-19.post-42"), blog_number("42")
    ('19', '')
    """
    _, mark, rest = entry_id.partition("tag:blogger.com,1999:blog-")
    number = rest.partition(".")[0] if mark else ""
    return number if number.isdecimal() else ""


def _date_extras(parts: Sequence[Part], gathered: Gathered) -> None:
    """Give settings and themes the age of the export they lie beside; those that lie alone were given on purpose."""
    for part in parts:
        facts = gathered.inputs.get(part.file.name)
        if part.variant.role != "extra" or facts is None:
            continue
        beside = [
            known
            for other in parts
            if other.variant.role == "blog"
            and (other.file.folder == part.file.folder and (other.argument == part.argument or part.file.folder != "."))
            and (known := gathered.inputs.get(other.file.name)) is not None
        ]
        newest = max((known.newest for known in beside if known.newest is not None), default=None)
        # A theme in the folder of a classic export is a backup; that of a Takeout is a part of it.
        own = any(known.rank == 1 for known in beside)
        facts.given_for_gadgets = not own
        facts.rank = min((known.rank for known in beside), default=facts.rank)
        facts.newest = newest if own or part.variant.name == "takeout-settings" else None


# -- what is said of the input -----------------------------------------------------------------------------------


def _parts_left(found: Survey) -> Iterator[Issue]:
    """Give the parts of a Takeout that are known and not migrated, and files that nobody knows."""

    def part(message: str, place: str) -> Issue:
        return Issue("takeout-part", message, Source(place), level=Severity.INFO)

    for feed, count in found.elsewhere:
        noun = "comment" if count == 1 else "comments"
        what = f"{count} {noun} that you wrote on {feed.title or 'another blog'!r}" if count else "No entry at all"
        yield part(f"{what}: not part of the blog.", feed.file.name)
    for file in found.people:
        yield part(f"{file.basename} holds personal data and is not read.", file.name)
    for other in found.beside:
        if other.variant.name == "people":
            yield part(f"{other.file.basename} holds personal data and is not read.", other.file.name)
    for container in found.containers:
        within = set(container.files)
        names = [file.path for file in found.strange if file in within]
        if names:
            shown = ", ".join(names[:_NAMES_SHOWN]) + (" …" if len(names) > _NAMES_SHOWN else ".")
            message = f"{len(names)} {'file is' if len(names) == 1 else 'files are'} none of a Blogger blog's: {shown}"
            yield Issue("file-unknown", message, Source(container.name), level=Severity.INFO)


def _records(found: Survey, parts: Sequence[Part]) -> Iterator[InputRecord]:
    for number, container in enumerate(found.containers):
        own = [part for part in parts if part.argument == number]
        first = min(own, key=lambda part: (part.variant.role != "blog", part.variant.rank), default=None)
        if first is None:
            known = next((part for part in found.beside if part.argument == number), None)
            if len(found.containers) > 1 and known is None:
                continue
            yield InputRecord(container.name, known.variant.name if known else "", container.sha256([]))
            continue
        yield InputRecord(container.name, first.variant.name, container.sha256([part.file for part in own]))


#: issues that say why an input that looks like ours gave no entry
_REASONS_FOR_NOTHING = ("xml-broken", "json-broken", "page-dynamic", "page-empty")


def _refuse_empty(parts: Sequence[Part], reading: _Reading) -> None:
    """Raise `InputError` for an input that is ours by its looks and holds nothing to migrate."""
    name, balance = parts[-1].file.name, reading.balance
    broken = next((issue for issue in reading.issues if issue.code in _REASONS_FOR_NOTHING), None)
    if broken:
        raise InputError(broken.message, where=name, advice="Export or download the file again.")
    if any(balance[kind].read for kind in _WRITTEN):
        raise InputError(f"No entry in it is of blog {reading.number}.", where=name)
    if not (balance["setting"].read or balance["template"].read):
        raise InputError(
            "It is Blogger's, but it is empty: no post, page or comment.",
            where=name,
            advice="The feed of a post without comments looks like this. Give the feed of posts, or an export.",
        )
    raise InputError(
        "The export holds settings and a theme, but no post, page or comment.",
        where=name,
        advice="Export the blog again; make sure that the account owns it.",
    )
