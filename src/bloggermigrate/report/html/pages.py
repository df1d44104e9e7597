"""From a report to its file: entries are rendered one after the other and set down, then the page around them.

A small blog's entries stand in the file itself, each in a ``noscript``: to a browser that runs scripts it is text,
which costs nothing until the entry is opened; to one that does not it is the list of entries. A big blog's stand in
pages of a folder beside the file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bloggermigrate.intake import Progress
from bloggermigrate.issues import Severity
from bloggermigrate.model import Kind, number_of
from bloggermigrate.output.single_file import write_report
from bloggermigrate.report.html.charts import MONTHS, balance_picture, month_picture
from bloggermigrate.report.html.facts import HEADINGS, LANGUAGES, STATES, EntryMarks, Facts, gather, marks
from bloggermigrate.report.html.views import View, views
from bloggermigrate.report.record import Report
from bloggermigrate.writers import WRITERS

__all__ = ["write_html"]

#: characters of bodies up to which all entries stand in the file itself: about three times as much comes of it
_ONE_FILE = 6_000_000
#: entries on one page of the folder
_PER_PAGE = 50
_PAGE_NAME = re.compile(r"entries-\d{4,}\.html")

_STATUS = {
    "live": "published",
    "draft": "draft",
    "scheduled": "scheduled",
    "trashed": "from the trash",
    "unknown": "of unknown state",
}
_SEVERITY = {Severity.INFO: "note", Severity.WARNING: "look", Severity.ERROR: "missing"}
_ACTIONS = {
    "create": "new",
    "replace": "replaced",
    "same": "right already",
    "kept": "kept as you edited them",
}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bloggermigrate.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["number_of"] = number_of
    return environment


@cache
def _asset(name: str) -> str:
    return (files("bloggermigrate.report.html") / "assets" / name).read_text(encoding="utf-8")


@dataclass(slots=True)
class _Gathered:
    """What rendering the entries told of the whole."""

    rows: list[list[Any]] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    differs: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)


def write_html(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write the report of *report* to *path*, and for a big blog the pages of its entries to a folder beside it."""
    _Book(report, path, progress).write()


