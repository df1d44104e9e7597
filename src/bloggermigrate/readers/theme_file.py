"""A theme as a file of its own: `theme-layouts.xml` of a Takeout, or a theme backup."""

from __future__ import annotations

from collections.abc import Iterator

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import RawEntry
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.mending import decode_head
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.theme import is_classic_template, read_theme


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give the theme as one template entry, then each of its gadgets."""
    with file.open() as stream:
        text = decode_head(stream.read())
    source = Source(file.name)
    yield RawEntry(kind="template", id=f"theme.{file.basename}", source=source, content=text, title=file.basename)
    yield from gadgets_of(text, source, issues)


def gadgets_of(text: str, source: Source, issues: IssueLog) -> Iterator[RawItem]:
    """Give the gadgets of the theme *text*; what of it could not be read is reported behind them.

    A template from before gadgets gives the boxes of its sidebar.
    """
    if is_classic_template(text):
        yield from _sidebar(text, source, issues)
        return
    faults: list[str] = []
    yield from read_theme(text, source, faults)
    for fault in faults:
        issues.add("theme-unreadable", f"The theme is broken at {fault}.", source)


def read_classic(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give a template from before gadgets as one template entry, then the boxes of its sidebar.

    Takeout writes one beside every blog; where the blog never had its own, it only names one of Blogger's.
    """
    with file.open() as stream:
        text = decode_head(stream.read())
    source = Source(file.name)
    yield RawEntry(kind="template", id=f"theme.{file.basename}", source=source, content=text, title=file.basename)
    if not text.strip().startswith("templateref:"):
        yield from _sidebar(text, source, issues)


def _sidebar(text: str, source: Source, issues: IssueLog) -> Iterator[RawItem]:
    from bloggermigrate.readers.pages.sidebar import read_template  # pages are a world of their own, rarely needed

    boxes = list(read_template(text, source))
    yield from boxes
    if not boxes:
        issues.add(
            "takeout-part",
            "The template is from before gadgets, and no column beside its posts was found; nothing of it is migrated.",
            source,
        )