class _Book:
    """One report being written."""

    def __init__(self, report: Report, path: Path, progress: Progress | None) -> None:
        self.report = report
        self.progress = progress
        self.path = path
        self.folder = path.with_name(f"{path.stem}-entries")
        self.facts: Facts = gather(report)
        self.marks = marks(report, self.facts.entries)
        self.gathered = _Gathered()
        db = report.store.db
        count, size = db.execute("SELECT count(*), coalesce(sum(size), 0) FROM posts WHERE seq IS NOT NULL").fetchone()
        self.count = int(count)
        self.one_file = size <= _ONE_FILE
        self.labels = {label.name: at for at, label in enumerate(report.blog.labels)}
        self.fragment = _environment().get_template("entry.html.j2").module.fragment  # type: ignore[attr-defined]

    # -- where entries stand ---------------------------------------------------------------------------------

    def page_of(self, seq: int) -> int:
        return (self.count - seq) // _PER_PAGE + 1

    def place(self, seq: int) -> str:
        """Return the address of an entry's view, from the report."""
        return f"#entry-{seq}" if self.one_file else f"{self.folder.name}/{_page_name(self.page_of(seq))}#entry-{seq}"

    # -- the whole -------------------------------------------------------------------------------------------

    def write(self) -> None:
        shelves: list[tuple[str, list[tuple[int, Markup]]]] = []
        pages = 0
        if self.one_file:
            shelves = _by_year(self._fragments())
        else:
            pages = -(-self.count // _PER_PAGE)
            for number, batch in enumerate(_batches(self._fragments(), _PER_PAGE), start=1):
                self._write_page(number, pages, batch)
        self._remove_pages(after=pages)
        if not self.one_file:
            shelves = self._links()
        context = self._context(_data(self))
        # The pieces of the template's text are a few bytes each.
        stream = _environment().get_template("report.html.j2").stream(**context, shelves=shelves)
        stream.enable_buffering(200)
        write_report(self.path, stream)

    def _fragments(self) -> Iterator[tuple[str, int, Markup]]:
        """Give year, place and text of each entry, newest first, and note what the whole has to know of it."""
        doubtful = frozenset(seq for seq, mark in self.marks.items() if mark.kept_as_html)
        checked, target = bool(self.report.checked), WRITERS[self.report.target].title
        for view in views(self.report, doubtful):
            mark = self.marks.get(view.seq, EntryMarks())
            self._note(view, mark)
            if self.progress:
                self.progress("report", len(self.gathered.rows), self.count)
            year = str(view.published.year) if view.published else "Without a date"
            when = view.published.date().isoformat() if view.published else ""
            text = self.fragment(_shown(view), mark, checked, target, when)
            yield year, view.seq, Markup(str(text).strip())

    def _note(self, view: View, mark: EntryMarks) -> None:
        gathered = self.gathered
        gathered.rows.append(_row(view, mark, self.labels))
        if view.language:
            gathered.languages[view.language] += 1
        gathered.differs += bool(view.lost or view.gained)
        if mark.kept_as_html:
            gathered.kept.append((view.seq, view.title or "Without a title"))

    def _write_page(self, number: int, pages: int, batch: list[tuple[str, int, Markup]]) -> None:
        rows = self.gathered.rows[-len(batch) :]
        names = {"newer": number - 1, "older": number + 1}
        context = {
            **_assets(),
            "title": self.report.blog.title or "Untitled blog",
            "number": number,
            "pages": pages,
            "index": f"../{self.path.name}",
            "fragments": [(seq, text) for _, seq, text in batch],
            "data": _data(self, rows=rows, page=number),
            **{name: _page_name(at) if 1 <= at <= pages else "" for name, at in names.items()},
        }
        page = _environment().get_template("book.html.j2").render(context)
        write_report(self.folder / _page_name(number), (page,))

    def _remove_pages(self, after: int) -> None:
        """Remove the pages that an earlier report of a bigger blog left."""
        if not self.folder.is_dir():
            return
        with suppress(OSError):
            for old in self.folder.iterdir():
                if _PAGE_NAME.fullmatch(old.name) and int(old.stem.rpartition("-")[2]) > after:
                    old.unlink()
            if not after:
                self.folder.rmdir()

    def _links(self) -> list[tuple[str, list[tuple[int, Markup]]]]:
        """Return for each year the entries as links to their pages, for a browser that runs no scripts."""
        line = Markup('<p><span class="when">{}</span> <a href="{}">{}</a></p>')
        return _by_year(
            (date[:4] or "Without a date", seq, line.format(date, self.place(seq), title or "Without a title"))
            for seq, _, _, date, title, *_ in self.gathered.rows
        )

    def _context(self, data: Markup) -> dict[str, Any]:
        report, facts, gathered = self.report, self.facts, self.gathered
        counts = facts.severities
        # Looked up here: `bloggermigrate` itself imports nothing when it is loaded.
        from bloggermigrate import __version__

        return {
            **_assets(),
            "report": report,
            "blog": report.blog,
            "title": report.blog.title or "Untitled blog",
            "facts": facts,
            "lead": _lead(report),
            "target": WRITERS[report.target].title,
            "balance_picture": balance_picture(facts.balance, report.dry_run),
            "month_picture": month_picture(facts.years) if facts.years else "",
            "months": [month[:3] for month in MONTHS],
            "headings": HEADINGS,
            "states": STATES,
            "actions": _ACTIONS,
            "statuses": [(_STATUS.get(status, status), count) for status, count in facts.statuses],
            "languages": [(LANGUAGES.get(code, code), count) for code, count in gathered.languages.most_common(8)],
            "kept_entries": gathered.kept,
            "differs": gathered.differs,
            "look": counts[Severity.ERROR] + counts[Severity.WARNING],
            "place": self.place,
            "data": data,
            "version": __version__,
        }


@cache
def _assets() -> dict[str, Any]:
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {
        "style": Markup(_asset("report.css")),
        "paper": Markup(_asset("paper.css")),
        "script": Markup(script),
        "script_hash": f"sha256-{digest}",
    }


def _shown(view: View) -> dict[str, Any]:
    """Return the view as its template takes it."""
    return {
        "seq": view.seq,
        "kind": view.kind,
        "status_told": _STATUS.get(view.status, view.status),
        "title": view.title,
        "address": view.address,
        "labels": view.labels,
        "comments": view.comments,
        "original": Markup(view.original),
        "result": Markup(view.result),
        "talk": Markup(view.talk),
        "file": view.file,
        "form": view.form,
        "text": view.text,
        "words": view.words,
        "lost": view.lost,
        "gained": view.gained,
        "carried": view.carried,
        "failure": view.failure,
        "cut": view.cut,
        "issues": [
            {"severity": i.severity, "severity_told": _SEVERITY[i.severity], "message": i.message} for i in view.issues
        ],
    }


def _row(view: View, mark: EntryMarks, labels: dict[str, int]) -> list[Any]:
    """Return the entry for the table, in the order in which the script reads it."""
    verdict = 2 if view.failure or mark.failed else 3 if not view.carried else 1 if mark.kept_as_html else 0
    return [
        view.seq,
        view.kind,
        view.status,
        view.published.date().isoformat() if view.published else "",
        view.title,
        [labels[name] for name in view.labels if name in labels],
        view.comments,
        mark.worst,
        mark.count,
        verdict,
        view.lost,
        view.gained,
    ]


def _data(book: _Book, rows: list[list[Any]] | None = None, page: int = 0) -> Markup:
    """Return what the script works on, as JSON that can stand in a page."""
    value = {
        "rows": book.gathered.rows if rows is None else rows,
        "labels": [label.name for label in book.report.blog.labels],
        "statuses": _STATUS,
        "count": book.count,
        "perPage": 0 if book.one_file else _PER_PAGE,
        "folder": book.folder.name,
        "page": page,
        "checked": bool(book.report.checked),
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _lead(report: Report) -> str:
    """Return the first sentence: what becomes of how much."""
    kinds: tuple[Kind, ...] = ("post", "page", "comment")
    counts = [(report.balance[kind].written, kind) for kind in kinds]
    parts = [f"{count:,} {kind}{'' if count == 1 else 's'}" for count, kind in counts if count] or ["No entry"]
    told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    title = WRITERS[report.target].title
    if report.dry_run:
        return f"{told} would go to {title}. This was a dry run: nothing has been written."
    return f"{told} went to {title}."


def _page_name(number: int) -> str:
    return f"entries-{number:04d}.html"


def _by_year(items: Iterable[tuple[str, int, Markup]]) -> list[tuple[str, list[tuple[int, Markup]]]]:
    shelves: dict[str, list[tuple[int, Markup]]] = {}
    for year, seq, text in items:
        shelves.setdefault(year, []).append((seq, text))
    return list(shelves.items())


def _batches(items: Iterable[tuple[str, int, Markup]], size: int) -> Iterator[list[tuple[str, int, Markup]]]:
    batch: list[tuple[str, int, Markup]] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
